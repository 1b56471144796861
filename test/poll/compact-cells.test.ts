import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CompactCells } from "../../src/poll/compact-cells.ts";
import { isLabel } from "../../src/poll/label-cell.ts";
import { oid, type SnmpValue } from "../../src/smi/index.ts";
import { counter32, int, octets, text } from "../support/builders.ts";

type Cells = ReadonlyMap<string, SnmpValue>;

const anyValue: fc.Arbitrary<SnmpValue> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => octets(bytes)),
  fc.uint8Array({ minLength: 4, maxLength: 4 }).map((value): SnmpValue => ({ type: "IpAddress", value })),
  fc.nat().map((arc): SnmpValue => ({ type: "ObjectIdentifier", value: oid(`1.3.6.1.${arc}`) })),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(int),
);
const anyCells: fc.Arbitrary<Cells> = fc
  .dictionary(fc.nat({ max: 999 }).map(String), anyValue, { maxKeys: 200, noNullPrototype: true })
  // Keys that look like numbers come in their order, as an agent answers.
  .map((rows) => new Map(Object.entries(rows)));

const plain = (cells: Cells) => [...cells].map(([index, value]) => [index, shown(value)]);
const shown = (value: SnmpValue | undefined) =>
  value?.type === "OctetString" || value?.type === "IpAddress"
    ? { ...value, value: [...value.value] }
    : value;
const compact = (cells: Cells, beside: readonly CompactCells[] = []) => CompactCells.of(cells, beside);

test("whatever labels are kept come back as they were, row by row", () => {
  fc.assert(
    fc.property(anyCells, (cells) => {
      expect(CompactCells.canHold(cells)).toBe(true);
      const kept = compact(cells);
      expect(kept.size).toBe(cells.size);
      expect(plain(kept)).toEqual(plain(cells));
      expect([...kept.keys()]).toEqual([...cells.keys()]);
      expect([...kept.values()].map(shown)).toEqual([...cells.values()].map(shown));
      expect(kept.equals(cells)).toBe(true);
    }),
  );
});

test("rows are found in whatever order they are asked for, and only those that are there", () => {
  fc.assert(
    fc.property(anyCells, fc.array(fc.nat({ max: 999 }).map(String)), (cells, asked) => {
      const kept = compact(cells);
      for (const index of [...asked, ...cells.keys(), ...asked]) {
        expect(kept.has(index)).toBe(cells.has(index));
        expect(shown(kept.get(index))).toEqual(shown(cells.get(index)));
      }
    }),
  );
});

test("a cell that is another is told", () => {
  fc.assert(
    fc.property(anyCells, fc.nat(), anyValue, (cells, number, value) => {
      fc.pre(cells.size > 0);
      const index = [...cells.keys()][number % cells.size]!;
      const same = JSON.stringify(shown(value)) === JSON.stringify(shown(cells.get(index)));
      const kept = compact(cells);
      expect(kept.holds(index, value)).toBe(same);
      expect(kept.equals(new Map(cells).set(index, value))).toBe(same);
    }),
  );
});

describe("cells", () => {
  const two = new Map([
    ["1", text("Gi1")],
    ["2", text("Gi2")],
  ]);

  test("that only begin like the kept ones are others", () => {
    expect(compact(two).holds("1", text("Gi"))).toBe(false);
    expect(compact(two).holds("1", text("Gi10"))).toBe(false);
  });

  test("that are gone are others", () => {
    expect(compact(two).holds("1", { type: "noSuchInstance" })).toBe(false);
    expect(compact(two).holds("3", text("Gi3"))).toBe(false);
  });

  test("of other rows are others", () => {
    expect(compact(two).equals(new Map([["1", text("Gi1")]]))).toBe(false);
    expect(compact(two).equals(new Map([...two].map(([index, value]) => [`${index}.1`, value])))).toBe(false);
  });

  test("share their row indexes with a column of the same rows, and not with one of others", () => {
    const beside = compact(two);
    expect(compact(new Map([...two].map(([index]) => [index, text("")])), [beside]).size).toBe(2);
    expect([...compact(new Map([["7", text("x")]]), [beside]).keys()]).toEqual(["7"]);
  });
});

describe("a column is not kept", () => {
  test("when its rows are out of order", () => {
    expect(
      CompactCells.canHold(
        new Map([
          ["10", text("b")],
          ["9", text("a")],
        ]),
      ),
    ).toBe(false);
  });

  test("when it holds what counts or is no value", () => {
    expect(CompactCells.canHold(new Map([["1", counter32(1)]]))).toBe(false);
    expect(CompactCells.canHold(new Map<string, SnmpValue>([["1", { type: "Null" }]]))).toBe(false);
  });

  test("when a cell is longer than its head can say", () => {
    expect(CompactCells.canHold(new Map([["1", text("x".repeat(16_383))]]))).toBe(true);
    expect(CompactCells.canHold(new Map([["1", text("x".repeat(16_384))]]))).toBe(false);
  });
});

test("text, addresses and OIDs are labels; numbers are not", () => {
  expect(
    isLabel(
      new Map([
        ["1", text("a")],
        ["2", octets([1, 2])],
      ]),
    ),
  ).toBe(true);
  expect(
    isLabel(
      new Map([
        ["1", text("a")],
        ["2", int(2)],
      ]),
    ),
  ).toBe(false);
});
