import { Anchor, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { DeviceInterface, DeviceInterfaces, TopologyEdge } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { deviceUrl } from "../api/paths.ts";
import { entityPath } from "../app/paths.ts";
import { ToneBadge } from "../parts/status-badge.tsx";
import { latestOf } from "../parts/time-chart-data.ts";
import { When } from "../parts/when.tsx";
import { formatBits, formatSpeed } from "../words/units.ts";
import { Details, Part, Pick } from "./details.tsx";
import type { MapEdge, MapModel, MapNode } from "./map-model.ts";
import { portState } from "./port-state.ts";
import classes from "./topology.module.css";

const REFRESH_MS = 15_000;

export interface EdgeDetailsProps {
  readonly edge: MapEdge;
  readonly model: MapModel;
  readonly onSelect: (id: string | undefined) => void;
}

/** One link: the ports at both ends, how they are and what goes through them. */
export function EdgeDetails({ edge, model, onSelect }: EdgeDetailsProps) {
  const [from, to] = [model.nodeById.get(edge.from), model.nodeById.get(edge.to)];
  if (from === undefined || to === undefined) return null;
  const cables = Math.max(edge.fromPorts?.length ?? 0, edge.toPorts?.length ?? 0);
  return (
    <Details
      title={`${from.name} – ${to.name}`}
      onClose={() => onSelect(undefined)}
      beside={
        edge.lastSeen === undefined ? null : (
          <Text size="xs" c="dimmed">
            last seen <When at={edge.lastSeen} />
          </Text>
        )
      }
    >
      <End node={from} ports={edge.fromPorts} onSelect={onSelect} />
      <End node={to} ports={edge.toPorts} onSelect={onSelect} />
      {cables > 1 ? (
        <Text size="xs" c="dimmed">
          {cables} cables. LLDP does not tell which ports belong together.
        </Text>
      ) : null}
      {edge.via === undefined ? null : (
        <Part title="By way of">
          <Text size="sm">{edge.via.join(", ")}</Text>
        </Part>
      )}
    </Details>
  );
}

function End({
  node,
  ports = [],
  onSelect,
}: {
  readonly node: MapNode;
  readonly ports: TopologyEdge["fromPorts"];
  readonly onSelect: (id: string) => void;
}) {
  const known = useInterfaces(node.health?.id);
  return (
    <section>
      <Pick name={node.name} onPick={() => onSelect(node.id)} />
      {ports.length === 0 ? (
        <Text size="xs" c="dimmed">
          The port is not told: the other end is not polled, or does not speak LLDP.
        </Text>
      ) : (
        <Stack gap={6} mt={4}>
          {ports.map((port) => (
            <Port
              key={port.entityId ?? port.name}
              port={port}
              now={port.entityId === undefined ? undefined : known.get(port.entityId)}
            />
          ))}
        </Stack>
      )}
    </section>
  );
}

function Port({
  port,
  now,
}: {
  readonly port: NonNullable<TopologyEdge["fromPorts"]>[number];
  readonly now: DeviceInterface | undefined;
}) {
  const state = now && portState(now);
  return (
    <div className={classes["port"]}>
      <div className={classes["portHead"]}>
        {port.entityId === undefined ? (
          <Text size="sm" fw={600}>
            {port.name}
          </Text>
        ) : (
          <Anchor component={Link} href={entityPath(port.entityId)} size="sm" fw={600}>
            {port.name}
          </Anchor>
        )}
        {state === undefined ? null : (
          <ToneBadge tone={state.tone} size="sm">
            {state.words}
          </ToneBadge>
        )}
      </div>
      {now === undefined ? null : (
        <Table
          verticalSpacing={1}
          horizontalSpacing={0}
          withRowBorders={false}
          className={classes["figures"] ?? ""}
        >
          <Table.Tbody>
            <Figure label="In" value={formatBits(latestOf(now.inBps))} />
            <Figure label="Out" value={formatBits(latestOf(now.outBps))} />
            <Figure label="Speed" value={formatSpeed(now.speedBps)} />
          </Table.Tbody>
        </Table>
      )}
      {now?.alias === undefined || now.alias === "" ? null : (
        <Text size="xs" c="dimmed">
          {now.alias}
        </Text>
      )}
    </div>
  );
}

function Figure({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Table.Tr>
      <Table.Th scope="row">{label}</Table.Th>
      <Table.Td className="num">{value}</Table.Td>
    </Table.Tr>
  );
}

const NO_PORTS: ReadonlyMap<string, DeviceInterface> = new Map();

/** Ports of a polled device by entity. */
function useInterfaces(deviceId: string | undefined): ReadonlyMap<string, DeviceInterface> {
  const { data } = useQuery({
    queryKey: ["topology", "interfaces", deviceId],
    enabled: deviceId !== undefined,
    refetchInterval: REFRESH_MS,
    queryFn: ({ signal }) =>
      get<DeviceInterfaces>(`${deviceUrl(deviceId!)}/interfaces`, {
        query: { from: "now-15m" },
        signal,
      }),
    select: ({ interfaces }) =>
      new Map(
        interfaces.flatMap((one) => (one.entityId === undefined ? [] : [[one.entityId, one] as const])),
      ),
  });
  return data ?? NO_PORTS;
}
