import {
  type AdHocPlan,
  createNameService,
  formatFinding,
  openSnmp,
  type PollOutcome,
  type PollReport,
  pollOnce,
  prepareAdHoc,
} from "../app/index.ts";
import { createLogger, systemClock } from "../base/index.ts";
import { advancedOf, type DeviceFlags, deviceOf, usage } from "./device-options.ts";
import { EXIT, progressLine } from "./output.ts";
import { entitiesAsLines, reportAsJson, samplesAsTable } from "./poll-output.ts";
import type { CommandContext } from "./program.ts";
import { varsOf } from "./vars.ts";

interface PollFlags extends DeviceFlags {
  readonly manifest: string;
  readonly config?: string;
  readonly device: readonly string[];
  readonly featureSets?: readonly string[];
  readonly var: readonly string[];
  readonly polls: number;
  readonly intervalMs: number;
  readonly format: "lines" | "json" | "table";
  readonly entities?: true;
  readonly mibDir: readonly string[];
}

/** Polls now. Standard output gets the result and nothing else; findings, progress and device errors go to stderr. */
export async function poll(flags: PollFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  checkUsage(flags);
  const { ready, findings } = await prepareAdHoc({
    manifest: flags.manifest,
    config: flags.config,
    devices: flags.device.map((device) => deviceOf(device, flags, context.env)),
    advanced: advancedOf(flags),
    featureSets: flags.featureSets,
    vars: varsOf(flags.var),
    mibDirs: flags.mibDir,
    intervalMs: flags.polls > 1 ? flags.intervalMs : undefined,
  });
  for (const finding of findings.filter(
    ({ severity }) => severity === "error" || (ready !== undefined && severity === "warning"),
  )) {
    terminal.err.write(`${formatFinding(finding)}\n`);
  }
  if (ready === undefined) return EXIT.failed;
  hintAtWhatIsLeftOut(ready, flags, context);
  const samples: PollOutcome["samples"][number][] = [];
  const progress = progressLine(terminal.err);
  progress.show(`polling ${ready.plans.reduce((sum, { devices }) => sum + devices.length, 0)} devices …`);
  const report = await pollOnce({
    prepared: ready,
    polls: flags.polls,
    intervalMs: flags.intervalMs,
    clock: systemClock,
    logger: createLogger("warn"),
    names: createNameService(systemClock),
    open: openSnmp(systemClock),
    signal: context.signal,
    onRound: (round, outcomes) => {
      progress.clear();
      warnWhenSlow(round, outcomes, flags, context);
      if (flags.format === "lines") for (const outcome of outcomes) writeLines(outcome, context);
      else for (const outcome of outcomes) samples.push(...outcome.samples);
      if (round < flags.polls)
        progress.show(`poll ${round} of ${flags.polls} done, next in ${flags.intervalMs / 1_000} s …`);
    },
  });
  if (flags.format === "json")
    terminal.out.write(reportAsJson(ready, samples, report, flags.entities === true));
  if (flags.format === "table") terminal.out.write(samplesAsTable(samples));
  if (flags.format !== "json" && flags.entities === true) terminal.out.write(entitiesAsLines(report));
  return reportDevices(report, context);
}

function checkUsage(flags: PollFlags): void {
  if ((flags.config === undefined) === (flags.device.length === 0)) {
    throw usage(
      "poll needs either --config FILE or --device HOST.",
      "For example --device 192.0.2.10 --community public.",
    );
  }
  if (!Number.isInteger(flags.polls) || flags.polls < 1)
    throw usage("--polls is a whole number from 1 on.", "Counts need 2.");
  if (!Number.isFinite(flags.intervalMs) || flags.intervalMs < 0) {
    throw usage("--interval-ms is a number of milliseconds.", "For example --interval-ms 10000.");
  }
}

function hintAtWhatIsLeftOut(ready: AdHocPlan, flags: PollFlags, { terminal }: CommandContext): void {
  const groups = ready.plans.flatMap((plan) => plan.groups);
  if (groups.length === 0) {
    const traps = ready.manifest.traps.length > 0;
    terminal.err.write(traps ? "nothing to poll: this extension receives SNMP traps\n" : "nothing to poll\n");
  } else if (
    flags.featureSets === undefined &&
    flags.config === undefined &&
    ready.unusedFeatureSets.length > 0
  ) {
    terminal.err.write(
      `left out: feature sets ${ready.unusedFeatureSets.join(", ")} (--feature-sets all takes them in)\n`,
    );
  }
  const counts = groups.some((group) =>
    group.subgroups.some(({ metrics }) => metrics.some(({ type }) => type === "count")),
  );
  if (flags.polls === 1 && counts) terminal.err.write("counts need two polls to show a delta (--polls 2)\n");
}

/** A poll that takes longer than the interval delays the next; beyond three intervals counts begin anew. */
function warnWhenSlow(
  round: number,
  outcomes: readonly PollOutcome[],
  flags: PollFlags,
  { terminal }: CommandContext,
): void {
  if (round === flags.polls) return;
  const tookMs = new Map<string, number>();
  for (const { task, durationMs } of outcomes)
    tookMs.set(task.device.id, (tookMs.get(task.device.id) ?? 0) + durationMs);
  for (const [device, ms] of tookMs) {
    if (ms <= flags.intervalMs) continue;
    const seconds = (ms / 1_000).toFixed(1);
    terminal.err.write(
      `${device} took ${seconds} s, longer than --interval-ms ${flags.intervalMs}; counts may be missing\n`,
    );
  }
}

function writeLines(outcome: PollOutcome, { terminal }: CommandContext): void {
  if (outcome.lines.length > 0) terminal.out.write(`${outcome.lines.map(({ text }) => text).join("\n")}\n`);
}

/** Tells of devices that are not well; 3 when one did not answer at all. */
function reportDevices(report: PollReport, { terminal }: CommandContext): number {
  let silent = 0;
  for (const { id, verdict } of report.devices) {
    if (verdict.code === "OK" || verdict.code === "PENDING") continue;
    // Messages of the client begin with the device themselves.
    terminal.err.write(`${id} ${verdict.code} ${verdict.message.replace(`${id}: `, "")}\n`);
    if (verdict.code !== "WARNING") silent += 1;
  }
  return silent > 0 ? EXIT.someDevicesFailed : EXIT.ok;
}
