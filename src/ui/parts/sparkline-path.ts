export interface SparklineBox {
  readonly width: number;
  readonly height: number;
  readonly max?: number | undefined;
}

/** Half of the stroke, so that nothing is cut off. */
const EDGE = 1;

/**
 * The paths of a sparkline; from zero, so that small changes look small. Gaps stay gaps.
 * @param values  oldest first, spread over the whole width; null: nothing measured
 */
export function sparklinePath(
  values: readonly (number | null)[],
  { width, height, max }: SparklineBox,
): { readonly line: string; readonly area: string } {
  const top = max ?? values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const step = values.length > 1 ? (width - 2 * EDGE) / (values.length - 1) : 0;
  const floor = height - EDGE;
  const y = (value: number): string =>
    (floor - (top > 0 ? Math.min(1, value / top) : 0) * (height - 2 * EDGE)).toFixed(1);
  const x = (i: number): string => (EDGE + i * step).toFixed(1);
  let [line, area] = ["", ""];
  for (const [from, to] of runs(values)) {
    const points = Array.from({ length: to - from }, (_, i) => `${x(from + i)} ${y(values[from + i]!)}`);
    // A single value between gaps is still seen.
    line += points.length === 1 ? `M${points[0]}h1` : `M${points.join("L")}`;
    area += `M${x(from)} ${floor}L${points.join("L")}L${x(to - 1)} ${floor}Z`;
  }
  return { line, area };
}

/** Stretches without a gap, each [from, to). */
function* runs(values: readonly (number | null)[]): Generator<readonly [number, number]> {
  let from = 0;
  while (from < values.length) {
    if (values[from] === null) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < values.length && values[to] !== null) to += 1;
    yield [from, to];
    from = to;
  }
}
