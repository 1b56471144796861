import * as fc from "fast-check";
import { expect, test } from "vitest";
import { normaliseDimensionKey, normaliseMetricKey, storedMetricKey } from "../../src/manifest/index.ts";

test.each([
  ["acme.if.in", "acme.if.in"],
  ["cpu.loadavg.5min", "cpu.loadavg.5min"],
  ["Acme.CPU", "Acme.CPU"],
  ["12lives.x", "_lives.x"],
  ["-a.-b.--c", "_a._b._c"],
  ["a b%c.d", "a_b_c.d"],
  ["a..b.", "a.b"],
  ["größe", "gr_e"],
  ["a-b_c", "a-b_c"],
])("the metric key %j is sent as %j", (text, sent) => {
  expect(normaliseMetricKey(text)).toBe(sent);
});

test.each(["", ".a", "."])("the metric key %j cannot be sent", (text) => {
  expect(normaliseMetricKey(text)).toBeUndefined();
});

test.each([
  ["if.name", "if.name"],
  ["If.Name", "if.name"],
  ["64bit", "_bit"],
  ["if.64bit", "if._bit"],
  ["-x", "_x"],
  ["a:b-c_d", "a:b-c_d"],
  ["..a..b..", "a.b"],
  ["größe x", "gr_e_x"],
])("the dimension key %j is sent as %j", (text, sent) => {
  expect(normaliseDimensionKey(text)).toBe(sent);
});

test.each(["", "..."])("the dimension key %j is dropped", (text) => {
  expect(normaliseDimensionKey(text)).toBeUndefined();
});

test("keys are cut to 250 and 100 characters", () => {
  expect(normaliseMetricKey("a".repeat(300))).toHaveLength(250);
  expect(normaliseDimensionKey("a".repeat(300))).toHaveLength(100);
});

const anyKey = fc.string({
  unit: fc.constantFrom("a", "Z", "5", "-", "_", ".", ":", " ", "é", "İ", "😀"),
  maxLength: 300,
});

test("what was normalised is legal, and normalising it again changes nothing", () => {
  fc.assert(
    fc.property(anyKey, (text) => {
      const metric = normaliseMetricKey(text) ?? "_";
      expect(metric).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/);
      expect(normaliseMetricKey(metric)).toBe(metric);
      const dimension = normaliseDimensionKey(text) ?? "_";
      expect(dimension).toMatch(/^[a-z_][a-z0-9_:-]*(\.[a-z_][a-z0-9_:-]*)*$/);
      expect(normaliseDimensionKey(dimension)).toBe(dimension);
    }),
  );
});

test("the store appends .count to counts and .gauge to gauges that end in .count", () => {
  expect(storedMetricKey("a.in", "count")).toBe("a.in.count");
  expect(storedMetricKey("a.in.count", "count")).toBe("a.in.count");
  expect(storedMetricKey("a.count", "gauge")).toBe("a.count.gauge");
  expect(storedMetricKey("a.in", "gauge")).toBe("a.in");
  expect(storedMetricKey("a_count", "count")).toBe("a_count.count");
});
