import { expect, it } from "vitest";
import type { Device, DeviceChart, DeviceInterface } from "../../../src/api/contract/index.ts";
import { chartSelector, chartSeries, filteredCharts } from "../../../src/ui/device/chart-series.ts";
import { healthOf, isAnswering, pollWords } from "../../../src/ui/device/health-words.ts";
import { highestOf, meanOf, percentile } from "../../../src/ui/device/percentile.ts";
import { stateLabel, stateTone } from "../../../src/ui/device/state-words.ts";
import { totalTraffic } from "../../../src/ui/device/total-traffic.ts";

it("finds the 95th percentile by nearest rank, without the gaps", () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(percentile([null, ...hundred, null], 95)).toBe(95);
  expect(percentile([7], 95)).toBe(7);
  expect(percentile([null], 95)).toBeUndefined();
  expect([meanOf([1, null, 3]), highestOf([1, null, 3]), meanOf([])]).toEqual([2, 3, undefined]);
});

it("counts the traffic of ports, and not once more that of VLANs and aggregates", () => {
  const of = (name: string, inBps: readonly (number | null)[]): DeviceInterface => ({
    key: name,
    name,
    lastSeen: 0,
    inBps,
    outBps: inBps,
  });
  const all = [of("Gi1/0/1", [1, null]), of("Gi1/0/2", [2, null]), of("Vlan1", [50, 50]), of("Po1", [3, 3])];
  expect(totalTraffic(all).inBps).toEqual([3, null]);
  expect(totalTraffic([of("Vlan1", [5])]).inBps).toEqual([5]);
});

const CHART: DeviceChart = {
  id: "cpu",
  role: "cpu",
  group: "Load",
  title: "CPU",
  unit: "Percent",
  series: [
    { selector: "a", label: "CPU" },
    { selector: "b", label: "Other" },
  ],
};

it("calls a lone series by its chart, several by their dimensions, and says what a bare figure is", () => {
  const series = (...dimensions: string[]) => ({
    dimensions,
    dimensionMap: {},
    timestamps: [1],
    values: [5],
  });
  const answer = (...data: ReturnType<typeof series>[][]) => ({
    totalCount: 1,
    nextPageKey: null,
    resolution: "1m",
    result: data.map((own) => ({ metricId: "a", dataPointCountRatio: 0, dimensionCountRatio: 0, data: own })),
  });
  const labels = (...data: ReturnType<typeof series>[][]) =>
    chartSeries(CHART, answer(...data)).series.map(({ label }) => label);
  expect(chartSelector(CHART)).toBe("a,b");
  expect(labels([series("22")])).toEqual(["CPU"]);
  expect(labels([series("1"), series("Core 2")], [series()])).toEqual(["CPU 1", "Core 2", "Other"]);
  expect(filteredCharts([CHART], "load cpu")).toHaveLength(1);
  expect(filteredCharts([CHART], "memory")).toHaveLength(0);
});

const DEVICE: Device = {
  configurationId: "c",
  extension: "e",
  id: "192.0.2.1:161",
  name: "sw",
  code: "AUTHENTICATION_ERROR",
  message: "the password is wrong; check it",
  cause: "the password is wrong",
  remedy: "check it",
  linesPerRound: 1_000,
  polls: 1,
  skipped: 2,
  intervalMs: 60_000,
  latenessMs: 3_000,
  pollDurationMs: 38,
};

it("says what is wrong and what to do, and nothing when nothing is", () => {
  expect(healthOf(DEVICE)).toEqual({
    tone: "error",
    title: "It answers, but does not accept the credentials.",
    causes: ["The password is wrong"],
    remedy: "Check it",
  });
  const several = { ...DEVICE, code: "WARNING", cause: undefined, message: "group a: x; y; group b: z" };
  expect(healthOf(several)?.causes).toEqual(["Group a: x; y", "Group b: z"]);
  expect(healthOf({ ...DEVICE, code: "OK" })).toBeUndefined();
});

it("says how polling goes", () => {
  expect(pollWords({ ...DEVICE, code: "OK" })).toBe(
    "every 1 min, took 38 ms, began 3 s late, 1,000 lines, 2 polls left out",
  );
});

it("says of a device that does not answer nothing that was measured when it did", () => {
  expect(pollWords(DEVICE)).toBe("every 1 min, began 3 s late, 2 polls left out");
  expect(["OK", "WARNING", "AUTHENTICATION_ERROR", "PENDING"].map((code) => isAnswering({ code }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("tells bad states of parts from those that are absent", () => {
  expect(["normal", "warning", "notFunctioning", "notPresent"].map(stateTone)).toEqual([
    "ok",
    "warning",
    "error",
    "pending",
  ]);
  expect(stateLabel("notFunctioning")).toBe("Not functioning");
});
