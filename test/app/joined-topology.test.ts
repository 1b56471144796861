import { expect, test } from "vitest";
import { joinTopologies } from "../../src/app/joined-topology.ts";
import type { Topology } from "../../src/app/shard.ts";
import { loadManifest } from "../../src/manifest/index.ts";
import { compileTopology, type Entity, type Relationship } from "../../src/topology/index.ts";

const entity = (id: string, parts: Partial<Entity> = {}): Entity => ({
  id,
  type: "network:device",
  name: id,
  renderedId: id,
  icon: undefined,
  attributes: new Map(),
  firstSeenMs: 100,
  lastSeenMs: 200,
  ...parts,
});

const edge = (fromId: string, toId: string, firstSeenMs = 100, lastSeenMs = 200): Relationship => ({
  type: "RUNS_ON",
  fromId,
  toId,
  firstSeenMs,
  lastSeenMs,
});

const topologyOf = (entities: readonly Entity[], relationships: readonly Relationship[] = []): Topology => ({
  entities,
  relationships,
});

/** Ports call the device whose address they have as neighbour. */
const { propertyRelations } = compileTopology([
  loadManifest(`
name: custom:x
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: g
    metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.2.1.0" }]
topology:
  types:
    - name: network:port
      displayName: Port
      rules:
        - idPattern: "{port}"
          sources: [{ sourceType: Metrics, condition: "$eq(a.b)" }]
    - name: network:device
      displayName: Device
      rules:
        - idPattern: "{address}"
          sources: [{ sourceType: Metrics, condition: "$eq(a.b)" }]
  relationships:
    - fromType: network:port
      typeOfRelation: CALLS
      toType: network:device
      sources:
        - sourceType: Entities
          mappingRules:
            - sourceProperty: neighbour
              destinationProperty: address
`).value!.topology,
]);

test("one part is what it is", () => {
  const only = topologyOf([entity("a")]);
  expect(joinTopologies([only], propertyRelations)).toBe(only);
});

test("an entity that two parts have seen is one, as the latest tells of it, since the earliest; lists are joined", () => {
  const older = entity("a", {
    firstSeenMs: 1,
    lastSeenMs: 5,
    attributes: new Map<string, string | readonly string[]>([
      ["os", "old"],
      ["dt.ip_addresses", ["192.0.2.1"]],
    ]),
  });
  const newer = entity("a", {
    name: "sw1",
    firstSeenMs: 3,
    lastSeenMs: 9,
    attributes: new Map<string, string | readonly string[]>([
      ["os", "new"],
      ["dt.ip_addresses", ["192.0.2.2"]],
    ]),
  });
  for (const parts of [
    [older, newer],
    [newer, older],
  ]) {
    const { entities } = joinTopologies(
      parts.map((one) => topologyOf([one])),
      [],
    );
    expect(entities).toEqual([
      {
        ...newer,
        firstSeenMs: 1,
        attributes: new Map<string, unknown>([
          ["os", "new"],
          ["dt.ip_addresses", ["192.0.2.1", "192.0.2.2"]],
        ]),
      },
    ]);
  }
});

test("an edge that two parts know is one edge", () => {
  const both = [entity("a"), entity("b")];
  const { relationships } = joinTopologies(
    [topologyOf(both, [edge("a", "b", 1, 5)]), topologyOf(both, [edge("a", "b", 3, 9)])],
    [],
  );
  expect(relationships).toEqual([edge("a", "b", 1, 9)]);
});

test("equal properties link entities of different parts", () => {
  const port = entity("p", {
    type: "network:port",
    firstSeenMs: 7,
    attributes: new Map([["neighbour", "192.0.2.9"]]),
  });
  const device = entity("d", { attributes: new Map([["address", "192.0.2.9"]]) });
  const { relationships } = joinTopologies([topologyOf([port]), topologyOf([device])], propertyRelations);
  expect(relationships).toEqual([
    { type: "CALLS", fromId: "p", toId: "d", firstSeenMs: 100, lastSeenMs: 200 },
  ]);
});
