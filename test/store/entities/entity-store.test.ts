import { describe, expect, test } from "vitest";
import { AppError } from "../../../src/base/index.ts";
import { compileTopology, entityIdOf } from "../../../src/topology/index.ts";
import { deviceId, entityStore, interfaceId, lineOf, NETWORK, START_MS } from "../../support/entity-lines.ts";
import { MemoryKeyValue } from "../../support/memory-key-value.ts";
import { aTopology, aType, metricsSource } from "../../support/topology.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SWITCH = { "device.address": "192.0.2.1", "device.name": "sw1" };
const port = (idx: string, more: Record<string, string> = {}) => ({
  ...SWITCH,
  "if.idx": idx,
  "if.name": `Gi${idx}`,
  oper: "up(1)",
  ...more,
});
const DEVICE = deviceId("192.0.2.1");
const PORT = interfaceId("192.0.2.1", "1");

type Opened = Awaited<ReturnType<typeof entityStore>>;
const factsOf = ({ store }: Opened): unknown => ({
  entities: [...store.entities()]
    .map(({ id, type, name, icon, attributes, firstSeenMs, lastSeenMs, tags }) => ({
      id,
      type,
      name,
      icon,
      firstSeenMs,
      lastSeenMs,
      tags,
      attributes: Object.fromEntries(attributes),
    }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  edges: store
    .relationships()
    .map(({ type, fromId, toId, firstSeenMs }) => `${type} ${fromId} ${toId} ${firstSeenMs}`)
    .toSorted(),
});

describe("binding", () => {
  test("a line is given the entities it shows, sorted by key, and an edge between them", async () => {
    const { store, see } = await entityStore();
    expect(see("x.if.in", port("1"))).toEqual([
      ["dt.entity.x:device", DEVICE],
      ["dt.entity.x:interface", PORT],
    ]);
    expect(store.edges(DEVICE, "to")).toMatchObject([{ type: "RUNS_ON", fromId: PORT }]);
  });

  test("a line that no rule looks at has no entities", async () => {
    const { store, see } = await entityStore();
    expect(see("y.up", port("1"))).toEqual([]);
    expect(store.stats().entities).toBe(0);
  });

  test("the metrics of a row share one binding, and a dimension that no rule looks at does not part them", async () => {
    const { store } = await entityStore();
    const first = store.bind(lineOf("x.if.in", port("1")));
    expect(store.bind(lineOf("x.if.out", port("1", { speed: "10" })))).toBe(first);
    expect(store.bind(lineOf("x.if.out", port("2")))).not.toBe(first);
  });

  test("bound but not seen, a line makes nothing", async () => {
    const { store } = await entityStore();
    store.bind(lineOf("x.if.in", port("1")));
    expect(store.stats().entities).toBe(0);
  });

  test("a device that many rows were bound to before the first was seen moves on with each of them", async () => {
    const { store } = await entityStore();
    const bindings = Array.from({ length: 50 }, (_, i) => store.bind(lineOf("x.if.in", port(String(i)))));
    for (const binding of bindings) binding.seen(START_MS);
    bindings[3]!.seen(START_MS + 60_000);
    expect(store.entity(DEVICE)?.lastSeenMs).toBe(START_MS + 60_000);
    expect(store.stats()).toMatchObject({ entities: 51, relationships: 50 });
  });

  test("other rules raise the generation, the same rules do not", async () => {
    const { store } = await entityStore();
    const before = store.generation;
    const rules = compileTopology([]);
    store.setRules(rules);
    store.setRules(rules);
    expect(store.generation).toBe(before + 1);
    expect(store.bind(lineOf("x.if.in", port("1"))).dimensions).toEqual([]);
  });

  test("a type with two colons has its key in lower case", async () => {
    const rules = compileTopology([aTopology([aType("F5:Pool:Member", { id: "{m}" })])]);
    const { see } = await entityStore({ rules });
    expect(see("x.up", { m: "a" })).toEqual([["dt.entity.f5:pool:member", expect.any(String)]]);
  });
});

describe("what lines say (spec 4 §10), before and after a restart", () => {
  const restarted = async ({ store, clock, kv }: Opened): Promise<Opened> => {
    await store.flush();
    return await entityStore({ kv: (kv as MemoryKeyValue).kill(), clock });
  };
  const both = async (run: (opened: Opened) => void, check: (opened: Opened) => void): Promise<void> => {
    const opened = await entityStore();
    run(opened);
    check(opened);
    check(await restarted(opened));
  };

  test("an interface that is renamed keeps its id and has the new name", async () => {
    await both(
      ({ see }) => {
        see("x.if.in", port("1"), START_MS);
        see("x.if.in", port("1", { "if.name": "uplink" }), START_MS + 60_000);
      },
      ({ store }) => expect(store.entity(PORT)?.name).toBe("uplink"),
    );
  });

  test("an oper status that flips is one entity with the new status, and with the old one when it comes back", async () => {
    await both(
      ({ see }) => {
        see("x.if.in", port("1"), START_MS);
        see("x.if.in", port("1", { oper: "down(2)" }), START_MS + 60_000);
        see("x.if.in", port("1"), START_MS + 120_000);
      },
      ({ store }) => {
        expect(store.entity(PORT)?.attributes.get("oper")).toBe("up(1)");
        expect(store.countOf("x:interface")).toBe(1);
      },
    );
  });

  test("an attribute of one line stays while other lines do not have it", async () => {
    await both(
      ({ see }) => {
        see("x.up", { ...SWITCH, contact: "ops" }, START_MS);
        see("x.if.in", port("1"), START_MS + 60_000);
      },
      ({ store }) => expect(store.entity(DEVICE)?.attributes.get("contact")).toBe("ops"),
    );
  });

  test("self IPs of many lines accumulate", async () => {
    const rules = compileTopology([
      aTopology([aType("x:lb", { id: "lb", attributes: { "dt.ip_addresses": "{ip}" } })]),
    ]);
    const opened = await entityStore({ rules });
    for (const ip of ["192.0.2.2", "192.0.2.1"]) opened.see("x.ip", { ip });
    const again = await restarted(opened);
    for (const { store } of [opened, again]) {
      expect(store.entity(entityIdOf("x:lb", "lb"))?.attributes.get("dt.ip_addresses")).toEqual([
        "192.0.2.1",
        "192.0.2.2",
      ]);
    }
  });

  test("two roles on one line are one entity with the attributes of both", async () => {
    const rules = compileTopology([
      aTopology([
        aType(
          "x:fw",
          { id: "{d}", role: "Optional", attributes: { a: "{a}" } },
          { id: "{d}", role: "default", attributes: { b: "{b}" } },
        ),
      ]),
    ]);
    const { store, see } = await entityStore({ rules });
    expect(see("x.up", { d: "1", a: "A", b: "B" })).toHaveLength(1);
    expect([...store.entities()].map(({ attributes }) => Object.fromEntries(attributes))).toEqual([
      { a: "A", b: "B" },
    ]);
  });

  test("an empty placeholder in the id makes no entity", async () => {
    const { store, see } = await entityStore();
    see("x.if.in", { ...SWITCH, "if.idx": "" });
    expect(store.countOf("x:interface")).toBe(0);
  });

  test("two extensions rule one type together", async () => {
    const other = aTopology([
      aType("X:Device", { id: "dev_{device.address}", attributes: { site: "{site}" } }),
    ]);
    const { store, see } = await entityStore({ rules: compileTopology([NETWORK, other]) });
    see("x.up", { ...SWITCH, contact: "ops" });
    see("x.up", { "device.address": "192.0.2.1", site: "B" });
    expect(store.entity(DEVICE)).toMatchObject({ type: "x:device", name: "sw1" });
    expect(store.countOf("X:DEVICE")).toBe(1);
  });

  test("an edge between equal properties comes once its target does, and keeps its age", async () => {
    const opened = await entityStore();
    opened.see("x.up", SWITCH);
    opened.store.tend();
    expect(opened.store.relationships()).toEqual([]);
    opened.see("traps.in", { address: "192.0.2.1" });
    opened.store.tend();
    const again = await restarted(opened);
    await again.clock.advance(HOUR_MS);
    again.store.tend();
    expect(again.store.edges(DEVICE, "from")).toMatchObject([{ type: "SAME_AS", firstSeenMs: START_MS }]);
  });

  test("the worked example of spec 4 §9: interface and device of one line, the device alone of another", async () => {
    const prefix = "com.dynatrace.extension.snmp-generic-cisco-device.";
    const rules = compileTopology([
      aTopology([
        aType("cisco:device", {
          id: "snmp_generic_cisco_device_{device.address}",
          name: "{device.name}",
          sources: [metricsSource(`$prefix(${prefix})`)],
          attributes: { description: "{sys.description}", "dt.listen_ports": "{device.port}" },
        }),
        aType("cisco:interface", {
          id: "snmp_generic_cisco_network_interface_{device.address}-{if.idx}",
          name: "{if.descr} {device.name}",
          sources: [metricsSource(`$prefix(${prefix}if)`)],
        }),
      ]),
    ]);
    const { store, see } = await entityStore({ rules });
    const device = { "device.address": "192.0.2.10", "device.name": "sw1", "device.port": "161" };
    expect(see(`${prefix}if.highspeed`, { ...device, "if.idx": "3", "if.descr": "Gi1/0/3" })).toHaveLength(2);
    expect(see(`${prefix}snmp.in.pkts.count`, device)).toHaveLength(1);
    const names = [...store.entities()].map(({ name, renderedId }) => [renderedId, name]);
    expect(names).toEqual([
      ["snmp_generic_cisco_device_192.0.2.10", "sw1"],
      ["snmp_generic_cisco_network_interface_192.0.2.10-3", "Gi1/0/3 sw1"],
    ]);
    expect(
      store.entity(entityIdOf("cisco:device", "snmp_generic_cisco_device_192.0.2.10"))?.attributes,
    ).toEqual(new Map([["dt.listen_ports", ["161"]]]));
  });
});

describe("on disk", () => {
  test("all that was flushed is there after a kill: lives, attributes, edges, tags", async () => {
    const opened = await entityStore();
    for (const idx of ["1", "2", "3"]) opened.see("x.if.in", port(idx));
    opened.see("x.if.in", port("2", { oper: "down(2)" }), START_MS + 60_000);
    opened.see("x.up", { ...SWITCH, contact: "o\u007fps" }, START_MS + 90_000);
    opened.store.addTag(PORT, { context: "CONTEXTLESS", key: "site", value: "B" });
    await opened.store.flush();
    const before = factsOf(opened);
    const again = await entityStore({ kv: (opened.kv as MemoryKeyValue).kill(), clock: opened.clock });
    expect(factsOf(again)).toEqual(before);
  });

  test("a last sight is written within five minutes, not with each line", async () => {
    const { store, clock, kv, see } = await entityStore();
    see("x.if.in", port("1"));
    await store.flush();
    const writes = (kv as MemoryKeyValue).writes;
    for (let second = 1; second <= 600; second++) {
      await clock.advance(1_000);
      if (second % 60 === 0) see("x.if.in", port("1"));
      store.tend();
      await store.flush();
    }
    expect((kv as MemoryKeyValue).writes - writes).toBeLessThan(20);
    const again = await entityStore({ kv: (kv as MemoryKeyValue).kill(), clock });
    const { lastSeenMs } = again.store.entity(PORT)!;
    expect(clock.wallMs() - lastSeenMs).toBeLessThanOrEqual(6 * 60_000);
    expect(again.store.edges(PORT, "from")[0]?.lastSeenMs).toBe(lastSeenMs);
  });

  test("a store that is closed has the very last sights", async () => {
    const { store, clock, kv, see } = await entityStore();
    see("x.if.in", port("1"));
    await store.flush();
    await clock.advance(60_000);
    see("x.if.in", port("1"));
    await store.close();
    const again = await entityStore({ kv, clock });
    expect(again.store.entity(PORT)?.lastSeenMs).toBe(START_MS + 60_000);
  });

  test("a line after the restart goes on with the entity it is of", async () => {
    const opened = await entityStore();
    opened.see("x.if.in", port("1"));
    await opened.store.flush();
    const again = await entityStore({ kv: (opened.kv as MemoryKeyValue).kill(), clock: opened.clock });
    await again.clock.advance(60_000);
    again.see("x.if.in", port("1"));
    expect(again.store.entity(PORT)).toMatchObject({ firstSeenMs: START_MS, lastSeenMs: START_MS + 60_000 });
    await again.store.flush();
    expect(await again.store.changes(PORT)).toEqual([]);
  });

  test("a full disk is an alarm: entities go on in memory, and are written once there is room", async () => {
    const kv = new MemoryKeyValue();
    const { store, clock, see } = await entityStore({ kv });
    kv.fault = () => new AppError("store.full", "the disk is full", { remedy: "Make room." });
    see("x.if.in", port("1"));
    await store.flush();
    see("x.if.in", port("2"));
    await store.flush();
    expect(store.fault).toMatchObject({ code: "store.full", remedy: "Make room." });
    expect(store.stats()).toMatchObject({ entities: 3, pending: 3 });
    kv.fault = () => undefined;
    await store.flush();
    expect(store.fault).toBeUndefined();
    expect((await entityStore({ kv: kv.kill(), clock })).store.stats().entities).toBe(3);
  });

  test("damaged rows are left out, the others are read", async () => {
    const { store, clock, kv, see } = await entityStore();
    for (const idx of ["1", "2"]) see("x.if.in", port(idx));
    await store.flush();
    const next = (kv as MemoryKeyValue).kill();
    const damaged = next.keys(0x20).find((key) => key.includes(PORT))!;
    next.damage(damaged, (value) => value.subarray(0, 5));
    const again = await entityStore({ kv: next, clock });
    expect(again.store.entity(PORT)).toBeUndefined();
    expect(again.store.stats().entities).toBe(2);
  });

  test("what was removed is removed on disk with its tags and history", async () => {
    const { store, clock, kv, see } = await entityStore();
    see("x.if.in", port("1"));
    see("x.if.in", port("1", { "if.name": "uplink" }), START_MS + 1_000);
    store.addTag(PORT, { context: "CONTEXTLESS", key: "a" });
    await store.flush();
    await clock.advance(36 * DAY_MS);
    store.tend();
    await store.flush();
    const memory = kv as MemoryKeyValue;
    expect(store.stats()).toMatchObject({ entities: 0, relationships: 0, pending: 0 });
    expect([0x21, 0x22, 0x23].flatMap((area) => memory.keys(area))).toEqual([]);
    expect((await entityStore({ kv: memory.kill(), clock })).store.stats().entities).toBe(0);
  });
});

describe("history", () => {
  test("tells new names and values, not those that show for the first time", async () => {
    const { store, see } = await entityStore();
    see("x.if.in", port("1"), START_MS);
    see("x.up", { ...SWITCH, contact: "ops" }, START_MS);
    see("x.if.in", port("1", { "if.name": "uplink", oper: "down(2)" }), START_MS + 60_000);
    await store.flush();
    expect(await store.changes(PORT)).toEqual([
      { atMs: START_MS + 60_000, kind: "renamed", before: "Gi1", after: "uplink" },
      { atMs: START_MS + 60_000, kind: "attribute", what: "oper", before: "up(1)", after: "down(2)" },
    ]);
    expect(await store.changes(DEVICE)).toEqual([]);
  });

  test("a name that goes to and fro is told once an hour", async () => {
    const { store, see } = await entityStore();
    for (let minute = 0; minute < 60; minute++) {
      see("x.if.in", port("1", { "if.name": `n${minute % 2}` }), START_MS + minute * 60_000);
      if (minute % 7 === 0) await store.flush();
    }
    expect((await store.changes(PORT)).map(({ after }) => after)).toEqual(["n1", "n0"]);
  });

  test("keeps the latest hundred of an entity", async () => {
    const { store, see } = await entityStore();
    for (let minute = 0; minute < 150; minute++) {
      see("x.if.in", port("1", { "if.name": `n${minute}` }), START_MS + minute * 60_000);
      await store.flush();
    }
    const changes = await store.changes(PORT);
    expect(changes).toHaveLength(100);
    expect(changes.at(-1)?.after).toBe("n149");
  });

  test("tells of an edge between properties that is no longer true", async () => {
    const { store, clock, see } = await entityStore();
    see("x.up", SWITCH);
    see("traps.in", { address: "192.0.2.1" });
    store.tend();
    await clock.advance(36 * DAY_MS);
    see("x.up", SWITCH);
    store.tend();
    const before = entityIdOf("traps:device", "traps_192.0.2.1");
    expect(await store.changes(DEVICE)).toMatchObject([
      { kind: "relationship-removed", what: "SAME_AS", before },
    ]);
  });
});

describe("bounds", () => {
  test("a type at its limit says so, keeps its entities and gives their lines still the dimension", async () => {
    const { store, see } = await entityStore({ limits: { entitiesPerTypeMax: 2 } });
    for (const idx of ["1", "2", "3"]) expect(see("x.if.in", port(idx))).toHaveLength(2);
    expect(store.countOf("x:interface")).toBe(2);
    expect([store.limitExceeded("x:interface"), store.limitExceeded("x:device")]).toEqual([true, false]);
    expect(store.stats().refusedEntities).toBe(1);
  });

  test("a custom device has its lists, its group and its properties, and is updated the second time", async () => {
    const { store, clock, kv } = await entityStore();
    const body = {
      customDeviceId: "ups-1",
      displayName: "UPS 1",
      group: "Power",
      ipAddresses: ["192.0.2.8", "192.0.2.9"],
      listenPorts: [161],
      properties: { rack: "A1" },
    };
    const { created, entityId, groupId } = store.putCustom(body);
    expect(created).toBe(true);
    expect(store.putCustom({ ...body, displayName: "UPS one" }).created).toBe(false);
    await store.close();
    const again = await entityStore({ kv, clock });
    expect(again.store.entity(entityId)).toMatchObject({ type: "CUSTOM_DEVICE", name: "UPS one" });
    expect(Object.fromEntries(again.store.entity(entityId)!.attributes)).toMatchObject({
      "dt.ip_addresses": ["192.0.2.8", "192.0.2.9"],
      "dt.listen_ports": ["161"],
      rack: "A1",
    });
    expect(again.store.edges(entityId, "from")).toMatchObject([{ type: "PART_OF", toId: groupId }]);
  });
});
