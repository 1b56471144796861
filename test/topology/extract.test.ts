import { describe, expect, test } from "vitest";
import type { TopologySpec } from "../../src/manifest/index.ts";
import { compileTopology, dimensionKeyOf, entityIdOf, extractTopology } from "../../src/topology/index.ts";
import { aRelation, aSample, aTopology, aType, logsSource, metricsSource } from "../support/topology.ts";

function extract(
  spec: TopologySpec | readonly TopologySpec[],
  key: string,
  dimensions: Record<string, string>,
) {
  const sample = aSample(key, dimensions);
  return extractTopology(compileTopology([spec].flat()), {
    source: "Metrics",
    keys: [key, `${key}.count`],
    dimensions: sample.dimensions,
  });
}
const renderedIds = (...args: Parameters<typeof extract>): string[] =>
  extract(...args).entities.map(({ renderedId }) => renderedId);

const device = aType("x:device", { id: "dev_{device.address}", name: "{device.name}" });
const iface = aType("x:interface", {
  id: "if_{device.address}-{if.idx}",
  sources: [metricsSource("$prefix(x.if)")],
});
const line = { "device.address": "192.0.2.10", "device.name": "sw1", "if.idx": "3" };

const entityOf = (rule: Parameters<typeof aType>[1], dimensions: Record<string, string> = line) =>
  extract(aTopology([aType("x:a", rule)]), "x.in", dimensions).entities[0];

describe("identity (spec of topology §2)", () => {
  test("an id is CUSTOM_DEVICE- and 16 upper-case hex digits of SHA-256 over type, NUL and rendered id", () => {
    // printf 'x:device\0dev_1' | sha256sum
    expect(entityIdOf("x:device", "dev_1")).toBe("CUSTOM_DEVICE-B630F88C2C2E42DE");
    expect(entityIdOf("X:Device", "dev_1")).toBe(entityIdOf("x:device", "dev_1"));
    expect(entityIdOf("x:device", "dev_1")).not.toBe(entityIdOf("x:other", "dev_1"));
  });

  test("the next attempt takes the next 8 octets of the hash", () => {
    const ids = [0, 1, 2, 3].map((attempt) => entityIdOf("x:device", "dev_1", attempt));
    expect(new Set(ids).size).toBe(4);
    expect(ids.every((id) => /^CUSTOM_DEVICE-[0-9A-F]{16}$/.test(id))).toBe(true);
  });

  test("a built-in type gives its name to the id", () => {
    expect(entityIdOf("HOST", "a")).toMatch(/^HOST-[0-9A-F]{16}$/);
  });

  test("the dimension key has the type in lower case and keeps its colons", () => {
    expect(dimensionKeyOf("F5:Pool:Member")).toBe("dt.entity.f5:pool:member");
  });
});

describe("which rule applies (spec of topology §1)", () => {
  test("one line can yield several types", () => {
    expect(renderedIds(aTopology([device, iface]), "x.if.in", line)).toEqual([
      "dev_192.0.2.10",
      "if_192.0.2.10-3",
    ]);
  });

  test("a rule applies only to keys its condition names", () => {
    expect(renderedIds(aTopology([device, iface]), "x.uptime", line)).toEqual(["dev_192.0.2.10"]);
  });

  test("a prefix needs no dot boundary", () => {
    expect(renderedIds(aTopology([iface]), "x.ifoo", line)).toEqual(["if_192.0.2.10-3"]);
  });

  test("a condition may name the stored key", () => {
    const type = aType("x:a", { id: "{if.idx}", sources: [metricsSource("$eq(x.in.count)")] });
    expect(renderedIds(aTopology([type]), "x.in", line)).toEqual(["3"]);
  });

  test("a condition on func: never matches a line", () => {
    const type = aType("x:a", { id: "{if.idx}", sources: [metricsSource("$prefix(func:x.)")] });
    expect(renderedIds(aTopology([type]), "x.in", line)).toEqual([]);
  });

  test("the first applicable rule wins, with name, icon and attributes of itself alone", () => {
    const type = aType(
      "x:a",
      { id: "{missing}", attributes: { a: "first" } },
      { id: "id_{if.idx}", attributes: { b: "second" } },
      { id: "id_{if.idx}", name: "third", icon: "router", attributes: { c: "third" } },
    );
    const [entity] = extract(aTopology([type]), "x.in", line).entities;
    expect(entity).toMatchObject({ renderedId: "id_3", name: "id_3", icon: undefined });
    expect([...entity!.attributes]).toEqual([["b", "second"]]);
  });

  test("pool.name is empty: no pool", () => {
    const pool = aType("f5:pool", { id: "pool_{pool.name}" });
    const virtualServer = aType("f5:virtual", { id: "vs_{vs.name}" });
    expect(
      renderedIds(aTopology([pool, virtualServer]), "x.vs", { "vs.name": "web", "pool.name": "" }),
    ).toEqual(["vs_web"]);
  });

  test("a required dimension must be there and match its pattern", () => {
    const rule = { id: "{if.idx}", required: { "log.source": "$eq(snmptraps)", "if.idx": "" } };
    const spec = aTopology([aType("x:a", rule)]);
    expect(renderedIds(spec, "x.in", { ...line, "log.source": "snmptraps" })).toEqual(["3"]);
    expect(renderedIds(spec, "x.in", { ...line, "log.source": "syslog" })).toEqual([]);
    expect(renderedIds(spec, "x.in", line)).toEqual([]);
  });

  test("a required dimension that is missing does not match a negated pattern", () => {
    const spec = aTopology([aType("x:a", { id: "{if.idx}", required: { role: "$not($eq(edge))" } })]);
    expect(renderedIds(spec, "x.in", line)).toEqual([]);
  });

  test("one line gives one entity from two roles, with the attributes of both", () => {
    const palo = aType(
      "palo-alto:device",
      { id: "palo_{device.address}", role: "Optional", attributes: { a: "1" } },
      { id: "palo_{device.address}", role: "default", attributes: { b: "2" } },
      { id: "palo_{device.address}", role: "default", attributes: { c: "never" } },
    );
    const { entities } = extract(aTopology([palo]), "x.in", line);
    expect(entities).toHaveLength(1);
    expect(Object.fromEntries(entities[0]!.attributes)).toEqual({ a: "1", b: "2" });
  });

  test("two extensions rule the same type: the rules of both apply", () => {
    const ours = aTopology([
      aType("network:device", { id: "n_{device.address}", sources: [metricsSource("$prefix(a.)")] }),
    ]);
    const theirs = aTopology([
      aType("Network:Device", { id: "n_{device.address}", sources: [metricsSource("$prefix(b.)")] }),
    ]);
    const ids = ["a.x", "b.x"].map((key) => extract([ours, theirs], key, line).entities[0]?.id);
    expect(ids[0]).toBeDefined();
    expect(ids[0]).toBe(ids[1]);
  });

  test("disabled types and sources that are not ours yield nothing", () => {
    const disabled = { ...device, enabled: false };
    const spans = aType("x:spans", {
      id: "{if.idx}",
      sources: [{ sourceType: "Spans", condition: { op: "exists" } }],
    });
    expect(renderedIds(aTopology([disabled, spans]), "x.in", line)).toEqual([]);
  });

  test("a log record needs no condition, and metrics rules do not see it", () => {
    const traps = aType(
      "traps:device",
      { id: "wrong_{device.address}" },
      { id: "traps_{device.address}", sources: [logsSource] },
    );
    const { entities } = extractTopology(compileTopology([aTopology([traps])]), {
      source: "Logs",
      attributes: new Map([["device.address", "192.0.2.10"]]),
    });
    expect(entities.map(({ renderedId }) => renderedId)).toEqual(["traps_192.0.2.10"]);
  });

  test("a type with two colons is as good as any", () => {
    const member = aType("f5:pool:member", { id: "m_{if.idx}" });
    expect(extract(aTopology([member]), "x.in", line).entities[0]?.type).toBe("f5:pool:member");
  });
});

describe("placeholders (spec of topology §1.1)", () => {
  test("without a name pattern the name is the rendered id", () => {
    expect(entityOf({ id: "id_{if.idx}" })?.name).toBe("id_3");
  });

  test("a missing placeholder of a name is empty and blanks around it collapse", () => {
    expect(entityOf({ id: "{if.idx}", name: "{device.name} {if.alias} on {device.name}" })?.name).toBe(
      "sw1 on sw1",
    );
  });

  test("a name of which every placeholder is missing is empty: the old one stays", () => {
    expect(entityOf({ id: "{if.idx}", name: "port {if.alias}" })?.name).toBe("");
  });

  test("an icon with a missing placeholder is none", () => {
    expect(entityOf({ id: "{if.idx}", icon: "{icon}" })?.icon).toBeUndefined();
    expect(entityOf({ id: "{if.idx}", icon: "switch" })?.icon).toBe("switch");
  });

  test("an attribute with a missing placeholder is not written; a static one is", () => {
    const entity = entityOf({
      id: "{if.idx}",
      attributes: { a: "{device.name}/{if.alias}", b: "static", c: "{device.name}" },
    });
    expect([...entity!.attributes]).toEqual([
      ["b", "static"],
      ["c", "sw1"],
    ]);
  });

  test("values stand raw", () => {
    expect(entityOf({ id: "{name}" }, { name: "A {b} %20" })?.renderedId).toBe("A {b} %20");
  });
});

describe("relations of one line", () => {
  test("a line that yields both entities gives the edge", () => {
    const { relations } = extract(aTopology([device, iface], [aRelation({})]), "x.if.in", line);
    expect(relations).toEqual([
      {
        type: "CHILD_OF",
        fromId: entityIdOf("x:interface", "if_192.0.2.10-3"),
        toId: entityIdOf("x:device", "dev_192.0.2.10"),
      },
    ]);
  });

  test.each([
    ["a line that yields only one of them", "x.uptime", {}],
    ["a condition that does not match", "x.if.in", { sources: [metricsSource("$eq(x.other)")] }],
    ["a target type nobody declares", "x.if.in", { toType: "host" }],
    ["a disabled relation", "x.if.in", { enabled: false }],
    ["an entity to itself", "x.if.in", { fromType: "x:device" }],
    ["a role the line does not have", "x.if.in", { toRole: "core" }],
  ])("%s gives none", (_what, key, parts) => {
    expect(extract(aTopology([device, iface], [aRelation(parts)]), key, line).relations).toEqual([]);
  });

  test("roles tell two entities of one type apart", () => {
    const peers = aType("x:device", { id: "{local}", role: "from" }, { id: "{remote}", role: "to" });
    const relation = aRelation({
      fromType: "x:device",
      fromRole: "from",
      toRole: "to",
      typeOfRelation: "CALLS",
    });
    const { relations } = extract(aTopology([peers], [relation]), "x.in", { local: "a", remote: "b" });
    expect(relations).toEqual([
      { type: "CALLS", fromId: entityIdOf("x:device", "a"), toId: entityIdOf("x:device", "b") },
    ]);
  });

  test("without a role any role will do", () => {
    const inRole = aType("x:device", { id: "dev_{device.address}", role: "default" });
    expect(extract(aTopology([inRole, iface], [aRelation({})]), "x.if.in", line).relations).toHaveLength(1);
  });
});
