import { Anchor, Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { IconHierarchy2, IconPlus, IconServer2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Link } from "wouter";
import type { Fleet, FleetDevice } from "../../api/contract/index.ts";
import { get } from "../api/client.ts";
import { useLiveRefresh } from "../api/live.ts";
import { configurationPath, devicePath } from "../app/paths.ts";
import { type Column, DataTable } from "../parts/data-table.tsx";
import { Notice } from "../parts/notice.tsx";
import { StatusBadge } from "../parts/status-badge.tsx";
import { formatCount } from "../words/units.ts";
import { hasSpoken, valuesOf, withFleet } from "./first-data.ts";
import classes from "./verdict-table.module.css";

export interface FirstDataProps {
  readonly objectIds: readonly string[];
  readonly extension: string;
  readonly description: string;
  /** How many devices it has. */
  readonly count: number;
  readonly onMore: () => void;
}

/** While nothing is there yet one looks on; later there are pages for it. */
const EVERY_MS = 2_000;

/** The devices of new configurations, as their first values come in. */
export function FirstData({ objectIds, extension, description, count, onMore }: FirstDataProps) {
  const devices = useFleetOf(objectIds);
  const list = devices.data ?? [];
  const spoken = list.filter(hasSpoken).length;
  const total = Math.max(count, list.length);
  const only = total === 1 ? list[0] : undefined;
  const failing = list.filter((device) => hasSpoken(device) && device.code !== "OK").length;
  return (
    <Stack gap="sm">
      <Title order={2}>{titleOf(spoken, total)}</Title>
      <Text size="sm" role="status">
        {description}: {formatCount(spoken)} of {formatCount(total)}{" "}
        {total === 1 ? "device has" : "devices have"} been polled
        {failing === 0 ? "" : `, ${formatCount(failing)} of them with a problem`}.
      </Text>
      <Progress
        value={total === 0 ? 0 : (spoken / total) * 100}
        size="sm"
        animated={spoken < total}
        aria-label="Devices with first values"
      />
      {devices.isError ? <Notice failure={devices.error} onRetry={() => void devices.refetch()} /> : null}
      <DataTable
        label="Devices and their first values"
        rows={list}
        columns={COLUMNS}
        rowKey={rowKey}
        sort={SORT}
        onSort={() => undefined}
        rowHeight={40}
        measured
        maxHeight="50dvh"
        empty="Waiting for the first poll …"
      />
      <Group gap="xs">
        {only === undefined ? (
          <Button component={Link} href="/devices" leftSection={<IconServer2 size={16} />}>
            Devices
          </Button>
        ) : (
          <Button component={Link} href={devicePath(only.id)} leftSection={<IconServer2 size={16} />}>
            See its ports
          </Button>
        )}
        <Button component={Link} href="/topology" variant="light" leftSection={<IconHierarchy2 size={16} />}>
          Topology
        </Button>
        {objectIds.length === 1 ? (
          <Button component={Link} href={configurationPath(extension, objectIds[0]!)} variant="light">
            This configuration
          </Button>
        ) : (
          <Button component={Link} href="/setup" variant="light">
            Their configurations
          </Button>
        )}
        <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={onMore}>
          Add more devices
        </Button>
      </Group>
    </Stack>
  );
}

function titleOf(spoken: number, total: number): string {
  if (spoken < total) return "Saved. First values are coming in";
  return total === 1 ? "Saved. It delivers" : "Saved. They deliver";
}

const SORT = { key: "", descending: false };
const rowKey = ({ id }: FleetDevice): string => id;

function useFleetOf(configurationIds: readonly string[]) {
  const known = useRef<{ readonly at: number | undefined; readonly devices: readonly FleetDevice[] }>({
    at: undefined,
    devices: [],
  });
  const fleet = useQuery({
    queryKey: ["setup", "first-data", configurationIds],
    refetchInterval: EVERY_MS,
    queryFn: async ({ signal }) => {
      const answer = await get<Fleet>("/api/snmpgate/fleet", { query: { since: known.current.at }, signal });
      known.current = { at: answer.at, devices: withFleet(known.current.devices, answer, configurationIds) };
      return known.current.devices;
    },
  });
  const { refetch } = fleet;
  // The first word of a device is worth an extra look.
  useLiveRefresh(
    (event) => event.type === "device" && configurationIds.includes(event.device.configurationId),
    () => refetch(),
  );
  return fleet;
}

const COLUMNS: readonly Column<FleetDevice>[] = [
  {
    key: "name",
    header: "Device",
    width: "26%",
    render: ({ id, sysName, name }) => (
      <>
        <Anchor component={Link} href={devicePath(id)} size="sm" className={classes["cell"]}>
          {sysName ?? name}
        </Anchor>
        {sysName === undefined ? null : <span className={classes["second"]}>{name}</span>}
      </>
    ),
  },
  { key: "status", header: "Status", width: "160px", render: ({ code }) => <StatusBadge code={code} /> },
  {
    key: "values",
    header: "First values",
    render: (device) => <span className={classes["says"]}>{valuesOf(device)}</span>,
  },
];
