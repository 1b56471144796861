import { afterEach, beforeEach, expect, test } from "vitest";
import { oid } from "../../../src/smi/index.ts";
import type { TraceEvent } from "../../../src/snmp/index.ts";
import { AgentMib } from "../../support/agent-mib.ts";
import { indexes, integerValue } from "../../support/snmp-bench.ts";
import { VirtualBench } from "../../support/virtual-bench.ts";
import { IF, SYS_UP_TIME, switchMib, tableOf } from "../../support/virtual-switch.ts";
import { codeOf, read, rowsOf, SYS_NAME, summaryOf, TRAFFIC_COLUMNS } from "../../traps/reading.ts";

// What one read does, request by request.

const PORTS = 40;
const WHOLE = TRAFFIC_COLUMNS.map(() => [PORTS, undefined]);
const UPTIME_OBJECT = "1.3.6.1.2.1.1.3";

let decisions: string[];
let bench: VirtualBench;
beforeEach(() => {
  decisions = [];
  const note = (event: TraceEvent) => {
    if (event.kind === "decision") decisions.push(event.text);
  };
  bench = new VirtualBench({ traceOf: () => note });
});
afterEach(() => bench.clean());

test("sysUpTime is the first non-repeater of every GETBULK, and its first answer is told", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), uptimeMs: 60_000 });
  const answer = await bench.run(read(bench.client(agent), TRAFFIC_COLUMNS));
  expect(new Set(agent.requests.map(({ oids }) => oids[0]))).toEqual(new Set([UPTIME_OBJECT]));
  expect(agent.requests.every(({ nonRepeaters }) => nonRepeaters >= 1)).toBe(true);
  expect(answer.uptime?.ticks).toBeGreaterThanOrEqual(6_000);
  expect(answer.rebooted).toBe(false);
});

test("sysUpTime.0 that is wanted as an instance comes without being asked for twice", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS) });
  const wanted = [oid(SYS_UP_TIME), oid(SYS_NAME)];
  const answer = await bench.run(read(bench.client(agent), TRAFFIC_COLUMNS, { instances: wanted }));
  expect([...answer.values.keys()].toSorted()).toEqual([...wanted].toSorted());
  for (const { oids } of agent.requests) expect(new Set(oids).size).toBe(oids.length);
});

test("an agent without sysUpTime is asked for it once, and read all the same", async () => {
  const agent = bench.agent({ mib: new AgentMib(tableOf(IF.operStatus, 200)) });
  const client = bench.client(agent);
  const answer = await bench.run(read(client, [IF.operStatus]));
  expect(rowsOf(answer, IF.operStatus)).toEqual(indexes(200));
  expect(answer.uptime).toBeUndefined();
  expect(agent.requests.filter(({ oids }) => oids.includes(UPTIME_OBJECT)).length).toBe(1);
  expect(client.learned().reading.noUptime).toBe(true);
});

test("a known table is asked for exactly its rows, and one column looks one row further", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS) });
  const client = bench.client(agent);
  await bench.run(read(client, TRAFFIC_COLUMNS));
  const before = client.stats();
  expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  const { requests, varbinds } = client.stats();
  // Two tables, so two looks further; a request that ends several columns at once may bring a few cells more.
  const wanted = PORTS * TRAFFIC_COLUMNS.length + 2 + (requests - before.requests);
  expect(varbinds - before.varbinds).toBeLessThanOrEqual(wanted + 4);
});

test("a table that has grown by some rows comes whole, seen by one column and followed by the others", async () => {
  const mib = switchMib(PORTS);
  const agent = bench.agent({ mib });
  const client = bench.client(agent);
  await bench.run(read(client, TRAFFIC_COLUMNS));
  for (let row = PORTS + 1; row <= PORTS + 5; row++) {
    for (const column of TRAFFIC_COLUMNS) mib.set(`${column}.${row}`, integerValue(row));
  }
  const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
  for (const column of TRAFFIC_COLUMNS) expect(rowsOf(answer, column)).toEqual(indexes(PORTS + 5));
});

test("after a lost request the read goes on behind the last row, and no row is asked for twice", async () => {
  const agent = bench.agent({ mib: switchMib(200), messageMaxBytes: 1_472 });
  const client = bench.client(agent, { timeoutMs: 300, retries: 1 });
  await bench.run(read(client, TRAFFIC_COLUMNS));
  const before = client.stats().varbinds;
  const lostAt = agent.requests.length + 3;
  agent.script = (request, regular) => (request.number === lostAt ? "silence" : regular);
  const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
  expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [200, undefined]));
  expect(client.stats().varbinds - before).toBeLessThanOrEqual(600 * 1.1);
});

test("a dead device costs its attempts and one small probe, then everything fails with that cause", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS) });
  agent.script = () => "silence";
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 1 });
  const startMs = bench.clock.monotonicMs();
  const answer = await bench.run(read(client, TRAFFIC_COLUMNS, { instances: [oid(SYS_NAME)] }));
  expect(bench.clock.monotonicMs() - startMs).toBeLessThanOrEqual(4_100);
  expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [0, "snmp.timeout"]));
  expect(answer.failures.get(oid(SYS_NAME))?.code).toBe("snmp.timeout");
  expect(decisions.at(-1)).toMatch(/left alone/);
});

const LONG = 3_000;
const slow = { serviceMs: 5, serviceMsPerVarbind: 1 } as const;

test("what was not read in time is deferred, keeps its rows, and the next read goes on behind them until the end", async () => {
  const agent = bench.agent({ mib: new AgentMib(tableOf(IF.operStatus, LONG)), ...slow });
  const client = bench.client(agent);
  const rows: string[] = [];
  const afters: (string | undefined)[] = [];
  for (let reads = 0, isWhole = false; !isWhole && reads < 20; reads++) {
    const deadlineMs = bench.clock.monotonicMs() + 3_000;
    const answer = await bench.run(read(client, [IF.operStatus], { deadlineMs }));
    const { cells, failure, after } = answer.columns.get(oid(IF.operStatus))!;
    expect(after).toBe(rows.at(-1));
    rows.push(...cells.keys());
    afters.push(after);
    isWhole = failure === undefined;
    expect([undefined, "snmp.deferred"]).toContain(failure?.code);
  }
  expect(rows).toEqual(indexes(LONG));
  expect(afters.length).toBeGreaterThan(2);
  const again = await bench.run(
    read(client, [IF.operStatus], { deadlineMs: bench.clock.monotonicMs() + 1_000 }),
  );
  expect(again.columns.get(oid(IF.operStatus))?.after).toBeUndefined();
});

test("what is more urgent is read first when time is short, and a short table before a long one", async () => {
  const neighbours = "1.0.8802.1.1.2.1.4.1.1.6";
  const mib = switchMib(PORTS, [...tableOf(neighbours, LONG)]);
  const agent = bench.agent({ mib, ...slow });
  const client = bench.client(agent);
  const wish = {
    instances: [],
    columns: [
      { column: oid(neighbours), priority: 4 },
      { column: oid(IF.alias), priority: 3 },
      { column: oid(IF.hcInOctets), priority: 0 },
    ] as const,
  };
  for (let reads = 0; reads < 3; reads++) {
    const answer = await bench.run(client.read({ ...wish, deadlineMs: bench.clock.monotonicMs() + 2_000 }));
    expect(summaryOf(answer, [IF.hcInOctets, IF.alias])).toEqual([
      [PORTS, undefined],
      [PORTS, undefined],
    ]);
    expect(codeOf(answer, neighbours)).toBe("snmp.deferred");
  }
});

test("a few wanted rows of a long table are read by GET, all others are not", async () => {
  const agent = bench.agent({ mib: switchMib(400) });
  const client = bench.client(agent);
  const column = oid(IF.hcInOctets);
  await bench.run(read(client, [column]));
  const before = client.stats();
  const rows = new Set(["7", "300", "9999"]);
  const answer = await bench.run(client.read({ instances: [], columns: [{ column, priority: 0, rows }] }));
  expect(answer.columns.get(column)).toMatchObject({ selected: true, failure: undefined });
  expect(rowsOf(answer, column)).toEqual(["7", "300"]);
  expect(client.stats().requests - before.requests).toBe(1);
});

test("wanted rows are walked with the others when a walk costs no more requests", async () => {
  const agent = bench.agent({ mib: switchMib(10) });
  const client = bench.client(agent);
  const column = oid(IF.hcInOctets);
  await bench.run(read(client, [column]));
  const answer = await bench.run(
    client.read({ instances: [], columns: [{ column, priority: 0, rows: new Set(["7"]) }] }),
  );
  expect(answer.columns.get(column)?.selected).toBeUndefined();
  expect(rowsOf(answer, column)).toEqual(indexes(10));
});

test("a restart in the middle is seen, and the read begins once more: all is of one life", async () => {
  const agent = bench.agent({ mib: switchMib(200), messageMaxBytes: 800 });
  const client = bench.client(agent, { timeoutMs: 500, retries: 3 });
  await bench.run(read(client, TRAFFIC_COLUMNS));
  const rebootAt = agent.requests.length + 4;
  agent.script = (request, regular) => {
    if (request.number === rebootAt) agent.reboot();
    return regular;
  };
  const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
  expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [200, undefined]));
  expect([answer.rebooted, (answer.uptime?.ticks ?? 1e9) < 1_000]).toEqual([false, true]);
  expect(decisions).toContainEqual(expect.stringMatching(/restarted/));
});

test("nothing wanted, nothing asked", async () => {
  const agent = bench.agent();
  const answer = await bench.run(bench.client(agent).read({ instances: [], columns: [] }));
  expect([answer.values.size, answer.columns.size, agent.requests.length]).toEqual([0, 0, 0]);
});

test("what was learned survives as plain data: the next client asks as the last one did", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), messageMaxBytes: 700, whenLarger: "tooBig" });
  const client = bench.client(agent);
  for (let reads = 0; reads < 3; reads++) await bench.run(read(client, TRAFFIC_COLUMNS));
  const learned: unknown = JSON.parse(JSON.stringify(client.learned()));
  const again = bench.client(agent, {}, undefined, learned as ReturnType<typeof client.learned>);
  expect(summaryOf(await bench.run(read(again, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(again.stats()).toMatchObject({ tooBig: 0, retries: 0 });
});
