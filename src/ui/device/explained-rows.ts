import type { MetricExplanation } from "../../api/contract/index.ts";

type Row = MetricExplanation["uses"][number]["rows"][number];

/** What all lines say alike is told once; a single line is told whole. */
export function sharedDimensions(rows: readonly Row[]): Readonly<Record<string, string>> {
  const lines = rows.flatMap(({ dimensions }) => (dimensions === undefined ? [] : [dimensions]));
  const [first, ...others] = lines;
  if (first === undefined || others.length === 0) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((line) => line[key] === value)),
  );
}

/** `if.name = Gi1, if.alias = uplink`, without those that all rows share. */
export const dimensionText = (
  dimensions: Readonly<Record<string, string>> = {},
  shared: Readonly<Record<string, string>> = {},
): string =>
  Object.entries(dimensions)
    .filter(([key]) => !(key in shared))
    .map(([key, value]) => `${key} = ${value}`)
    .join(", ");
