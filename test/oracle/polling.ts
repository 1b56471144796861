import { lookupService } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { AgentData } from "./agent-data.ts";
import { byTimestamp, expectSameLines } from "./compare.ts";
import type { ExpectedGraph } from "./entities.ts";
import { type ExpectedLine, expectedLines, type Polled } from "./lines.ts";
import { readManifest } from "./manifest.ts";
import { type DataLine, dataLinesOf, type ProgramRun, runProgram } from "./program.ts";

export const ADDRESS = "127.0.0.1";

/** What `device.name` says of a device given by its address: reverse DNS, else the address (spec 1 §6). */
export const DEVICE_NAME: string = await lookupService(ADDRESS, 161).then(
  ({ hostname }) => hostname,
  () => ADDRESS,
);

const INTERVAL_MS = 2_000;
const TRIES = 3;
const TOOK_LONGER = /took ([\d.]+) s, longer than --interval-ms/g;

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

/**
 * Polls, and once more with longer intervals where this machine was too busy to keep them: after a gap of three counts
 * begin anew (spec 1 §9.3).
 */
async function runInTime(
  argumentsOf: (choice: PollChoice) => readonly string[],
  choice: PollChoice,
): Promise<ProgramRun> {
  let run = await runProgram(argumentsOf(choice));
  for (let tries = 1; tries < TRIES; tries++) {
    const tookSecs = [...run.stderr.matchAll(TOOK_LONGER)].map(([, seconds]) => Number(seconds));
    if (tookSecs.length === 0) break;
    run = await runProgram(argumentsOf({ ...choice, intervalMs: Math.ceil(Math.max(...tookSecs) * 2_000) }));
  }
  return run;
}

/** Polls a still recording and compares every line of every poll, group by group; gives the program's lines. */
export async function expectLinesOf(
  manifest: string,
  port: number,
  community: string,
  data: AgentData,
  choice: PollChoice = {},
): Promise<DataLine[]> {
  const run = await runInTime((asked) => pollArguments(manifest, port, community, asked), choice);
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
  const run = await runInTime(
    (asked) => [...pollArguments(manifest, port, community, asked), "--entities", "--format=json"],
    choice,
  );
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
