/**
 * The value that so many percent of the values do not exceed, as carriers bill: the 95th percentile leaves out the busiest
 * twentieth of the time (nearest rank). Gaps do not count.
 * @returns undefined where nothing was measured
 */
export function percentile(values: readonly (number | null)[], percent: number): number | undefined {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

/** The mean of what was measured. */
export function meanOf(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

export function highestOf(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : Math.max(...known);
}
