import { beforeAll, describe, expect, test } from "vitest";
import type { Sample } from "../../src/mapping/index.ts";
import {
  compileTopology,
  type Entity,
  EntityGraph,
  mapTopology,
  TopologyCache,
} from "../../src/topology/index.ts";
import { DEVICES, dimensionOf, pollRecording, theManifest } from "./network.ts";

// What the extension makes of the simulated network: all devices polled once with their feature sets.

const samples = new Map<string, readonly Sample[]>();
let entities: readonly Entity[] = [];
/** `RELATION from → to`, by entity names. */
let relations: readonly string[] = [];

beforeAll(async () => {
  const rules = compileTopology([theManifest().topology]);
  const graph = new EntityGraph();
  for (const { name, featureSets } of DEVICES) {
    const polled = await pollRecording(name, featureSets);
    samples.set(name, polled);
    graph.apply(mapTopology(rules, polled, new TopologyCache()));
  }
  graph.linkByProperties(rules.propertyRelations, 1_760_000_000_000);
  entities = graph.entities();
  const names = new Map(entities.map(({ id, type, name }) => [id, `${type} ${name}`]));
  relations = graph
    .relationships()
    .map(({ type, fromId, toId }) => `${type} ${names.get(fromId)} → ${names.get(toId)}`);
});

const named = (type: string, name: string): Entity | undefined =>
  entities.find((entity) => entity.type === type && entity.name === name);
const ofType = (type: string): readonly Entity[] => entities.filter((entity) => entity.type === type);
const valueOf = (device: string, key: string): readonly (number | bigint)[] =>
  (samples.get(device) ?? []).filter((sample) => sample.key === key).map(({ value }) => value);

test("each polled device is one entity", () => {
  expect(ofType("network:device").map(({ name }) => name)).toEqual([
    "access-sw-1",
    "core-sw-1",
    "dist-sw-2",
    "secure-sw",
    "spare-sw",
    "linux-host",
    'awk"ward\\sw=1, room 2',
  ]);
});

test("a device has its model, serial number, software and LLDP chassis id", () => {
  const attributes = named("network:device", "access-sw-1")?.attributes;
  expect(attributes?.get("model")).toBe("EX-9200-24P");
  expect(attributes?.get("serial_number")).toBe("EXA2401A001");
  expect(attributes?.get("software_revision")).toBe("17.9.4");
  expect(attributes?.get("lldp_chassis_id")).toBe("02:00:5e:01:00:00");
  expect(attributes?.get("system_location")).toBe("Building 7, floor 3, rack A");
});

test("an interface has alias, MAC address, speed and states, and runs on its device", () => {
  const attributes = named("network:interface", "Te1/1/1")?.attributes;
  expect(attributes?.get("if_alias")).toBe("uplink core-sw-1 Eth1/1");
  expect(attributes?.get("mac_address")).toBe("02:00:5e:01:00:25");
  expect(attributes?.get("if_speed")).toBe("10000");
  expect(attributes?.get("oper_status")).toBe("up(1)");
  expect(attributes?.get("admin_status")).toBe("up(1)");
  expect(relations).toContain("RUNS_ON network:interface Te1/1/1 → network:device access-sw-1");
});

test("interfaces without a MAC address are no entities, yet have lines", () => {
  const loopback = samples.get("dist-sw-2")?.some((sample) => dimensionOf(sample, "if.name") === "Loopback0");
  expect(loopback).toBe(true);
  expect(named("network:interface", "Loopback0")).toBeUndefined();
});

test("a device is related to each of its neighbours", () => {
  expect(relations).toContain("CALLS network:device core-sw-1 → network_switch:neighbour linux-host");
  expect(relations).toContain("CALLS network:device dist-sw-2 → network_switch:neighbour nas-1");
  expect(relations).toContain("CALLS network:device access-sw-1 → network_switch:neighbour ap-3-west");
});

describe("a neighbour that is polled too is recognised", () => {
  test.each(["access-sw-1", "core-sw-1", "dist-sw-2", "secure-sw"])("%s, by its chassis id", (name) => {
    const neighbour = named("network_switch:neighbour", name)?.attributes;
    expect(neighbour?.get("chassis_id")).toBe(
      named("network:device", name)?.attributes.get("lldp_chassis_id"),
    );
    expect(relations).toContain(`SAME_AS network_switch:neighbour ${name} → network:device ${name}`);
  });

  test("linux-host, whose agent has no LLDP-MIB, by its name", () => {
    expect(relations).toContain("SAME_AS network_switch:neighbour linux-host → network:device linux-host");
  });

  test("and no other is", () => {
    const wrong = relations.filter((relation) => {
      const [, from, to] =
        /^SAME_AS network_switch:neighbour (.*) → network:device (.*)$/.exec(relation) ?? [];
      return from !== to;
    });
    expect(wrong).toEqual([]);
  });
});

test("phones that name themselves by an IP address keep it as chassis id", () => {
  expect(named("network_switch:neighbour", "phone-301")?.attributes.get("chassis_id")).toBe("198.51.100.101");
});

test("whatever has a serial number is a module of its device", () => {
  const modules = relations.filter((relation) => relation.startsWith("PART_OF"));
  const transceiver = "network_switch:module Te1/1/1 Transceiver SFP-10G-LR-EX";
  expect(modules).toContain(`PART_OF ${transceiver} → network:device access-sw-1`);
  expect(modules.some((relation) => relation.includes("FAN 1"))).toBe(false);
});

const fan = (key: string): unknown =>
  samples
    .get("dist-sw-2")
    ?.filter((sample) => sample.key === key && dimensionOf(sample, "sensor.name") === "Fan4")
    .map(({ value }) => value);

test("a sensor that is not working has a status and no value", () => {
  expect(fan("custom.network.switch.sensor.status")).toEqual([3]);
  expect(fan("custom.network.switch.sensor.value")).toEqual([]);
});

test("CPU usage is under one key, whichever MIB it comes from", () => {
  const key = "com.dynatrace.extension.network_device.cpu_usage";
  expect(valueOf("access-sw-1", key)).toEqual([9]);
  expect(valueOf("dist-sw-2", key)).toEqual([9, 14, 5, 71]);
  expect(valueOf("linux-host", key)).toEqual([5, 9]);
});

test("PoE ports are told apart by what they do", () => {
  const states = samples
    .get("access-sw-1")
    ?.filter(({ key }) => key === "custom.network.switch.poe.port")
    .map((sample) => dimensionOf(sample, "poe.port.status"));
  expect(states?.filter((state) => state === "deliveringPower(3)")).toHaveLength(3);
  expect(states?.filter((state) => state === "fault(4)")).toHaveLength(1);
});

test("the status filter leaves out whole interfaces", async () => {
  const filtered = await pollRecording("access-sw-1", [], { oper_status_filter: "$prefix(up)" });
  const names = new Set(filtered.map((sample) => dimensionOf(sample, "if.name")));
  expect([...names]).toContain("Gi1/0/1");
  expect([...names]).not.toContain("Gi1/0/24");
});

test("the name filter takes an expression", async () => {
  const filtered = await pollRecording("access-sw-1", [], { if_name_filter: "$or($prefix(Te),$eq(Vl10))" });
  const names = new Set(filtered.flatMap((sample) => dimensionOf(sample, "if.name") ?? []));
  expect([...names].toSorted()).toEqual(["Te1/1/1", "Te1/1/2", "Te1/1/3", "Te1/1/4", "Vl10"]);
});

test("the site is on every line, and on none when it is not set", async () => {
  const sited = await pollRecording("secure-sw", [], { site: "gatehouse" });
  expect(sited.every((sample) => dimensionOf(sample, "site") === "gatehouse")).toBe(true);
  expect(samples.get("secure-sw")?.some((sample) => dimensionOf(sample, "site") !== undefined)).toBe(false);
});
