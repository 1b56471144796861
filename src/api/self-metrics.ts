import { Counter, Gauge, Registry } from "prom-client";
import { POLL_RESULTS, type Snapshot } from "./snapshot.ts";

type Labels = Readonly<Record<string, string>>;
/** A value with its labels; no value, no line. */
type Reading = readonly [Labels, number | undefined];

interface Family {
  /** Without `snmpgate_`; a count ends in `_total`. Base units, as Prometheus has it. */
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly read: (snapshot: Snapshot) => readonly Reading[];
}

/** Our metrics, filled from a snapshot at each scrape: nothing is counted twice, and nothing between scrapes. */
const FAMILIES: readonly Family[] = [
  family("info", "Version of the program, with the value 1.", ["version"], ({ version }) => [
    [{ version }, 1],
  ]),
  ...sinkFamilies(),
  ...threadFamilies(),
  single(
    "kernel_udp_dropped_datagrams_total",
    "Datagrams the kernel dropped before we read them.",
    (now) => now.kernelUdpDrops,
  ),
  family(
    "polls_total",
    "Polls by result; skipped ones were still running when the next was due.",
    ["result"],
    ({ polls }) => POLL_RESULTS.map((result) => [{ result }, polls[result]]),
  ),
  family("devices", "Devices by status code.", ["code"], ({ devices }) => labelled("code", devices)),
  single(
    "ingest_accepted_lines_total",
    "Metric lines that were sent to us and taken.",
    (now) => now.ingest.linesAccepted,
  ),
  single(
    "ingest_rejected_lines_total",
    "Metric lines that were sent to us and are invalid.",
    (now) => now.ingest.linesRejected,
  ),
  ...otlpFamilies(),
  ...processFamilies(),
];

function sinkFamilies(): Family[] {
  const sink = (name: string, help: string, of: (sink: Snapshot["sinks"][number]) => number | undefined) =>
    family(`sink_${name}`, help, ["sink"], ({ sinks }) => sinks.map((one) => [{ sink: one.name }, of(one)]));
  return [
    sink("queued_lines", "Lines that wait for the sink.", (one) => one.queuedLines),
    sink("queued_bytes", "Bytes of the lines that wait for the sink.", (one) => one.queuedBytes),
    sink("oldest_age_seconds", "Age of the oldest line that waits.", (one) => one.oldestAgeMs / 1_000),
    sink("delivered_lines_total", "Lines that the sink has taken.", (one) => one.deliveredLines),
    sink("rejected_lines_total", "Lines that the sink called invalid.", (one) => one.rejectedLines),
    family(
      "sink_dropped_lines_total",
      "Lines that were given up, by reason.",
      ["sink", "reason"],
      ({ sinks }) =>
        sinks.flatMap(({ name, droppedLines }) => labelled("reason", droppedLines, { sink: name })),
    ),
    sink("last_send_seconds", "How long the last request to the sink took.", (one) =>
      one.lastSendMs === undefined ? undefined : one.lastSendMs / 1_000,
    ),
  ];
}

function threadFamilies(): Family[] {
  const thread = (name: string, help: string, of: (thread: Snapshot["threads"][number]) => number) =>
    family(`thread_${name}`, help, ["thread"], ({ threads }) =>
      threads.map((one) => [{ thread: one.name }, of(one)]),
    );
  const delay = (part: "p50" | "p99" | "max", help: string) =>
    thread(`event_loop_delay_${part}_seconds`, help, (one) => one.eventLoopDelayMs[part] / 1_000);
  return [
    delay("p50", "Delay of the event loop that half of the samples exceed."),
    delay("p99", "Delay of the event loop that one in a hundred samples exceeds."),
    delay("max", "Longest delay of the event loop."),
    thread("busy_ratio", "Share of the time that the event loop was at work.", (one) => one.busyRatio),
  ];
}

function otlpFamilies(): Family[] {
  return [
    single(
      "otlp_received_datapoints_total",
      "OTLP data points that came in.",
      (now) => now.otlp.dataPointsReceived,
    ),
    single(
      "otlp_accepted_datapoints_total",
      "OTLP data points that were taken.",
      (now) => now.otlp.dataPointsAccepted,
    ),
    family(
      "otlp_rejected_datapoints_total",
      "OTLP data points that were rejected, by reason.",
      ["reason"],
      ({ otlp }) => labelled("reason", otlp.dataPointsRejected),
    ),
  ];
}

function processFamilies(): Family[] {
  return [
    single(
      "process_resident_memory_bytes",
      "Resident memory of the process.",
      (now) => now.process.residentBytes,
    ),
    single(
      "process_heap_used_bytes",
      "JavaScript heap in use in the main thread.",
      (now) => now.process.heapUsedBytes,
    ),
    single(
      "process_cpu_seconds_total",
      "User and system CPU time of the process.",
      (now) => now.process.cpuMs / 1_000,
    ),
    single(
      "process_uptime_seconds",
      "Time since the start of the process.",
      (now) => now.process.uptimeMs / 1_000,
    ),
  ];
}

/**
 * The text of `/metrics` (Prometheus' text format 0.0.4), made from a fresh snapshot each time.
 * `renderSelfMetrics({ … })` → `# HELP snmpgate_devices …`
 */
export async function renderSelfMetrics(snapshot: Snapshot): Promise<string> {
  const registry = new Registry();
  for (const { name, help, labels, read } of FAMILIES) {
    const options = { name: `snmpgate_${name}`, help, labelNames: [...labels], registers: [registry] };
    const readings = read(snapshot);
    if (name.endsWith("_total")) {
      const counter = new Counter(options);
      for (const [at, value] of readings) if (value !== undefined) counter.inc({ ...at }, value);
    } else {
      const gauge = new Gauge(options);
      for (const [at, value] of readings) if (value !== undefined) gauge.set({ ...at }, value);
    }
  }
  return registry.metrics();
}

function family(name: string, help: string, labels: readonly string[], read: Family["read"]): Family {
  return { name, help, labels, read };
}

function single(name: string, help: string, of: (snapshot: Snapshot) => number): Family {
  return family(name, help, [], (snapshot) => [[{}, of(snapshot)]]);
}

function labelled(label: string, values: Readonly<Record<string, number>>, more: Labels = {}): Reading[] {
  return Object.entries(values).map(([name, value]) => [{ ...more, [label]: name }, value]);
}
