import type { ScreenMetric } from "../../api/index.ts";
import { type MetricExpression, parseMetricSelector } from "../../manifest/index.ts";
import { dimensionKeyOf } from "../../topology/index.ts";
import { unitOf } from "./metric-unit.ts";
import { mapAt, type Plain, textAt } from "./plain.ts";
import { filled, type ScreenWorld, type Shown } from "./screen-world.ts";
import { firstKey, groupings, has } from "./selector-shape.ts";

/** Where a metric is drawn. */
export interface ChartPlace {
  readonly shown: Shown;
  readonly world: ScreenWorld;
  /** Of the entities whose series they are; undefined where a selector names none. */
  readonly type: string | undefined;
  /** One line an entity, or the one that is shown. */
  readonly several: boolean;
  /** In a list each row wants its own. */
  readonly inList?: boolean;
  /** Each tuple is a row of its own. */
  readonly byTuple?: boolean;
  readonly kind: ScreenMetric["kind"];
  /** What is made of the values of a slot, where the selector does not say: `max`. */
  readonly aggregation?: string | undefined;
}

/** Enough to compare, few enough to read. */
const SERIES_MAX = 20;
const KINDS: Readonly<Record<string, ScreenMetric["kind"]>> = {
  LINE: "line",
  AREA: "area",
  COLUMN: "column",
};

export const kindOf = (plain: Plain, otherwise: ScreenMetric["kind"]): ScreenMetric["kind"] =>
  KINDS[textAt(mapAt(plain, "visualization"), "seriesType")?.toUpperCase() ?? ""] ?? otherwise;

/** What a client puts in of its own: the entities are in the question anyway, and there is nothing else to choose. */
const FOR_CLIENTS = /\$\((?:entityFilter|userFilter|aggregation)\)/g;

/** A metric of a chart, ready to be asked for; or why its selector cannot be read. */
export function metricView(source: Plain, place: ChartPlace): ScreenMetric | { readonly fault: string } {
  const template = (textAt(source, "metricSelector") ?? "").replaceAll(FOR_CLIENTS, "");
  const text = filled(template, place.shown);
  const parsed = parseMetricSelector(text);
  if (!parsed.ok) {
    const where = `The metric selector cannot be read at character ${parsed.position + 1}: ${parsed.message}.`;
    return { fault: `${where} Correct it in the manifest: ${text}` };
  }
  const [expression] = parsed.selector;
  if (expression === undefined || parsed.selector.length > 1) {
    return { fault: `One metric of a chart holds several selectors. Write one entry for each: ${text}` };
  }
  const chosen = aggregated(text, expression, place);
  const rowSelector = place.inList === true ? byRow(chosen, expression, place.type) : undefined;
  return {
    selector: split(chosen, expression, place),
    label: textAt(mapAt(source, "visualization"), "displayName") ?? labelOf(expression, place.world),
    unit: unitOf(expression, place.world.describe) ?? textAt(source, "overrideUnit") ?? "",
    kind: kindOf(source, place.kind),
    ...(rowSelector === undefined ? {} : { rowSelector }),
  };
}

/** A gauge has the aggregation that the chart wants; a count has no choice. */
function aggregated(text: string, expression: MetricExpression, { aggregation, world }: ChartPlace): string {
  if (aggregation === undefined || expression.kind !== "metric") return text;
  return world.metrics.metric(expression.key)?.type === "gauge" ? `${text}:${aggregation}` : text;
}

/**
 * Tuples differ by more than the entity, as by the status of a port: without a split of its own a selector makes one
 * line of each entity (spec 4 §6). A table of metrics has a row for each tuple.
 */
function split(text: string, expression: MetricExpression, place: ChartPlace): string {
  const { type, several, byTuple } = place;
  const groups = groupings(expression);
  if (groups.length === 0 && byTuple === true) return `${grouped(text, expression)}:names`;
  if (groups.length > 0) {
    const isNamed = groups.at(-1)!.some((dimension) => dimension.startsWith("dt.entity."));
    return isNamed && !has(expression, "names") ? `${grouped(text, expression)}:names` : text;
  }
  if (type === undefined) return `${grouped(text, expression)}:splitBy()`;
  const one = `${grouped(text, expression)}:splitBy("${dimensionKeyOf(type)}")`;
  return several ? `${one}:sort(value(auto,descending)):limit(${SERIES_MAX}):names` : one;
}

/** The same by entity of a list, for all its rows in one question; undefined where that would be another question. */
function byRow(text: string, expression: MetricExpression, type: string | undefined): string | undefined {
  if (type === undefined) return undefined;
  const dimension = dimensionKeyOf(type);
  const groups = groupings(expression);
  if (groups.length === 0) return `${grouped(text, expression)}:splitBy("${dimension}")`;
  const [only] = groups;
  if (groups.length > 1 || only === undefined) return undefined;
  if (only.length === 0) return text.replace(/:\s*splitBy\(\s*\)/, () => `:splitBy("${dimension}")`);
  return only.length === 1 && only[0]!.toLowerCase() === dimension.toLowerCase() ? text : undefined;
}

/** Something that a transformation may follow. */
const grouped = (text: string, { kind }: MetricExpression): string =>
  kind === "binary" || kind === "negate" ? `(${text})` : text;

function labelOf(expression: MetricExpression, { describe }: ScreenWorld): string {
  const key = firstKey(expression);
  return key === undefined ? "Value" : (describe(key)?.displayName.trim() ?? key);
}
