import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMetricSelector } from "../../../src/manifest/index.ts";
import { readSelector } from "../../../src/ui/explore/read-selector.ts";
import {
  type BuiltQuery,
  emptyQuery,
  FILTER_OPS,
  filterToAsk,
  selectorOf,
} from "../../../src/ui/explore/selector.ts";

const key = fc
  .array(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_-]{0,8}$/), { minLength: 1, maxLength: 4 })
  .chain((sections) => fc.constantFrom("", "func:").map((prefix) => prefix + sections.join(".")));
const dimension = fc.oneof(
  fc.constantFrom("sys.name", "dt.entity.network:interface"),
  fc.string({ minLength: 1, maxLength: 12 }),
);
const query: fc.Arbitrary<BuiltQuery> = fc.record({
  metric: key,
  filters: fc.array(
    fc.record({ dimension, op: fc.constantFrom(...FILTER_OPS), value: fc.string({ maxLength: 20 }) }),
    {
      maxLength: 3,
    },
  ),
  split: fc.option(fc.array(dimension, { maxLength: 3 }), { nil: undefined }),
  aggregation: fc.constantFrom(undefined, "auto", "avg", "max", "percentile(95)"),
  rate: fc.constantFrom(undefined, "1s", "1m"),
  order: fc.constantFrom(undefined, "ascending", "descending"),
  limit: fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined }),
});

describe("a built query", () => {
  test("is a selector that the service reads, and comes back from it as it was", () => {
    fc.assert(
      fc.property(query, (built) => {
        const text = selectorOf(built);
        expect(parseMetricSelector(text)).toMatchObject({ ok: true });
        expect(readSelector(text)).toEqual(built);
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  test("says the names of entities beside their ids", () => {
    const built = { ...emptyQuery("a.b"), split: ["dt.entity.network:interface"], limit: 5 };
    expect(selectorOf(built)).toBe('a.b:splitBy("dt.entity.network:interface"):limit(5):names');
  });

  test("quotes what is no plain part of a key, and what would end a quote", () => {
    const filters = [{ dimension: "if.alias", op: "eq", value: 'up "link" ~1' }] as const;
    expect(selectorOf({ ...emptyQuery("cpu.5min"), filters })).toBe(
      'cpu."5min":filter(eq("if.alias","up ~"link~" ~~1"))',
    );
  });
});

describe("a selector", () => {
  test("is shown in the builder also with blanks and without quotes", () => {
    expect(
      readSelector(' a.b : filter(eq(sys.name, core), ne("if.name","x")) : splitBy(sys.name):max'),
    ).toEqual({
      ...emptyQuery("a.b"),
      filters: [
        { dimension: "sys.name", op: "eq", value: "core" },
        { dimension: "if.name", op: "ne", value: "x" },
      ],
      split: ["sys.name"],
      aggregation: "max",
    });
  });

  test.each([
    "",
    "a + b",
    "(a)",
    "a:rate(1s):avg",
    "a:avg:max",
    "a:filter(or(eq(x,y),eq(x,z)))",
    "a:sort(dimension(x,ascending))",
    "a:max:sort(value(avg,descending))",
    "a:timeshift(-1d)",
    "a:splitBy(",
    "a,b",
    'a:splitBy("x',
  ])("that says more than the builder shows, or is not finished, stays text: %s", (text) => {
    expect(readSelector(text)).toBeUndefined();
  });
});

test("a filter of another dimension is asked for once it has a value, and what is asked for is not asked again", () => {
  const asked = { dimension: "sys.name", op: "eq" as const, value: "sw-1" };
  expect(filterToAsk({ ...asked, dimension: "if.name", value: "" }, asked)).toBeUndefined();
  expect(filterToAsk({ ...asked }, asked)).toBeUndefined();
  const changed = { ...asked, op: "ne" as const };
  expect(filterToAsk(changed, asked)).toBe(changed);
});
