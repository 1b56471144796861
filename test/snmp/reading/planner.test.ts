import * as fc from "fast-check";
import { expect, test } from "vitest";
import { planFor } from "../../../src/snmp/reading/plan-memory.ts";
import { planBulk, type Room, type Wanted } from "../../../src/snmp/reading/planner.ts";

// Shapes of single requests.

const ROOM: Room = { bytes: 1_350, oids: 59, repetitions: 100, varbinds: 1_000, cuts: false };

const wanted: fc.Arbitrary<Wanted[]> = fc.array(
  fc.record({
    rowsLeft: fc.integer({ min: 1, max: 300 }),
    bytes: fc.integer({ min: 14, max: 2_000 }),
    exact: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
);

test.each([["planBulk", planBulk] as const, ["planFor", planFor] as const])(
  "%s: a request asks for something, and for no more than there is room for",
  (_name, plan) => {
    fc.assert(
      fc.property(wanted, fc.boolean(), (columns, cuts) => {
        const { once, repeated, repetitions } = plan(columns, { ...ROOM, cuts });
        expect(once.length + repeated.length).toBeGreaterThan(0);
        expect(repetitions).toBeGreaterThan(0);
        expect(repetitions).toBeLessThanOrEqual(ROOM.repetitions);
        expect(once.length + repeated.length).toBeLessThanOrEqual(ROOM.oids);
        expect(new Set([...once, ...repeated]).size).toBe(once.length + repeated.length);
        const cells = once.length + repeated.length * repetitions;
        const bytes = [
          ...once,
          ...repeated.flatMap((column) => Array<Wanted>(repetitions).fill(column)),
        ].reduce((sum, column) => sum + column.bytes, 0);
        // An agent that cuts may be asked for a row more than fits; one varbind may be larger than all room.
        expect(cuts || cells === 1 || bytes <= ROOM.bytes).toBe(true);
      }),
    );
  },
);

test("a column that must not run over is never asked for more rows than it has left", () => {
  fc.assert(
    fc.property(wanted, (columns) => {
      const { repeated, repetitions } = planBulk(columns, ROOM);
      const short = repeated.filter(({ exact, rowsLeft }) => exact === true && rowsLeft < repetitions);
      expect(short).toEqual([]);
    }),
  );
});

test("columns that nobody knows are asked for side by side, as high as fits", () => {
  const columns = Array.from({ length: 5 }, () => ({ rowsLeft: Number.POSITIVE_INFINITY, bytes: 25 }));
  expect(planBulk(columns, ROOM)).toMatchObject({ once: [], repeated: columns, repetitions: 10 });
});

test("sixteen columns of three rows, and room for 54 varbinds: all at once", () => {
  const columns = Array.from({ length: 16 }, () => ({ rowsLeft: 3, bytes: 25 }));
  expect(planBulk(columns, ROOM)).toMatchObject({ repeated: columns, repetitions: 3 });
});
