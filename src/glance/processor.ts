import type { PollResult } from "../poll/index.ts";
import { asPercent, highestOf, sumOf, wholeColumn } from "./cells.ts";
import type { GroupRoles, Source } from "./roles.ts";

/** hrProcessorTable has a row for each core: only together they are the processor. */
const CORE_COLUMN = "1.3.6.1.2.1.25.3.3.1.2";

/**
 * How busy the processors are, by the first source that has values. Of several processors (members of a stack, line
 * cards) the busiest counts, of cores the mean.
 * @returns percent; NaN when nothing tells
 */
export function cpuPercentOf({ cpu, cpuIdle }: GroupRoles, result: PollResult): number {
  for (const source of cpu) {
    const percent = asPercent(busyOf(source, result));
    if (!Number.isNaN(percent)) return percent;
  }
  for (const source of cpuIdle) {
    const percent = asPercent(100 - highestOf(source, result));
    if (!Number.isNaN(percent)) return percent;
  }
  return Number.NaN;
}

function busyOf(source: Source, result: PollResult): number {
  if (source.oid !== CORE_COLUMN) return highestOf(source, result);
  return sumOf(source, result) / (wholeColumn(result, source.oid)?.size ?? 0);
}
