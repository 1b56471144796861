import type { PolledCells, PollResult } from "../poll/index.ts";
import { type Oid, renderNumber, type SnmpValue } from "../smi/index.ts";
import type { Source } from "./roles.ts";

/** NaN for what is no number. */
export function numberIn(value: SnmpValue | undefined): number {
  if (value === undefined) return Number.NaN;
  // The usual kinds without a detour: this runs for each cell of each poll.
  if (value.type === "Integer32" || value.type === "Gauge32" || value.type === "Counter32")
    return value.value;
  const number = renderNumber(value);
  return number === undefined ? Number.NaN : Number(number);
}

/** The cells of a column that was read whole; undefined when there are none, or some are unknown. */
export function wholeColumn(result: PollResult, oid: Oid | undefined): PolledCells | undefined {
  if (oid === undefined || result.incomplete.has(oid) || result.after.has(oid)) return undefined;
  const cells = result.columns.get(oid);
  return cells === undefined || cells.size === 0 ? undefined : cells;
}

/** All values of a source added up, in its unit; NaN when it has none. */
export function sumOf(source: Source | undefined, result: PollResult): number {
  return fold(source, result, (sum, value) => sum + value);
}

/** The highest value of a source, in its unit; NaN when it has none. */
export function highestOf(source: Source | undefined, result: PollResult): number {
  return fold(source, result, Math.max);
}

function fold(
  source: Source | undefined,
  result: PollResult,
  join: (left: number, right: number) => number,
): number {
  if (source === undefined) return Number.NaN;
  const { oid, perRow, meaning } = source;
  if (!perRow) return numberIn(result.scalars.get(oid)) * meaning.scale;
  let folded = Number.NaN;
  for (const value of wholeColumn(result, oid)?.values() ?? []) {
    const number = numberIn(value) * meaning.scale;
    if (Number.isNaN(number)) continue;
    folded = Number.isNaN(folded) ? number : join(folded, number);
  }
  return folded;
}

export const asPercent = (value: number): number => (value >= 0 ? Math.min(100, value) : Number.NaN);
