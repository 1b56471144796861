import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectationOf, expectPolls, pollArguments } from "../oracle/polling.ts";
import { type DataLine, dataLinesOf, runProgram } from "../oracle/program.ts";
import { dataOf, type Entry, snmprec } from "../oracle/recording.ts";
import { hasCommand, Snmpsimd } from "../oracle/snmpsimd.ts";

// Counters that move from poll to poll. snmpsimd reads each value where its index says it stands in the file, so writing
// other values of the same width into the same places changes what the agent serves, with no restart.

const OWN = "1.3.6.1.4.1.32473";
const INTERVAL_MS = 2_000;

/** Object, tag and its value at each poll; `expected` are the deltas of the second and third, undefined where no line is. */
interface Course {
  readonly title: string;
  readonly oid: string;
  readonly tag: string;
  readonly values: readonly [bigint, bigint, bigint];
  readonly expected: readonly [bigint | undefined, bigint | undefined];
}

const MAX_64 = 18_446_744_073_709_551_615n;

const COURSES: readonly Course[] = [
  ["Counter32 counts on", "65", [100n, 350n, 350n], [250n, 0n]],
  ["Counter32 runs over", "65", [4_294_967_290n, 9n, 29n], [15n, 20n]],
  ["Counter32 from 0 to its end", "65", [0n, 4_294_967_295n, 4_294_967_295n], [4_294_967_295n, 0n]],
  ["Counter64 begins anew", "70", [1_000n, 10n, 15n], [undefined, 5n]],
  [
    "Counter64 beyond doubles",
    "70",
    [9_007_199_254_740_993n, MAX_64 - 1n, MAX_64],
    [18_437_736_874_454_810_621n, 1n],
  ],
  ["Integer32 goes back", "2", [50n, 40n, 45n], [undefined, 5n]],
  ["Gauge32 as count", "66", [7n, 9n, 8n], [2n, undefined]],
].map(([title, tag, values, expected], row) => ({
  title: title as string,
  tag: tag as string,
  values: values as [bigint, bigint, bigint],
  expected: expected as [bigint | undefined, bigint | undefined],
  oid: `${OWN}.1.1.${row + 1}`,
}));

/** Beside them: a state that is a dimension, one key from a 32-bit and a 64-bit counter, and sysUpTime. */
function entriesAt(poll: number): Entry[] {
  const of = <T>(...values: readonly [T, T, T]): T => values[poll] as T;
  return [
    ["1.3.6.1.2.1.1.3.0", "67", padded(of(100_000n, 100_200n, 100_400n))],
    ...COURSES.map(({ oid, tag, values }): Entry => [oid, tag, padded(of(...values))]),
    ["1.3.6.1.2.1.2.2.1.8.1", "2", of(1, 2, 7)],
    ["1.3.6.1.2.1.2.2.1.10.1", "65", padded(of(1_000n, 1_500n, 1_700n))],
    [`${OWN}.2.1.1`, "65", padded(of(10n, 20n, 30n))],
    [`${OWN}.2.2.1`, "70", padded(of(4_294_967_306n, 4_294_967_506n, 4_294_967_507n))],
  ];
}

/** The agent begins anew between the first and the second poll. */
function restartAt(poll: number): Entry[] {
  return [
    ["1.3.6.1.2.1.1.3.0", "67", padded([900_000n, 50n, 250n][poll] ?? 0n)],
    [`${OWN}.1.1.1`, "65", padded([4_000_000_000n, 70n, 90n][poll] ?? 0n)],
  ];
}

/** The same number of characters whatever the value. */
const padded = (value: bigint): string => String(value).padStart(20, "0");

const MANIFEST = `name: custom:deltas
version: "1.0.0"
minDynatraceVersion: "1.300"
author: { name: Tests }
snmp:
  - group: deltas
    metrics:
      - { key: own.uptime, value: "oid:1.3.6.1.2.1.1.3.0" }
    subgroups:
      - subgroup: courses
        table: true
        metrics:
          - { key: own.course, value: "oid:${OWN}.1.1", type: count }
          - { key: own.course.gauge, value: "oid:${OWN}.1.1" }
      - subgroup: state
        table: true
        dimensions: [{ key: if.oper, value: "oid:1.3.6.1.2.1.2.2.1.8" }]
        metrics: [{ key: own.octets, value: "oid:1.3.6.1.2.1.2.2.1.10", type: count }]
      - subgroup: low
        table: true
        metrics: [{ key: own.twice.count, value: "oid:${OWN}.2.1", type: count }]
      - subgroup: high
        table: true
        metrics: [{ key: own.twice.count, value: "oid:${OWN}.2.2", type: count }]
`;

describe.runIf(hasCommand("snmpsimd"))("counts over three polls of moving counters", () => {
  const agent = new Snmpsimd();
  const manifest = agent.path("deltas.yaml");
  const moving = [0, 1, 2].map((poll) => snmprec(entriesAt(poll)));
  const restarting = [0, 1, 2].map((poll) => snmprec(restartAt(poll)));

  beforeAll(async () => {
    writeFileSync(manifest, MANIFEST);
    writeFileSync(recordingPath("moving"), moving[0] ?? "");
    writeFileSync(recordingPath("restarting"), restarting[0] ?? "");
    await agent.start(["moving", "restarting"]);
  });
  afterAll(() => agent.stop());

  test("each line of each poll, and no other; deltas as worked out by hand", async () => {
    const lines = await pollWhile("moving", moving);
    expectPolls(lines, expectationOf(manifest, agent.port, moving.map(dataOf)));
    const deltas = COURSES.flatMap(({ expected }) => expected.filter((delta) => delta !== undefined));
    expect(deltasOf(lines, "own.course").toSorted(ascending)).toEqual(deltas.toSorted(ascending));
    // A changed dimension does not interrupt its counter.
    const octets = lines.filter(({ key }) => key === "own.octets");
    expect(octets.map(({ dimensions }) => dimensions.get("if.oper"))).toEqual([
      "down(2)",
      "lowerLayerDown(7)",
    ]);
    expect(deltasOf(lines, "own.octets")).toEqual([500n, 200n]);
    // Of a 32-bit and a 64-bit counter with one key and tuple the 64-bit one is counted.
    expect(deltasOf(lines, "own.twice.count")).toEqual([200n, 1n]);
  });

  test("a Counter32 that went back together with sysUpTime begins anew, and has not run over", async () => {
    const lines = await pollWhile("restarting", restarting);
    expectPolls(lines, expectationOf(manifest, agent.port, restarting.map(dataOf)));
    expect(deltasOf(lines, "own.course")).toEqual([20n]);
  });

  const recordingPath = (name: string) => join(agent.dataFolder, `${name}.snmprec`);

  /** Polls as often as there are recordings; when a poll's lines are out, the next recording takes its place. */
  async function pollWhile(community: string, recordings: readonly string[]): Promise<DataLine[]> {
    const file = openSync(recordingPath(community), "r+");
    let polls = 0;
    const choice = { polls: recordings.length, intervalMs: INTERVAL_MS };
    const run = await runProgram(pollArguments(manifest, agent.port, community, choice), (stdout) => {
      const seen = stdout.match(/^own\.uptime,/gm)?.length ?? 0;
      for (; polls < seen; polls++) writeSync(file, recordings[polls + 1] ?? "", 0);
    });
    closeSync(file);
    expect(run.code, run.stderr).toBe(0);
    return dataLinesOf(run.stdout);
  }
});

/** Deltas of a metric in the order of the lines. */
function deltasOf(lines: readonly DataLine[], key: string): bigint[] {
  return lines
    .filter((line) => line.key === key)
    .map(({ payload }) => BigInt(payload.type === "count" ? payload.number : -1));
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
