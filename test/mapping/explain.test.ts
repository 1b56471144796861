import { expect, test } from "vitest";
import { type Dimensions, explainMetric } from "../../src/mapping/index.ts";
import {
  A_DEVICE,
  aDimension,
  aMetric,
  aResult,
  aSubgroup,
  aTask,
  columnRef,
  int,
  text,
} from "../support/builders.ts";

const NAME = "1.3.6.1.2.1.31.1.1.1.1";
const INDEX = "1.3.6.1.2.1.2.2.1.1";

/** Without those that every line of a device has. */
const dimensionsBeside = (dimensions: Dimensions): Record<string, string> =>
  Object.fromEntries(dimensions.filter(([key]) => !key.startsWith("device")));

test("each row of a constant is explained with its own dimensions", () => {
  const metric = aMetric("status", "gauge", { kind: "const", value: 1 });
  const subgroup = aSubgroup({
    dimensions: [aDimension("name", columnRef(NAME)), aDimension("index", columnRef(INDEX))],
    metrics: [metric],
  });
  const task = aTask([subgroup]);
  const result = aResult(task, {
    columns: { [NAME]: { 1: text("Gi1"), 2: text("Gi2") }, [INDEX]: { 1: int(1), 2: int(2), 3: int(3) } },
  });
  const rows = explainMetric({ task, device: A_DEVICE, results: [result] }, subgroup, metric);
  expect(rows.map(({ index }) => index)).toEqual(["1", "2", "3"]);
  expect(rows.map((row) => row.kind === "line" && dimensionsBeside(row.dimensions))).toEqual([
    { name: "Gi1", index: "1" },
    { name: "Gi2", index: "2" },
    { index: "3" },
  ]);
});

test("a row of a constant that a filter keeps back is named with what the filter looked at", () => {
  const metric = aMetric("status", "gauge", { kind: "const", value: 1 });
  const filtered = { ...aDimension("name", columnRef(NAME)), filter: { op: "eq", text: "Gi2" } } as const;
  const subgroup = aSubgroup({ dimensions: [filtered], metrics: [metric] });
  const task = aTask([subgroup]);
  const result = aResult(task, { columns: { [NAME]: { 1: text("Gi1"), 2: text("Gi2") } } });
  const rows = explainMetric({ task, device: A_DEVICE, results: [result] }, subgroup, metric);
  expect(rows).toMatchObject([
    { index: "1", kind: "filtered", dimension: "name", text: "Gi1" },
    { index: "2", kind: "line" },
  ]);
});
