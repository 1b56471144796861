import { matchesFilter } from "../manifest/index.ts";
import type { ObjectSyntax } from "../smi/index.ts";
import { type Cells, type Column, type PolledValues, UNKNOWN, type Unknown } from "./cells.ts";
import { DimensionRenderer, type PollContext } from "./dimension-renderer.ts";
import type { RowIdentity } from "./increase.ts";
import type { Slot, SubgroupLayout } from "./layout.ts";
import type { Pair } from "./pair-table.ts";
import { type NoRow, type RowMemory, RowRecorder } from "./row-memory.ts";
import type { Dimensions } from "./sample.ts";
import type { SharedLists } from "./shared-lists.ts";

/** One position of a tuple: the same pair for all rows, or a pair per row. */
interface Step {
  readonly slot: Slot;
  /** The pair of all rows; undefined when there is one for each. */
  readonly pair: Pair | undefined;
  /** Of a plain column; other sources take the long way. */
  readonly column: Column | undefined;
  readonly syntax: ObjectSyntax | undefined;
  /** `kept`: the very cells of the poll before · `renewed`: a kept column that is another now · `read`: the rest. */
  readonly cells: "kept" | "renewed" | "read";
}

/**
 * The dimensions of one subgroup in one poll. What is the same for all rows is rendered once, and what is the same as
 * in the poll before not at all: a row that did not change is the same array again.
 */
export class RowDimensions {
  readonly #steps: Step[] = [];
  readonly #labels: (Cells | undefined)[] = [];
  readonly #renderer: DimensionRenderer;
  readonly #rows: RowRecorder;
  /** Set when no row of the subgroup can have a tuple. */
  #verdict: NoRow | undefined;
  #scratch: Pair[] = [];
  #identity: RowIdentity = "same";

  /** @param before  the rows of the subgroup in the poll before */
  constructor(layout: SubgroupLayout, poll: PollContext, before: RowMemory | undefined) {
    this.#renderer = new DimensionRenderer(poll);
    this.#rows = new RowRecorder(before);
    const example = before?.tuples.find((tuple) => typeof tuple !== "string");
    for (const slot of layout.slots) {
      if (slot.perRow) this.#addPerRow(slot, poll.values, before);
      else this.#addFixed(slot, poll, example);
    }
  }

  /**
   * The tuple of a row, sorted by key. Missing values are left out; an unknown one would make a different tuple
   * of the same row, so there is none then.
   */
  at(index: string): Dimensions | NoRow {
    const old = this.#rows.next(index);
    this.#identity = "same";
    const oldTuple = typeof old === "object" ? old : undefined;
    const tuple = this.#verdict ?? this.#tuple(index, oldTuple);
    if (old === "filtered" && tuple !== "filtered" && this.#steps.some(({ cells }) => cells === "renewed")) {
      this.#identity = "another"; // what was held back had another name, and nobody noted which
    }
    this.#rows.keep(tuple === "unknown" ? (old ?? tuple) : tuple);
    return tuple;
  }

  /** The index of the row last asked for, as the counters know it. */
  get index(): string {
    return this.#rows.index;
  }

  /** Whether the row last asked for is what it was in the poll before, as far as kept names tell. */
  get identity(): RowIdentity {
    return this.#identity;
  }

  /** The rows for the next poll; parameters as of `RowRecorder.finish`. */
  finish(isUnknown: ((index: string) => boolean) | undefined, lists: SharedLists): RowMemory | undefined {
    const hasLabels = this.#labels.some((cells) => cells !== undefined);
    return this.#rows.finish(hasLabels ? this.#labels.slice() : NO_LABELS, isUnknown, lists);
  }

  #addFixed(slot: Slot, poll: PollContext, example: Dimensions | undefined): void {
    const old = example?.find(([key]) => key === slot.key) ?? poll.fixed.get(slot.key);
    const pair = this.#renderer.fixedPair(slot, old);
    if (pair === UNKNOWN) {
      this.#verdict ??= "unknown";
      return;
    }
    if (!matchesFilter(slot.filter, pair?.[1])) this.#verdict ??= "filtered";
    if (pair === undefined) return;
    poll.fixed.set(slot.key, pair);
    this.#steps.push({ slot, pair, column: undefined, syntax: undefined, cells: "read" });
  }

  #addPerRow(slot: Slot, values: PolledValues, before: RowMemory | undefined): void {
    const { source } = slot;
    if (source.kind !== "column") {
      this.#labels.push(undefined);
      this.#steps.push({ slot, pair: undefined, column: undefined, syntax: undefined, cells: "read" });
      return;
    }
    const column = values.column(source.oid);
    const old = before?.labels[this.#labels.length];
    const kept = column.cells.kept === true ? column.cells : undefined;
    this.#labels.push(kept);
    const isKept = kept !== undefined && kept === old && column.whole;
    const cells = isKept ? "kept" : old !== undefined && kept !== old ? "renewed" : "read";
    this.#steps.push({ slot, pair: undefined, column, syntax: source.syntax, cells });
  }

  /** @param old  the tuple of the row in the poll before */
  #tuple(index: string, old: Dimensions | undefined): Dimensions | NoRow {
    const pairs = this.#scratch;
    let count = 0;
    let oldAt = 0;
    let isOld = old !== undefined;
    let namesKept = 0;
    let namesChanged = 0;
    for (const { slot, pair: fixed, column, syntax, cells } of this.#steps) {
      let before: Pair | undefined;
      if (old !== undefined && oldAt < old.length && old[oldAt]![0] === slot.key) before = old[oldAt++];
      let pair: Pair | undefined | Unknown = fixed ?? before;
      if (fixed === undefined && (cells !== "kept" || old === undefined)) {
        pair =
          column === undefined
            ? this.#renderer.pair(slot, index, before)
            : pairAt(slot, column, syntax, index, before);
        if (pair === UNKNOWN) return "unknown";
        if (slot.filter !== undefined && !matchesFilter(slot.filter, pair?.[1])) return "filtered";
      }
      if (pair !== before) isOld = false;
      if (cells === "renewed" && pair !== before) namesChanged += 1;
      else if (cells !== "read" && pair !== undefined) namesKept += 1;
      if (pair !== undefined) pairs[count++] = pair;
    }
    if (old !== undefined && namesChanged > 0) this.#identity = namesKept === 0 ? "another" : "doubtful";
    return isOld && old?.length === count ? old : pairs.slice(0, count);
  }
}

const NO_LABELS: RowMemory["labels"] = Object.freeze([]);

function pairAt(
  slot: Slot,
  column: Column,
  syntax: ObjectSyntax | undefined,
  index: string,
  before: Pair | undefined,
): Pair | undefined | Unknown {
  const value = column.at(index);
  return value === UNKNOWN || value === undefined ? value : slot.pairs.ofValue(value, syntax, before);
}
