import {
  type AdHocPlan,
  type AdHocRequest,
  COMMAND_LINE,
  createNameService,
  DEFAULT_LABEL_REFRESH_MS,
  type Finding,
  formatFinding,
  openSnmp,
  type PollReport,
  pollOnce,
  prepareAdHoc,
  secretReader,
} from "../app/index.ts";
import { createLogger, systemClock } from "../base/index.ts";
import type { Sample } from "../mapping/index.ts";
import { counted } from "./counted.ts";
import type { DeviceFlags } from "./device-flags.ts";
import { deviceOf, givenDeviceFlags } from "./device-options.ts";
import { inFlagWords } from "./flag-words.ts";
import { EXIT, progressLine } from "./output.ts";
import { hintsAtMore, slowDevices, whyNothingToPoll } from "./poll-hints.ts";
import { entitiesAsLines, reportAsJson } from "./poll-output.ts";
import { samplesAsTable } from "./poll-table.ts";
import { exitCodeOf, verdictLines } from "./poll-verdicts.ts";
import type { CommandContext } from "./program.ts";
import { type TraceForm, tracing } from "./trace-output.ts";
import { usage } from "./usage.ts";
import { varsOf } from "./vars.ts";

export interface PollFlags extends DeviceFlags {
  readonly manifest: string;
  readonly config?: string;
  readonly device: readonly string[];
  readonly featureSets?: readonly string[];
  readonly var: readonly string[];
  readonly polls: number;
  readonly intervalMs: number;
  readonly format: "lines" | "json" | "table";
  readonly entities?: true;
  readonly trace?: TraceForm;
  readonly mibDir: readonly string[];
}

/**
 * Polls now. Standard output gets the result and nothing else; findings, progress and device errors go to stderr.
 * A signal ends the polls, and what they brought is printed.
 */
export async function poll(flags: PollFlags, context: CommandContext): Promise<number> {
  const { out, err } = context.terminal;
  const tell = (lines: readonly string[]): void => {
    for (const line of lines) err.write(`${line}\n`);
  };
  checkUsage(flags);
  const { ready, findings } = await prepareAdHoc(await requestOf(flags, context.env));
  tell(findings.filter((finding) => isWorthTelling(finding, ready !== undefined)).map(inWordsOfItsPlace));
  if (ready === undefined) return exitCodeOfRefusal(findings);
  const nothing = whyNothingToPoll(ready);
  if (nothing !== undefined) tell([nothing]);
  const samples: Sample[] = [];
  const progress = progressLine(err);
  progress.show(`polling ${counted(ready.plans.flatMap(({ devices }) => devices).length, "device")} …`);
  const report = await pollOnce({
    prepared: ready,
    polls: flags.polls,
    intervalMs: flags.intervalMs,
    clock: systemClock,
    logger: createLogger("warn"),
    names: createNameService(systemClock),
    open: openSnmp(systemClock, {
      traceOf: flags.trace && tracing(flags.trace, ready.catalogue, systemClock, tell),
    }),
    labelRefreshMs: DEFAULT_LABEL_REFRESH_MS,
    signal: context.signal,
    onRound: (round, outcomes) => {
      progress.clear();
      if (round < flags.polls) tell(slowDevices(outcomes, flags.intervalMs));
      for (const outcome of outcomes) {
        if (flags.format !== "lines") samples.push(...outcome.samples);
        else out.write(outcome.batch.bytes);
      }
      if (round < flags.polls)
        progress.show(`poll ${round} of ${flags.polls} done, next in ${flags.intervalMs / 1_000} s …`);
    },
  });
  progress.clear();
  printResult({ ready, samples, report }, flags, out);
  tell(verdictLines(report, flags.config === undefined ? inFlagWords : (text) => text));
  const code = exitCodeOf(report);
  if (code === EXIT.ok) tell(hintsAtMore(ready, flags));
  if (report.interrupted) tell(["interrupted: this is what came until then"]);
  return code;
}

function checkUsage(flags: PollFlags): void {
  const example = "For example --device 192.0.2.10 --community public.";
  const [byConfig, byDevice] = [flags.config !== undefined, flags.device.length > 0];
  if (!byConfig && !byDevice) throw usage("poll needs --config FILE or --device HOST.", example);
  if (byConfig && byDevice)
    throw usage("poll takes --config or --device, not both.", "Leave one of them out.");
  const given = givenDeviceFlags(flags);
  if (byConfig && given.length > 0) {
    const [are, them] = given.length === 1 ? ["has", "it"] : ["have", "them"];
    throw usage(
      `${given.join(", ")} ${are} no effect with --config: credentials and options come from the configuration.`,
      `Change them in ${flags.config}, or leave ${them} out.`,
    );
  }
}

async function requestOf(flags: PollFlags, env: CommandContext["env"]): Promise<AdHocRequest> {
  return {
    manifest: flags.manifest,
    config: flags.config,
    devices: flags.device.map((device) => deviceOf(device, flags, env)),
    featureSets: flags.featureSets,
    vars: varsOf(flags.var),
    mibDirs: flags.mibDir,
    intervalMs: flags.polls > 1 ? flags.intervalMs : undefined,
    secrets: await secretReader(undefined, env),
  };
}

/** Lines were printed as they came; everything else needs the whole. */
function printResult(
  { ready, samples, report }: { ready: AdHocPlan; samples: readonly Sample[]; report: PollReport },
  { format, entities: wanted }: PollFlags,
  out: CommandContext["terminal"]["out"],
): void {
  const entities = wanted === true;
  if (format === "json") out.write(reportAsJson(ready, samples, report, entities));
  if (format === "table") out.write(samplesAsTable(samples, out.isTTY ? out.columns : undefined));
  if (format !== "json" && entities) out.write(entitiesAsLines(report));
}

/** Warnings wait until nothing is refused. */
function isWorthTelling({ severity }: Finding, ready: boolean): boolean {
  return severity === "error" || (ready && severity === "warning");
}

function inWordsOfItsPlace(finding: Finding): string {
  if (finding.file !== COMMAND_LINE) return formatFinding(finding);
  return formatFinding({ ...finding, message: inFlagWords(finding.message) });
}

function exitCodeOfRefusal(findings: readonly Finding[]): number {
  const errors = findings.filter(({ severity }) => severity === "error");
  return errors.every(({ file }) => file === COMMAND_LINE) ? EXIT.usage : EXIT.failed;
}
