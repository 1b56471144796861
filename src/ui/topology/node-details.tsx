import { Anchor, Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconCircleDashed, IconFocus2 } from "@tabler/icons-react";
import { Link } from "wouter";
import { devicePath, entityPath } from "../app/paths.ts";
import { Notice } from "../parts/notice.tsx";
import { type Property, PropertyList } from "../parts/property-list.tsx";
import { StatusBadge, ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { statusWords } from "../words/status.ts";
import { formatBits, formatPercent } from "../words/units.ts";
import { Details, Part, Pick } from "./details.tsx";
import type { HealthRow } from "./health.ts";
import { KIND_LABEL } from "./kind.ts";
import { type MapModel, type MapNode, type Neighbour, neighboursOf } from "./map-model.ts";
import classes from "./topology.module.css";

export interface NodeDetailsProps {
  readonly node: MapNode;
  readonly model: MapModel;
  readonly isFocus: boolean;
  readonly onSelect: (id: string | undefined) => void;
  readonly onFocus: () => void;
}

/** One thing on the map: what it is, how it is, and what it is linked with. */
export function NodeDetails({ node, model, isFocus, onSelect, onFocus }: NodeDetailsProps) {
  const { health } = node;
  return (
    <Details title={node.name} onClose={() => onSelect(undefined)} beside={<Status node={node} />}>
      {health === undefined || statusWords(health.code).tone === "ok" ? null : <Trouble health={health} />}
      <Group gap="xs">
        {health === undefined ? null : (
          <Button component={Link} href={devicePath(health.id)} variant="light">
            Open device
          </Button>
        )}
        <Button
          component={Link}
          href={entityPath(node.id)}
          variant={health === undefined ? "light" : "default"}
        >
          Open entity
        </Button>
        <Button
          variant="default"
          leftSection={<IconFocus2 size={14} aria-hidden />}
          onClick={onFocus}
          disabled={isFocus}
          title="Show only what is linked with it"
        >
          Focus
        </Button>
      </Group>
      <PropertyList properties={propertiesOf(node)} />
      <Neighbours neighbours={neighboursOf(node.id, model)} onSelect={onSelect} />
    </Details>
  );
}

function Status({ node: { health, lastSeen, status } }: { readonly node: MapNode }) {
  return (
    <Group gap={6}>
      {health === undefined ? (
        <Badge
          color="gray"
          leftSection={<IconCircleDashed size={13} aria-hidden />}
          title="Its neighbours tell of it; nothing is asked of it"
        >
          {status}
        </Badge>
      ) : (
        <StatusBadge code={health.code} />
      )}
      <Text size="xs" c="dimmed">
        {health === undefined ? "seen " : "polled "}
        <When at={health === undefined ? lastSeen : health.lastPollAt} />
      </Text>
    </Group>
  );
}

function Trouble({ health: { code, message, remedy } }: { readonly health: HealthRow }) {
  const { tone, meaning } = statusWords(code);
  return (
    <Notice tone={tone === "error" ? "error" : tone === "warning" ? "warning" : "info"}>
      <Text size="sm">{message === "" ? meaning : message}</Text>
      {remedy === undefined ? null : <Text size="sm">{remedy}</Text>}
    </Notice>
  );
}

function propertiesOf({ kind, typeName, role, detail, addresses, health }: MapNode): readonly Property[] {
  const text = (key: string, label: string, value: string | undefined): readonly Property[] =>
    value === undefined || value === "" ? [] : [{ key, label, value }];
  const both = (one: number | undefined, other: number | undefined, format: (value: number) => string) =>
    one === undefined || other === undefined ? undefined : `${format(one)} / ${format(other)}`;
  return [
    ...text("type", "Type", kind === "other" ? typeName : `${KIND_LABEL[kind]}, ${typeName.toLowerCase()}`),
    ...text("detail", "Model", detail),
    ...text("role", "Role", role?.replaceAll(",", ", ")),
    ...text("addresses", "Addresses", addresses?.join(", ")),
    ...text("traffic", "In / out now", both(health?.inBps, health?.outBps, formatBits)),
    ...text("cpu", "CPU", health?.cpuPercent === undefined ? undefined : formatPercent(health.cpuPercent)),
    ...text(
      "memory",
      "Memory",
      health?.memoryPercent === undefined ? undefined : formatPercent(health.memoryPercent),
    ),
    ...text("ports", "Ports up / down", both(health?.portsUp, health?.portsDown, String)),
  ];
}

function Neighbours({
  neighbours,
  onSelect,
}: {
  readonly neighbours: readonly Neighbour[];
  readonly onSelect: (id: string) => void;
}) {
  if (neighbours.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing is linked with it. Links come from LLDP and CDP: is one of them on, and its feature set
        chosen?{" "}
        <Anchor component={Link} href="/setup" size="sm">
          Set up
        </Anchor>
      </Text>
    );
  return (
    <Part title={`Linked with (${neighbours.length})`}>
      <Stack component="ul" gap={2} className={classes["neighbours"] ?? ""}>
        {neighbours.map(({ node, edge, ownPorts, otherPorts }) => (
          <li key={edge.id}>
            <Group gap={6} wrap="nowrap" justify="space-between">
              <Pick name={node.name} onPick={() => onSelect(node.id)} />
              {node.tone === undefined || node.tone === "ok" ? null : (
                <ToneBadge tone={node.tone} size="xs" className={classes["still"] ?? ""}>
                  {node.status}
                </ToneBadge>
              )}
            </Group>
            <button type="button" className={classes["link"]} onClick={() => onSelect(edge.id)}>
              {linkWords(ownPorts, otherPorts, edge.relation)}
              {edge.lastSeen === undefined ? null : (
                <>
                  , last seen <When at={edge.lastSeen} />
                </>
              )}
            </button>
          </li>
        ))}
      </Stack>
    </Part>
  );
}

const RELATIONS: Readonly<Record<string, string>> = {
  calls: "linked",
  runsOn: "part of it",
  isPartOf: "part of it",
  isChildOf: "part of it",
  isSameAs: "may be the same",
  isInstanceOf: "of its kind",
};

/** `Gi1/0/1 ↔ Eth1/1`; where LLDP does not tell one of them, only the other. */
function linkWords(own: string, other: string, relation: string): string {
  if (own === "" && other === "") return RELATIONS[relation] ?? relation;
  if (own === "") return `its port ${other}`;
  return other === "" ? `port ${own}` : `${own} ↔ ${other}`;
}
