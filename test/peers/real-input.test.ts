import { lookupService } from "node:dns/promises";
import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentData, readSnmprec, type Value } from "../oracle/agent-data.ts";
import { byTimestamp, expectSameLines } from "../oracle/compare.ts";
import { expectedLines, oidsIn } from "../oracle/lines.ts";
import { type OracleManifest, readManifest } from "../oracle/manifest.ts";
import { walkAgent } from "../oracle/net-snmp.ts";
import { dataLinesOf, runProgram } from "../oracle/program.ts";
import { hasCommand, Snmpsimd } from "../oracle/snmpsimd.ts";

// Real manifests and recordings of real devices, played by snmpsimd and polled by the built program. What must come out
// is worked out a second time, in test/oracle, from the recording and the manifest alone.

const SHARED = resolve(import.meta.dirname, "../../../shared");
const filesIn = (folder: string, suffix: string): string[] =>
  existsSync(join(SHARED, folder))
    ? readdirSync(join(SHARED, folder))
        .filter((name) => name.endsWith(suffix))
        .map((name) => basename(name, suffix))
    : [];
const MANIFESTS = filesIn("manifests", ".yaml");
const RECORDINGS = filesIn("recordings", ".snmprec");
const COMBINATIONS = RECORDINGS.flatMap((recording) =>
  MANIFESTS.map((manifest) => ({ manifest, recording })),
);

const HAS_PEERS = hasCommand("snmpsimd") && hasCommand("snmpbulkwalk");
const ADDRESS = "127.0.0.1";
const deviceName = await lookupService(ADDRESS, 161).then(
  ({ hostname }) => hostname,
  () => ADDRESS,
);

/** A busy machine must not turn into missing lines. */
const PATIENCE = ["--timeout-secs", "20", "--max-repetitions", "25"];

interface PollChoice {
  readonly featureSets?: "all" | readonly string[];
  readonly vars?: Readonly<Record<string, string>>;
  readonly polls?: number;
}

function argumentsOf(manifest: string, port: number, community: string, choice: PollChoice): string[] {
  const sets = choice.featureSets ?? "all";
  return [
    ...["poll", "--manifest", manifest, "--device", `${ADDRESS}:${port}`, "--community", community],
    ...(sets === "all" ? ["--feature-sets", "all"] : sets.length > 0 ? ["--feature-sets", sets.join(",")] : []),
    ...Object.entries(choice.vars ?? {}).flatMap(([id, value]) => ["--var", `${id}=${value}`]),
    ...["--polls", String(choice.polls ?? 2), "--interval-ms", "1000"],
    ...PATIENCE,
  ];
}

/** Polls a still recording and compares every line of every poll, group by group. */
async function expectLinesOf(
  path: string,
  { port }: Snmpsimd,
  community: string,
  data: AgentData,
  choice: PollChoice = {},
): Promise<number> {
  const run = await runProgram(argumentsOf(path, port, community, choice));
  expect(run.code, run.stderr).toBe(0);
  const lines = dataLinesOf(run.stdout);
  const expected = expectedLines({
    manifest: readManifest(readFileSync(path, "utf8")),
    polls: Array.from({ length: choice.polls ?? 2 }, () => data),
    address: ADDRESS,
    port,
    name: deviceName,
    featureSets: choice.featureSets ?? "all",
    vars: choice.vars ?? {},
  });
  expectSameLines(lines, [...expected.values()].flat(2));
  for (const polls of expected.values()) {
    const keys = new Set(polls.flat().map(({ key }) => key));
    const seen = byTimestamp(lines.filter(({ key }) => keys.has(key)));
    expect(seen.map(({ length }) => length)).toEqual(polls.map(({ length }) => length).filter((n) => n > 0));
  }
  return lines.length;
}

describe.runIf(HAS_PEERS && COMBINATIONS.length > 0)("published manifests on recorded devices", () => {
  const agent = new Snmpsimd();
  const recorded = new Map<string, AgentData>();
  const manifestPath = (name: string) => join(SHARED, "manifests", `${name}.yaml`);

  beforeAll(async () => {
    for (const name of RECORDINGS) {
      const path = join(SHARED, "recordings", `${name}.snmprec`);
      symlinkSync(path, join(agent.dataFolder, `${name}.snmprec`));
      recorded.set(name, readSnmprec(readFileSync(path)));
    }
    await agent.start(RECORDINGS);
  });
  afterAll(() => agent.stop());

  const dataOf = (recording: string): AgentData => {
    const data = recorded.get(recording);
    if (data === undefined) throw new Error(`${recording} was not read`);
    return data;
  };

  // The oracle may take the recording for what the device says only because this holds.
  test.each(RECORDINGS)("the agent serves %s as the file says, wherever a manifest looks", async (name) => {
    const manifests = MANIFESTS.map((manifest) => readManifest(readFileSync(manifestPath(manifest), "utf8")));
    const roots = rootsOf(manifests);
    const served = await walkAgent(agent.port, name, roots);
    expect(below(roots, served)).toEqual(below(roots, dataOf(name)));
  });

  test.each(COMBINATIONS)("$manifest on $recording: each line, and no other", async (pair) => {
    const { manifest, recording } = pair;
    await expectLinesOf(manifestPath(manifest), agent, recording, dataOf(recording));
  });
});

/** The tables and scalars' parents that manifests ask for, none inside another. */
function rootsOf(manifests: readonly OracleManifest[]): string[] {
  const parents = manifests
    .flatMap(({ groups }) => groups.flatMap(({ parts }) => parts))
    .flatMap(({ metrics, dimensions }) => [...metrics, ...dimensions])
    .flatMap(({ value }) => oidsIn(value))
    .map((oid) => oid.replace(/\.0$/, "").replace(/\.\d+$/, ""));
  const distinct = [...new Set(parents)];
  return distinct.filter((oid) => !distinct.some((other) => oid.startsWith(`${other}.`)));
}

function below(roots: readonly string[], data: AgentData): [string, Value][] {
  return [...data.values]
    .filter(([oid]) => roots.some((root) => oid.startsWith(`${root}.`)))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
