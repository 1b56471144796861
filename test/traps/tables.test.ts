import { afterEach, beforeEach, expect, test } from "vitest";
import { oid } from "../../src/smi/index.ts";
import { AgentMib } from "../support/agent-mib.ts";
import { indexes, integerValue } from "../support/snmp-bench.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import {
  type DataLine,
  MINUTE_MS,
  pollsOf,
  seriesOf,
  TRAFFIC,
  VirtualService,
} from "../support/virtual-service.ts";
import { IF, switchMib, tableOf } from "../support/virtual-switch.ts";
import { codeOf, read, rowsOf, summaryOf, TRAFFIC_COLUMNS } from "./reading.ts";

// Tables that change while they are read, and one that nobody can read at once.

const PORTS = 20;
/** Ports of the forwarding table, by MAC address. */
const FDB = "1.3.6.1.2.1.17.4.3.1.2";
const UNCHANGED = indexes(60).filter((row) => Number(row) % 3 === 0);

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

/** A table whose rows may come and go while it is read, some twenty rows a request. */
function changingTable(rows: readonly string[]) {
  const mib = new AgentMib(rows.flatMap((row) => TRAFFIC_COLUMNS.map((column) => cellAt(column, row))));
  return { mib, agent: bench.agent({ mib, messageMaxBytes: 700 }) };
}

const cellAt = (column: string, row: string) => ({
  oid: `${column}.${row}`,
  value: integerValue(Number(row)),
});

test("a table growing while it is walked: rows that were there come once, none twice, and no column is cut", async () => {
  for (let poll = 0; poll < 2; poll++) {
    const { mib, agent } = changingTable(UNCHANGED);
    const client = bench.client(agent);
    if (poll > 0) await bench.run(read(client, TRAFFIC_COLUMNS));
    const coming = indexes(200).filter((row) => !UNCHANGED.includes(row));
    agent.script = (_request, regular) => {
      for (const row of coming.splice(0, 15)) {
        for (const column of TRAFFIC_COLUMNS) mib.set(`${column}.${row}`, integerValue(Number(row)));
      }
      return regular;
    };
    const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
    for (const column of TRAFFIC_COLUMNS) {
      const rows = rowsOf(answer, column);
      expect(codeOf(answer, column)).toBeUndefined();
      expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => Number(a) - Number(b)));
      expect(rows).toEqual(expect.arrayContaining(UNCHANGED));
    }
    agent.network.detach();
  }
});

test("a table shrinking while it is walked: the rows that stay come once, and the next columns do not run in", async () => {
  const { mib, agent } = changingTable(indexes(60));
  const client = bench.client(agent);
  await bench.run(read(client, TRAFFIC_COLUMNS));
  const going = indexes(60)
    .filter((row) => !UNCHANGED.includes(row))
    .toReversed();
  agent.script = (_request, regular) => {
    for (const row of going.splice(0, 10))
      for (const column of TRAFFIC_COLUMNS) mib.delete(`${column}.${row}`);
    return regular;
  };
  const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
  for (const column of TRAFFIC_COLUMNS) {
    expect(codeOf(answer, column)).toBeUndefined();
    expect(rowsOf(answer, column).filter((row) => UNCHANGED.includes(row))).toEqual(UNCHANGED);
    expect(rowsOf(answer, column).length).toBeLessThanOrEqual(60);
  }
});

test("a table that is gone in the next poll is empty then, without a failure and in few requests", async () => {
  const { mib, agent } = changingTable(indexes(60));
  const client = bench.client(agent);
  await bench.run(read(client, TRAFFIC_COLUMNS));
  for (const column of TRAFFIC_COLUMNS) mib.deleteUnder(column);
  const before = agent.requests.length;
  expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(
    TRAFFIC_COLUMNS.map(() => [0, undefined]),
  );
  expect(agent.requests.length - before).toBeLessThanOrEqual(4);
});

const HUGE = 200_000;
const POLLS_MAX = 12;
/** Of the agent's time, in a minute: a quarter of 54 s, and one request that was under way. */
const ROWS_PER_POLL_MAX = 40_000;

test("a 200,000-row table is read in parts over the polls, while counters are fresh in each", {
  timeout: 60_000,
}, async () => {
  const mib = switchMib(PORTS, tableOf(FDB, HUGE));
  const agent = bench.agent({ mib, serviceMs: 5, serviceMsPerVarbind: 0.4 });
  const client = bench.client(agent);
  const columns = [
    { column: oid(IF.hcInOctets), priority: 0 as const },
    { column: oid(FDB), priority: 4 as const },
  ];
  const seen = new Set<string>();
  let polls = 0;
  for (let isWhole = false; !isWhole && polls < POLLS_MAX; polls++) {
    const startMs = bench.clock.monotonicMs();
    const asked = agent.requests.length;
    const answer = await bench.run(
      client.read({ instances: [], columns, deadlineMs: startMs + 0.9 * MINUTE_MS }),
    );
    expect(bench.clock.monotonicMs() - startMs).toBeLessThan(MINUTE_MS);
    expect(summaryOf(answer, [IF.hcInOctets])).toEqual([[PORTS, undefined]]);
    const part = answer.columns.get(oid(FDB))!;
    expect(["snmp.deferred", undefined]).toContain(part.failure?.code);
    expect(part.cells.size).toBeLessThanOrEqual(ROWS_PER_POLL_MAX);
    expect(agent.requests.length - asked).toBeLessThanOrEqual(1_500);
    for (const row of part.cells.keys()) seen.add(row);
    isWhole = part.failure === undefined;
    await bench.clock.advance(startMs + MINUTE_MS - bench.clock.monotonicMs());
  }
  expect(seen.size).toBe(HUGE);
  expect(polls).toBeLessThan(POLLS_MAX);
});

const LONG = 12_000;
/** Counters come first in a poll: a few requests, each of half a second. */
const FRESH_WITHIN_MS = 6_000;
const WITH_FDB = `${TRAFFIC}
      - subgroup: stations
        table: true
        metrics:
          - { key: fdb.port, value: "oid:${FDB}", type: gauge }
`;

test("a table too long for its interval: counters are fresh every minute, the status says how much of the rest came", async () => {
  const mib = switchMib(PORTS, tableOf(FDB, LONG));
  const agent = bench.agent({ mib, serviceMs: 5, serviceMsPerVarbind: 5 });
  const service = new VirtualService(bench, { devices: [{ agent }], groups: WITH_FDB });
  const lines: DataLine[] = [];
  const verdicts: string[] = [];
  for (let minute = 0; minute < 8; minute++) {
    lines.push(...(await service.minutes(1)));
    verdicts.push(service.service.devices()[0]!.verdict.message);
  }
  const polls = pollsOf(lines).slice(1);
  expect(polls.length).toBeGreaterThanOrEqual(6);
  for (const poll of polls) {
    const deltas = seriesOf(poll, "if.in.count");
    expect(deltas.size).toBe(PORTS);
    for (const [name, [delta]] of deltas) {
      const port = Number(name.slice(2));
      expect(Math.abs(Number(delta) - MINUTE_MS * port)).toBeLessThanOrEqual(FRESH_WITHIN_MS * port);
    }
  }
  const rows = polls.flat().filter(({ key }) => key === "fdb.port").length;
  expect(rows).toBeGreaterThan(LONG);
  const [device] = service.service.devices();
  expect(device!.skipped).toBe(0);
  expect(
    verdicts.filter((words) => /read in parts: \d+ .*rows this time/.test(words)).length,
  ).toBeGreaterThanOrEqual(4);
  await service.stop();
});
