import { expect, test } from "vitest";
import { loadMonitoringConfigurations } from "../../src/config/index.ts";
import { type Glance, Glancer } from "../../src/glance/index.ts";
import { emptyBaselines, mapSamples } from "../../src/mapping/index.ts";
import { compilePlan, type PollTask } from "../../src/plan/index.ts";
import { DevicePoller } from "../../src/poll/index.ts";
import { builtinCatalogue, type SnmpValue } from "../../src/smi/index.ts";
import { instancesOf, theManifest } from "../extension/network.ts";
import {
  A_DEVICE,
  type Answer,
  aMetric,
  aResult,
  aSubgroup,
  aTask,
  columnRef,
  counter32,
  counter64,
  gauge32,
  int,
  text,
} from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

const MINUTE_MS = 60_000;
const IF = {
  type: "1.3.6.1.2.1.2.2.1.3",
  admin: "1.3.6.1.2.1.2.2.1.7",
  oper: "1.3.6.1.2.1.2.2.1.8",
  in32: "1.3.6.1.2.1.2.2.1.10",
  out32: "1.3.6.1.2.1.2.2.1.16",
  inErrors: "1.3.6.1.2.1.2.2.1.14",
  name: "1.3.6.1.2.1.31.1.1.1.1",
  in64: "1.3.6.1.2.1.31.1.1.1.6",
  out64: "1.3.6.1.2.1.31.1.1.1.10",
} as const;

const cells = (rows: Readonly<Record<string, number>>, of: (value: number) => SnmpValue) =>
  Object.fromEntries(Object.entries(rows).map(([index, value]) => [index, of(value)]));

/** A task that reads these columns, each as a metric of this type. */
const taskOf = (columns: readonly string[], type: "count" | "gauge" = "count"): PollTask =>
  aTask([aSubgroup({ metrics: columns.map((at) => aMetric(`m.${at}`, type, columnRef(at))) })]);

/** What is seen of a device by a task that polls it again and again. */
function watch(task: PollTask) {
  const glancer = new Glancer();
  let baselines = emptyBaselines();
  return (answer: Answer): Glance | undefined => {
    const result = aResult(task, answer);
    const mapped = mapSamples(task, A_DEVICE, result, baselines);
    const glance = glancer.look(task, result, baselines, mapped.baselines);
    baselines = mapped.baselines;
    return glance;
  };
}

/** The same of a recorded device with our own extension, every group together. */
async function glanceOfRecording(name: string, featureSets: readonly string[]): Promise<Partial<Glance>> {
  const manifest = theManifest();
  const value = {
    version: manifest.version,
    description: "test",
    featureSets,
    snmp: { devices: [{ ip: "192.0.2.10", authentication: { type: "SNMPv2c", community: "demo" } }] },
  };
  const loaded = loadMonitoringConfigurations(JSON.stringify([{ scope: "ag_group-test", value }]), {
    manifest,
    idPrefix: "test",
  });
  const { tasks } = compilePlan(manifest, loaded.value![0]!, { catalogue: builtinCatalogue });
  const results = await new DevicePoller({ clock: new FakeClock(), labels: undefined }).poll(
    tasks,
    new FakeDevice(instancesOf(name)),
  );
  const known: Record<string, number> = {};
  tasks.forEach((task, i) => {
    const { baselines } = mapSamples(task, A_DEVICE, results[i]!, emptyBaselines());
    const glance = new Glancer().look(task, results[i]!, emptyBaselines(), baselines);
    for (const [field, number] of Object.entries(glance ?? {}))
      if (!Number.isNaN(number)) known[field] = Math.round(number);
  });
  return known;
}

test("a Cisco switch: CPU and memory pools, ports without its VLANs and port channels", async () => {
  expect(await glanceOfRecording("core-sw-1", ["CPU and memory (Cisco)"])).toEqual({
    cpuPercent: 27,
    memoryPercent: 40,
    portsUp: 27,
    portsDown: 16,
  });
});

test("a host: cores by HOST-RESOURCES, and memory without what is only cached", async () => {
  const host = { cpuPercent: 7, memoryPercent: 1, portsUp: 1, portsDown: 0 };
  expect(await glanceOfRecording("linux-host", ["CPU and memory (HOST-RESOURCES)"])).toEqual(host);
});

test("traffic is what the 64-bit counters grew by, in bits a second; ports that are part of others count once", () => {
  const look = watch(taskOf([IF.type, IF.in32, IF.out32, IF.in64, IF.out64]));
  const at = (atMs: number, octets: number): Answer => ({
    atMs,
    columns: {
      [IF.type]: cells({ 1: 6, 2: 6, 3: 161, 4: 24 }, int),
      [IF.in32]: cells({ 1: 9, 2: 9, 3: 9, 4: 9 }, counter32),
      [IF.out32]: cells({ 1: 9, 2: 9, 3: 9, 4: 9 }, counter32),
      [IF.in64]: cells({ 1: octets, 2: 2 * octets, 3: 3 * octets, 4: octets }, counter64),
      [IF.out64]: cells({ 1: octets, 2: 0, 3: octets, 4: octets }, counter64),
    },
  });
  expect(look(at(0, 1_000))).toBeUndefined();
  expect(look(at(MINUTE_MS, 61_000))).toMatchObject({ inBps: 24_000, outBps: 8_000, trafficRank: 1 });
});

test("traffic by 32-bit counters ranks below, for at 10 Gbit/s they run over in four seconds", () => {
  const look = watch(taskOf([IF.in32, IF.out32]));
  const at = (atMs: number, octets: number): Answer => ({
    atMs,
    columns: { [IF.in32]: cells({ 1: octets }, counter32), [IF.out32]: cells({ 1: octets }, counter32) },
  });
  look(at(0, 1_000));
  expect(look(at(MINUTE_MS, 61_000))).toMatchObject({ inBps: 8_000, outBps: 8_000, trafficRank: 0 });
});

test("without a type of interfaces names tell which are no ports", () => {
  const look = watch(taskOf([IF.name, IF.oper, IF.admin], "gauge"));
  const names = ["Gi1/0/1", "Gi1/0/2", "Vlan10", "Port-channel1", "Loopback0", "Gi1/0/3.100", "ae0", "A1"];
  const rows = Object.fromEntries(names.map((name, i) => [String(i + 1), name]));
  const every = (value: SnmpValue) => Object.fromEntries(names.map((_, i) => [String(i + 1), value]));
  const columns = {
    [IF.name]: Object.fromEntries(Object.entries(rows).map(([index, name]) => [index, text(name)])),
    [IF.oper]: every(int(1)),
    [IF.admin]: every(int(1)),
  };
  expect(look({ columns })).toMatchObject({ portsUp: 3, portsDown: 0 });
});

test("a port is down when it is switched on and has no link; unused slots and disabled ports are not", () => {
  const look = watch(taskOf([IF.oper, IF.admin], "gauge"));
  const columns = {
    [IF.oper]: cells({ 1: 1, 2: 2, 3: 2, 4: 6, 5: 7 }, int),
    [IF.admin]: cells({ 1: 1, 2: 1, 3: 2, 4: 1, 5: 1 }, int),
  };
  expect(look({ columns })).toMatchObject({ portsUp: 1, portsDown: 2 });
});

test("counters that a manifest takes as gauges tell traffic, too", () => {
  const look = watch(taskOf([IF.in64, IF.out64], "gauge"));
  const at = (atMs: number, octets: number): Answer => ({
    atMs,
    columns: {
      [IF.in64]: cells({ 1: octets, 2: 5 }, counter64),
      [IF.out64]: cells({ 1: 0, 2: 0 }, counter64),
    },
  });
  look(at(0, 1_000));
  expect(look(at(MINUTE_MS, 61_000))).toMatchObject({ inBps: 8_000, outBps: 0 });
});

test("a 32-bit counter that wraps goes on, one that was cleared does not look like a port without traffic", () => {
  const look = watch(taskOf([IF.in32, IF.out32]));
  const at = (atMs: number, into: number, out: number): Answer => ({
    atMs,
    columns: { [IF.in32]: cells({ 1: into }, counter32), [IF.out32]: cells({ 1: out }, counter32) },
  });
  look(at(0, 2 ** 32 - 30_000, 500_000));
  expect(look(at(MINUTE_MS, 30_000, 10))).toMatchObject({ inBps: 8_000, outBps: Number.NaN });
});

test("a 64-bit counter that was cleared at three billion is no wrap of 32 bits", () => {
  const look = watch(taskOf([IF.in64, IF.out64]));
  const at = (atMs: number, octets: number): Answer => ({
    atMs,
    columns: {
      [IF.in64]: cells({ 1: octets, 2: 60_000 + atMs }, counter64),
      [IF.out64]: cells({ 1: octets }, counter64),
    },
  });
  look(at(0, 3_000_000_000));
  expect(look(at(MINUTE_MS, 10))).toMatchObject({ inBps: 8_000, outBps: Number.NaN });
});

test("after a restart of the agent there is no traffic to tell, and the ports are told all the same", () => {
  const look = watch(taskOf([IF.oper, IF.in64, IF.out64]));
  const at = (atMs: number, octets: number, sysUpTimeTicks: number): Answer => ({
    atMs,
    sysUpTimeTicks,
    columns: {
      [IF.oper]: cells({ 1: 1 }, int),
      [IF.in64]: cells({ 1: octets }, counter64),
      [IF.out64]: cells({ 1: octets }, counter64),
    },
  });
  look(at(0, 1_000, 8_640_000));
  const glance = look(at(MINUTE_MS, 9_000, 3_000));
  expect(glance).toMatchObject({ inBps: Number.NaN, portsUp: 1 });
});

test("a table that was cut short tells no sums", () => {
  const look = watch(taskOf([IF.oper, IF.inErrors]));
  const columns = { [IF.oper]: cells({ 1: 1 }, int), [IF.inErrors]: cells({ 1: 5 }, counter32) };
  look({ columns });
  const cut = { atMs: MINUTE_MS, columns, cut: [IF.oper] };
  expect(look(cut)).toMatchObject({ portsUp: Number.NaN, errorsPerMinute: 0 });
});

test("of the members of a stack the busiest processor counts, and idle time turns into use", () => {
  const cpm = "1.3.6.1.4.1.9.9.109.1.1.1.1";
  const look = watch(taskOf([`${cpm}.7`, `${cpm}.8`], "gauge"));
  const columns = {
    [`${cpm}.7`]: cells({ 1: 12, 2: 93 }, gauge32),
    [`${cpm}.8`]: cells({ 1: 50, 2: 50 }, gauge32),
  };
  expect(look({ columns })?.cpuPercent).toBe(93);
  const idle = watch(taskOf(["1.3.6.1.4.1.2021.11.11"], "gauge"));
  expect(idle({ columns: { "1.3.6.1.4.1.2021.11.11": { 0: int(85) } } })?.cpuPercent).toBe(15);
});

test("a task that reads nothing of it tells nothing", () => {
  expect(Glancer.tells(taskOf(["1.3.6.1.2.1.17.1.4.1.2"]))).toBe(false);
});
