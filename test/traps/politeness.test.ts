import { afterEach, expect, test } from "vitest";
import { DEFAULT_ENGINE, type EngineOptions } from "../../src/snmp/index.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { MINUTE_MS, pollsOf, seriesOf, TRAFFIC, VirtualService } from "../support/virtual-service.ts";
import { switchMib, tableOf } from "../support/virtual-switch.ts";
import { read, summaryOf, TRAFFIC_COLUMNS } from "./reading.ts";

// How much is asked of a device at once, and how much of its time is taken.

const PORTS = 100;
const WHOLE = TRAFFIC_COLUMNS.map(() => [PORTS, undefined]);
const HOUR_MS = 3_600_000;

let bench: VirtualBench;
afterEach(() => bench.clean());

const benchOf = (engine: Partial<EngineOptions> = {}, seed = 1): VirtualBench => {
  bench = new VirtualBench({ seed, engine });
  return bench;
};

/** How many different requests came within one round trip: those were under way at the same time. */
function underWayAtOnce({ requests }: VirtualAgent, rttMs: number): number {
  let most = 0;
  requests.forEach(({ atMs }, first) => {
    const together = new Set<string>();
    for (const { atMs: otherMs, oids, maxRepetitions } of requests.slice(first)) {
      if (otherMs - atMs >= rttMs) break;
      together.add(`${oids.join(" ")} ${maxRepetitions}`);
    }
    most = Math.max(most, together.size);
  });
  return most;
}

async function readOften(agent: VirtualAgent, times: number): Promise<number[]> {
  const client = bench.client(agent, { timeoutMs: 2_000, retries: 5 });
  const windows: number[] = [];
  for (let poll = 0; poll < times; poll++) {
    expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
    windows.push(client.stats().inFlightWindow);
    await bench.clock.advance(1_000);
  }
  return windows;
}

test("in flight rises to 4 when the way is far and nothing is lost, and never above", async () => {
  const agent = benchOf().agent({ mib: switchMib(PORTS), messageMaxBytes: 500, link: { delayMs: 100 } });
  const windows = await readOften(agent, 10);
  expect(windows[0]).toBeLessThanOrEqual(2);
  expect(windows.at(-1)).toBe(4);
  const most = underWayAtOnce(agent, 200);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(DEFAULT_ENGINE.inFlightMax);
});

test("a way that becomes longer is not taken for work of the agent: no rests, and in flight rises", async () => {
  const agent = benchOf().agent({ mib: switchMib(PORTS), messageMaxBytes: 500, link: { delayMs: 1 } });
  await readOften(agent, 8);
  agent.network.link = { ...agent.network.link, delayMs: 100 };
  const windows = await readOften(agent, 20);
  expect(windows.at(-1)).toBe(4);
});

test("in flight stays 1 on a short way, however many requests a poll takes", async () => {
  const agent = benchOf().agent({ mib: switchMib(PORTS), messageMaxBytes: 500, link: { delayMs: 5 } });
  expect(new Set(await readOften(agent, 8))).toEqual(new Set([1]));
  expect(underWayAtOnce(agent, 10)).toBe(1);
});

test("in flight stays 1 when the agent is slow, not the way", async () => {
  const agent = benchOf().agent({
    mib: switchMib(PORTS),
    messageMaxBytes: 500,
    serviceMs: 10,
    serviceMsPerVarbind: 5,
  });
  const windows = await readOften(agent, 8);
  // Where all requests take the same time, one try of two shows whose time it is.
  expect(Math.max(...windows)).toBeLessThanOrEqual(2);
  expect(windows.at(-1)).toBe(1);
  expect(agent.inFlightMax).toBeLessThanOrEqual(2);
});

test.each([1, 2, 3])("in flight is never above 1 while something is lost (seed %i)", async (seed) => {
  const link = { delayMs: 100, lossRatio: 0.1 };
  const agent = benchOf({}, seed).agent({ mib: switchMib(PORTS), messageMaxBytes: 500, link });
  await readOften(agent, 2);
  const since = agent.requests.length;
  const windows = await readOften(agent, 10);
  expect(windows.filter((window) => window > 2)).toEqual([]);
  agent.requests.splice(0, since);
  expect(underWayAtOnce(agent, 200)).toBeLessThanOrEqual(2);
});

test("inFlightMax 1 is kept on the farthest way", async () => {
  const agent = benchOf({ inFlightMax: 1 }).agent({
    mib: switchMib(PORTS),
    messageMaxBytes: 500,
    link: { delayMs: 300 },
  });
  await readOften(agent, 5);
  expect(underWayAtOnce(agent, 600)).toBe(1);
});

/** Agent's time for what it was asked in an hour, as a share of that hour. */
function busyShare(agent: VirtualAgent, varbindsOf: (bytes: number) => number): number {
  const messages = agent.requests.length * agent.serviceMs;
  const varbinds = agent.replyBytes.reduce((sum, bytes) => sum + varbindsOf(bytes), 0);
  return (messages + varbinds * agent.serviceMsPerVarbind) / HOUR_MS;
}

test.each([
  ["per varbind", { serviceMs: 5, serviceMsPerVarbind: 60 }],
  ["per varbind, and as long as a time-out", { serviceMs: 5, serviceMsPerVarbind: 150 }],
])("a slow agent (%s) is busy with us at most a quarter of an hour in an hour", async (_how, slowness) => {
  const agent = benchOf().agent({ mib: switchMib(PORTS), messageMaxBytes: 600, ...slowness });
  const service = new VirtualService(bench, {
    devices: [{ agent, advanced: { timeoutMs: 5_000, retries: 1 } }],
  });
  await service.minutes(60);
  // A varbind of these columns takes some twenty octets.
  expect(busyShare(agent, (bytes) => (bytes - 40) / 20)).toBeLessThanOrEqual(0.25 * 1.1);
  const [device] = service.service.devices();
  expect(device!.linesTotal).toBeGreaterThan(30 * PORTS);
  await service.stop();
});

test("an agent whose answers take half of the time-out is not asked twice for nothing, poll after poll", async () => {
  const column = "1.3.6.1.2.1.17.4.3.1.2";
  const mib = switchMib(1, tableOf(column, 4_000));
  const agent = benchOf().agent({ mib, serviceMs: 5, serviceMsPerVarbind: 5 });
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 3 });
  for (let poll = 0; poll < 6; poll++) {
    const startMs = bench.clock.monotonicMs();
    await bench.run(read(client, [column], { deadlineMs: startMs + 0.9 * MINUTE_MS }));
    await bench.clock.advance(startMs + MINUTE_MS - bench.clock.monotonicMs());
  }
  const { requests, retries } = client.stats();
  expect(requests).toBeGreaterThan(50);
  expect(retries).toBeLessThanOrEqual(requests / 20);
  const busyMs =
    agent.requests.length * 5 + agent.replyBytes.reduce((sum, bytes) => sum + (bytes - 40) / 20, 0) * 5;
  expect(busyMs / (6 * MINUTE_MS)).toBeLessThanOrEqual(0.25 * 1.1);
});

test("a minimum gap between an answer and the next request is kept, in every read", async () => {
  const agent = benchOf({ minGapMs: 40 }).agent({
    mib: switchMib(PORTS),
    messageMaxBytes: 500,
    link: { delayMs: 1 },
  });
  const client = bench.client(agent);
  await bench.run(read(client, TRAFFIC_COLUMNS));
  await bench.run(read(client, TRAFFIC_COLUMNS));
  const gaps = agent.requests.slice(1).map(({ atMs }, i) => atMs - agent.requests[i]!.atMs);
  expect(gaps.length).toBeGreaterThan(10);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(40);
});

test("overload: an agent that needs longer than the time-out for a full reply is asked for less at once, and read whole", async () => {
  const agent = benchOf().agent({ mib: switchMib(PORTS), serviceMs: 5, serviceMsPerVarbind: 25 });
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 3 });
  for (let poll = 0; poll < 3; poll++) {
    await bench.run(read(client, TRAFFIC_COLUMNS));
    await bench.clock.advance(MINUTE_MS);
  }
  const { retries } = client.stats();
  for (let poll = 0; poll < 3; poll++) {
    expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
    await bench.clock.advance(MINUTE_MS);
  }
  expect(client.stats().retries - retries).toBeLessThanOrEqual(3);
});

const INVENTORY = "1.3.6.1.2.1.47.1.1.1.1.16";
const NEIGHBOURS = "1.0.8802.1.1.2.1.4.1.1.6";
const ROWS = 1_500;
/** Counters come first in a poll: a few requests, each of a second or two. */
const FRESH_WITHIN_MS = 8_000;
const ALL_GROUPS = `${TRAFFIC}
  - group: neighbours
    interval: { minutes: 1 }
    subgroups:
      - subgroup: lldp
        table: true
        metrics: [{ key: lldp.chassis, value: "oid:${NEIGHBOURS}", type: gauge }]
  - group: inventory
    interval: { minutes: 1 }
    subgroups:
      - subgroup: modules
        table: true
        metrics: [{ key: module.fru, value: "oid:${INVENTORY}", type: gauge }]
`;

test("priorities when the interval is too short: counters fresh every poll, the rest behind, the status says by how much", async () => {
  const mib = switchMib(20, [...tableOf(INVENTORY, ROWS), ...tableOf(NEIGHBOURS, ROWS)]);
  const agent = benchOf().agent({ mib, serviceMs: 5, serviceMsPerVarbind: 20 });
  const advanced = { timeoutMs: 5_000, retries: 1 };
  const service = new VirtualService(bench, { devices: [{ agent, advanced }], groups: ALL_GROUPS });
  const polls = pollsOf(await service.minutes(8)).slice(1);
  expect(polls.length).toBeGreaterThanOrEqual(6);
  const rows = new Map<string, number>();
  for (const lines of polls) {
    const deltas = seriesOf(lines, "if.in.count");
    expect(deltas.size).toBe(20);
    for (const [name, [delta]] of deltas) {
      const port = Number(name.slice(2));
      expect(Math.abs(Number(delta) - MINUTE_MS * port)).toBeLessThanOrEqual(FRESH_WITHIN_MS * port);
    }
    for (const { key } of lines) rows.set(key, (rows.get(key) ?? 0) + 1);
  }
  expect(rows.get("module.fru")).toBeGreaterThan(rows.get("lldp.chassis") ?? 0);
  expect(rows.get("if.status")).toBe(polls.length * 20);
  const [device] = service.service.devices();
  expect(device!.verdict.code).toBe("WARNING");
  expect(device!.verdict.message).toMatch(/read in parts: \d+ .*rows this time/);
  expect(device!.skipped).toBe(0);
  await service.stop();
});
