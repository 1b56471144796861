import { expect, test } from "vitest";
import { nextSort, parseSort, sortedRows, sortText } from "../../../src/ui/parts/table-sort.ts";

test("ports are ordered as on the switch", () => {
  const ports = ["Gi1/0/10", "Gi1/0/2", "Te1/1/1", "Gi1/0/1"];
  expect(sortedRows(ports, (port) => port, false)).toEqual(["Gi1/0/1", "Gi1/0/2", "Gi1/0/10", "Te1/1/1"]);
});

test("rows without a value come last in either order", () => {
  const rows = [{ cpu: undefined }, { cpu: 3 }, { cpu: 90 }];
  expect(
    [false, true].map((descending) => sortedRows(rows, ({ cpu }) => cpu, descending).map(({ cpu }) => cpu)),
  ).toEqual([
    [3, 90, undefined],
    [90, 3, undefined],
  ]);
});

test("equal rows keep their order", () => {
  const rows = ["e", "d", "c", "b", "a"].map((name) => ({ name, same: 1 }));
  expect(sortedRows(rows, ({ same }) => same, true)).toEqual(rows);
});

test("the order is kept in the address, and a second press turns it round", () => {
  const byName = parseSort(undefined, { key: "name", descending: false });
  const byCpu = nextSort(byName, "cpu");
  expect([sortText(byCpu), sortText(nextSort(byCpu, "cpu"))]).toEqual(["cpu", "-cpu"]);
  expect(parseSort("-cpu", byName)).toEqual({ key: "cpu", descending: true });
});
