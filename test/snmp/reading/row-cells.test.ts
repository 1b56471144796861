import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compareOids, type SnmpValue } from "../../../src/smi/index.ts";
import { RowCells } from "../../../src/snmp/reading/row-cells.ts";

const value = (row: number): SnmpValue => ({ type: "Integer32", value: row });

const indexes = fc
  .uniqueArray(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 3 }), {
    selector: (arcs) => arcs.join("."),
    maxLength: 20,
  })
  .map((all) => all.map((arcs) => arcs.join(".")).toSorted(compareOids));

function filled(shared: string[], rows: readonly string[]): RowCells {
  const cells = new RowCells(shared);
  rows.forEach((index, row) => cells.add(index, value(row)));
  return cells;
}

test("columns that share their indexes are each what a Map would be, whatever rows they have", () => {
  fc.assert(
    fc.property(fc.array(indexes, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(60)), (columns, order) => {
      const shared: string[] = [];
      const all = columns.map((rows) => filled(shared, rows));
      const everything = columns.flat();
      columns.forEach((rows, i) => {
        const map = new Map(rows.map((index, row) => [index, value(row)]));
        const cells = all[i]!;
        expect([...cells]).toEqual([...map]);
        expect([...cells.keys()]).toEqual([...map.keys()]);
        expect([...cells.values()]).toEqual([...map.values()]);
        expect(cells.size).toBe(map.size);
        for (const number of order) {
          const index = everything[number % everything.length] ?? "0";
          expect(cells.get(index)).toEqual(map.get(index));
          expect(cells.has(index)).toBe(map.has(index));
        }
      });
    }),
  );
});

test("columns that are filled in turns, a row at a time, do not disturb each other", () => {
  const shared: string[] = [];
  const [a, b, c] = [new RowCells(shared), new RowCells(shared), new RowCells(shared)];
  for (const index of ["1", "2", "3"]) {
    a.add(index, value(1));
    if (index !== "2") b.add(index, value(2));
    c.add(index, value(3));
  }
  expect([...a.keys()]).toEqual(["1", "2", "3"]);
  expect([...b.keys()]).toEqual(["1", "3"]);
  expect([...c.keys()]).toEqual(["1", "2", "3"]);
});
