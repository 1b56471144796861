import { describe, expect, it } from "vitest";
import { deviceCharts } from "../../../src/app/device-view/device-charts.ts";
import { deviceInterfaces } from "../../../src/app/device-view/device-interfaces.ts";
import { plainPortName } from "../../../src/app/device-view/interface-words.ts";
import { metricPlaces } from "../../../src/app/device-view/metric-places.ts";
import { loadMonitoringConfigurations } from "../../../src/config/index.ts";
import { loadManifest } from "../../../src/manifest/index.ts";
import { compilePlan } from "../../../src/plan/index.ts";
import { MetricCatalogue, queryMetrics } from "../../../src/query/index.ts";
import { builtinCatalogue } from "../../../src/smi/index.ts";
import { entitiesOf, MemoryMetrics } from "../../support/memory-metrics.ts";

// Whatever a manifest calls its metrics and dimensions: what counts are the objects behind them.

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 5, 12);
const OWN = { device: "192.0.2.1:161", "device.address": "192.0.2.1" };

function placesOf(subgroup: string) {
  const { value: manifest, diagnostics } = loadManifest(
    `name: custom:ports
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: ports
    interval: { minutes: 1 }
    subgroups:
${subgroup}`,
    { catalogue: builtinCatalogue },
  );
  if (manifest === undefined) throw new Error(JSON.stringify(diagnostics));
  const device = { ip: "192.0.2.1", authentication: { type: "SNMPv2c", community: "demo" } };
  const value = { version: "1.0.0", description: "t", featureSets: ["all"], snmp: { devices: [device] } };
  const { value: configurations } = loadMonitoringConfigurations(
    JSON.stringify([{ scope: "ag_group-x", value }]),
    {
      manifest,
      idPrefix: "t",
    },
  );
  return metricPlaces(compilePlan(manifest, configurations![0]!, { catalogue: builtinCatalogue }));
}

const TRAFFIC = `
      - subgroup: traffic
        table: true
        dimensions:
          - { key: nic, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }
          - { key: idx, value: "oid:1.3.6.1.2.1.2.2.1.1" }
          - { key: state, value: "oid:1.3.6.1.2.1.2.2.1.8" }
          - { key: mbit, value: "oid:1.3.6.1.2.1.31.1.1.1.15" }
        metrics:
          - { key: my.in, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
          - { key: my.in32, value: "oid:1.3.6.1.2.1.2.2.1.10", type: count }
      - subgroup: old
        table: true
        dimensions:
          - { key: idx, value: "oid:1.3.6.1.2.1.2.2.1.1" }
          - { key: descr, value: "oid:1.3.6.1.2.1.2.2.1.2" }
        metrics:
          - { key: my.raw, value: "oid:1.3.6.1.2.1.2.2.1.16", type: gauge }
`;

const at = (minute: number, value: number) => [START + minute * MINUTE, value] as const;

async function shown(metrics: MemoryMetrics, subgroups = TRAFFIC) {
  return await deviceInterfaces(
    {
      places: placesOf(subgroups),
      endpoint: { address: "192.0.2.1", port: 161 },
      metrics,
      entities: entitiesOf([]),
    },
    { fromMs: START, toMs: START + 4 * MINUTE, nowMs: START + 4 * MINUTE },
  );
}

describe("charts of interfaces", () => {
  it("show what the table shows also in a slot in which polling began", async () => {
    const places = placesOf(TRAFFIC).map((place) => ({ ...place, intervalMs: 5_000 }));
    const endpoint = { address: "192.0.2.1", port: 161 };
    // Two polls of a minute that could have had twelve, each with what came in five seconds.
    const metrics = new MemoryMetrics().add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1" }, [
      [START + 50_000, 625],
      [START + 55_000, 625],
      ...Array.from({ length: 12 }, (_, i) => [START + MINUTE + i * 5_000, 625] as const),
    ]);
    const catalogue = new MetricCatalogue([]);
    const { charts } = await deviceCharts({ places, endpoint, metrics, catalogue, manifests: [] }, START);
    const { series, intervalMs } = charts.find(({ id }) => id === "in-octets")!;
    const grid = { startMs: START, stepMs: MINUTE, slots: 2 };
    const [answer] = await queryMetrics(series[0]!.selector, grid, {
      metrics,
      entities: entitiesOf([]),
      calculated: catalogue.calculated,
      isDeclared: () => false,
      selectIds: () => Promise.resolve(new Set<string>()),
      scope: [],
    });
    expect([...answer!.series[0]!.values]).toEqual([1_000, 1_000]);
    expect(intervalMs).toBe(5_000);
    const table = await deviceInterfaces(
      { places, endpoint, metrics, entities: entitiesOf([]) },
      { fromMs: START, toMs: START + 2 * MINUTE, nowMs: START + 2 * MINUTE },
    );
    expect(table.interfaces[0]!.inBps).toEqual([1_000, 1_000]);
  });
});

describe("interfaces", () => {
  it("are one over a change of state, which is a dimension", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1", state: "up(1)", mbit: "1000" }, [at(0, 7_500)])
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1", state: "down(2)", mbit: "1000" }, [at(1, 0)]);
    const { interfaces } = await shown(metrics);
    expect(interfaces).toHaveLength(1);
    expect(interfaces[0]).toMatchObject({ key: "Gi1", operStatus: "down", speedBps: 1e9, index: 1 });
    expect(interfaces[0]!.inBps).toEqual([1_000, 0, null, null]);
  });

  it("prefer 64-bit counters, and take 32-bit ones where there are no others", async () => {
    const dims = { ...OWN, nic: "Gi1", idx: "1" };
    const other = { ...OWN, nic: "Gi2", idx: "2" };
    const metrics = new MemoryMetrics()
      .add("my.in", "count", dims, [at(0, 750)])
      .add("my.in32", "count", dims, [at(0, 7)])
      .add("my.in32", "count", other, [at(0, 1_500)]);
    const { interfaces } = await shown(metrics);
    expect(interfaces.map(({ inBps }) => inBps?.[0])).toEqual([100, 200]);
  });

  it("join tables that know them by index and by name", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1" }, [at(0, 750)])
      .add("my.raw", "gauge", { ...OWN, idx: "1", descr: "GigabitEthernet1" }, [at(0, 1_000), at(1, 2_500)]);
    const { interfaces } = await shown(metrics);
    expect(interfaces).toHaveLength(1);
    expect(interfaces[0]).toMatchObject({ name: "Gi1", description: "GigabitEthernet1" });
    expect(interfaces[0]!.inBps?.[0]).toBe(100);
  });

  it("of a table that knows the index alone have the description that another has", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in32", "count", { ...OWN, idx: "1" }, [at(0, 750)])
      .add("my.raw", "gauge", { ...OWN, idx: "1", descr: "Port 1 on unit 1" }, [at(0, 1)]);
    expect((await shown(metrics)).interfaces.map(({ name }) => name)).toEqual(["Port 1 on unit 1"]);
  });

  it("have no peak after polls that were lost: what came meanwhile is spread over their time", async () => {
    const dims = { ...OWN, nic: "Gi1", idx: "1" };
    const lost = new MemoryMetrics().add("my.in", "count", dims, [at(0, 7_500), at(3, 22_500)]);
    expect((await shown(lost)).interfaces[0]!.inBps).toEqual([1_000, null, null, 1_000]);
    const drifting = [at(0, 7_500), [START + 1, 7_500] as const, at(2, 7_500)];
    const late = new MemoryMetrics().add("my.in", "count", dims, drifting);
    expect((await shown(late)).interfaces[0]!.inBps).toEqual([1_000, null, 1_000, null]);
  });

  it("have no dip after counters began anew, of which the states beside them tell that nothing was lost", async () => {
    const dims = { ...OWN, nic: "Gi1", idx: "1" };
    const cleared = new MemoryMetrics()
      .add("my.in", "count", dims, [at(0, 7_500), at(2, 7_500)])
      .add("my.state", "gauge", dims, [at(0, 1), at(1, 1), at(2, 1)]);
    const state = `          - { key: my.state, value: "oid:1.3.6.1.2.1.2.2.1.8", type: gauge }\n`;
    const subgroups = TRAFFIC.replace("          - { key: my.in,", `${state}          - { key: my.in,`);
    expect((await shown(cleared, subgroups)).interfaces[0]!.inBps).toEqual([1_000, null, 1_000, null]);
  });

  it("that have been measured only later are not shown in a time before", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1" }, [at(1, 7_500), at(60, 1)])
      .add("my.in", "count", { ...OWN, nic: "Gi2", idx: "2" }, [at(60, 7_500)]);
    expect((await shown(metrics)).interfaces.map(({ name }) => name)).toEqual(["Gi1"]);
  });

  it("have rates of counters that are sent as they were read; one that goes back has none", async () => {
    const values = [at(0, 1_000), at(1, 2_500), at(2, 10), at(3, 160)];
    const metrics = new MemoryMetrics().add("my.raw", "gauge", { ...OWN, idx: "1", descr: "eth0" }, values);
    const { interfaces } = await shown(metrics);
    expect(interfaces[0]!.outBps).toEqual([null, 200, null, 20]);
  });

  it("of one name and two indexes are two", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in", "count", { ...OWN, nic: "port", idx: "1" }, [at(0, 1)])
      .add("my.in", "count", { ...OWN, nic: "port", idx: "2" }, [at(0, 2)]);
    expect((await shown(metrics)).interfaces.map(({ key }) => key)).toEqual(["port#1", "port#2"]);
  });

  it("stay one when the device counts its interfaces anew", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1" }, [[START - 60 * MINUTE, 1], at(0, 75)])
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "501" }, [at(20, 750)]);
    const { interfaces } = await deviceInterfaces(
      {
        places: placesOf(TRAFFIC),
        endpoint: { address: "192.0.2.1", port: 161 },
        metrics,
        entities: entitiesOf([]),
      },
      { fromMs: START, toMs: START + 30 * MINUTE, nowMs: START + 30 * MINUTE },
    );
    expect(interfaces).toHaveLength(1);
    expect(interfaces[0]).toMatchObject({ key: "Gi1", index: 501 });
  });

  it("do not mix with those of another device, also behind the same address", async () => {
    const metrics = new MemoryMetrics()
      .add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1" }, [at(0, 750)])
      .add("my.in", "count", { ...OWN, device: "192.0.2.1:1161", nic: "Gi9", idx: "9" }, [at(0, 750)]);
    expect((await shown(metrics)).interfaces.map(({ name }) => name)).toEqual(["Gi1"]);
  });

  it("that were not seen in the time are left out", async () => {
    const metrics = new MemoryMetrics().add("my.in", "count", { ...OWN, nic: "Gi1", idx: "1" }, [at(-30, 1)]);
    expect((await shown(metrics)).interfaces).toEqual([]);
  });

  it("have slots as long as the interval, or a count of five minutes would be a peak", async () => {
    const slow = `
      - subgroup: slow
        interval: { minutes: 5 }
        table: true
        dimensions: [{ key: nic, value: "oid:1.3.6.1.2.1.31.1.1.1.1" }]
        metrics: [{ key: my.slow, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }]
`;
    const metrics = new MemoryMetrics().add("my.slow", "count", { ...OWN, nic: "Gi1" }, [at(2, 37_500)]);
    const { interfaces, resolutionMs } = await shown(metrics, slow);
    expect(resolutionMs).toBe(5 * MINUTE);
    expect(interfaces[0]!.inBps).toEqual([1_000]);
  });
});

it.each([
  ["GigabitEthernet1/0/1", "Gi1/0/1"],
  ["TenGigabitEthernet1/1/1", "Te1/1/1"],
  ["HundredGigE1/0/49", "Hu1/0/49"],
  ["Ethernet1/49", "Eth1/49"],
  ["Ethernet25/1", "Et25/1"],
  ["port-channel10", "Po10"],
])("takes %s and %s for the same port", (long, short) => {
  expect(plainPortName(long)).toBe(plainPortName(short));
});
