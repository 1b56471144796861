import type { Transformation } from "../../manifest/index.ts";
import type { Dimensions } from "../../mapping/index.ts";
import type { EntitySource, Tuple } from "../sources.ts";
import { isByDimension, type SelectIds, seriesTest } from "./conditions.ts";
import { addNames, addParents } from "./entity-dimensions.ts";
import type { Evaluation } from "./evaluation.ts";
import { tupleKey } from "./frame.ts";

export interface Lookups {
  readonly entities: EntitySource;
  readonly selectIds: SelectIds;
}

/** What becomes of the dimensions of a series; undefined when it is left out. */
export type Regroup = (dimensions: Dimensions) => Dimensions | undefined;

/** Which tuples are read, and which series each becomes part of. */
export interface Grouping {
  readonly tuples: readonly Tuple[];
  /** The group of each tuple. */
  readonly groupOf: readonly number[];
  readonly groups: readonly Dimensions[];
}

const OF_DIMENSIONS: ReadonlySet<Transformation["op"]> = new Set([
  "splitBy",
  "merge",
  "names",
  "parents",
  "setUnit",
]);

/** Transformations that look at dimensions alone, so that they can be done before anything is read. */
export function isOfDimensions(transformation: Transformation): boolean {
  if (transformation.op === "filter") return isByDimension(transformation.conditions);
  return OF_DIMENSIONS.has(transformation.op);
}

/** A transformation for which `isOfDimensions` holds, as a function of the dimensions. */
export function regroupBy(transformation: Transformation, { entities, selectIds }: Lookups): Regroup {
  if (transformation.op === "splitBy") return keepOnly([...new Set(transformation.dimensions)]);
  if (transformation.op === "merge") {
    const removed = new Set(transformation.dimensions);
    return (dimensions) => dimensions.filter(([key]) => !removed.has(key));
  }
  if (transformation.op === "names") return addNames(entities);
  if (transformation.op === "parents") return addParents(entities);
  if (transformation.op === "filter") {
    const test = seriesTest(transformation.conditions, selectIds);
    return (dimensions) => (test(dimensions, () => Number.NaN) ? dimensions : undefined);
  }
  return (dimensions) => dimensions; // `setUnit` is a label
}

/** In the order of the transformation. Only series that have each of the dimensions are considered, as the vendor does. */
function keepOnly(keys: readonly string[]): Regroup {
  return (dimensions) => {
    const kept: (readonly [string, string])[] = [];
    for (const key of keys) {
      const dimension = dimensions.find(([name]) => name === key);
      if (dimension === undefined) return undefined;
      kept.push(dimension);
    }
    return kept;
  };
}

/** What the dimensions of a series take, in steps of `Turns`: entities are looked up, texts put together. */
export const REGROUP_STEPS = 150;

/** One of a metric's tuples, in steps of `Turns`. */
const TUPLE_STEPS = 50;

export interface FoundTuples {
  readonly key: string;
  readonly tuples: AsyncIterable<Tuple> | Iterable<Tuple>;
  /** Tuples that were last written before are left out. */
  readonly sinceMs: number;
}

/**
 * Does the transformations on the dimensions of all tuples. Groups come in the order of their first tuples.
 * @throws {AppError} `query.too-many-tuples` as soon as there are
 */
export async function groupTuples(
  { key, tuples, sinceMs }: FoundTuples,
  transformations: readonly Transformation[],
  lookups: Pick<Evaluation, "entities" | "selectIds" | "budget" | "turns">,
): Promise<Grouping> {
  const { budget, turns } = lookups;
  const regroup = transformations.map((transformation) => regroupBy(transformation, lookups));
  const merges = transformations.some(({ op }) => op === "splitBy" || op === "merge");
  const groups = new GroupNumbers();
  const kept: Tuple[] = [];
  const groupOf: number[] = [];
  for await (const tuple of tuples) {
    if (turns.isOver(TUPLE_STEPS + REGROUP_STEPS * regroup.length)) await turns.giveWay();
    if (tuple.lastWrittenMs < sinceMs) continue;
    const dimensions = regroup.reduce<Dimensions | undefined>(
      (before, step) => (before === undefined ? undefined : step(before)),
      tuple.dimensions,
    );
    if (dimensions === undefined) continue;
    groupOf.push(merges ? groups.numberOf(dimensions) : groups.add(dimensions));
    kept.push(tuple);
    budget.checkTuples(key, kept.length);
  }
  return { tuples: kept, groupOf, groups: groups.list };
}

/** Numbers dimension sets as they come. */
export class GroupNumbers {
  readonly list: Dimensions[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(dimensions: Dimensions): number {
    const key = tupleKey(dimensions);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.list.length);
    return this.add(dimensions);
  }

  /** For dimensions that nothing else can have. */
  add(dimensions: Dimensions): number {
    return this.list.push(dimensions) - 1;
  }
}

/** Whether what remains of the dimensions is nothing, whatever they were. */
export function isDimensionless(transformations: readonly Transformation[]): boolean {
  const last = transformations.findLast(({ op }) => op === "splitBy" || op === "names" || op === "parents");
  return last?.op === "splitBy" && last.dimensions.length === 0;
}
