import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { deviceCharts } from "../../../src/app/device-view/device-charts.ts";
import { deviceInterfaces } from "../../../src/app/device-view/device-interfaces.ts";
import { type MetricPlace, metricPlaces } from "../../../src/app/device-view/metric-places.ts";
import { loadMonitoringConfigurations } from "../../../src/config/index.ts";
import { loadManifest, type Manifest } from "../../../src/manifest/index.ts";
import { compilePlan } from "../../../src/plan/index.ts";
import { MetricCatalogue, queryMetrics } from "../../../src/query/index.ts";
import { readSnmprec } from "../../../src/simulator/index.ts";
import { builtinCatalogue, oid } from "../../../src/smi/index.ts";
import { POLLED_GRID, pollIntoStore, type RecordedStore } from "../../support/recorded-store.ts";

// Our own recordings, polled with our own extension into the real store.

const ROOT = resolve(import.meta.dirname, "../../..");
const DEVICES = ["access-sw-1", "core-sw-1", "dist-sw-2", "linux-host"] as const;
const pathOf = (name: string): string => join(ROOT, `snmpsim-data/${name}.snmprec`);
const endpointOf = (name: (typeof DEVICES)[number]) => ({
  address: `192.0.2.${10 + DEVICES.indexOf(name)}`,
  port: 161,
});
const fromMs = POLLED_GRID.startMs;
const toMs = fromMs + POLLED_GRID.slots * POLLED_GRID.stepMs;

let manifest: Manifest;
let places: readonly MetricPlace[];
let store: RecordedStore;

beforeAll(async () => {
  const text = readFileSync(join(ROOT, "extension.yaml"), "utf8");
  manifest = loadManifest(text, { catalogue: builtinCatalogue }).value!;
  const device = { ip: "192.0.2.1", authentication: { type: "SNMPv2c", community: "demo" } };
  const value = {
    version: manifest.version,
    description: "test",
    featureSets: ["all"],
    snmp: { devices: [device] },
  };
  const { value: configurations } = loadMonitoringConfigurations(
    JSON.stringify([{ scope: "ag_group-test", value }]),
    { manifest, idPrefix: "test" },
  );
  const plan = compilePlan(manifest, configurations![0]!, {
    catalogue: builtinCatalogue,
    intervalMs: 60_000,
  });
  places = metricPlaces(plan);
  store = await pollIntoStore(manifest, [manifest], DEVICES.map(pathOf));
});

const interfacesOf = (name: (typeof DEVICES)[number], key?: string) =>
  deviceInterfaces(
    { places, endpoint: endpointOf(name), metrics: store.metrics, entities: store.entities },
    { fromMs, toMs, nowMs: toMs, key },
  );

/** A column of a recording by index, as text. */
function column(name: string, dotted: string): ReadonlyMap<string, string> {
  const { entries } = readSnmprec(readFileSync(pathOf(name), "utf8"));
  const root = `${oid(dotted)}.`;
  return new Map(
    entries.flatMap(({ oid: at, value }): [string, string][] =>
      at.startsWith(root) && "value" in value
        ? [
            [
              at.slice(root.length),
              value.value instanceof Uint8Array ? Buffer.from(value.value).toString() : String(value.value),
            ],
          ]
        : [],
    ),
  );
}

describe("the interfaces of a recorded switch", () => {
  it.each(DEVICES)("of %s are those of its recording, each once", async (name) => {
    const { interfaces } = await interfacesOf(name);
    const names = [...column(name, "1.3.6.1.2.1.31.1.1.1.1").values()];
    expect(interfaces.map((one) => one.name).toSorted()).toEqual(names.toSorted());
  });

  it("have the states, speeds and indexes of the recording", async () => {
    const { interfaces } = await interfacesOf("core-sw-1");
    const oper = column("core-sw-1", "1.3.6.1.2.1.2.2.1.8");
    const words = ["", "up", "down", "testing", "unknown", "dormant", "notPresent", "lowerLayerDown"];
    for (const { index, operStatus } of interfaces) {
      expect(operStatus).toBe(words[Number(oper.get(String(index)))]);
    }
    const port = interfaces.find(({ name }) => name === "Ethernet1/49");
    expect(port).toMatchObject({ type: "ethernetCsmacd", adminStatus: "up" });
    // Gauges move a little while the recording is polled.
    expect(port!.speedBps! / 100e9).toBeCloseTo(1, 3);
  });

  it("have rates that are the increases of the lines", async () => {
    const { interfaces, timestamps } = await interfacesOf("core-sw-1");
    const port = interfaces.find(({ name }) => name === "Ethernet1/1")!;
    const rates = POLLED_GRID.slots;
    expect(timestamps).toHaveLength(rates);
    const lines = store.samples.filter(
      ({ key, dimensions }) =>
        key === "com.dynatrace.extension.network_device.if.bytes_in.count" &&
        dimensions.get("if.name") === "Ethernet1/1" &&
        dimensions.get("device.address") === endpointOf("core-sw-1").address,
    );
    expect(lines).toHaveLength(rates - 1);
    for (const { slot, value } of lines) {
      expect(port.inBps?.[slot]).toBeCloseTo((value * 8) / 60, -1);
    }
    expect(port.inBps?.[0]).toBeNull();
  });

  it("have an entity each where the manifest makes one, and never that of the device", async () => {
    const { interfaces } = await interfacesOf("access-sw-1");
    const types = interfaces.flatMap(({ entityId }) =>
      entityId === undefined ? [] : (store.entities.entity(entityId)?.type ?? "none"),
    );
    expect(new Set(types)).toEqual(new Set(["network:interface"]));
    expect(types.length).toBeGreaterThan(interfaces.length / 2);
  });

  it("have packets only when one is asked for", async () => {
    const { interfaces } = await interfacesOf("access-sw-1", "Gi1/0/1");
    expect(interfaces).toHaveLength(1);
    expect(Object.keys(interfaces[0]!.packets!)).toContain("in-broadcast");
    expect((await interfacesOf("access-sw-1")).interfaces[0]!.packets).toBeUndefined();
  });
});

describe("the neighbours of a recorded switch", () => {
  it("stand at the ports that they themselves name", async () => {
    const { interfaces } = await interfacesOf("core-sw-1");
    const device = [...store.entities.ofType("network:device")].find(({ name }) => name === "access-sw-1")!;
    expect(interfaces.find(({ name }) => name === "Ethernet1/1")!.neighbour).toEqual({
      name: "access-sw-1",
      entityId: device.id,
      port: "Te1/1/1",
      by: "neighbour",
    });
  });

  it("stand, when nobody polls them, at the port whose description names them", async () => {
    const { interfaces } = await interfacesOf("core-sw-1");
    expect(interfaces.find(({ name }) => name === "Ethernet1/11")!.neighbour).toMatchObject({
      name: "hv-1.example.net",
      port: "nic0",
      by: "description",
    });
  });

  it("are at each of two links between the same switches", async () => {
    const { interfaces, unplaced } = await interfacesOf("dist-sw-2");
    const ports = interfaces.flatMap(({ name, neighbour }) =>
      neighbour?.name === "core-sw-1" ? [`${name} ${neighbour.port}`] : [],
    );
    expect(ports).toEqual(["Ethernet25/1 Ethernet1/49", "Ethernet26/1 Ethernet1/50"]);
    expect(unplaced.map(({ name }) => name)).not.toContain("core-sw-1");
  });

  it("are told apart from those at a port that nobody names", async () => {
    const { unplaced } = await interfacesOf("access-sw-1");
    expect(unplaced.map(({ name, by }) => `${name} ${by}`)).toContain("phone-301 unplaced");
  });
});

describe("the charts of a recorded device", () => {
  const chartsOf = async (name: (typeof DEVICES)[number]) =>
    (
      await deviceCharts(
        {
          places,
          endpoint: endpointOf(name),
          metrics: store.metrics,
          catalogue: new MetricCatalogue([manifest]),
          manifests: [manifest],
        },
        fromMs,
      )
    ).charts;

  const latestOf = async (selector: string) => {
    const catalogue = new MetricCatalogue([manifest]);
    const [result] = await queryMetrics(selector, POLLED_GRID, {
      metrics: store.metrics,
      entities: store.entities,
      calculated: catalogue.calculated,
      isDeclared: (key) => catalogue.metadata(key) !== undefined,
      selectIds: () => Promise.resolve(new Set<string>()),
      scope: [],
    });
    return result!.series.map(({ values }) => values.findLast((value) => !Number.isNaN(value)));
  };

  it.each([
    ["access-sw-1", "Cisco pools"],
    ["dist-sw-2", "HOST-RESOURCES"],
    ["linux-host", "UCD"],
  ] as const)("of %s show CPU and memory in percent, by %s", async (name, source) => {
    const charts = await chartsOf(name);
    for (const role of ["cpu", "memory"]) {
      const chart = charts.find((one) => one.role === role)!;
      const values = (await Promise.all(chart.series.map(({ selector }) => latestOf(selector)))).flat();
      expect(values.length, `${role} by ${source}`).toBeGreaterThan(0);
      for (const value of values) expect(value, role).toSatisfy((v: number) => v >= 0 && v <= 100);
    }
  });

  it("answer every selector with series of this device alone", async () => {
    const charts = await chartsOf("access-sw-1");
    const ids = charts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { title, series } of charts) {
      for (const { selector } of series) {
        expect(selector).toContain('eq("device","192.0.2.10:161")');
        await expect(latestOf(selector), title).resolves.toBeDefined();
      }
    }
  });

  it("scale sensors by their own scale and precision", async () => {
    const chart = (await chartsOf("dist-sw-2")).find(({ id }) => id === "sensor-temperature")!;
    const values = (await Promise.all(chart.series.map(({ selector }) => latestOf(selector)))).flat();
    for (const value of values) expect(value).toSatisfy((v: number) => v > 10 && v < 90);
  });

  it("name the states of fans and power supplies", async () => {
    const charts = await chartsOf("access-sw-1");
    const fans = charts.find(({ key }) => key === "custom.network.switch.envmon.fan.state");
    expect(fans).toMatchObject({ role: "fan", group: "Environment", states: { 1: "normal", 3: "critical" } });
  });

  it("leave out what the device does not have", async () => {
    const keys = (await chartsOf("linux-host")).map(({ key }) => key);
    expect(keys).not.toContain("custom.network.switch.envmon.fan.state");
  });
});
