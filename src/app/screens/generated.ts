import type { ScreenCard, ScreenChart, ScreenColumn } from "../../api/index.ts";
import { RELATION_NAMES } from "../../manifest/index.ts";
import { shownEntity, shownList } from "../../query/index.ts";
import { dimensionKeyOf } from "../../topology/index.ts";
import { entityTypeJson } from "../entities/entity-types.ts";
import { type ChartEntities, chartEntities } from "./chart-view.ts";
import { metricView } from "./metric-view.ts";
import { conditionsOf, type ScreenWorld, type Shown } from "./screen-world.ts";
import { metricsOfType } from "./type-metrics.ts";

// What a page shows when no manifest says it: what is measured, and what belongs together.

const CHARTS_MAX = 40;
const VISIBLE = 6;
const COLUMNS_MAX = 6;
const ROWS = 10;
/** Charts are columns of their rows. */
const BESIDE = { visible: 2, chartsAbove: false } as const;

/** The page of an entity whose type has no screen. */
export function generatedCards(shown: Shown, world: ScreenWorld): ScreenCard[] {
  const charts = generatedCharts(chartEntities(undefined, shown), shown, world);
  const measured: ScreenCard[] =
    charts.length === 0
      ? []
      : [{ key: "metrics", title: "Measurements", width: "full", kind: "charts", visible: VISIBLE, charts }];
  return [...measured, ...relatedLists(shown, world)];
}

/** The list of a type for which no manifest has one. */
export function generatedList(shown: Shown, world: ScreenWorld): ScreenCard {
  const selector = conditionsOf(shown);
  const charts = generatedCharts({ selector, type: shown.type, several: true, inList: true }, shown, world);
  return {
    key: "list",
    title: "All",
    width: "full",
    kind: "entities",
    entitySelector: selector,
    type: shown.type,
    rows: ROWS,
    columns: declaredColumns(shown.type, world),
    charts: charts.slice(0, 2),
    ...BESIDE,
  };
}

export function typeNameOf(type: string, { manifests }: ScreenWorld): string {
  return entityTypeJson(
    type,
    manifests.map(({ topology }) => topology),
    false,
  ).displayName;
}

/** The first of what the topology declares; the name is there anyway. */
function declaredColumns(type: string, { manifests }: ScreenWorld): ScreenColumn[] {
  const { properties } = entityTypeJson(
    type,
    manifests.map(({ topology }) => topology),
    false,
  );
  return properties
    .filter(({ id }) => id !== "detectedName")
    .slice(0, COLUMNS_MAX)
    .map(({ id, displayName }) => ({ key: id, kind: "attribute", title: displayName }));
}

/** One for each metric; those of both directions together. */
function generatedCharts(entities: ChartEntities, shown: Shown, world: ScreenWorld): ScreenChart[] {
  const pairs = new Map<string, string[]>();
  for (const key of metricsOfType(shown.type, world)) {
    const pair = key.replaceAll(DIRECTION, "$1*");
    const keys = pairs.get(pair);
    if (keys === undefined) pairs.set(pair, [key]);
    else keys.push(key);
  }
  const place = { shown, world, ...entities, kind: "line" as const };
  return [...pairs.values()].slice(0, CHARTS_MAX).map((keys, index) => {
    const views = keys.map((key) => metricView({ metricSelector: selectorOf(key) }, place));
    const metrics = views.flatMap((view) => ("fault" in view ? [] : [view]));
    return {
      key: String(index),
      title: metrics.map(({ label }) => label).join(" · "),
      kind: "graph",
      metrics,
      entitySelector: entities.selector,
      stacked: false,
      paletteStart: 0,
      fold: "last",
      sparkline: true,
      trend: false,
      thresholds: [],
    };
  });
}

/** What differs in the keys of two directions. */
const DIRECTION = /([._])(in|out|rx|tx|received|sent|read|write)(?=[._]|$)/g;

/** Sections that begin with a digit stand in quotes (spec 1 §11). */
const selectorOf = (key: string): string => key.replaceAll(/(?<=\.)(\d[^.]*)/g, '"$1"');

/** By relation and type, what the entity is connected with. */
function relatedLists(shown: Shown, world: ScreenWorld): ScreenCard[] {
  const { entity, type } = shown;
  if (entity === undefined) return [];
  const lists = new Map<string, ScreenCard>();
  for (const side of ["from", "to"] as const) {
    for (const edge of world.entities.edges(entity.id, side)) {
      const other = world.entities.entity(side === "from" ? edge.toId : edge.fromId);
      if (other === undefined) continue;
      // Seen from the other end: what this entity runs on has it as the start of the edge.
      const criterion = `${side === "from" ? "to" : "from"}Relationships.${RELATION_NAMES[edge.type]}`;
      const key = `${criterion} ${dimensionKeyOf(other.type)}`;
      if (lists.has(key)) continue;
      lists.set(key, {
        key: `related-${lists.size}`,
        title: typeNameOf(other.type, world),
        width: "full",
        kind: "entities",
        entitySelector: `${shownList(other.type)},${criterion}(${shownEntity(type, entity.id)})`,
        type: other.type,
        rows: ROWS,
        columns: declaredColumns(other.type, world),
        charts: [],
        ...BESIDE,
      });
    }
  }
  return [...lists.values()];
}
