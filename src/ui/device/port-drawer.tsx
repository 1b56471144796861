import { Anchor, Drawer, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Link } from "wouter";
import type { DeviceInterface, DeviceInterfaces } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";
import { Notice } from "../parts/notice.tsx";
import { type Property, PropertyList } from "../parts/property-list.tsx";
import { RangePicker, useRange } from "../parts/range-picker.tsx";
import { latestOf } from "../parts/time-chart-data.ts";
import { When } from "../parts/when.tsx";
import { formatBits, formatSpeed } from "../words/units.ts";
import { PortCharts } from "./port-charts.tsx";
import { portRow } from "./port-row.ts";
import { PortStateBadge } from "./port-state.tsx";
import { useInterface } from "./use-device.ts";

export interface PortDrawerProps {
  readonly deviceId: string;
  /** Undefined: closed. */
  readonly portKey: string | undefined;
  readonly onClose: () => void;
}

/** One port: what it is, and how it did. */
export function PortDrawer({ deviceId, portKey, onClose }: PortDrawerProps) {
  const isNarrow = useMediaQuery("(max-width: 48em)");
  return (
    <Drawer
      opened={portKey !== undefined}
      onClose={onClose}
      position="right"
      size={isNarrow ? "100%" : 760}
      title={
        <Text fw={600} size="lg">
          {portKey}
        </Text>
      }
      closeButtonProps={{ "aria-label": "Close" }}
      transitionProps={{ duration: 0 }}
      // What locks it puts a style element into the page, which the policy forbids.
      lockScroll={false}
    >
      {portKey === undefined ? null : <PortDetails deviceId={deviceId} portKey={portKey} />}
    </Drawer>
  );
}

function PortDetails({ deviceId, portKey }: { readonly deviceId: string; readonly portKey: string }) {
  const [range, setRange] = useRange();
  const { data, error } = useInterface(deviceId, portKey, range);
  const port = data?.interfaces[0];
  if (error !== null && data === undefined) return <Notice failure={error} />;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        {data === undefined ? <Skeleton height={22} width={110} /> : <State data={data} port={port} />}
        <RangePicker range={range} onChange={setRange} />
      </Group>
      {data === undefined ? <Skeleton height={560} /> : <Known data={data} port={port} />}
    </Stack>
  );
}

interface KnownProps {
  readonly data: DeviceInterfaces;
  readonly port: DeviceInterface | undefined;
}

const State = ({ data, port }: KnownProps) =>
  port === undefined ? <span /> : <PortStateBadge row={portRow(port, data.resolutionMs)} />;

function Known({ data, port }: KnownProps) {
  if (port === undefined) return <Notice tone="info">Nothing was measured of this port in this time.</Notice>;
  return (
    <>
      <PropertyList properties={propertiesOf(port)} />
      <PortCharts data={data} port={port} />
      {port.entityId === undefined ? null : (
        <Anchor component={Link} href={entityPath(port.entityId)} size="sm">
          All of this interface
        </Anchor>
      )}
    </>
  );
}

function propertiesOf(port: DeviceInterface): readonly Property[] {
  const { neighbour } = port;
  const all: readonly (readonly [string, Property["value"] | undefined])[] = [
    ["Description", port.alias],
    ["Interface", port.description],
    ["Speed", port.speedBps === undefined ? undefined : formatSpeed(port.speedBps)],
    ["Latest", `${formatBits(latestOf(port.inBps))} in, ${formatBits(latestOf(port.outBps))} out`],
    ["In this state since", port.lastChange === undefined ? undefined : <When at={port.lastChange} />],
    [
      "Neighbour",
      neighbour === undefined ? undefined : (
        <>
          {neighbour.entityId === undefined ? (
            neighbour.name
          ) : (
            <Anchor component={Link} href={entityPath(neighbour.entityId)} size="sm">
              {neighbour.name}
            </Anchor>
          )}{" "}
          {neighbour.port}
          {neighbour.by === "description" ? " (by the description of the port)" : ""}
        </>
      ),
    ],
    ["MAC address", port.mac],
    ["Type", port.type],
    ["ifIndex", port.index],
    ["MTU", port.mtu],
    ["Duplex", port.duplex],
  ];
  return all.flatMap(([label, value]) =>
    value === undefined || value === "" ? [] : [{ key: label, label, value }],
  );
}
