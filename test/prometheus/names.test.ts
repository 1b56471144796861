import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type NameCollision, Names } from "../../src/prometheus/index.ts";
import { plainLabelName, plainMetricName } from "../../src/prometheus/names.ts";

const namesWith = (known?: ConstructorParameters<typeof Names>[1]) => {
  const collisions: NameCollision[] = [];
  return { names: new Names((collision) => collisions.push(collision), known), collisions };
};

describe("the name of a metric", () => {
  test.each([
    ["demo.if.util", "gauge", "demo_if_util"],
    ["demo.if-util", "gauge", "demo_if_util"],
    ["demo.5min.load", "gauge", "demo_5min_load"],
    ["5min", "gauge", "_5min"],
    ["func:demo", "gauge", "func_demo"],
    ["démo", "gauge", "d_mo"],
    ["if.in.octets", "count", "if_in_octets_total"],
    ["if.in.total", "count", "if_in_total"],
    ["memory.total", "gauge", "memory_total_value"],
    ["sessions.count", "gauge", "sessions_count_value"],
    ["power.sum", "gauge", "power_sum_value"],
    ["leaky.bucket", "gauge", "leaky_bucket_value"],
  ] as const)("of %s as a %s is %s", (key, type, name) => {
    expect(plainMetricName(key, type)).toBe(name);
  });

  test("is a legal one for any key", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.constantFrom("gauge", "count"),
        (key, type) => {
          expect(plainMetricName(key, type)).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
        },
      ),
    );
  });

  test("of a gauge and a count with the same key are two", () => {
    const { names } = namesWith();
    expect([names.metric("a.b", "gauge")?.name, names.metric("a.b", "count")?.name]).toEqual([
      "a_b",
      "a_b_total",
    ]);
  });

  test("is the same object for the same question", () => {
    const { names } = namesWith();
    expect(names.metric("a.b", "gauge")).toBe(names.metric("a.b", "gauge"));
    expect(names.part("a.b", "min")).toBe(names.part("a.b", "min"));
  });
});

describe("the name of a label", () => {
  test.each([
    ["device.address", "device_address"],
    ["if-idx", "if_idx"],
    ["f5:pool", "f5_pool"],
    ["__name__", "_name__"],
    ["9th", "_9th"],
  ])("of %s is %s", (key, name) => {
    expect(plainLabelName(key)).toBe(name);
  });

  test("is legal and not a reserved one for any key", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (key) => {
        expect(plainLabelName(key)).toMatch(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/);
      }),
    );
  });
});

describe("two keys with one name", () => {
  test("are told apart by a hash of the later one, and reported once", () => {
    const { names, collisions } = namesWith();
    names.metric("if.in-octets", "count");
    const second = names.metric("if.in.octets", "count")?.name;
    expect(second).toMatch(/^if_in_octets_total_[0-9a-f]{8}$/);
    names.metric("if.in.octets", "count");
    expect(collisions).toEqual([
      { kind: "metric", key: "if.in.octets", heldBy: "if.in-octets", name: second },
    ]);
  });

  test("of labels too", () => {
    const { names, collisions } = namesWith();
    names.label("if.name");
    expect(names.label("if:name")).toMatch(/^if_name_[0-9a-f]{8}$/);
    expect(collisions).toMatchObject([{ kind: "label", key: "if:name", heldBy: "if.name" }]);
  });

  test("have the same names whatever comes first, when they are known beforehand", () => {
    const known = {
      metrics: [
        { key: "a-b", type: "gauge" },
        { key: "a.b", type: "gauge" },
      ],
      dimensions: ["x.y", "x:y"],
    } as const;
    const [one, other] = [
      namesWith(known)?.names,
      namesWith({ metrics: known.metrics.toReversed(), dimensions: known.dimensions.toReversed() })?.names,
    ];
    const askedFirst = one.metric("a.b", "gauge")?.name;
    other.metric("a-b", "gauge");
    expect(other.metric("a.b", "gauge")?.name).toBe(askedFirst);
    expect(other.label("x:y")).toBe(one.label("x:y"));
  });

  test("of a summary's part and a metric are told apart", () => {
    const { names } = namesWith();
    names.metric("rtt.min", "gauge");
    expect(names.part("rtt", "min")?.name).toMatch(/^rtt_min_[0-9a-f]{8}$/);
  });

  test("never have one name, in any order", () => {
    const key = fc.stringMatching(/^[ab][.:_-][ab]$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 16 }), (keys) => {
        const { names } = namesWith();
        const distinct = [...new Set(keys)];
        expect(new Set(distinct.map((one) => names.metric(one, "gauge")?.name)).size).toBe(distinct.length);
        expect(new Set(distinct.map((one) => names.label(one))).size).toBe(distinct.length);
      }),
    );
  });
});

test("there are no names for more keys than allowed, and those in use stay", () => {
  const names = new Names(() => {}, { metrics: [{ key: "a", type: "gauge" }] }, 2);
  const first = names.metric("a", "gauge");
  names.metric("b", "gauge");
  expect(names.metric("c", "gauge")).toBeUndefined();
  expect(names.part("b", "min")).toBeUndefined();
  expect(names.metric("a", "gauge")).toBe(first);
});
