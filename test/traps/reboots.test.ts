import { afterEach, beforeEach, expect, test } from "vitest";
import { oid } from "../../src/smi/index.ts";
import type { ReadAnswer } from "../../src/snmp/index.ts";
import { indexes } from "../support/snmp-bench.ts";
import type { VirtualAgent, VirtualAgentOptions } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { bookedOctets, falseDelta, ReadingBook } from "../support/virtual-readings.ts";
import {
  type DataLine,
  linesOf,
  MINUTE_MS,
  PORT_TOPOLOGY,
  seriesOf,
  VirtualService,
} from "../support/virtual-service.ts";
import { counter64, IF, switchMib } from "../support/virtual-switch.ts";
import { read, summaryOf, TRAFFIC_COLUMNS } from "./reading.ts";

// Agents that begin anew, those that only seem to, and clocks that jump.

const PORTS = 12;
const TICKS_WRAP_MS = 2 ** 32 * 10;
/** Requests of a poll take a few milliseconds, and not every poll has the same ones. */
const JITTER_MS = 200;

let bench: VirtualBench;
let service: VirtualService | undefined;
let book: ReadingBook;
beforeEach(() => {
  bench = new VirtualBench();
  book = new ReadingBook();
  service = undefined;
});
afterEach(async () => {
  await service?.stop();
  bench.clean();
});

function serve(options: VirtualAgentOptions = {}, more: { topology?: string } = {}): VirtualAgent {
  const agent = bench.agent({ mib: switchMib(PORTS, book.counters(PORTS)), ...options });
  service = new VirtualService(bench, { devices: [{ agent }], ...more });
  return agent;
}

const minutes = (count: number) => service!.minutes(count);

/** Every delta is true to the book. @returns deltas by port */
function expectTrue(lines: readonly DataLine[]): Map<number, bigint[]> {
  const offsetMs = bench.clock.wallMs() - bench.clock.monotonicMs();
  const deltas = new Map<number, bigint[]>();
  for (const [name, of] of linesOf(lines, "if.in.count")) {
    const port = Number(name.slice(2));
    expect(falseDelta(book.of(port), of, offsetMs)).toBeUndefined();
    deltas.set(port, seriesOf(of, "if.in.count").get(name) as bigint[]);
  }
  return deltas;
}

/** A switch with so many rows that a walk takes some dozen requests. */
const MANY = 200;
const longWalk = () => ({ mib: switchMib(MANY, book.counters(MANY)), messageMaxBytes: 600, serviceMs: 20 });

/** By the boot they are of: the counters of an answer. */
function bootsOf(answer: ReadAnswer, agents: readonly number[]): Set<number> {
  const boots = new Set<number>();
  for (const [index, value] of answer.columns.get(oid(IF.hcInOctets))!.cells) {
    const port = Number(index);
    const told = (value as { value: bigint }).value;
    const boot = agents.find((at) =>
      book.of(port).some((one) => one.value === told && one.bootedAtMs === at),
    );
    if (boot !== undefined) boots.add(boot);
  }
  return boots;
}

test("reboot in mid-walk: the read begins anew, and has all of its values from after it", async () => {
  const agent = bench.agent(longWalk());
  const client = bench.client(agent);
  await bench.run(read(client, TRAFFIC_COLUMNS));
  const before = agent.bootedAtMs;
  agent.rebootAt(bench.clock.monotonicMs() + 200);
  const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
  expect(agent.bootedAtMs).not.toBe(before);
  expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [MANY, undefined]));
  expect(bootsOf(answer, [before, agent.bootedAtMs])).toEqual(new Set([agent.bootedAtMs]));
});

test("reboot in mid-walk of a poll: no delta over it, all ports are whole again with the next poll", async () => {
  const agent = serve(longWalk());
  await minutes(3);
  const polledAtMs = agent.requests.findLast(({ oids }) =>
    oids.some((one) => one.startsWith(IF.hcInOctets)),
  )!.atMs;
  agent.rebootAt(polledAtMs + MINUTE_MS - 100);
  const during = expectTrue(await minutes(1));
  expect(during.size).toBe(0);
  const after = expectTrue(await minutes(3));
  for (const port of [1, 100, MANY]) expect(after.get(port)!.length).toBeGreaterThanOrEqual(2);
});

test("an agent that reboots in the middle of every walk is never joined over a reboot, and the poll ends", async () => {
  const agent = serve(longWalk());
  await minutes(2);
  const endMs = bench.clock.monotonicMs() + 5 * MINUTE_MS;
  for (let atMs = bench.clock.monotonicMs(); atMs < endMs; atMs += 150) agent.rebootAt(atMs);
  const asked = agent.requests.length;
  expectTrue(await minutes(5));
  // At most two beginnings a poll, each of less than a hundred requests.
  expect(agent.requests.length - asked).toBeLessThanOrEqual(5 * 2 * 100);
  expectTrue(await minutes(3));
});

test("an agent answering late and empty after a reload: names and entities stay, counters begin anew", async () => {
  const agent = serve({}, { topology: PORT_TOPOLOGY });
  await minutes(3);
  const full = agent.mib;
  const empty = switchMib(0);
  agent.mib = empty;
  agent.reboot({ downMs: 2 * MINUTE_MS });
  expect(await minutes(2)).toEqual([]);
  agent.serviceMs = 900; // still loading
  expect(await minutes(2)).toEqual([]);
  expect((await service!.service.topology()).entities).toHaveLength(PORTS);
  agent.mib = full;
  agent.serviceMs = 0;
  const lines = await minutes(4);
  const deltas = expectTrue(lines);
  expect([...deltas.keys()].toSorted((a, b) => a - b)).toEqual(indexes(PORTS).map(Number));
  for (const of of deltas.values()) expect(of).toHaveLength(3);
  expect(seriesOf(lines, "if.status").size).toBe(PORTS);
  expect((await service!.service.topology()).entities).toHaveLength(PORTS);
});

/** How often the column of names was begun to be read; single names are looked at in every poll. */
const asksNames = (agent: VirtualAgent, since: number): number =>
  agent.requests.slice(since).filter(({ kind, oids }) => kind === "getBulk" && oids.includes(IF.name)).length;

test("497-day wrap of sysUpTime is no reboot: deltas go on, labels are not read anew", async () => {
  const agent = serve({ uptimeMs: TICKS_WRAP_MS - 3.5 * MINUTE_MS });
  await minutes(2);
  const since = agent.requests.length;
  const deltas = expectTrue(await minutes(4));
  expect(agent.moment.uptimeMs).toBeGreaterThan(TICKS_WRAP_MS);
  for (const of of deltas.values()) expect(of).toHaveLength(4);
  expect(deltas.size).toBe(PORTS);
  expect(asksNames(agent, since)).toBe(0);
});

test.each([-90, -45, 0, 45])(
  "a reboot just at the wrap time (%i s from it) is a reboot: no delta over it",
  async (fromWrapSeconds) => {
    // Counters of a new boot are smaller here, as they are on real devices.
    const counters = indexes(PORTS).map((port) => ({
      oid: `${IF.hcInOctets}.${port}`,
      value: ({ uptimeMs }: { uptimeMs: number }) =>
        counter64(Math.max(0, Math.floor(uptimeMs)) * Number(port)),
    }));
    const agent = serve({
      mib: switchMib(PORTS, counters),
      uptimeMs: TICKS_WRAP_MS - 3.5 * MINUTE_MS,
    });
    await minutes(2);
    agent.rebootAt(bench.clock.monotonicMs() + 1.5 * MINUTE_MS + fromWrapSeconds * 1_000);
    const series = seriesOf(await minutes(5), "if.in.count");
    for (const port of indexes(PORTS)) {
      const deltas = series.get(`Gi${port}`)!;
      expect(deltas).toHaveLength(4);
      for (const delta of deltas) {
        expect(Math.abs(Number(delta) - MINUTE_MS * Number(port))).toBeLessThanOrEqual(
          JITTER_MS * Number(port),
        );
      }
    }
  },
);

test("a reboot seen by sysUpTime alone: counters that are higher after it give no delta over it", async () => {
  const agent = serve();
  await minutes(3);
  agent.reboot();
  expect(bookedOctets(1, agent.moment)).toBeGreaterThan(book.of(1).at(-1)!.value);
  expect(expectTrue(await minutes(1)).size).toBe(0);
  for (const of of expectTrue(await minutes(2)).values()) expect(of).toHaveLength(2);
});

test.each([2, -2])(
  "wall clock stepping by %i h: timestamps follow it, deltas and schedule do not care",
  async (hours) => {
    serve();
    await minutes(3);
    bench.clock.stepWall(hours * 3_600_000);
    const lines = await minutes(3);
    const nowMs = bench.clock.wallMs();
    for (const { timestampMs } of lines) {
      expect(timestampMs!).toBeLessThanOrEqual(nowMs);
      expect(timestampMs!).toBeGreaterThan(nowMs - 3 * MINUTE_MS);
    }
    const deltas = expectTrue(lines);
    expect(deltas.size).toBe(PORTS);
    for (const [port, of] of deltas) {
      expect(of).toHaveLength(3);
      for (const delta of of)
        expect(Math.abs(Number(delta) - MINUTE_MS * port)).toBeLessThanOrEqual(JITTER_MS * port);
    }
  },
);
