import type { Dimensions } from "../mapping/index.ts";
import type { EntityObservation } from "./graph.ts";
import type { RelationList } from "./relation-list.ts";
import type { TopologyRules } from "./rules.ts";

/** Metric keys that the same rules and relations apply to, and the dimensions these look at. */
export interface KeyClass {
  readonly number: number;
  /** Sorted, as the dimensions of a sample are. */
  readonly dimensions: readonly string[];
}

/** The lines of one poll as far as rules look at them, and what they said: the next poll mostly says the same. */
export interface TopologyBasis {
  readonly rules: TopologyRules;
  /** Each tuple with each class of keys it came with, in order. */
  readonly tuples: readonly Dimensions[];
  /** Parallel to `tuples`. */
  readonly classes: readonly KeyClass[];
  readonly entities: readonly EntityObservation[];
  readonly relations: RelationList;
}

/** Whether the dimensions that a class looks at are equal in both tuples. */
export function isSameForClass({ dimensions }: KeyClass, left: Dimensions, right: Dimensions): boolean {
  if (left === right) return true;
  let [leftAt, rightAt] = [0, 0];
  for (const key of dimensions) {
    while (leftAt < left.length && left[leftAt]![0] < key) leftAt++;
    while (rightAt < right.length && right[rightAt]![0] < key) rightAt++;
    const a = left[leftAt]?.[0] === key ? left[leftAt]![1] : undefined;
    const b = right[rightAt]?.[0] === key ? right[rightAt]![1] : undefined;
    if (a !== b) return false;
  }
  return true;
}
