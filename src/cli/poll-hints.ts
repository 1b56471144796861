import type { AdHocPlan, PollOutcome } from "../app/index.ts";
import type { PollFlags } from "./poll.ts";

/** What the manifest offers that these flags did not ask for; for people who got something and may want more. */
export function hintsAtMore(ready: AdHocPlan, flags: PollFlags): string[] {
  const hints: string[] = [];
  const byDefault = flags.featureSets === undefined && flags.config === undefined;
  if (byDefault && ready.unusedFeatureSets.length > 0) {
    hints.push(
      `left out: feature sets ${ready.unusedFeatureSets.join(", ")} (--feature-sets all takes them in)`,
    );
  }
  const metrics = ready.plans.flatMap(({ groups }) =>
    groups.flatMap(({ subgroups }) => subgroups.flatMap((subgroup) => subgroup.metrics)),
  );
  if (flags.polls === 1 && metrics.some(({ type }) => type === "count")) {
    hints.push("counts need two polls to show a delta (--polls 2)");
  }
  return hints;
}

/** Why there is nothing to ask; undefined when there is. */
export function whyNothingToPoll({ plans, manifest }: AdHocPlan): string | undefined {
  if (plans.some(({ groups }) => groups.length > 0)) return undefined;
  return manifest.traps.length > 0
    ? "nothing to poll: this extension receives SNMP traps"
    : "nothing to poll: no configuration is enabled, or no metric is chosen";
}

/** A poll that takes longer than the interval delays the next; beyond three intervals counts begin anew. */
export function slowDevices(outcomes: readonly PollOutcome[], intervalMs: number): string[] {
  const tookMs = new Map<string, number>();
  // Groups that were read together share the time of the read.
  for (const { task, durationMs } of outcomes)
    tookMs.set(task.device.id, Math.max(tookMs.get(task.device.id) ?? 0, durationMs));
  return [...tookMs]
    .filter(([, ms]) => ms > intervalMs)
    .map(
      ([device, ms]) =>
        `${device} took ${(ms / 1_000).toFixed(1)} s, longer than --interval-ms ${intervalMs}; counts may be missing`,
    );
}
