import type { ScreenChart } from "../../api/index.ts";
import { mapAt, mapsAt, numberAt, type Plain, textAt } from "./plain.ts";

// How a chart wants to be drawn, besides its metrics.

/** Which colour of our palette is nearest to a theme; others begin with the first. */
const THEMES: Readonly<Record<string, number>> = {
  ORANGE: 1,
  RED: 1,
  PURPLE: 2,
  GREEN: 3,
  PINK: 4,
  ROYALBLUE: 5,
  BLUE: 5,
  YELLOW: 6,
  GRAY: 7,
};

export function paletteStart(config: Plain, metrics: readonly Plain[]): number {
  const themes = [config, ...metrics].flatMap(
    (one) => textAt(mapAt(one, "visualization"), "themeColor") ?? textAt(one, "themeColor") ?? [],
  );
  return THEMES[themes[0]?.toUpperCase() ?? ""] ?? 0;
}

const FOLDS: Readonly<Record<string, ScreenChart["fold"]>> = {
  MAX: "max",
  MIN: "min",
  SUM: "sum",
  VALUE: "sum",
  AVG: "avg",
  MEDIAN: "median",
  PERCENTILE_10: "p10",
  PERCENTILE_75: "p75",
  PERCENTILE_90: "p90",
};

/** A single value is the latest unless the manifest wants another: that is how things are now. */
export const foldOf = (config: Plain): ScreenChart["fold"] =>
  FOLDS[textAt(config, "foldTransformation")?.toUpperCase() ?? ""] ?? "last";

const THRESHOLDS_MAX = 5;
const COLOUR = /^#[\da-f]{6}$/i;

/** `thresholds: [{ value: 80, color: "#ff0000" }]`; zero sets nothing apart. */
export function thresholdsOf(config: Plain): ScreenChart["thresholds"] {
  return mapsAt(config, "thresholds")
    .flatMap((one) => {
      const [from, color] = [numberAt(one, "value"), textAt(one, "color")];
      if (from === undefined || from === 0) return [];
      return [{ from, ...(color !== undefined && COLOUR.test(color) && { color }) }];
    })
    .toSorted((a, b) => a.from - b.from)
    .slice(0, THRESHOLDS_MAX);
}

/** Where the value axis shall begin and end, as 0 and 100 for percent; what is not a number, as `AUTO`, is left open. */
export function axisEnds(config: Plain): { readonly min?: number; readonly max?: number } {
  const axes = mapsAt(config, "yAxes");
  const [min] = axes.flatMap((axis) => numberAt(axis, "min") ?? []);
  const [max] = axes.flatMap((axis) => numberAt(axis, "max") ?? []);
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

const AGGREGATIONS: ReadonlySet<string> = new Set(["AVG", "MIN", "MAX", "SUM", "COUNT", "MEDIAN"]);

/** `defaultAggregation` as a transformation; undefined for none, and for what is not known here. */
export function aggregationOf(config: Plain): string | undefined {
  const name = textAt(config, "defaultAggregation")?.toUpperCase();
  return name !== undefined && AGGREGATIONS.has(name) ? name.toLowerCase() : undefined;
}
