import { expect, test } from "vitest";
import { RowChanges } from "../../src/poll/row-changes.ts";
import { oid } from "../../src/smi/index.ts";
import type { ColumnAnswer } from "../../src/snmp/index.ts";
import { anError, int } from "../support/builders.ts";

const COLUMN = oid("1.3.6.1.2.1.2.2.1.10");

const answer = (rows: readonly string[], parts: Partial<ColumnAnswer> = {}): ColumnAnswer => ({
  cells: new Map(rows.map((index) => [index, int(1)])),
  failure: undefined,
  ...parts,
});

/** When the rows had changed after each answer; the first comes at 1, the next at 2 … */
const changes = (...answers: readonly ColumnAnswer[]) => {
  const rows = new RowChanges();
  return answers.map((one, i) => rows.changedAtMs(COLUMN, one, i + 1));
};

test("rows that stay as they are have never changed", () => {
  expect(changes(answer(["1", "2"]), answer(["1", "2"]))).toEqual([undefined, undefined]);
});

test.each([
  ["came", ["1", "2", "3"]],
  ["went", ["1"]],
  ["took the place of another", ["1", "3"]],
])("a row that %s is a change, and its time is kept", (_, rows) => {
  expect(changes(answer(["1", "2"]), answer(rows), answer(rows))).toEqual([undefined, 2, 2]);
});

test("indexes that read the same when written together are told apart", () => {
  expect(changes(answer(["1", "12"]), answer(["11", "2"]))).toEqual([undefined, 2]);
});

test.each([
  ["cut short", { failure: anError() }],
  ["gone on with", { after: "1" }],
  ["of chosen rows", { selected: true as const }],
])("an answer %s says nothing about rows", (_, parts) => {
  expect(changes(answer(["1", "2"]), answer(["2"], parts), answer(["1", "2"]))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
