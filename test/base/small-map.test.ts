import * as fc from "fast-check";
import { expect, test } from "vitest";
import { SmallMap } from "../../src/base/index.ts";

test("it holds what a Map holds, in the same order", () => {
  const step = fc.record({
    act: fc.constantFrom("set", "set", "delete", "clear"),
    key: fc.constantFrom("a", "b", "c", "d"),
    value: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const [small, map] = [new SmallMap<string, number>(), new Map<string, number>()];
      for (const { act, key, value } of steps) {
        for (const one of [small, map]) {
          if (act === "clear") one.clear();
          else if (act === "delete") one.delete(key);
          else one.set(key, value);
        }
        expect(small.size).toBe(map.size);
        expect(small.get(key)).toBe(map.get(key));
      }
      expect([...small]).toEqual([...map]);
      expect([...small.values()]).toEqual([...map.values()]);
    }),
  );
});
