import type { Demo, Topology } from "../app/index.ts";
import { alignColumns } from "./table.ts";

type DeviceState = ReturnType<Demo["service"]["devices"]>[number];

/** What is known right now as lines of text: devices, entities, lines, errors. */
export function dashboard(
  demo: Demo,
  topology: Topology,
  { atMs, ended }: { readonly atMs: number; readonly ended: boolean },
): string[] {
  const devices = demo.service.devices();
  const rows = devices.map((device) => deviceRow(device, atMs));
  const head = ["device", "name", "status", "last poll", "took", "lines a round", "lines in all"];
  return [
    ...(ended ? [] : [`open ${demo.signInUrl}`, ""]),
    `snmpgate demo · ${headline(demo, devices.length)}`,
    "",
    ...alignColumns([head, ...rows], new Set([3, 4, 5, 6])),
    "",
    ...facts(demo, topology),
    ...problems(devices),
    "",
    ...(ended
      ? [`kept for you: ${demo.folder} (snmpgate.yaml, config/, data/, lines.txt)`]
      : [...access(demo).slice(1), "", "Ctrl-C ends"]),
    "your own switch: node bin/snmpgate poll --manifest extension.yaml --device 192.0.2.10 --community public",
  ];
}

function headline({ switches, intervalMs }: Demo, polled: number): string {
  if (polled === 0) return `${switches.length} simulated switches, none of them polled yet`;
  return `${polled} simulated devices · custom:network-switch · polled every ${intervalMs / 1_000} s to save your time (a real switch: each minute)`;
}

/** How to look into the running demo, and to change it. */
export function access({ service, url, signInUrl, folder, spare, switches }: Demo): string[] {
  return alignColumns([
    ["open", signInUrl],
    ["API", `${url}/api/docs, with the token in ${folder}/token`],
    ["user", `admin, with the password in ${folder}/data/initial-admin-password`],
    ...(spare === undefined
      ? []
      : [
          [
            "to be added",
            `${endpointText(spare)}, community demo-community (Set up in the UI, or docs/api.md)`,
          ],
        ]),
    ...(service.devices().length > 0 ? [] : [["switches", endpointsText(switches)]]),
  ]);
}

function endpointsText(switches: Demo["switches"]): string {
  const ports = new Set(switches.map(({ port }) => port));
  if (ports.size > 1) return switches.map(endpointText).join(", ");
  return `${switches.map(({ address }) => address).join(", ")}; port ${[...ports].join("")}`;
}

const endpointText = ({ address, port }: Demo["switches"][number]): string => `${address}:${port}`;

/** One plain line for pipes and logs. */
export function statusLine(demo: Demo, topology: Topology, elapsedMs: number): string {
  const devices = demo.service.devices();
  const ok = devices.filter(({ verdict }) => verdict.code === "OK").length;
  const lines = devices.reduce((sum, { linesTotal }) => sum + linesTotal, 0);
  const { entities, relationships } = countsOf(topology);
  return `${Math.round(elapsedMs / 1_000)} s: ${ok} of ${devices.length} devices OK, ${lines} lines, ${total(entities)} entities, ${total(relationships)} relationships`;
}

function deviceRow(device: DeviceState, atMs: number): string[] {
  const { lastPollAtMs, pollDurationMs } = device;
  return [
    device.id,
    device.systemName ?? device.name,
    device.verdict.code,
    lastPollAtMs === undefined ? "–" : `${Math.max(0, Math.round((atMs - lastPollAtMs) / 1_000))} s ago`,
    pollDurationMs === undefined ? "–" : `${Math.round(pollDurationMs)} ms`,
    String(device.linesPerRound),
    String(device.linesTotal),
  ];
}

function facts(demo: Demo, topology: Topology): string[] {
  const { entities, relationships } = countsOf(topology);
  const sinks = demo.service.sinks().map((sink) => {
    const dropped = Object.values(sink.dropped).reduce((sum, n) => sum + n, 0);
    return `${sink.delivered} delivered to ${sink.sink}, ${sink.queued} queued, ${sink.rejected} rejected, ${dropped} dropped`;
  });
  return alignColumns([
    ["entities", listed(entities)],
    ["relationships", listed(relationships)],
    ["lines", sinks.join(" · ")],
  ]);
}

function problems(devices: readonly DeviceState[]): string[] {
  const unhealthy = devices.filter(({ verdict }) => verdict.code !== "OK" && verdict.code !== "PENDING");
  if (unhealthy.length === 0) return ["errors         none"];
  return [
    "errors",
    ...unhealthy.map(
      ({ id, verdict }) => `  ${id} ${verdict.code} ${verdict.message.replace(`${id}: `, "")}`,
    ),
  ];
}

function countsOf({ entities, relationships }: Topology): {
  readonly entities: Counts;
  readonly relationships: Counts;
} {
  return {
    entities: countBy(entities, ({ type }) => type),
    relationships: countBy(relationships, ({ type }) => type),
  };
}

type Counts = ReadonlyMap<string, number>;

function countBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Counts {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function total(counts: Counts): number {
  return [...counts.values()].reduce((sum, n) => sum + n, 0);
}

function listed(counts: Counts): string {
  return counts.size === 0 ? "none yet" : [...counts].map(([name, n]) => `${n} ${name}`).join(" · ");
}
