import { lookupService } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { AgentData } from "./agent-data.ts";
import { byTimestamp, expectSameLines } from "./compare.ts";
import type { ExpectedGraph } from "./entities.ts";
import { type ExpectedLine, expectedLines, type Polled } from "./lines.ts";
import { readManifest } from "./manifest.ts";
import { type DataLine, dataLinesOf, runProgram } from "./program.ts";

export const ADDRESS = "127.0.0.1";

/** What `device.name` says of a device given by its address: reverse DNS, else the address (spec 1 §6). */
export const DEVICE_NAME: string = await lookupService(ADDRESS, 161).then(
  ({ hostname }) => hostname,
  () => ADDRESS,
);

/** After a gap of three intervals counts begin anew (spec 1 §9.3): on a busy machine a poll must not take that long. */
const INTERVAL_MS = 2_000;

export interface PollChoice {
  readonly featureSets?: "all" | readonly string[];
  readonly vars?: Readonly<Record<string, string>>;
  readonly polls?: number;
  readonly intervalMs?: number;
}

export function pollArguments(
  manifest: string,
  port: number,
  community: string,
  choice: PollChoice = {},
): string[] {
  const sets = choice.featureSets ?? "all";
  const chosen = sets === "all" ? "all" : sets.join(",");
  return [
    "poll",
    `--manifest=${manifest}`,
    `--device=${ADDRESS}:${port}`,
    `--community=${community}`,
    ...(chosen === "" ? [] : [`--feature-sets=${chosen}`]),
    ...Object.entries(choice.vars ?? {}).map(([id, value]) => `--var=${id}=${value}`),
    `--polls=${choice.polls ?? 2}`,
    `--interval-ms=${choice.intervalMs ?? INTERVAL_MS}`,
    // snmpsimd cannot send, and so drops in silence, replies of more than 64 KiB: past the end of a table it may come
    // upon long texts, and then 25 repetitions are too many. The patience is for busy machines.
    "--max-repetitions=10",
    "--timeout-secs=5",
  ];
}

/** What the oracle says about such a run; `polls` is the agent's data at each poll. */
export function expectationOf(
  manifest: string,
  port: number,
  polls: readonly AgentData[],
  choice: PollChoice = {},
): ReturnType<typeof expectedLines> {
  const polled: Polled = {
    manifest: readManifest(readFileSync(manifest, "utf8")),
    polls,
    address: ADDRESS,
    port,
    name: DEVICE_NAME,
    featureSets: choice.featureSets ?? "all",
    vars: choice.vars ?? {},
  };
  return expectedLines(polled);
}

/** Polls a still recording and compares every line of every poll, group by group; gives the program's lines. */
export async function expectLinesOf(
  manifest: string,
  port: number,
  community: string,
  data: AgentData,
  choice: PollChoice = {},
): Promise<DataLine[]> {
  const run = await runProgram(pollArguments(manifest, port, community, choice));
  expect(run.code, run.stderr).toBe(0);
  const lines = dataLinesOf(run.stdout);
  const polls = Array.from({ length: choice.polls ?? 2 }, () => data);
  expectPolls(lines, expectationOf(manifest, port, polls, choice));
  return lines;
}

/** Lines of several polls: all of them, and each in the poll it belongs to. */
export function expectPolls(
  lines: readonly DataLine[],
  expected: ReadonlyMap<string, readonly (readonly ExpectedLine[])[]>,
): void {
  expectSameLines(lines, [...expected.values()].flat(2));
  for (const polls of expected.values()) {
    const keys = new Set(polls.flat().map(({ key }) => key));
    const seen = byTimestamp(lines.filter(({ key }) => keys.has(key)));
    const visible = polls.filter(({ length }) => length > 0);
    expect(seen.length, "timestamps, one a poll of a group").toBe(visible.length);
    for (const [number, poll] of visible.entries()) expectSameLines(seen[number] ?? [], poll);
  }
}

/** The entities and relationships that a run reports, in the oracle's order and shape. */
export async function reportedGraph(
  manifest: string,
  port: number,
  community: string,
  choice: PollChoice = {},
): Promise<{ graph: ExpectedGraph; lines: number }> {
  const run = await runProgram([
    ...pollArguments(manifest, port, community, choice),
    "--entities",
    "--format=json",
  ]);
  expect(run.code, run.stderr).toBe(0);
  const report = JSON.parse(run.stdout) as ExpectedGraph & { readonly lines: readonly unknown[] };
  const order = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    lines: report.lines.length,
    graph: {
      entities: report.entities.toSorted((a, b) => (a.entityId < b.entityId ? -1 : 1)),
      relationships: report.relationships.toSorted(order),
    },
  };
}
