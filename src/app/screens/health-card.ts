import type { ScreenCard } from "../../api/index.ts";
import type { CardSource } from "./card-view.ts";
import { foldOf, thresholdsOf } from "./chart-options.ts";
import { chartEntities } from "./chart-view.ts";
import { metricView } from "./metric-view.ts";
import { mapsAt, textAt } from "./plain.ts";

/** Tiles with one value each: charts of single values. */
export function healthCard({ frame, card, template, shown, world }: CardSource): ScreenCard | undefined {
  const entities = chartEntities(template, shown);
  const charts = mapsAt(card, "tiles").map((tile, index) => {
    const metric = metricView(tile, { shown, world, ...entities, kind: "line" });
    return {
      key: String(index),
      title: textAt(tile, "displayName") ?? "Value",
      kind: "single" as const,
      metrics: "fault" in metric ? [] : [metric],
      entitySelector: entities.selector,
      stacked: false,
      paletteStart: 0,
      fold: foldOf(tile),
      sparkline: true,
      trend: false,
      thresholds: thresholdsOf(tile),
      ...("fault" in metric ? { fault: metric.fault } : {}),
    };
  });
  return charts.length === 0 ? undefined : { ...frame, kind: "charts", visible: charts.length, charts };
}
