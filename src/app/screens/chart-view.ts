import type { ScreenChart } from "../../api/index.ts";
import { aggregationOf, axisEnds, foldOf, paletteStart, thresholdsOf } from "./chart-options.ts";
import { isShown } from "./conditions.ts";
import { type ChartPlace, kindOf, metricView } from "./metric-view.ts";
import { flagAt, mapAt, mapsAt, type Plain, textAt } from "./plain.ts";
import {
  conditionsOf,
  faultOfSelector,
  filled,
  type ScreenWorld,
  type Shown,
  typeOfSelector,
} from "./screen-world.ts";

/** Whose series the charts of a card show. */
export interface ChartEntities {
  readonly selector: string;
  readonly type: string | undefined;
  readonly several: boolean;
  readonly inList?: boolean;
  readonly byTuple?: boolean;
}

/** @param template  of the card; default: what is shown itself */
export function chartEntities(template: string | undefined, shown: Shown): ChartEntities {
  if (template === undefined || template.trim() === "$(entityConditions)") {
    return { selector: conditionsOf(shown), type: shown.type, several: shown.entity === undefined };
  }
  const selector = filled(template, shown);
  return { selector, type: typeOfSelector(selector), several: true };
}

/** The charts of a card that conditions let be seen, in their order. */
export async function chartsOf(
  card: Plain,
  entities: ChartEntities,
  shown: Shown,
  world: ScreenWorld,
): Promise<readonly ScreenChart[]> {
  const charts: ScreenChart[] = [];
  for (const chart of mapsAt(card, "charts")) {
    if (await isShown(chart, shown, world))
      charts.push(chartView(chart, charts.length, entities, shown, world));
  }
  return charts;
}

const KINDS: Readonly<Record<string, ScreenChart["kind"]>> = {
  GRAPH_CHART: "graph",
  SINGLE_VALUE: "single",
  PIE_CHART: "pie",
  TOP_LIST: "table",
  TABLE: "table",
};

function chartView(
  chart: Plain,
  index: number,
  entities: ChartEntities,
  shown: Shown,
  world: ScreenWorld,
): ScreenChart {
  const config = configOf(chart);
  const aggregation = aggregationOf(config);
  const place: ChartPlace = { shown, world, ...entities, kind: kindOf(config, "line"), aggregation };
  const views = metricsIn(config).map((metric) => metricView(metric, place));
  const metrics = views.flatMap((view) => ("fault" in view ? [] : [view]));
  const faults = views.flatMap((view) => ("fault" in view ? [view.fault] : []));
  const fault = faultOfSelector(entities.selector) ?? faults[0];
  return {
    key: String(index),
    title: textAt(chart, "displayName") ?? textAt(config, "displayName") ?? metrics[0]?.label ?? "Chart",
    kind: KINDS[textAt(chart, "visualizationType")?.toUpperCase() ?? ""] ?? "graph",
    metrics,
    entitySelector: entities.selector,
    stacked: flagAt(config, "stacked") === true,
    paletteStart: paletteStart(config, metricsIn(config)),
    fold: foldOf(config),
    sparkline: flagAt(config, "showSparkline") !== false,
    trend: flagAt(config, "showTrend") === true,
    thresholds: thresholdsOf(config),
    ...axisEnds(config),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** `graphChartConfig` and the like; legacy charts hold their metrics themselves. */
function configOf(chart: Plain): Plain {
  const key = Object.keys(chart).find((one) => one.endsWith("Config"));
  return key === undefined ? chart : mapAt(chart, key);
}

function metricsIn(config: Plain): readonly Plain[] {
  const one = mapAt(config, "metric");
  return textAt(one, "metricSelector") === undefined ? mapsAt(config, "metrics") : [one];
}
