import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentVarbind } from "../support/agent-codec.ts";
import { AgentMib } from "../support/agent-mib.ts";
import { indexes, integerValue, oids, textValue } from "../support/snmp-bench.ts";
import type { Quirks } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import {
  IF,
  IF_NUMBER,
  IF_TABLE_LAST_CHANGE,
  SYS_UP_TIME,
  switchMib,
  tableOf,
} from "../support/virtual-switch.ts";
import { cellOf, codeOf, read, rowsOf, SYS_NAME, summaryOf, TRAFFIC_COLUMNS } from "./reading.ts";

// OIDs that come in another order than RFC 3416 asks for, rows with holes, and indexes at the end of their range.

const PORTS = 20;
/** A table of three columns takes a few requests; an agent that goes in circles may cost some more, never many. */
const REQUESTS_MAX = 30;

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

const at = (column: string, row: number): AgentVarbind => ({
  oid: `${column}.${row}`,
  value: integerValue(row),
});

/** Behind row 5 of the status column the agent goes wrong; all other columns are well. */
const behindRow5 =
  (wrong: AgentVarbind): NonNullable<Quirks["after"]> =>
  (oid, regular) =>
    oid === `${IF.operStatus}.5` ? wrong : regular;

const WRONG: readonly (readonly [title: string, wrong: AgentVarbind])[] = [
  ["repeated", at(IF.operStatus, 5)],
  ["backward", at(IF.operStatus, 2)],
];
test.each(WRONG)(
  "non-increasing OIDs, %s: that column is cut and says so, the others are whole",
  async (_title, wrong) => {
    const agent = bench.agent({ mib: switchMib(PORTS), quirks: { after: behindRow5(wrong) } });
    const answer = await bench.run(read(bench.client(agent), TRAFFIC_COLUMNS));
    expect(rowsOf(answer, IF.operStatus)).toEqual(indexes(5));
    expect(codeOf(answer, IF.operStatus)).toBe("snmp.not-increasing");
    expect(summaryOf(answer, [IF.name, IF.hcInOctets])).toEqual([
      [PORTS, undefined],
      [PORTS, undefined],
    ]);
    expect(agent.requests.length).toBeLessThanOrEqual(REQUESTS_MAX);
  },
);

test("backward OIDs across columns: a jump back to an earlier column ends the column, without a second round", async () => {
  const after: Quirks["after"] = (oid, regular) =>
    oid === `${IF.hcInOctets}.${PORTS}` ? at(IF.operStatus, 1) : regular;
  const agent = bench.agent({ mib: switchMib(PORTS), quirks: { after } });
  const answer = await bench.run(read(bench.client(agent), TRAFFIC_COLUMNS));
  for (const column of TRAFFIC_COLUMNS) expect(rowsOf(answer, column)).toEqual(indexes(PORTS));
  expect(agent.requests.length).toBeLessThanOrEqual(REQUESTS_MAX);
});

test("unordered OIDs within a column: no row is lost without a word, none comes twice", async () => {
  const rows = [1, 3, 2, 10, 4];
  const mib = new AgentMib(
    rows.map((row) => at(IF.operStatus, row)),
    "as-listed",
  );
  const agent = bench.agent({ mib });
  const answer = await bench.run(read(bench.client(agent), [IF.operStatus]));
  const read_ = rowsOf(answer, IF.operStatus);
  expect(new Set(read_).size).toBe(read_.length);
  expect(read_.slice(0, 2)).toEqual(["1", "3"]);
  expect(codeOf(answer, IF.operStatus)).toBe(read_.length < rows.length ? "snmp.not-increasing" : undefined);
  expect(agent.requests.length).toBeLessThanOrEqual(REQUESTS_MAX);
});

test("noSuchInstance inside a row: that cell alone is missing", async () => {
  const value: Quirks["value"] = (varbind) =>
    varbind.oid === `${IF.hcInOctets}.7` ? { oid: varbind.oid, value: { type: "noSuchInstance" } } : varbind;
  const agent = bench.agent({ mib: switchMib(PORTS), quirks: { value } });
  const answer = await bench.run(read(bench.client(agent), TRAFFIC_COLUMNS));
  expect(rowsOf(answer, IF.hcInOctets)).toEqual(indexes(PORTS).filter((index) => index !== "7"));
  expect(summaryOf(answer, [IF.name, IF.operStatus])).toEqual([
    [PORTS, undefined],
    [PORTS, undefined],
  ]);
  expect(codeOf(answer, IF.hcInOctets)).toBeUndefined();
});

test("endOfMibView inside a row: the other columns of the row go on to their end", async () => {
  const columns = ["1.3.6.1.4.1.99.1.1", "1.3.6.1.4.1.99.1.2", "1.3.6.1.4.1.99.1.3"] as const;
  const rows = [12, 30, 5];
  const agent = bench.agent({ mib: new AgentMib(columns.flatMap((column, i) => tableOf(column, rows[i]!))) });
  const answer = await bench.run(read(bench.client(agent), columns));
  expect(summaryOf(answer, columns)).toEqual(rows.map((count) => [count, undefined]));
});

test("sub-identifiers ≥ 2³¹ stay what they are, in order, also as the last of a walk", async () => {
  const indexes_ = ["1", "2147483647", "2147483648", "4294967294.4294967295", "4294967295"];
  const mib = new AgentMib(
    indexes_.map((index, i) => ({ oid: `${IF.operStatus}.${index}`, value: integerValue(i) })),
  );
  const agent = bench.agent({ mib, messageMaxBytes: 120 });
  const answer = await bench.run(read(bench.client(agent), [IF.operStatus]));
  expect(rowsOf(answer, IF.operStatus)).toEqual(indexes_);
  expect(codeOf(answer, IF.operStatus)).toBeUndefined();
  expect(cellOf(answer, IF.operStatus, "4294967295")).toEqual(integerValue(4));
});

test("an endless column is cut at the bound of rows; the others are whole", async () => {
  const after: Quirks["after"] = (oid, regular) => {
    const [, row] = /^1\.3\.6\.1\.2\.1\.2\.2\.1\.8\.(\d+)$/.exec(oid) ?? [];
    return row === undefined ? regular : at(IF.operStatus, Number(row) + 1);
  };
  const agent = bench.agent({ mib: switchMib(PORTS), quirks: { after } });
  const answer = await bench.run(read(bench.client(agent), TRAFFIC_COLUMNS, { rowsMax: 500 }));
  expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual([
    [PORTS, undefined],
    [PORTS, undefined],
    [500, "snmp.too-many-rows"],
  ]);
  expect(agent.requests.length).toBeLessThanOrEqual(60);
});

test("a huge table of large cells ends at the bound of memory, with the cells so far and the cause", async () => {
  const [cellBytes, heldMaxBytes] = [1_000, 1_000_000];
  const columns = [IF.name, IF.alias];
  const text = textValue("x".repeat(cellBytes));
  const large = columns.flatMap((column) =>
    indexes(2_500).map((row) => ({ oid: `${column}.${row}`, value: text })),
  );
  const agent = bench.agent({ mib: switchMib(PORTS, large) });
  const answer = await bench.run(read(bench.client(agent), columns, { heldMaxBytes }));
  let heldBytes = 0;
  for (const column of columns) {
    const rows = rowsOf(answer, column);
    expect(rows).toEqual(indexes(rows.length));
    expect(codeOf(answer, column)).toBe("snmp.too-many-rows");
    heldBytes += rows.length * cellBytes;
  }
  const causes = [...answer.columns.values()].map(({ failure }) => failure?.message);
  for (const cause of causes) expect(cause).toContain("takes more than 1 MB");
  // Both columns together; what cells take beside their octets counts too.
  expect(heldBytes).toBeLessThanOrEqual(heldMaxBytes);
  expect(heldBytes).toBeGreaterThan(heldMaxBytes * 0.8);
  // At most one reply more is asked for.
  const receivedBytes = agent.replyBytes.reduce((sum, bytes) => sum + bytes, 0);
  expect(receivedBytes).toBeLessThanOrEqual(heldMaxBytes + agent.messageMaxBytes);
});

const SCALARS = oids(SYS_UP_TIME, SYS_NAME, IF_NUMBER, IF_TABLE_LAST_CHANGE);
const OTHER_ORDERS: readonly (readonly [
  title: string,
  order: (all: readonly AgentVarbind[]) => AgentVarbind[],
])[] = [
  ["backwards", (all) => all.toReversed()],
  ["the first one last", ([first, ...others]) => [...others, first!]],
  ["the last one first", (all) => [all.at(-1)!, ...all.slice(0, -1)]],
];
test.each(OTHER_ORDERS)(
  "a GET reply in another order than asked, %s: each value is that of its OID, and none is missing",
  async (_title, order) => {
    const uptime: AgentVarbind = { oid: SYS_UP_TIME, value: { type: "TimeTicks", value: 4_200 } };
    const agent = bench.agent({ mib: switchMib(PORTS, [uptime]) });
    agent.script = (_request, regular) =>
      regular === "silence" ? regular : { ...regular, varbinds: order(regular.varbinds ?? []) };
    const client = bench.client(agent);
    const expected = [
      uptime.value,
      textValue("switch"),
      integerValue(PORTS),
      { type: "TimeTicks", value: 0 },
    ];
    const answer = await bench.run(client.read({ instances: SCALARS, columns: [] }));
    expect(agent.requests.map(({ kind }) => kind)).toEqual(["get"]);
    expect(SCALARS.map((one) => answer.values.get(one))).toEqual(expected);
    expect([...answer.failures]).toEqual([]);
    expect(answer.uptime?.ticks).toBe(4_200);
    expect(client.learned().reading.noUptime).toBeFalsy();
  },
);

test("an agent without GETBULK is read with GETNEXT, and is not asked with GETBULK in the next poll", async () => {
  for (const bulk of ["silence", "genErr"] as const) {
    const agent = bench.agent({
      address: bulk === "silence" ? "192.0.2.2" : "192.0.2.3",
      mib: switchMib(3),
      quirks: { bulk },
    });
    const client = bench.client(agent, { timeoutMs: 300, retries: 1 });
    const first = await bench.run(read(client, TRAFFIC_COLUMNS));
    expect(summaryOf(first, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [3, undefined]));
    const before = agent.requests.length;
    await bench.run(read(client, TRAFFIC_COLUMNS));
    expect(agent.requests.slice(before).filter(({ kind }) => kind === "getBulk")).toEqual([]);
  }
});

test.each(["genErr", "silence"] as const)(
  "a poisonous OID (%s) is found, named and left out; all other cells come",
  async (effect) => {
    const poisoned = `${IF.alias}.9`;
    const columns = [...TRAFFIC_COLUMNS, IF.alias];
    const agent = bench.agent({ mib: switchMib(PORTS), quirks: { poison: new Map([[poisoned, effect]]) } });
    const client = bench.client(agent, { timeoutMs: 300, retries: 1 });
    for (let polls = 0; polls < 3; polls++) await bench.run(read(client, columns));
    const before = agent.requests.length;
    const answer = await bench.run(read(client, columns));
    expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [PORTS, undefined]));
    expect(rowsOf(answer, IF.alias)).toEqual(expect.arrayContaining(indexes(8)));
    expect(codeOf(answer, IF.alias)).toMatch(/^snmp\.(quarantined|error-status|timeout)$/);
    // Found once: from then on it costs no time-outs and few requests.
    expect(agent.requests.length - before).toBeLessThanOrEqual(12);
    expect(client.learned().reading.poison.map(({ oid }) => oid)).toEqual([
      expect.stringContaining(IF.alias),
    ]);
  },
);
