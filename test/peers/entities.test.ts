import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExpectedGraph, expectedGraph } from "../oracle/entities.ts";
import { readManifest } from "../oracle/manifest.ts";
import { expectationOf, reportedGraph } from "../oracle/polling.ts";
import { column, dataOf, octetColumn, octets, snmprec } from "../oracle/recording.ts";
import { hasCommand, Snmpsimd } from "../oracle/snmpsimd.ts";

// Entities and relationships of rules that published manifests hardly use: roles, required dimensions, rules in order,
// gaps in names and ids, lists that gather. The built program polls snmpsimd; test/oracle says what must come out.

const OWN = "1.3.6.1.4.1.32473";

const RECORDING = snmprec([
  ["1.3.6.1.2.1.1.3.0", "67", 1_000],
  octets("1.3.6.1.2.1.1.5.0", "core  sw (1)"),
  ...octetColumn(`${OWN}.1.1`, { 1: "web", 2: "", 3: "db", 4: "web" }),
  ...octetColumn(`${OWN}.1.2`, { 1: "192.0.2.1", 2: "192.0.2.2", 3: "192.0.2.3" }),
  ...octetColumn(`${OWN}.1.3`, { 1: "m1", 2: "m2", 3: "m3", 4: "m1" }),
  ...column(`${OWN}.1.4`, "2", { 1: 80, 2: 443, 3: 5_432, 4: 8_080 }),
  ...column(`${OWN}.1.5`, "66", { 1: 1, 2: 2, 3: 3, 4: 4 }),
]);

const MANIFEST = `name: custom:entities
version: "1.0.0"
minDynatraceVersion: "1.300"
author: { name: Tests }
snmp:
  - group: entities
    dimensions:
      - { key: sys.name, value: "oid:1.3.6.1.2.1.1.5.0" }
    metrics:
      - { key: own.uptime, value: "oid:1.3.6.1.2.1.1.3.0" }
    subgroups:
      - subgroup: members
        table: true
        dimensions:
          - { key: pool.name, value: "oid:${OWN}.1.1" }
          - { key: mem.address, value: "oid:${OWN}.1.2" }
          - { key: mem.name, value: "oid:${OWN}.1.3" }
          - { key: mem.port, value: "oid:${OWN}.1.4" }
        metrics:
          - { key: own.member.requests, value: "oid:${OWN}.1.5", type: count }
          - { key: own.member.load, value: "oid:${OWN}.1.5" }
topology:
  types:
    - name: own:device
      displayName: Device
      rules:
        - idPattern: device_{device.address}
          instanceNamePattern: "{sys.name}{nothing.here} on {device.address}"
          role: default
          sources: [{ sourceType: Metrics, condition: "$prefix(own.member)" }]
          attributes:
            - { key: dt.ip_addresses, pattern: "{mem.address}" }
            - { key: dt.listen_ports, pattern: "{mem.port}" }
            - { key: dt.dns_names, pattern: "{device.name}" }
            - { key: SysName, pattern: "name: {sys.name}" }
            - { key: kind, pattern: static text }
            - { key: never, pattern: "{nothing.here}" }
        - idPattern: device_{device.address}
          instanceNamePattern: "{sys.name}{nothing.here} on {device.address}"
          role: Other
          sources: [{ sourceType: Metrics, condition: $eq(own.uptime) }]
          attributes: [{ key: from.uptime, pattern: "yes" }]
    - name: own:Pool
      displayName: Pool
      rules:
        - idPattern: pool_{pool.name}
          instanceNamePattern: "{nothing.here}"
          sources: [{ sourceType: Metrics, condition: $eq(own.member.requests.count) }]
          requiredDimensions: [{ key: pool.name, valuePattern: "$or($eq(web),$prefix(x))" }]
          attributes: [{ key: first, pattern: rule }]
        - idPattern: pool_{pool.name}
          sources: [{ sourceType: Metrics, condition: $prefix(own.member) }]
          requiredDimensions: [{ key: pool.name, valuePattern: $not($eq(web)) }]
          attributes: [{ key: second, pattern: rule }]
    - name: own:pool:member
      displayName: Member
      rules:
        - idPattern: member_{mem.name}
          instanceNamePattern: "Member {mem.name}"
          sources: [{ sourceType: Metrics, condition: $prefix(own.member.load) }, { sourceType: Logs }]
          requiredDimensions: [{ key: mem.address }]
    - name: own:disabled
      displayName: Disabled
      enabled: false
      rules:
        - idPattern: disabled_{device.address}
          sources: [{ sourceType: Metrics, condition: $prefix(own) }]
  relationships:
    - typeOfRelation: INSTANCE_OF
      fromType: own:pool:member
      toType: own:Pool
      sources: [{ sourceType: Metrics, condition: $prefix(own.member) }]
    - typeOfRelation: PART_OF
      fromType: own:Pool
      toType: own:device
      toRole: default
      sources: [{ sourceType: Metrics, condition: $prefix(own.member.requests) }]
    - typeOfRelation: CALLS
      fromType: own:pool:member
      toType: own:device
      toRole: Other
      sources: [{ sourceType: Metrics, condition: $prefix(own.member) }]
    - typeOfRelation: SAME_AS
      fromType: own:device
      fromRole: default
      toType: own:device
      sources: [{ sourceType: Metrics, condition: $prefix(own) }]
    - typeOfRelation: RUNS_ON
      fromType: own:pool:member
      toType: own:device
      enabled: false
      sources: [{ sourceType: Metrics, condition: $prefix(own) }]
`;

describe.runIf(hasCommand("snmpsimd"))("entities and relationships of every kind of rule", () => {
  const agent = new Snmpsimd();
  const manifest = agent.path("entities.yaml");
  let reported: ExpectedGraph;

  beforeAll(async () => {
    writeFileSync(join(agent.dataFolder, "entities.snmprec"), RECORDING);
    writeFileSync(manifest, MANIFEST);
    await agent.start(["entities"]);
    ({ graph: reported } = await reportedGraph(manifest, agent.port, "entities"));
  });
  afterAll(() => agent.stop());

  test("are those of the oracle", () => {
    const data = dataOf(RECORDING);
    const lines = [...expectationOf(manifest, agent.port, [data, data]).values()].flat(2);
    expect(reported).toEqual(expectedGraph(readManifest(readFileSync(manifest, "utf8")).topology, lines));
  });

  test("one device of two roles has the attributes of both, and lists of all its lines", () => {
    const devices = reported.entities.filter(({ type }) => type === "own:device");
    expect(devices.map(({ displayName, properties }) => ({ displayName, properties }))).toEqual([
      {
        displayName: "core sw (1) on 127.0.0.1",
        properties: {
          "dt.ip_addresses": ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
          "dt.listen_ports": ["443", "5432", "80", "8080"],
          "dt.dns_names": expect.any(Array),
          SysName: "name: core  sw (1)",
          kind: "static text",
          "from.uptime": "yes",
        },
      },
    ]);
  });

  test("a pool without name is none; of a type's rules the first that applies counts", () => {
    const pools = reported.entities.filter(({ type }) => type === "own:Pool");
    expect(Object.fromEntries(pools.map(({ displayName, properties }) => [displayName, properties]))).toEqual(
      { pool_db: { second: "rule" }, pool_web: { first: "rule" } },
    );
  });

  test("relationships join what one line brought about", () => {
    const nameOf = new Map(reported.entities.map(({ entityId, displayName }) => [entityId, displayName]));
    const edges = reported.relationships.map(
      ({ type, from, to }) => `${nameOf.get(from)} ${type} ${nameOf.get(to)}`,
    );
    expect(new Set(edges).size).toBe(edges.length);
    expect(edges.toSorted()).toEqual([
      "Member m3 INSTANCE_OF pool_db",
      "pool_db PART_OF core sw (1) on 127.0.0.1",
      "pool_web PART_OF core sw (1) on 127.0.0.1",
    ]);
  });
});
