import type { PollOutcome } from "./pipeline.ts";

/**
 * Why the polls of a device gave not one line, in words: no rows, no objects, no second poll. Empty when a poll
 * failed, for then the verdict says it, or when nothing was asked.
 */
export function whyNoLines(outcomes: readonly PollOutcome[]): readonly string[] {
  const notes = outcomes.flatMap((outcome) => outcome.notes ?? []);
  const sum = (of: (note: (typeof notes)[number]) => number): number =>
    notes.reduce((total, note) => total + of(note), 0);
  const noNumbers = notes.flatMap(({ notANumber }) => [...notANumber.values()]);
  return [
    reason(
      sum(({ filteredOutRows }) => filteredOutRows),
      "row",
      `filtered out${filters(outcomes)}`,
    ),
    reason(
      outcomes.reduce((total, { absent }) => total + absent, 0),
      "OID",
      "without an instance on the device",
    ),
    reason(
      noNumbers.reduce((total, { count }) => total + count, 0),
      "value",
      "not a number",
    ),
    reason(
      sum(({ counters }) => counters.firstSamples),
      "counter",
      "without an earlier value; counts need two polls",
    ),
  ].flatMap((text) => text ?? []);
}

function reason(count: number, noun: string, text: string): string | undefined {
  return count === 0 ? undefined : `${count} ${noun}${count === 1 ? "" : "s"} ${text}`;
}

/** The dimensions with a filter: one of them keeps the rows back. */
function filters(outcomes: readonly PollOutcome[]): string {
  const subgroups = outcomes.flatMap(({ task }) => task.group.subgroups);
  const keys = subgroups.flatMap(({ dimensions }) =>
    dimensions.filter(({ filter }) => filter !== undefined).map(({ key }) => key),
  );
  return keys.length === 0 ? "" : ` by ${[...new Set(keys)].join(", ")}`;
}
