import { expect, test } from "vitest";
import { emptyBaselines, mapSamples } from "../../src/mapping/index.ts";
import { ROWS_REMEMBERED_MAX, type RowMemory, RowRecorder } from "../../src/mapping/row-memory.ts";
import { SharedLists } from "../../src/mapping/shared-lists.ts";
import { A_DEVICE, aMetric, aResult, aSubgroup, aTask, columnRef, gauge32 } from "../support/builders.ts";

const tupleOf = (index: string) => [["idx", index]] as const;

/** Goes through rows, each with a tuple of its own unless it had one. */
function pass(
  before: RowMemory | undefined,
  indexes: readonly string[],
  isUnknown?: (index: string) => boolean,
) {
  const recorder = new RowRecorder(before);
  for (const index of indexes) recorder.keep(recorder.next(index) ?? tupleOf(index));
  return recorder.finish([], isUnknown, new SharedLists());
}

test("rows that are as they were are the same memory", () => {
  const before = pass(undefined, ["1", "2"]);
  expect(pass(before, ["1", "2"])).toBe(before);
});

test("rows find their own in any order", () => {
  const before = pass(undefined, ["1", "2", "3"])!;
  const after = pass(before, ["3", "1"])!;
  expect(after.indexes).toEqual(["3", "1"]);
  expect(after.tuples[0]).toBe(before.tuples[2]);
});

test("rows that vanished are forgotten, unless they may still be there", () => {
  const before = pass(undefined, ["1", "2", "3"]);
  expect(pass(before, ["1"])!.indexes).toEqual(["1"]);
  expect(pass(before, ["1"], (index) => index === "3")!.indexes).toEqual(["1", "3"]);
});

test("no rows are no memory", () => {
  expect(pass(undefined, [])).toBeUndefined();
  expect(pass(pass(undefined, ["1"]), [])).toBeUndefined();
});

test("a table of any length takes bounded room", () => {
  const many = Array.from({ length: ROWS_REMEMBERED_MAX + 5 }, (_, i) => String(i));
  expect(pass(pass(undefined, many), many)!.indexes).toHaveLength(ROWS_REMEMBERED_MAX);
});

test("devices with the same rows share one list of indexes", () => {
  const column = "1.3.6.1.2.1.2.2.1.5";
  const task = aTask([aSubgroup({ metrics: [aMetric("speed", "gauge", columnRef(column))] })]);
  const result = aResult(task, { columns: { [column]: { 1: gauge32(1), 2: gauge32(1) } } });
  const lists = ["a", "b"].map(
    (name) => mapSamples(task, { ...A_DEVICE, name }, result, emptyBaselines()).baselines.rows[0]?.indexes,
  );
  expect(lists[0]).toBe(lists[1]);
});

test("lists in common are forgotten before they are too many", () => {
  const lists = new SharedLists();
  const first = lists.of(["1", "2"]);
  expect(lists.of(["1", "2"])).toBe(first);
  for (let i = 0; i < 1_000; i++) lists.of([String(i)]);
  expect(lists.of(["1", "2"])).toEqual(first);
});
