import { afterEach, expect, test } from "vitest";
import { oid } from "../../src/smi/index.ts";
import type { OpenSnmpClient } from "../../src/snmp/index.ts";
import type { AgentVarbind } from "../support/agent-codec.ts";
import { asAsked, type Script, tableAgent } from "../support/script-agent.ts";
import { columnOf, HASTY, indexes, oids, SnmpBench } from "../support/snmp-bench.ts";
import { askedVarbinds, BEHIND, codeOf, column, of, rowsOf, table } from "./snmp-table.ts";

/** Columns of agents that cannot take what they are asked, fail at a cell, or fall silent. */
export function describeTrouble(open: OpenSnmpClient): void {
  const bench = new SnmpBench(open);
  afterEach(() => bench.clean());

  test("tooBig makes requests smaller until they fit, and the size is remembered", async () => {
    const agent = await bench.agent(
      tableAgent(table([1, 2, 3], 40), { bytesMax: 400, whenLarger: "tooBig" }),
    );
    const client = bench.client(agent);
    const wanted = oids(column(1), column(2), column(3));
    const answer = await client.columns(wanted);
    for (const number of [1, 2, 3]) expect(rowsOf(answer, number)).toEqual(indexes(40));
    const tooBigs = client.stats().tooBig;
    expect(tooBigs).toBeGreaterThan(0);
    await client.columns(wanted);
    expect(client.stats().tooBig).toBe(tooBigs);
  });

  test("a cell too big even alone cuts its column alone", async () => {
    const huge = {
      oid: `${column(1)}.4`,
      value: { type: "OctetString", value: new Uint8Array(900) },
    } as const;
    const cells = table([1, 2], 8).map((varbind) => (varbind.oid === huge.oid ? huge : varbind));
    const agent = await bench.agent(tableAgent(cells, { bytesMax: 500, whenLarger: "tooBig" }));
    const answer = await bench.client(agent).columns(oids(column(1), column(2)));
    expect([rowsOf(answer, 1), codeOf(answer, 1)]).toEqual([indexes(3), "snmp.too-big"]);
    expect([rowsOf(answer, 2), codeOf(answer, 2)]).toEqual([indexes(8), undefined]);
  });

  test("after a cell that was too big, other columns are read in large requests again", async () => {
    const huge = {
      oid: `${column(1)}.4`,
      value: { type: "OctetString", value: new Uint8Array(1_900) },
    } as const;
    const cells = table([1, 2], 50).map((varbind) => (varbind.oid === huge.oid ? huge : varbind));
    const agent = await bench.agent(tableAgent(cells, { bytesMax: 1_500, whenLarger: "tooBig" }));
    const client = bench.client(agent);
    await client.columns(oids(column(1)));
    const before = agent.requests.length;
    await client.columns(oids(column(2)));
    expect(agent.requests.length - before).toBeLessThanOrEqual(5);
  });

  test("replies dropped for their size make requests smaller: 40 → 20 → 10 repetitions", async () => {
    const agent = await bench.agent((request) =>
      askedVarbinds(request) > 10 ? "silence" : tableAgent(table([1], 45))(request),
    );
    const client = bench.client(agent, { ...HASTY, retries: 0, maxRepetitions: 40 });
    const answer = await client.columns(oids(column(1)));
    expect([rowsOf(answer, 1), codeOf(answer, 1)]).toEqual([indexes(45), undefined]);
    const bulks = agent.requests.filter(({ kind }) => kind === "getBulk");
    expect(bulks.slice(0, 3).map(({ maxRepetitions }) => maxRepetitions)).toEqual([40, 20, 10]);
    const before = client.stats().timeouts;
    await client.columns(oids(column(1)));
    expect(client.stats().timeouts).toBe(before);
  });

  const BULK_BROKEN: readonly (readonly [title: string, broken: Script])[] = [
    [
      "answers GETBULK with genErr",
      ({ oids: asked }) => ({ errorStatus: 5, errorIndex: 1, varbinds: asAsked(asked) }),
    ],
    ["never answers a GETBULK", () => "silence"],
  ];
  test.each(BULK_BROKEN)("an agent that %s is read with GETNEXT from then on", async (_title, broken) => {
    const good = tableAgent(table([1, 2], 3));
    const agent = await bench.agent((request) =>
      request.kind === "getBulk" ? broken(request) : good(request),
    );
    const client = bench.client(agent, { ...HASTY, retries: 0 });
    const wanted = oids(column(1), column(2));
    const first = await client.columns(wanted);
    for (const number of [1, 2])
      expect([rowsOf(first, number), codeOf(first, number)]).toEqual([indexes(3), undefined]);
    const before = agent.requests.length;
    await client.columns(wanted);
    expect(agent.requests.slice(before).map(({ kind }) => kind)).toEqual(Array(4).fill("getNext"));
  });

  test("a cell that the agent fails to read cuts its column alone, and GETBULK stays in use", async () => {
    const good = tableAgent(table([1, 2], 400));
    const bad = `${column(1)}.20`;
    const agent = await bench.agent((request) => {
      const action = good(request);
      const at = action === "silence" ? -1 : (action.varbinds ?? []).findIndex(({ oid: of_ }) => of_ === bad);
      if (at < 0) return action;
      return { errorStatus: 5, errorIndex: (at % request.oids.length) + 1, varbinds: asAsked(request.oids) };
    });
    const client = bench.client(agent, { maxRepetitions: 8 });
    const answer = await client.columns(oids(column(1), column(2)));
    expect([rowsOf(answer, 1), codeOf(answer, 1)]).toEqual([indexes(19), "snmp.error-status"]);
    expect([rowsOf(answer, 2), codeOf(answer, 2)]).toEqual([indexes(400), undefined]);
    expect(agent.requests.filter(({ kind }) => kind === "getNext").length).toBeLessThanOrEqual(8);
  });

  test("a value that cannot be decoded cuts its column alone", async () => {
    const bad: AgentVarbind = {
      oid: `${column(2)}.5`,
      value: { type: "raw", tag: 0x1f, octets: new Uint8Array(1) },
    };
    const cells = table([1, 2, 3], 9).map((varbind) => (varbind.oid === bad.oid ? bad : varbind));
    const agent = await bench.agent(tableAgent(cells));
    const answer = await bench.client(agent).columns(oids(column(1), column(2), column(3)));
    expect([1, 2, 3].map((number) => codeOf(answer, number))).toEqual([
      undefined,
      "snmp.bad-response",
      undefined,
    ]);
    expect([1, 2, 3].map((number) => of(answer, number).cells.size)).toEqual([9, 4, 9]);
  });

  test("a device that falls silent in mid-walk leaves the cells read, with a time-out on every open column", async () => {
    const good = tableAgent([
      ...columnOf(column(1), 8),
      ...columnOf(column(2), 90),
      ...columnOf(column(3), 90),
      BEHIND,
    ]);
    const agent = await bench.agent((request) => (request.number < 2 ? good(request) : "silence"));
    const answer = await bench
      .client(agent, { ...HASTY, maxRepetitions: 10 })
      .columns(oids(column(1), column(2), column(3)));
    expect([rowsOf(answer, 1), codeOf(answer, 1)]).toEqual([indexes(8), undefined]);
    expect([rowsOf(answer, 2), codeOf(answer, 2)]).toEqual([indexes(20), "snmp.timeout"]);
    expect([rowsOf(answer, 3), codeOf(answer, 3)]).toEqual([indexes(20), "snmp.timeout"]);
  });

  test("a lost datagram costs a retry, not a cell", async () => {
    const good = tableAgent(table([1, 2], 60));
    const agent = await bench.agent((request) => (request.number % 3 === 1 ? "silence" : good(request)));
    const answer = await bench
      .client(agent, { ...HASTY, maxRepetitions: 10 })
      .columns(oids(column(1), column(2)));
    for (const number of [1, 2])
      expect([rowsOf(answer, number), codeOf(answer, number)]).toEqual([indexes(60), undefined]);
  });

  test("a column that is never answered leaves the size of later requests alone", async () => {
    const good = tableAgent(table([1, 2], 100));
    const agent = await bench.agent((request) =>
      request.oids.some((asked) => asked.startsWith(column(1))) ? "silence" : good(request),
    );
    const client = bench.client(agent, { ...HASTY, retries: 0 });
    const first = await client.columns(oids(column(1)));
    expect(codeOf(first, 1)).toBe("snmp.timeout");
    const before = agent.requests.length;
    const second = await client.columns(oids(column(2)));
    expect([rowsOf(second, 2), codeOf(second, 2)]).toEqual([indexes(100), undefined]);
    expect(agent.requests.length - before).toBeLessThanOrEqual(2);
  });

  test("a device that answers GET but no walk is left alone before every column has timed out", async () => {
    const agent = await bench.agent((request) =>
      request.kind === "get" ? tableAgent([])(request) : "silence",
    );
    const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
    const answer = await bench
      .client(agent, { timeoutMs: 30, retries: 0, maxOidsPerQuery: 1 })
      .columns(numbers.map((number) => oid(column(number))));
    expect(numbers.map((number) => codeOf(answer, number))).toEqual(Array(12).fill("snmp.timeout"));
    expect(new Set(agent.requests.flatMap((request) => request.oids)).size).toBeLessThan(8);
  });
}
