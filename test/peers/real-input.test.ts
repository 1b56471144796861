import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentData, readSnmprec, type Value } from "../oracle/agent-data.ts";
import { expectedGraph } from "../oracle/entities.ts";
import { oidsIn } from "../oracle/lines.ts";
import { type OracleManifest, readManifest } from "../oracle/manifest.ts";
import { walkAgent } from "../oracle/net-snmp.ts";
import { expectationOf, expectLinesOf, reportedGraph } from "../oracle/polling.ts";
import { hasCommand, Snmpsimd } from "../oracle/snmpsimd.ts";

// Published manifests and recordings of real devices, played by snmpsimd and polled by the built program. What must
// come out is worked out a second time, in test/oracle, from the recording and the manifest alone.

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
/** Where there is an ifIndex column, interfaces become entities; of the others each fourth, for the devices. */
const WITH_ENTITIES = COMBINATIONS.filter(
  ({ recording }) =>
    recordingHas(recording, "1.3.6.1.2.1.2.2.1.1") || RECORDINGS.indexOf(recording) % 4 === 1,
);
/** Manifests with the filter variables that published ones have in common. */
const FILTERED = COMBINATIONS.filter(
  ({ manifest, recording }) =>
    readFileSync(join(SHARED, "manifests", `${manifest}.yaml`), "utf8").includes("id: if_oper_status") &&
    RECORDINGS.indexOf(recording) % 3 === 2,
);
const HAS_INPUT = hasCommand("snmpsimd") && hasCommand("snmpbulkwalk") && COMBINATIONS.length > 0;

describe.runIf(HAS_INPUT)("published manifests on recorded devices", () => {
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

  test.concurrent.each(COMBINATIONS)("$manifest on $recording: each line, and no other", async (pair) => {
    await expectLinesOf(manifestPath(pair.manifest), agent.port, pair.recording, dataOf(pair.recording));
  });

  test.concurrent.each(FILTERED)(
    "$manifest on $recording, filtered by variables",
    async ({ manifest, recording }) => {
      const vars = {
        "ext.activationtag": 'b4 "north"',
        if_name: "$and($not($prefix(Vl)),$or($contains(thernet),$contains(/),$suffix(1)))",
        if_admin_status: "$contains(up)",
        if_oper_status: "$not($eq(down~(2~)))",
      };
      const run = [manifestPath(manifest), agent.port, recording, dataOf(recording)] as const;
      const all = [...expectationOf(run[0], run[1], [run[3]]).values()].flat(2);
      const lines = await expectLinesOf(...run, { vars, polls: 1 });
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.length).toBeLessThan(all.length);
    },
  );

  test.concurrent.each(WITH_ENTITIES)(
    "$manifest on $recording: the entities and their relationships",
    async ({ manifest, recording }) => {
      const path = manifestPath(manifest);
      const data = dataOf(recording);
      const expected = expectationOf(path, agent.port, [data, data]);
      const lines = [...expected.values()].flat(2);
      const { topology } = readManifest(readFileSync(path, "utf8"));
      const reported = await reportedGraph(path, agent.port, recording);
      expect(reported).toEqual({ graph: expectedGraph(topology, lines), lines: lines.length });
    },
  );
});

function recordingHas(recording: string, column: string): boolean {
  const text = readFileSync(join(SHARED, "recordings", `${recording}.snmprec`), "latin1");
  return text.includes(`\n${column}.`);
}

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
