import { afterEach, beforeEach, expect, test } from "vitest";
import { textValue } from "../support/snmp-bench.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { type DataLine, MINUTE_MS, seriesOf, TRAFFIC, VirtualService } from "../support/virtual-service.ts";
import {
  counter64,
  IF,
  IF_NUMBER,
  IF_TABLE_LAST_CHANGE,
  octetsOf,
  switchMib,
} from "../support/virtual-switch.ts";

// Names are read every ten minutes, and at once when something says that they changed.

const PORTS = 30;
/** Ten minutes and a fifth for the spread, in whole polls. */
const REFRESH_MINUTES = 12;
/** Each poll looks at three rows in turn. */
const SPOT_MINUTES = PORTS / 3;
/** Requests of a poll take a few milliseconds, and not every poll has the same ones. */
const JITTER_MS = 200;

let bench: VirtualBench;
let service: VirtualService;
let agent: VirtualAgent;
beforeEach(() => {
  bench = new VirtualBench();
  agent = bench.agent({ mib: switchMib(PORTS) });
  service = new VirtualService(bench, { devices: [{ agent }] });
});
afterEach(async () => {
  await service.stop();
  bench.clean();
});

const rename = (port: number, name: string) => agent.mib.set(`${IF.name}.${port}`, textValue(name));

/** Rows take the places of others: the port that was at index i is at another one, with its name and its counter. */
function renumber(indexOf: (port: number) => number): void {
  for (let port = 1; port <= PORTS; port++) {
    const index = indexOf(port);
    rename(index, `Gi${port}`);
    agent.mib.set(`${IF.hcInOctets}.${index}`, (moment) => counter64(octetsOf(port, moment)));
  }
}

const rotated = (port: number): number => (port % PORTS) + 1;
const swapped = (port: number): number => (port === 20 ? 21 : port === 21 ? 20 : port);

/** Times of the deltas that are not what their port counts in a minute. */
function wrongOnes(lines: readonly DataLine[]): number[] {
  return lines.flatMap(({ key, dimensions, payload, timestampMs }) => {
    if (key !== "if.in.count" || payload.type !== "count") return [];
    const port = Number(dimensions.get("if.name")!.slice(2));
    const isRight = Math.abs(Number(payload.number) - MINUTE_MS * port) <= JITTER_MS * port;
    return isRight ? [] : [timestampMs!];
  });
}

/** Whether the column of names was read: from its beginning, as single names are looked at in every poll. */
const readsNames = (since: number): boolean =>
  agent.requests.slice(since).some(({ kind, oids }) => kind !== "get" && oids.includes(IF.name));

const hasName = (lines: readonly DataLine[], name: string): boolean => seriesOf(lines, "if.status").has(name);

test("labels are not read in every poll: in ten minutes once or twice, and every line has them", async () => {
  await service.minutes(2);
  let reads = 0;
  for (let minute = 0; minute < 10; minute++) {
    const since = agent.requests.length;
    expect(seriesOf(await service.minutes(1), "if.status").size).toBe(PORTS);
    if (readsNames(since)) reads += 1;
  }
  expect(reads).toBeLessThanOrEqual(2);
});

const WITH_ALIAS = TRAFFIC.replace(
  "dimensions: [",
  `dimensions: [{ key: if.alias, value: "oid:${IF.alias}" }, `,
);

test("a name change is seen within the refresh time, and costs no delta while another label stays", async () => {
  const other = bench.agent({ address: "192.0.2.2", mib: switchMib(PORTS) });
  const named = new VirtualService(bench, { devices: [{ agent: other }], groups: WITH_ALIAS });
  await named.minutes(3);
  other.mib.set(`${IF.alias}.7`, textValue("uplink"));
  const lines = await named.minutes(REFRESH_MINUTES);
  const after = await named.minutes(1);
  expect(seriesOf(after, "if.status", "if.alias").has("uplink")).toBe(true);
  expect(seriesOf(after, "if.status", "if.alias").has("to desk 7")).toBe(false);
  expect(seriesOf([...lines, ...after], "if.in.count").get("Gi7")).toHaveLength(REFRESH_MINUTES + 1);
  await named.stop();
});

test("a port whose only name changes may be another port: one delta is left out, then it goes on", async () => {
  await service.minutes(3);
  rename(7, "uplink");
  const deltas = seriesOf(await service.minutes(REFRESH_MINUTES), "if.in.count");
  const counted = ["Gi7", "uplink"].map((name) => deltas.get(name)?.length ?? 0);
  expect(counted[0]! + counted[1]!).toBe(REFRESH_MINUTES - 1);
});

test("a new boot epoch reads labels again at once: no line of the next poll has an old name", async () => {
  await service.minutes(3);
  rename(29, "new card");
  agent.reboot();
  const lines = await service.minutes(1);
  expect(hasName(lines, "new card")).toBe(true);
  expect(hasName(lines, "Gi29")).toBe(false);
});

test.each([
  ["ifNumber", IF_NUMBER, { type: "Integer32", value: PORTS + 1 }],
  ["ifTableLastChange", IF_TABLE_LAST_CHANGE, { type: "TimeTicks", value: 8_640_000 }],
] as const)(
  "%s changing reads labels again at once: ports renumbered in that moment are right in the next poll",
  async (_what, oid, value) => {
    await service.minutes(3);
    renumber(swapped);
    agent.mib.set(oid, value);
    const lines = await service.minutes(4);
    expect(wrongOnes(lines)).toEqual([]);
    expect(seriesOf(lines, "if.in.count").get("Gi20")!.length).toBeGreaterThanOrEqual(3);
  },
);

test("ifIndex renumbered at equal ifNumber, all ports: the spot check sees it in the next poll, no delta is on a wrong name", async () => {
  await service.minutes(3);
  renumber(rotated);
  const lines = await service.minutes(5);
  expect(wrongOnes(lines)).toEqual([]);
  expect(seriesOf(lines, "if.in.count").get("Gi2")!.length).toBeGreaterThanOrEqual(4);
});

test("ifIndex renumbered at equal ifNumber, two ports of thirty: the rotating spot check catches it within ten polls", async () => {
  await service.minutes(3);
  const renumberedAtMs = bench.clock.wallMs();
  renumber(swapped);
  const lines = await service.minutes(SPOT_MINUTES + 5);
  const lastWrongMs = Math.max(0, ...wrongOnes(lines));
  expect(lastWrongMs).toBeLessThanOrEqual(renumberedAtMs + SPOT_MINUTES * MINUTE_MS);
  expect(wrongOnes(await service.minutes(5))).toEqual([]);
});

test("a port that comes has its name at once; one that goes takes no other's", async () => {
  await service.minutes(3);
  agent.mib.set(`${IF.name}.${PORTS + 1}`, textValue(`Gi${PORTS + 1}`));
  agent.mib.set(`${IF.hcInOctets}.${PORTS + 1}`, (moment) => counter64(octetsOf(PORTS + 1, moment)));
  agent.mib.set(`${IF.operStatus}.${PORTS + 1}`, { type: "Integer32", value: 1 });
  expect(hasName(await service.minutes(1), `Gi${PORTS + 1}`)).toBe(true);
  for (const column of [IF.name, IF.hcInOctets, IF.operStatus]) agent.mib.delete(`${column}.5`);
  const lines = await service.minutes(3);
  expect(hasName(lines, "Gi5")).toBe(false);
  expect(wrongOnes(lines)).toEqual([]);
});

test("with the switch off, names are read in every poll, and lines are the same while labels do not change", async () => {
  const strict = new VirtualBench();
  const twin = strict.agent({ mib: switchMib(PORTS) });
  const other = new VirtualService(strict, { devices: [{ agent: twin }], labelRefreshMs: undefined });
  // A delta may differ by what a port counts while a request is on its way: that is no matter of labels.
  const shapeOf = (lines: readonly DataLine[]) =>
    lines
      .map(({ key, dimensions, payload }) => [key, [...dimensions], payload.type])
      .map(String)
      .toSorted();
  for (let minute = 0; minute < 5; minute++) {
    const since = twin.requests.length;
    const [ours, theirs] = [await service.minutes(1), await other.minutes(1)];
    expect(shapeOf(ours)).toEqual(shapeOf(theirs));
    expect(wrongOnes(theirs)).toEqual([]);
    const asked = twin.requests.slice(since).flatMap(({ oids }) => oids);
    expect(asked.some((one) => one.startsWith(IF.name))).toBe(true);
  }
  await other.stop();
  strict.clean();
});
