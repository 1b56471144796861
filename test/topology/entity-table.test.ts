import * as fc from "fast-check";
import { expect, test } from "vitest";
import { EntityRecord } from "../../src/topology/entity-record.ts";
import { EntityTable } from "../../src/topology/entity-table.ts";
import { hold, Shapes } from "../../src/topology/held-entity.ts";

const shapes = new Shapes();
const idOf = (n: number): string => `CUSTOM_DEVICE-${n.toString(16).toUpperCase().padStart(16, "0")}`;
const recordOf = (id: string): EntityRecord => {
  const observation = { id, type: "x", name: "", renderedId: id, icon: undefined, attributes: new Map() };
  return new EntityRecord(hold(observation, id, shapes), { sinceMs: 0, atMs: 0, heldBy: undefined });
};

test("it holds what a Map holds", () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 })), { maxLength: 300 });
  fc.assert(
    fc.property(steps, (all) => {
      const [table, map] = [new EntityTable(), new Map<string, EntityRecord>()];
      for (const [stays, n] of all) {
        const id = idOf(n);
        const known = map.get(id);
        expect(table.get(id)).toBe(known);
        if (stays && known === undefined) {
          const record = recordOf(id);
          map.set(id, record);
          table.add(record);
        }
        if (!stays && known !== undefined) {
          map.delete(id);
          table.delete(known);
        }
        expect(table.size).toBe(map.size);
      }
      expect(new Set(table)).toEqual(new Set(map.values()));
    }),
  );
});

test("ten thousands are found again, in the order they came in", () => {
  const table = new EntityTable();
  const ids = Array.from({ length: 30_000 }, (_, i) => idOf(i));
  for (const id of ids) table.add(recordOf(id));
  expect([...table].map(({ id }) => id)).toEqual(ids);
  expect(ids.every((id) => table.get(id)?.id === id)).toBe(true);
  expect(table.has(idOf(30_000))).toBe(false);
});

test("who goes through it sees all that stay, though others come and go meanwhile", () => {
  const table = new EntityTable();
  const records = Array.from({ length: 6 }, (_, i) => recordOf(idOf(i)));
  for (const record of records) table.add(record);
  const seen: string[] = [];
  for (const { id } of table) {
    seen.push(id);
    if (id === idOf(1)) for (const gone of [0, 2]) table.delete(records[gone]!);
    if (id === idOf(3)) table.add(recordOf(idOf(6)));
  }
  expect(seen.filter((id) => id !== idOf(6))).toEqual([idOf(0), idOf(1), idOf(3), idOf(4), idOf(5)]);
});
