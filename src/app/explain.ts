import { AppError, type Logger } from "../base/index.ts";
import { type DeviceIdentity, explainMetric, type RowExplanation } from "../mapping/index.ts";
import type { GroupPlan, MetricPlan, PollPlan, PollTask, SubgroupPlan } from "../plan/index.ts";
import type { PollResult } from "../poll/index.ts";
import type { TraceEvent } from "../snmp/index.ts";
import { nearest } from "../source/index.ts";
import type { AdHocPlan } from "./adhoc.ts";
import { DeviceSession, type SessionHost } from "./device-session.ts";

/** One way in which the manifest makes a metric; a key may have several. */
export interface MetricUse {
  readonly task: PollTask;
  readonly subgroup: SubgroupPlan;
  readonly metric: MetricPlan;
}

/** What one poll had to do with a metric. */
export interface ExplainedPoll {
  readonly result: PollResult;
  readonly identity: DeviceIdentity;
  /** What went over the wire in this poll. */
  readonly events: readonly TraceEvent[];
}

export interface Explanation {
  readonly use: MetricUse;
  readonly polls: readonly ExplainedPoll[];
  /** Of the last poll; empty when there was none. */
  readonly rows: readonly RowExplanation[];
}

export interface ExplainOptions extends Omit<SessionHost, "labelRefreshMs" | "wantedRows"> {
  readonly prepared: Pick<AdHocPlan, "plans" | "unusedFeatureSets">;
  /** `host:port` as the plan has it. */
  readonly device: string;
  /** Metric key, or a part that only one has. */
  readonly metric: string;
  /** Between the two polls that a count needs. */
  readonly intervalMs: number;
  readonly logger: Logger;
  /** Everything that went over the wire since the last call. */
  readonly takeEvents: () => readonly TraceEvent[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Polls a device for one metric, everything as it would be in the service, and tells how each of its rows did or did
 * not become a line. Counts are polled twice. Every column is read, labels too.
 * @throws {AppError} `app.unknown-metric`, `app.unclear-metric`, `app.unknown-device`
 */
export async function explainMetricOf(options: ExplainOptions): Promise<readonly Explanation[]> {
  const { prepared, clock, signal } = options;
  const plan = planOf(prepared.plans, options.device);
  const uses = usesOf(plan, options);
  const session = new DeviceSession(uses[0]!.task.device, plan.configurationId, {
    ...options,
    labelRefreshMs: undefined,
  });
  const tasks = [...new Set(uses.map(({ task }) => task))];
  const times = uses.some(({ metric }) => metric.type === "count") ? 2 : 1;
  const polls: (readonly ExplainedPoll[])[] = [];
  try {
    for (let number = 0; number < times; number++) {
      if (number > 0) await clock.sleepUntil(clock.monotonicMs() + options.intervalMs, signal);
      const { identity, results } = await session.poll(tasks, { signal });
      const events = options.takeEvents();
      polls.push(results.map((result) => ({ result, identity, events })));
      if (results.every(({ outcome }) => outcome === "failed")) break;
    }
  } finally {
    session.close();
  }
  return uses.map((use) =>
    explanationOf(
      use,
      polls.map((results) => results[tasks.indexOf(use.task)]!),
    ),
  );
}

function explanationOf(use: MetricUse, polls: readonly ExplainedPoll[]): Explanation {
  const { task, metric, subgroup } = use;
  const device = polls.at(-1)!.identity;
  const results = polls.map(({ result }) => result);
  return { use, polls, rows: explainMetric({ task, device, results }, subgroup, metric) };
}

function planOf(plans: readonly PollPlan[], device: string): PollPlan {
  const plan = plans.find(({ devices }) => devices.some(({ id }) => id === device));
  if (plan !== undefined) return plan;
  const known = plans.flatMap(({ devices }) => devices.map(({ id }) => id));
  throw new AppError("app.unknown-device", `no configuration polls ${device}.`, {
    remedy: `It polls ${listed(known)}.`,
  });
}

/** Where the plan makes the metric: an exact key, else the one key that ends so, else the one that holds it. */
function usesOf(plan: PollPlan, { device, metric: wanted, prepared }: ExplainOptions): readonly MetricUse[] {
  const all = plan.tasks
    .filter((task) => task.device.id === device)
    .flatMap((task) => metricsOf(task.group).map((use) => ({ ...use, task })));
  const fits = [
    (key: string) => key === wanted,
    (key: string) => key.endsWith(wanted),
    (key: string) => key.includes(wanted),
  ];
  const uses = fits
    .map((fit) => all.filter(({ metric }) => fit(metric.key)))
    .find(({ length }) => length > 0);
  if (uses === undefined) {
    throw new AppError(
      "app.unknown-metric",
      `nothing that is polled of ${device} makes a metric ${wanted}.`,
      {
        remedy: remedyFor(wanted, keysOf(all), prepared.unusedFeatureSets),
      },
    );
  }
  const keys = keysOf(uses);
  if (keys.length === 1) return uses;
  throw new AppError("app.unclear-metric", `${keys.length} metrics are meant by ${wanted}.`, {
    remedy: `Write one of ${listed(keys)}.`,
  });
}

const keysOf = (uses: readonly MetricUse[]): readonly string[] => [
  ...new Set(uses.map(({ metric }) => metric.key)),
];

/** The key that was meant; else all there are, and where others may be. */
function remedyFor(wanted: string, keys: readonly string[], unused: readonly string[]): string {
  const endings = new Map(keys.flatMap((key) => endingsOf(key).map((ending) => [ending, key] as const)));
  const similar = nearest(wanted, endings.keys());
  if (similar !== undefined) return `Did you mean ${endings.get(similar)}?`;
  const off = unused.length === 0 ? "" : ` Not polled are the feature sets ${listed(unused)}.`;
  return `Polled are ${listed(keys)}.${off}`;
}

/** `a.if.status` → `a.if.status`, `if.status`, `status`: people write the end of a key. */
function endingsOf(key: string): readonly string[] {
  const words = key.split(".");
  return words.map((_, i) => words.slice(i).join("."));
}

function metricsOf({
  subgroups,
}: GroupPlan): { readonly subgroup: SubgroupPlan; readonly metric: MetricPlan }[] {
  return subgroups.flatMap((subgroup) => subgroup.metrics.map((metric) => ({ subgroup, metric })));
}

const LISTED_MAX = 20;

function listed(names: readonly string[]): string {
  const more = names.length - LISTED_MAX;
  return names.slice(0, LISTED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
