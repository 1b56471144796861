import { SimpleGrid, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { ServiceStatus } from "../../api/contract/index.ts";
import { PropertyList } from "../parts/property-list.tsx";
import { counted } from "../words/counted.ts";
import { formatBytes, formatCount, formatPercent, formatSpan } from "../words/units.ts";
import classes from "./status.module.css";
import { sentence } from "./status-words.ts";

/** What is kept, what the process takes, which versions are at work and what comes in from others. */
export function StatusCards({ status }: { readonly status: ServiceStatus }) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, xl: 4 }} spacing="md">
      <Card title="Kept on disk">
        <PropertyList properties={keptOf(status)} />
      </Card>
      <Card title="Process">
        <PropertyList properties={processOf(status)} />
      </Card>
      <Card title="Versions">
        <PropertyList properties={versionsOf(status)} />
      </Card>
      <Card title="Received from others">
        <Received status={status} />
      </Card>
    </SimpleGrid>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes["card"]} aria-label={title}>
      <h2 className={classes["title"]}>{title}</h2>
      {children}
    </section>
  );
}

function Received({ status }: { readonly status: ServiceStatus }) {
  const { linesAccepted, linesRejected, dataPointsReceived } = status.receive;
  if (linesAccepted + linesRejected + dataPointsReceived > 0)
    return <PropertyList properties={receivedOf(status)} />;
  return (
    <Text size="sm">
      Nothing so far. Agents and collectors may send lines to /api/v2/metrics/ingest and OTLP to
      /api/v2/otlp/v1/metrics.
    </Text>
  );
}

function receivedOf({ receive }: ServiceStatus) {
  const rejected = Object.entries(receive.dataPointsRejected).filter(([, count]) => count > 0);
  return [
    { key: "lines", label: "Lines taken", value: formatCount(receive.linesAccepted) },
    { key: "bad", label: "Lines rejected", value: formatCount(receive.linesRejected) },
    { key: "points", label: "OTLP points taken", value: formatCount(receive.dataPointsAccepted) },
    {
      key: "rejected",
      label: "OTLP points rejected",
      value:
        rejected.length === 0
          ? "0"
          : rejected.map(([reason, count]) => `${formatCount(count)} ${reason}`).join(", "),
    },
  ];
}

function keptOf({ store, queue }: ServiceStatus) {
  const { fault, bytes, unwrittenBytes } = queue;
  return [
    ...(store === undefined
      ? [{ key: "store", label: "Store", value: "off: nothing is remembered" }]
      : [
          { key: "store", label: "Store", value: formatBytes(store.bytesOnDisk) },
          { key: "series", label: "Series", value: formatCount(store.tuples) },
          { key: "metrics", label: "Metrics", value: formatCount(store.metrics) },
          { key: "entities", label: "Entities", value: formatCount(store.entities) },
          { key: "lost", label: "Samples lost", value: formatCount(store.droppedSamples) },
        ]),
    { key: "queue", label: "Queue for sinks", value: formatBytes(bytes) },
    { key: "unwritten", label: "In memory alone", value: formatBytes(unwrittenBytes) },
    ...(fault === undefined ? [] : [faultOf("queue", "Queue's disk", sentence(fault.reason))]),
    ...(store?.fault === undefined ? [] : [faultOf("fault", "Store's disk", store.fault)]),
  ];
}

const faultOf = (key: string, label: string, fault: string) => ({
  key,
  label,
  value: (
    <Text size="sm" c="red">
      {fault}
    </Text>
  ),
});

function processOf({ process }: ServiceStatus) {
  const { residentBytes, heapUsedBytes, cpuRatio, uptimeMs } = process;
  return [
    { key: "rss", label: "Memory", value: formatBytes(residentBytes) },
    { key: "heap", label: "JavaScript heap", value: formatBytes(heapUsedBytes) },
    {
      key: "cpu",
      label: "CPU, of one core",
      value: cpuRatio === undefined ? "being measured" : formatPercent(Math.round(cpuRatio * 100)),
    },
    { key: "up", label: "Runs for", value: formatSpan(uptimeMs) },
  ];
}

const versionsOf = ({ versions: { program, node, extensions } }: ServiceStatus) => [
  { key: "program", label: "snmpgate", value: program },
  { key: "node", label: "Node.js", value: node.replace(/^v/, "") },
  ...extensions.map(({ name, version, devices }) => ({
    key: `${name} ${version}`,
    label: name,
    value: `${version}, ${counted(devices, "device")}`,
  })),
];
