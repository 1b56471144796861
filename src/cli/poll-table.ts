import { visibleText } from "../app/index.ts";
import type { Sample } from "../mapping/index.ts";
import { alignColumns, clip } from "./table.ts";

/**
 * One row a sample; what all of them share stands once above.
 * @param columns  of the terminal, to which lines are cut; undefined where they may have any length
 */
export function samplesAsTable(samples: readonly Sample[], columns?: number): string {
  if (samples.length === 0) return "no lines\n";
  const shared = sharedDimensions(samples);
  const rank = rankOfKeys(samples);
  const head = ["metric", "type", "value", "dimensions"];
  const rows = samples.map((sample) => [
    sample.key,
    sample.type,
    String(sample.value),
    sample.dimensions
      .filter(([key]) => !shared.has(key))
      .toSorted(([a], [b]) => rank.get(a)! - rank.get(b)!)
      .map(([key, value]) => `${key}=${visibleText(value)}`)
      .join(" "),
  ]);
  const lines = [...sharedAsLines(shared), ...alignColumns([head, ...rows], new Set([2]))];
  return lines.map((line) => `${columns === undefined ? line : clip(line, columns)}\n`).join("");
}

function sharedAsLines(shared: ReadonlyMap<string, string>): string[] {
  if (shared.size === 0) return [];
  const rows = [...shared].map(([key, value]) => [`  ${key}`, visibleText(value)]);
  return ["all lines", ...alignColumns(rows), ""];
}

/** Dimensions that are the same on every line. */
function sharedDimensions(samples: readonly Sample[]): Map<string, string> {
  const shared = new Map(samples[0]!.dimensions);
  for (const { dimensions } of samples) {
    const own = new Map(dimensions);
    for (const [key, value] of shared) if (own.get(key) !== value) shared.delete(key);
  }
  return shared;
}

/** What tells rows apart best comes first, before a terminal cuts: keys with many values, short ones before long. */
function rankOfKeys(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const valuesOf = new Map<string, Set<string>>();
  for (const [key, value] of samples.flatMap(({ dimensions }) => dimensions)) {
    const values = valuesOf.get(key);
    if (values === undefined) valuesOf.set(key, new Set([value]));
    else values.add(value);
  }
  const keys = [...valuesOf].map(([key, values]) => {
    const length = [...values].reduce((sum, value) => sum + value.length, key.length * values.size);
    return { key, values: values.size, lengthOfOne: length / values.size };
  });
  keys.sort((a, b) => b.values - a.values || a.lengthOfOne - b.lengthOfOne);
  return new Map(keys.map(({ key }, rank) => [key, rank]));
}
