import { assertNever } from "../../base/index.ts";
import type { Aggregation, EntitySelector, SeriesCondition, Transformation } from "../../manifest/index.ts";
import type { Dimensions } from "../../mapping/index.ts";
import type { DimensionCondition } from "../sources.ts";
import { ENTITY_PREFIX } from "./entity-dimensions.ts";
import { valueOf } from "./frame.ts";

/** The ids of the entities that a selector finds. Asked once for each selector of a query. */
export type SelectIds = (selector: EntitySelector) => ReadonlySet<string>;

/** The points of a series as one number; NaN when it has none. */
export type Measure = (aggregation: Aggregation) => number;

/** @param measure  of the series; asked only for `series(…)` */
export type SeriesTest = (dimensions: Dimensions, measure: Measure) => boolean;

type Of<Op extends SeriesCondition["op"]> = Extract<SeriesCondition, { readonly op: Op }>;

/** What `filter` lets through: a series for which all conditions hold. */
export function seriesTest(conditions: readonly SeriesCondition[], selectIds: SelectIds): SeriesTest {
  const tests = conditions.map((condition) => testOf(condition, selectIds));
  return (dimensions, measure) => tests.every((test) => test(dimensions, measure));
}

function testOf(condition: SeriesCondition, selectIds: SelectIds): SeriesTest {
  if (condition.op === "series") {
    return (_dimensions, measure) => holds(measure(condition.aggregation), condition);
  }
  if (condition.op === "not") {
    const test = testOf(condition.part, selectIds);
    return (dimensions, measure) => !test(dimensions, measure);
  }
  if ("dimension" in condition) {
    const { dimension } = condition;
    const test = valueTest(condition, selectIds);
    return (dimensions) => test(valueOf(dimensions, dimension));
  }
  if (condition.op === "and") return seriesTest(condition.parts, selectIds);
  const tests = condition.parts.map((part) => testOf(part, selectIds));
  return (dimensions, measure) => tests.some((test) => test(dimensions, measure));
}

/** A series without points (NaN) meets no comparison, not even `ne`. */
function holds(value: number, { comparison, value: reference }: Of<"series">): boolean {
  switch (comparison) {
    case "gt":
      return value > reference;
    case "ge":
      return value >= reference;
    case "lt":
      return value < reference;
    case "le":
      return value <= reference;
    case "eq":
      return value === reference;
    case "ne":
      return !Number.isNaN(value) && value !== reference;
    default:
      return assertNever(comparison);
  }
}

/** A tuple that lacks the dimension meets `ne` alone, which is the reverse of `eq`. */
function valueTest(
  condition: Of<"eq" | "ne" | "prefix" | "suffix" | "contains" | "existsKey" | "in">,
  selectIds: SelectIds,
): DimensionCondition["test"] {
  if (condition.op === "existsKey") return (value) => value !== undefined;
  if (condition.op === "in") {
    const ids = selectIds(condition.selector);
    return (value) => value !== undefined && ids.has(value);
  }
  const { op, value: wanted } = condition;
  switch (op) {
    case "eq":
      return (value) => value === wanted;
    case "ne":
      return (value) => value !== wanted;
    case "prefix":
      return (value) => value?.startsWith(wanted) === true;
    case "suffix":
      return (value) => value?.endsWith(wanted) === true;
    case "contains":
      return (value) => value?.includes(wanted) === true;
    default:
      return assertNever(op);
  }
}

/** Whether a filter can be told by the dimensions alone, before anything is read. */
export function isByDimension(conditions: readonly SeriesCondition[]): boolean {
  return conditions.every((condition) => {
    if (condition.op === "and" || condition.op === "or") return isByDimension(condition.parts);
    if (condition.op === "not") return isByDimension([condition.part]);
    return condition.op !== "series";
  });
}

/**
 * What the operations of a chain, and those around it, say about the tuples that are worth reading. It only narrows:
 * the filters themselves are applied where they stand. So a tuple that lacks the dimension goes on, for in arithmetic
 * a tuple without dimensions pairs with all.
 */
export function narrowingBelow(
  operations: readonly Transformation[],
  above: readonly DimensionCondition[],
  selectIds: SelectIds,
): readonly DimensionCondition[] {
  return operations.reduceRight<readonly DimensionCondition[]>(
    (narrowing, operation) => narrowedBy(operation, narrowing, selectIds),
    above,
  );
}

function narrowedBy(
  operation: Transformation,
  narrowing: readonly DimensionCondition[],
  selectIds: SelectIds,
): readonly DimensionCondition[] {
  const { op } = operation;
  if (op === "filter") {
    return [...narrowing, ...operation.conditions.flatMap((part) => narrowingOf(part, selectIds))];
  }
  if (op === "splitBy") return narrowing.filter(({ dimension }) => operation.dimensions.includes(dimension));
  if (op === "merge") return narrowing.filter(({ dimension }) => !operation.dimensions.includes(dimension));
  // They add dimensions of entities, which no tuple has.
  if (op === "names" || op === "parents") {
    return narrowing.filter(({ dimension }) => !dimension.startsWith(ENTITY_PREFIX));
  }
  // These depend on the series that a filter after them takes away.
  return op === "limit" || op === "last" ? [] : narrowing;
}

/** A condition on one dimension can be told by its value. */
function narrowingOf(condition: SeriesCondition, selectIds: SelectIds): readonly DimensionCondition[] {
  if (condition.op === "and") return condition.parts.flatMap((part) => narrowingOf(part, selectIds));
  const [dimension, ...others] = dimensionsOf(condition);
  if (dimension === undefined || others.length > 0 || !isByDimension([condition])) return [];
  const test = testOf(condition, selectIds);
  return [
    { dimension, test: (value) => value === undefined || test([[dimension, value]], () => Number.NaN) },
  ];
}

function dimensionsOf(condition: SeriesCondition): ReadonlySet<string> {
  if (condition.op === "series") return new Set();
  if (condition.op === "not") return dimensionsOf(condition.part);
  if ("dimension" in condition) return new Set([condition.dimension]);
  return new Set(condition.parts.flatMap((part) => [...dimensionsOf(part)]));
}
