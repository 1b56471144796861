import { expect, test } from "vitest";
import type { Activation } from "../../src/app/activations.ts";
import { MetricInfos } from "../../src/app/metric-infos.ts";

const activation = (metrics: readonly object[]): Activation =>
  ({ extension: { manifest: { name: "custom:x", version: "1.2.0", metrics } } }) as unknown as Activation;

test("a metric is described by its manifest, under the key that is sent or the one it is stored under", () => {
  const infos = new MetricInfos([
    activation([
      { key: "if.in", displayName: "In", description: undefined, unit: "Byte" },
      { key: "if.out.count", displayName: "Out", description: undefined, unit: "Byte" },
    ]),
  ]);
  const extension = { name: "custom:x", version: "1.2.0" };
  expect(infos.of("if.in")).toMatchObject({ displayName: "In", unit: "Byte", extension });
  expect(infos.of("if.out")).toMatchObject({ displayName: "Out", extension });
  expect(infos.of("if.other")).toBeUndefined();
});

test("what senders say of other metrics stands as it was said first", () => {
  const infos = new MetricInfos([activation([{ key: "if.in", displayName: "In" }])]);
  for (const displayName of ["Load", "Something else"]) infos.tell({ key: "host.load", displayName });
  infos.tell({ key: "if.in", displayName: "Not In" });
  expect(infos.of("host.load")).toMatchObject({ displayName: "Load" });
  expect(infos.of("if.in")).toMatchObject({ displayName: "In" });
});
