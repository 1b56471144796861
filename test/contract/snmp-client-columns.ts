import { afterEach, expect, test } from "vitest";
import { compareOids, isUnder, oid, type SnmpValue } from "../../src/smi/index.ts";
import type { OpenSnmpClient } from "../../src/snmp/index.ts";
import type { AgentVarbind } from "../support/agent-codec.ts";
import { type Script, tableAgent } from "../support/script-agent.ts";
import { columnOf, communityOf, indexes, integerValue, oids, SnmpBench } from "../support/snmp-bench.ts";
import { askedVarbinds, BEHIND, codeOf, column, of, rowsOf, table } from "./snmp-table.ts";

/** Answers like the table, except that the successor of `at` is `to`. */
const detour = (varbinds: readonly AgentVarbind[], at: string, to: string): Script => {
  const sorted = varbinds.toSorted((a, b) => compareOids(a.oid, b.oid));
  const next = (asked: string) =>
    (asked === at ? sorted.find((varbind) => varbind.oid === to) : undefined) ??
    sorted.find((varbind) => compareOids(varbind.oid, asked) > 0) ??
    BEHIND;
  return ({ oids: asked, maxRepetitions, kind }) => {
    const found: AgentVarbind[] = [];
    let row = [...asked];
    for (let i = 0; i < (kind === "getBulk" ? maxRepetitions : 1); i++) {
      const nexts = row.map(next);
      found.push(...nexts);
      row = nexts.map((varbind) => varbind.oid);
    }
    return { varbinds: found };
  };
};

export function describeColumns(open: OpenSnmpClient): void {
  const bench = new SnmpBench(open);
  afterEach(() => bench.clean());

  test("reads several columns whole, each cell under its row index", async () => {
    const agent = await bench.agent(tableAgent(table([1, 2, 10], 7)));
    const answer = await bench.client(agent).columns(oids(column(1), column(2), column(10)));
    for (const number of [1, 2, 10]) {
      expect(rowsOf(answer, number)).toEqual(indexes(7));
      expect(of(answer, number).cells.get("3")).toEqual(integerValue(number * 100_000 + 3));
      expect(of(answer, number).failure).toBeUndefined();
    }
  });

  test("asks for several columns in one GETBULK", async () => {
    const agent = await bench.agent(tableAgent(table([1, 2, 3], 4)));
    await bench.client(agent).columns(oids(column(1), column(2), column(3)));
    expect(agent.requests[0]?.kind).toBe("getBulk");
    expect(agent.requests[0]?.oids).toEqual([column(1), column(2), column(3)]);
    expect(agent.requests.length).toBe(1);
  });

  test("a table of 10,000 rows comes whole and in wire order", async () => {
    const agent = await bench.agent(tableAgent(table([7], 10_000)));
    const answer = await bench.client(agent).columns(oids(column(7)));
    expect(rowsOf(answer, 7)).toEqual(indexes(10_000));
  });

  test("columns of unequal length each end where they end", async () => {
    const agent = await bench.agent(
      tableAgent([...columnOf(column(1), 3), ...columnOf(column(2), 250), ...columnOf(column(4), 1), BEHIND]),
    );
    const answer = await bench.client(agent).columns(oids(column(1), column(2), column(3), column(4)));
    expect([1, 2, 3, 4].map((number) => of(answer, number).cells.size)).toEqual([3, 250, 0, 1]);
    expect([1, 2, 3, 4].map((number) => codeOf(answer, number))).toEqual(Array(4).fill(undefined));
  });

  test("a finished column is not asked for again", async () => {
    const agent = await bench.agent(
      tableAgent([...columnOf(column(1), 2), ...columnOf(column(2), 90), BEHIND]),
    );
    await bench.client(agent, { maxRepetitions: 10 }).columns(oids(column(1), column(2)));
    for (const request of agent.requests.slice(1)) {
      expect(request.oids.filter((asked) => asked.startsWith(`${column(1)}.`))).toEqual([]);
    }
  });

  test("an index of several arcs, also above 2³¹, is kept as it is", async () => {
    const cell = `${column(1)}.4.192.0.2.1.4294967295.2147483648`;
    const agent = await bench.agent(tableAgent([{ oid: cell, value: integerValue(5) }, BEHIND]));
    const answer = await bench.client(agent).columns(oids(column(1)));
    expect(rowsOf(answer, 1)).toEqual(["4.192.0.2.1.4294967295.2147483648"]);
  });

  test("a column does not run over into one whose number begins alike", async () => {
    const agent = await bench.agent(
      tableAgent([...columnOf(column(2), 2), ...columnOf(column(20), 2), BEHIND]),
    );
    const answer = await bench.client(agent).columns(oids(column(2)));
    expect(of(answer, 2).cells.size).toBe(2);
  });

  test("never more than maxOidsPerQuery columns a PDU, nor maxRepetitions, nor 1,000 varbinds", async () => {
    const numbers = Array.from({ length: 25 }, (_, i) => i + 1);
    const agent = await bench.agent(tableAgent(table(numbers, 130)));
    const options = { maxOidsPerQuery: 12, maxRepetitions: 90 };
    const answer = await bench.client(agent, options).columns(numbers.map((number) => oid(column(number))));
    for (const number of numbers) expect(rowsOf(answer, number)).toEqual(indexes(130));
    for (const request of agent.requests) {
      expect(request.oids.length).toBeLessThanOrEqual(12);
      expect(request.maxRepetitions).toBeLessThanOrEqual(90);
      expect(askedVarbinds(request)).toBeLessThanOrEqual(1_000);
    }
  });

  test("columns of one table advance together, even when one PDU cannot take them all", async () => {
    const numbers = Array.from({ length: 9 }, (_, i) => i + 1);
    const agent = await bench.agent(tableAgent(table(numbers, 100)));
    const rows = new Map<string, number>();
    let spreadMax = 0;
    await bench.client(agent, { maxOidsPerQuery: 4, maxRepetitions: 10 }).columns(
      numbers.map((number) => oid(column(number))),
      {
        onCells: (of_, cells) => {
          rows.set(of_, (rows.get(of_) ?? 0) + cells.length);
          const counts = numbers.map((number) => rows.get(column(number)) ?? 0);
          spreadMax = Math.max(spreadMax, Math.max(...counts) - Math.min(...counts));
        },
      },
    );
    expect(spreadMax).toBeLessThanOrEqual(10);
  });

  test("reports the cells of each reply as they come, in wire order", async () => {
    const agent = await bench.agent(tableAgent(table([1, 2], 25)));
    const seen = new Map<string, (readonly [string, SnmpValue])[]>();
    let calls = 0;
    const answer = await bench.client(agent, { maxRepetitions: 10 }).columns(oids(column(1), column(2)), {
      onCells: (of_, cells) => {
        calls++;
        seen.set(of_, [...(seen.get(of_) ?? []), ...cells]);
      },
    });
    expect(calls).toBe(6);
    for (const number of [1, 2]) expect(seen.get(column(number))).toEqual([...of(answer, number).cells]);
  });

  test("a walk that reaches endOfMibView is whole", async () => {
    const agent = await bench.agent(tableAgent(columnOf(column(1), 5)));
    const answer = await bench.client(agent).columns(oids(column(1)));
    expect([of(answer, 1).cells.size, codeOf(answer, 1)]).toEqual([5, undefined]);
  });

  test("endOfMibView in the middle of a row ends that column alone", async () => {
    const agent = await bench.agent(tableAgent([...columnOf(column(1), 30), ...columnOf(column(2), 12)]));
    const answer = await bench.client(agent, { maxRepetitions: 5 }).columns(oids(column(1), column(2)));
    expect([rowsOf(answer, 1), rowsOf(answer, 2)]).toEqual([indexes(30), indexes(12)]);
    expect([codeOf(answer, 1), codeOf(answer, 2)]).toEqual([undefined, undefined]);
  });

  test("noSuchInstance for a hole in a column is passed over", async () => {
    const holed = table([1], 6).map(
      (varbind): AgentVarbind =>
        varbind.oid === `${column(1)}.3` ? { oid: varbind.oid, value: { type: "noSuchInstance" } } : varbind,
    );
    const agent = await bench.agent(tableAgent(holed));
    const answer = await bench.client(agent).columns(oids(column(1)));
    expect(rowsOf(answer, 1)).toEqual(["1", "2", "4", "5", "6"]);
    expect(codeOf(answer, 1)).toBeUndefined();
  });

  test.each([1, 2, 3, 4, 5, 7])(
    "a GETBULK cut to %i varbinds without a word goes on from there",
    async (size) => {
      const whole = tableAgent(table([1, 2, 3], 20));
      const agent = await bench.agent((request) => {
        const action = whole(request);
        return action === "silence" ? action : { varbinds: (action.varbinds ?? []).slice(0, size) };
      });
      const answer = await bench.client(agent).columns(oids(column(1), column(2), column(3)));
      for (const number of [1, 2, 3]) {
        expect(rowsOf(answer, number)).toEqual(indexes(20));
        expect(codeOf(answer, number)).toBeUndefined();
      }
    },
  );

  test("an answer without varbinds is a bad response, not an endless loop", async () => {
    const agent = await bench.agent(() => ({ varbinds: [] }));
    const answer = await bench.client(agent).columns(oids(column(1), column(2)));
    expect([codeOf(answer, 1), codeOf(answer, 2)]).toEqual(["snmp.bad-response", "snmp.bad-response"]);
    expect(agent.requests.length).toBeLessThan(10);
  });

  test.each([
    ["the same OID for ever", `${column(2)}.5`, `${column(2)}.5`],
    ["backwards within the column", `${column(2)}.5`, `${column(2)}.2`],
    ["backwards into another column", `${column(2)}.5`, `${column(1)}.3`],
  ])("an agent that goes %s cuts that column and keeps its cells", async (_title, at, to) => {
    const agent = await bench.agent(detour(table([1, 2, 3], 9), at, to));
    const answer = await bench.client(agent).columns(oids(column(2), column(3)));
    expect([rowsOf(answer, 2), codeOf(answer, 2)]).toEqual([indexes(5), "snmp.not-increasing"]);
    expect([rowsOf(answer, 3), codeOf(answer, 3)]).toEqual([indexes(9), undefined]);
  });

  test("an agent that jumps over to a later column ends the column, whole as far as can be known", async () => {
    const agent = await bench.agent(detour(table([1, 2, 3], 9), `${column(2)}.5`, `${column(3)}.1`));
    const answer = await bench.client(agent).columns(oids(column(2)));
    expect([rowsOf(answer, 2), codeOf(answer, 2)]).toEqual([indexes(5), undefined]);
  });

  test("a column of more than rowsMax rows is cut there; one of exactly rowsMax is whole", async () => {
    const agent = await bench.agent(
      tableAgent([...columnOf(column(1), 12), ...columnOf(column(2), 11), BEHIND]),
    );
    const answer = await bench.client(agent).columns(oids(column(1), column(2)), { rowsMax: 11 });
    expect([rowsOf(answer, 1), codeOf(answer, 1)]).toEqual([indexes(11), "snmp.too-many-rows"]);
    expect([rowsOf(answer, 2), codeOf(answer, 2)]).toEqual([indexes(11), undefined]);
  });

  test("an agent that counts upwards for ever is left at rowsMax", async () => {
    const agent = await bench.agent(({ oids: [asked], maxRepetitions }) => {
      const last = asked === column(1) ? 0 : Number(asked?.split(".").at(-1));
      return {
        varbinds: Array.from({ length: maxRepetitions }, (_, i) => ({
          oid: `${column(1)}.${last + i + 1}`,
          value: integerValue(0),
        })),
      };
    });
    const answer = await bench.client(agent).columns(oids(column(1)), { rowsMax: 1_000 });
    expect([of(answer, 1).cells.size, codeOf(answer, 1)]).toEqual([1_000, "snmp.too-many-rows"]);
  });

  test("v1 is walked with GETNEXT over several columns; noSuchName ends the column that it names", async () => {
    const agent = await bench.agent(tableAgent([...columnOf(column(1), 4), ...columnOf(column(2), 6)]));
    const answer = await bench.client(agent, {}, communityOf("1")).columns(oids(column(1), column(2)));
    expect([rowsOf(answer, 1), rowsOf(answer, 2)]).toEqual([indexes(4), indexes(6)]);
    expect([codeOf(answer, 1), codeOf(answer, 2)]).toEqual([undefined, undefined]);
    expect(agent.requests.every(({ kind, version }) => kind === "getNext" && version === "1")).toBe(true);
    expect(agent.requests[0]?.oids.length).toBe(2);
  });

  test("a table whose columns fit into one PDU is not torn apart to fill the PDU before", async () => {
    const [first, second] = [1, 2].map((of_) => `1.3.6.1.3.${of_}.1.1`);
    const wanted = [1, 2, 3, 4].flatMap((number) => [`${first}.${number}`, `${second}.${number}`]);
    const agent = await bench.agent(tableAgent(wanted.flatMap((root) => columnOf(root, 2))));
    await bench.client(agent, { maxOidsPerQuery: 6 }).columns(oids(...wanted));
    for (const request of agent.requests) {
      const tables = new Set(request.oids.map((asked) => asked.split(".")[5]));
      expect([request.oids.length, tables.size]).toEqual([4, 1]);
    }
  });

  test("any subtree can be walked", async () => {
    const cells = [...table([1, 2], 3), { oid: "1.3.6.1.2.1.1.5.0", value: integerValue(9) }];
    const agent = await bench.agent(tableAgent(cells));
    const answer = await bench.client(agent).columns(oids("1.3.6.1.2.1"));
    const found = answer.columns.get(oid("1.3.6.1.2.1"))!;
    expect([...found.cells.keys()]).toEqual([
      "1.5.0",
      ...indexes(3).map((row) => `2.2.1.1.${row}`),
      ...indexes(3).map((row) => `2.2.1.2.${row}`),
    ]);
    expect(found.failure).toBeUndefined();
  });

  test("the next walk of an unchanged table does not run far beyond its end", async () => {
    const agent = await bench.agent(tableAgent([...table([1, 2], 5), ...columnOf("1.3.6.1.3.1", 500)]));
    const client = bench.client(agent);
    await client.columns(oids(column(1), column(2)));
    const before = client.stats().varbinds;
    const answer = await client.columns(oids(column(1), column(2)));
    expect(of(answer, 1).cells.size).toBe(5);
    expect(client.stats().varbinds - before).toBeLessThanOrEqual(2 * 6);
  });

  test("a table that has grown since the last walk comes whole", async () => {
    let rows = 5;
    const agent = await bench.agent((request) => tableAgent(table([1, 2], rows))(request));
    const client = bench.client(agent);
    await client.columns(oids(column(1), column(2)));
    rows = 300;
    const answer = await client.columns(oids(column(1), column(2)));
    expect([rowsOf(answer, 1), rowsOf(answer, 2)]).toEqual([indexes(300), indexes(300)]);
    // 600 cells of 20 bytes are nine replies of 1,400; a few more tell how far the table has grown.
    expect(agent.requests.length).toBeLessThanOrEqual(16);
  });

  test("every cell lies under its column", async () => {
    const agent = await bench.agent(tableAgent(table([1, 2, 3], 50)));
    const answer = await bench.client(agent, { maxRepetitions: 7 }).columns(oids(column(1), column(3)));
    for (const [root, { cells }] of answer.columns) {
      for (const index of cells.keys()) expect(isUnder(oid(`${root}.${index}`), root)).toBe(true);
    }
  });
}
