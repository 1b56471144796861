import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MappingRule } from "../../src/manifest/index.ts";
import type { EntityObservation, TopologyUpdate } from "../../src/topology/index.ts";
import {
  compileTopology,
  EntityGraph,
  entityIdOf,
  extractTopology,
  mapTopology,
  type Statement,
  stateOf,
  TopologyCache,
} from "../../src/topology/index.ts";
import { aRelation, aSample, aTopology, aType, metricsSource } from "../support/topology.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function saw(
  renderedId: string,
  parts: { name?: string; icon?: string; type?: string; attributes?: Record<string, string> } = {},
): EntityObservation {
  const { type = "x:device", name = renderedId, icon, attributes = {} } = parts;
  return {
    id: entityIdOf(type, renderedId),
    type,
    name,
    renderedId,
    icon,
    attributes: new Map(Object.entries(attributes)),
  };
}
const at = (seenAtMs: number, ...entities: EntityObservation[]): TopologyUpdate => ({
  seenAtMs,
  entities,
  relations: [],
});
function graphOf(...updates: TopologyUpdate[]): EntityGraph {
  const graph = new EntityGraph();
  for (const update of updates) graph.apply(update);
  return graph;
}
const attributesOf = (graph: EntityGraph): unknown =>
  Object.fromEntries(graph.entities()[0]?.attributes ?? []);

const address = (ip: string) => saw("f5", { attributes: { "dt.ip_addresses": ip } });
const rule = (source: string, target: string, parts: Partial<MappingRule> = {}): MappingRule => ({
  sourceProperty: source,
  sourceTransformation: "Leave text as-is",
  destinationProperty: target,
  destinationTransformation: "Leave text as-is",
  ...parts,
});
const relationsBy = (...mappingRules: MappingRule[]) =>
  compileTopology([
    aTopology(
      [],
      [
        aRelation({
          fromType: "x:device",
          toType: "traps:device",
          typeOfRelation: "SAME_AS",
          sources: [{ sourceType: "Entities", mappingRules }],
        }),
      ],
    ),
  ]).propertyRelations;
const ours = (attributes: Record<string, string>) => saw("a", { attributes });
const traps = (attributes: Record<string, string>) => saw("t", { type: "traps:device", attributes });
const linked = (graph: EntityGraph): number => graph.relationships().length;
/** What two graphs must agree on. */
const factsOf = (graph: EntityGraph): unknown =>
  graph.entities().map((entity) => ({ ...entity, attributes: Object.fromEntries(entity.attributes) }));

describe("one entity over many lines", () => {
  test("first and last sight are the earliest and the latest, in whatever order they come", () => {
    const graph = graphOf(at(2_000, saw("a")), at(5_000, saw("a")), at(1_000, saw("a")));
    expect(graph.entities()[0]).toMatchObject({ firstSeenMs: 1_000, lastSeenMs: 5_000 });
  });

  test("attributes of different lines add up", () => {
    const graph = graphOf(
      at(1, saw("a", { attributes: { x: "1" } })),
      at(2, saw("a", { attributes: { y: "2" } })),
    );
    expect(attributesOf(graph)).toEqual({ x: "1", y: "2" });
  });

  test("the latest writer wins, also when it comes first", () => {
    const older = at(1, saw("a", { attributes: { x: "old" } }));
    const newer = at(2, saw("a", { attributes: { x: "new" } }));
    expect(attributesOf(graphOf(newer, older))).toEqual({ x: "new" });
    expect(attributesOf(graphOf(older, newer))).toEqual({ x: "new" });
  });

  test("a value that is said again is the latest again", () => {
    const [x, y] = [saw("a", { attributes: { x: "1" } }), saw("a", { attributes: { x: "2" } })];
    expect(attributesOf(graphOf(at(1, x), at(2, y), at(3, x)))).toEqual({ x: "1" });
  });

  test("a renamed entity keeps its id and has the new name", () => {
    const graph = graphOf(at(1, saw("a", { name: "Gi1" })), at(2, saw("a", { name: "uplink" })));
    expect(graph.entities()).toMatchObject([{ id: entityIdOf("x:device", "a"), name: "uplink" }]);
  });

  test("an empty name keeps the old one; without an old one the rendered id stands", () => {
    expect(graphOf(at(1, saw("a", { name: "sw1" })), at(2, saw("a", { name: "" }))).entities()[0]?.name).toBe(
      "sw1",
    );
    expect(graphOf(at(1, saw("a", { name: "" }))).entities()[0]?.name).toBe("a");
  });

  test("an icon stays until another is said", () => {
    const graph = graphOf(at(1, saw("a", { icon: "switch" })), at(2, saw("a")));
    expect(graph.entities()[0]?.icon).toBe("switch");
  });

  test("updates of any times give the same entity in any order", () => {
    const observation = fc.record({
      seenAtMs: fc.integer({ min: 1, max: 3 }),
      name: fc.constantFrom("", "n1", "n2"),
      x: fc.option(fc.constantFrom("1", "2"), { nil: undefined }),
      ip: fc.option(fc.constantFrom("192.0.2.1", "192.0.2.2"), { nil: undefined }),
    });
    const update = observation.map(({ seenAtMs, name, x, ip }) =>
      at(
        seenAtMs,
        saw("a", {
          name,
          attributes: {
            ...(x === undefined ? {} : { x }),
            ...(ip === undefined ? {} : { "dt.ip_addresses": ip }),
          },
        }),
      ),
    );
    const updates = fc.array(update, { minLength: 1, maxLength: 8 });
    const shuffled = updates.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, inAnyOrder]) => {
        expect(factsOf(graphOf(...inAnyOrder))).toEqual(factsOf(graphOf(...inOrder)));
      }),
    );
  });
});

describe("list attributes", () => {
  test("collect what the lines say: self IPs of a load balancer", () => {
    const graph = graphOf(at(1, address("192.0.2.2"), address("192.0.2.1")), at(2, address("192.0.2.3")));
    expect(attributesOf(graph)).toEqual({ "dt.ip_addresses": ["192.0.2.1", "192.0.2.2", "192.0.2.3"] });
  });

  test("drop what was not confirmed for 24 hours while others of the entity came", () => {
    const [stays, goes] = [address("192.0.2.1"), address("192.0.2.2")];
    const graph = graphOf(at(0, stays, goes), at(24 * HOUR_MS, stays));
    expect(attributesOf(graph)).toEqual({ "dt.ip_addresses": ["192.0.2.1", "192.0.2.2"] });
    graph.apply(at(24 * HOUR_MS + 1, stays));
    expect(attributesOf(graph)).toEqual({ "dt.ip_addresses": ["192.0.2.1"] });
  });

  test("of an entity that is silent stay as they are", () => {
    const graph = graphOf(at(0, address("192.0.2.1"), address("192.0.2.2")));
    graph.expire(3 * DAY_MS);
    expect(attributesOf(graph)).toEqual({ "dt.ip_addresses": ["192.0.2.1", "192.0.2.2"] });
  });
});

describe("edges", () => {
  const [a, b] = [saw("a"), saw("b")];
  const edge = { type: "CHILD_OF", fromId: a.id, toId: b.id } as const;

  test("keep their own first and last sight", () => {
    const graph = graphOf(
      { seenAtMs: 1, entities: [a, b], relations: [edge] },
      { seenAtMs: 5, entities: [a], relations: [] },
      { seenAtMs: 3, entities: [], relations: [edge] },
    );
    expect(graph.relationships()).toEqual([{ ...edge, firstSeenMs: 1, lastSeenMs: 3 }]);
  });

  test("need both their entities", () => {
    const graph = graphOf({ seenAtMs: 1, entities: [a], relations: [edge] });
    expect(graph.relationships()).toEqual([]);
  });

  test("go with their entities", () => {
    const graph = graphOf({ seenAtMs: 0, entities: [a, b], relations: [edge] }, at(30 * DAY_MS, a));
    graph.expire(36 * DAY_MS);
    expect(graph.entities().map(({ renderedId }) => renderedId)).toEqual(["a"]);
    expect(graph.relationships()).toEqual([]);
  });
});

describe("bounds", () => {
  test("an entity is removed after 35 days without a line, not before", () => {
    const graph = graphOf(at(0, saw("a")));
    graph.expire(35 * DAY_MS);
    expect(graph.entities()).toHaveLength(1);
    graph.expire(35 * DAY_MS + 1);
    expect(graph.entities()).toEqual([]);
  });

  test("a type at its limit refuses new entities and counts them; known ones go on", () => {
    const graph = new EntityGraph({ entitiesPerTypeMax: 2 });
    graph.apply(at(1, saw("a"), saw("b"), saw("c"), saw("d", { type: "x:other" })));
    graph.apply(at(2, saw("a")));
    expect(graph.entities().map(({ renderedId, lastSeenMs }) => [renderedId, lastSeenMs])).toEqual([
      ["a", 2],
      ["b", 1],
      ["d", 1],
    ]);
    expect([...graph.refusedByType()]).toEqual([["x:device", 1]]);
  });

  test("room that removal makes can be taken again", () => {
    const graph = new EntityGraph({ entitiesPerTypeMax: 1 });
    graph.apply(at(0, saw("a")));
    graph.expire(40 * DAY_MS);
    graph.apply(at(40 * DAY_MS, saw("b")));
    expect(graph.entities().map(({ renderedId }) => renderedId)).toEqual(["b"]);
  });

  test("edges beyond the limit are refused and counted", () => {
    const graph = new EntityGraph({ relationsMax: 1 });
    const entities = ["a", "b", "c"].map((id) => saw(id));
    const [a, b, c] = entities.map(({ id }) => id);
    graph.apply({
      seenAtMs: 1,
      entities,
      relations: [
        { type: "CALLS", fromId: a!, toId: b! },
        { type: "CALLS", fromId: b!, toId: c! },
      ],
    });
    expect(graph.relationships()).toHaveLength(1);
    expect(graph.refusedRelations).toBe(1);
  });
});

test("edges that ended make room for others", () => {
  const graph = new EntityGraph({ relationsMax: 1 });
  const [a, b] = [saw("a"), saw("b")];
  graph.apply({ seenAtMs: 0, entities: [a, b], relations: [{ type: "CALLS", fromId: a.id, toId: b.id }] });
  graph.apply(at(40 * DAY_MS, a, b));
  graph.expire(40 * DAY_MS);
  graph.apply({
    seenAtMs: 40 * DAY_MS,
    entities: [],
    relations: [{ type: "CALLS", fromId: b.id, toId: a.id }],
  });
  expect(graph.relationships()).toMatchObject([{ fromId: b.id, toId: a.id }]);
});

test("an id that another entity has gives way to the next run of the hash, and edges follow", () => {
  const a = saw("a");
  const c = saw("c");
  const clash = { ...saw("b"), id: a.id };
  const graph = graphOf(at(1, a), {
    seenAtMs: 2,
    entities: [clash, c],
    relations: [{ type: "CALLS", fromId: clash.id, toId: c.id }],
  });
  const moved = entityIdOf("x:device", "b", 1);
  expect(graph.entity(a.id)?.renderedId).toBe("a");
  expect(graph.entity(moved)?.renderedId).toBe("b");
  expect(graph.relationships()).toMatchObject([{ fromId: moved, toId: c.id }]);
});

describe("what lines say again and again", () => {
  const rules = compileTopology([
    aTopology(
      [
        aType("x:device", { id: "dev_{ip}", attributes: { "dt.ip_addresses": "{ip}" } }),
        aType("x:interface", {
          id: "if_{ip}-{idx}",
          sources: [metricsSource("$prefix(x.if)")],
          attributes: { oper: "{oper}" },
        }),
      ],
      [aRelation({})],
    ),
  ]);
  const line = (idx: string, oper: string) => ({ ip: "192.0.2.1", idx, oper });
  /** A source whose lines are bound once and come again and again; each call is a list of rows. */
  const taskOf = (graph: EntityGraph) => {
    const bound = new Map<string, readonly Statement[]>();
    const bind = (row: Record<string, string>): readonly Statement[] => {
      const { dimensions } = aSample("x.if.in", row);
      const record = { source: "Metrics", keys: ["x.if.in", "x.if.in"], dimensions } as const;
      const { entities, relations } = extractTopology(rules, record);
      return graph.statements(entities, relations);
    };
    return (atMs: number, ...rows: Record<string, string>[]): void => {
      for (const row of rows) {
        const key = JSON.stringify(row);
        const statements = bound.get(key) ?? bind(row);
        bound.set(key, statements);
        graph.confirm(statements, atMs);
      }
    };
  };
  const sights = (graph: EntityGraph) =>
    graph.entities().map(({ renderedId, firstSeenMs, lastSeenMs }) => [renderedId, firstSeenMs, lastSeenMs]);

  test("moves the last sight of entities and edges", () => {
    const graph = new EntityGraph();
    const poll = taskOf(graph);
    for (const atMs of [1_000, 2_000, 3_000]) poll(atMs, line("1", "up"), line("2", "up"));
    expect(sights(graph)).toEqual([
      ["dev_192.0.2.1", 1_000, 3_000],
      ["if_192.0.2.1-1", 1_000, 3_000],
      ["if_192.0.2.1-2", 1_000, 3_000],
    ]);
    expect(graph.relationships().map(({ firstSeenMs, lastSeenMs }) => [firstSeenMs, lastSeenMs])).toEqual([
      [1_000, 3_000],
      [1_000, 3_000],
    ]);
  });

  test("leaves alone what it does not say any more", () => {
    const graph = new EntityGraph();
    const poll = taskOf(graph);
    poll(1_000, line("1", "up"), line("2", "up"));
    poll(2_000, line("1", "up"));
    poll(3_000, line("1", "up"));
    expect(sights(graph).slice(1)).toEqual([
      ["if_192.0.2.1-1", 1_000, 3_000],
      ["if_192.0.2.1-2", 1_000, 1_000],
    ]);
    expect(graph.relationships().map(({ lastSeenMs }) => lastSeenMs)).toEqual([3_000, 1_000]);
  });

  test("says a status that went to and fro as it is now", () => {
    const graph = new EntityGraph();
    const poll = taskOf(graph);
    const opers = ["up", "down", "up", "up"];
    opers.forEach((oper, i) => poll(1_000 * (i + 1), line("1", oper)));
    expect(graph.entities()[1]).toMatchObject({ attributes: new Map([["oper", "up"]]), lastSeenMs: 4_000 });
  });

  test("is made anew when it had been removed", () => {
    const graph = new EntityGraph();
    const poll = taskOf(graph);
    poll(0, line("1", "up"));
    graph.expire(40 * DAY_MS);
    poll(40 * DAY_MS, line("1", "up"));
    expect(sights(graph)).toEqual([
      ["dev_192.0.2.1", 40 * DAY_MS, 40 * DAY_MS],
      ["if_192.0.2.1-1", 40 * DAY_MS, 40 * DAY_MS],
    ]);
    expect(linked(graph)).toBe(1);
  });

  test("is counted as refused in every poll while its type is at its limit, and taken once there is room", () => {
    const graph = new EntityGraph({ entitiesPerTypeMax: 1 });
    graph.apply(at(0, saw("other", { type: "x:interface" })));
    const poll = taskOf(graph);
    for (const atMs of [30 * DAY_MS, 31 * DAY_MS]) poll(atMs, line("1", "up"));
    expect([...graph.refusedByType()]).toEqual([["x:interface", 2]]);
    graph.expire(36 * DAY_MS);
    poll(36 * DAY_MS, line("1", "up"));
    expect(sights(graph)).toContainEqual(["if_192.0.2.1-1", 36 * DAY_MS, 36 * DAY_MS]);
    expect([...graph.refusedByType()]).toEqual([["x:interface", 2]]);
  });

  test("that another task says, too, is seen as long as one of them says it, and is news once", () => {
    const graph = new EntityGraph();
    const [one, two] = [taskOf(graph), taskOf(graph)];
    one(1_000, line("1", "up"));
    two(1_500, line("1", "up"));
    graph.linkByProperties([], 1_500);
    one(30 * DAY_MS, line("1", "up"));
    graph.expire(36 * DAY_MS);
    expect(sights(graph)[1]).toEqual(["if_192.0.2.1-1", 1_000, 30 * DAY_MS]);
    expect(graph.relationships().map(({ lastSeenMs }) => lastSeenMs)).toEqual([30 * DAY_MS]);
    expect(graph.linksOutdated).toBe(false);
  });

  test("equals what single updates make of it, whatever the lines are", () => {
    const rows = fc.subarray([line("1", "up"), line("2", "down"), line("1", "down"), line("3", "up")]);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), rows), { maxLength: 8 }), (polls) => {
        const [graph, plain] = [new EntityGraph(), new EntityGraph()];
        const tasks = [taskOf(graph), taskOf(graph)];
        polls.forEach(([which, lines], i) => {
          const atMs = 1_000 * (i + 1);
          tasks[Number(which)]!(atMs, ...lines);
          const samples = lines.map((dimensions) => aSample("x.if.in", dimensions, atMs));
          plain.apply(mapTopology(rules, samples, new TopologyCache()));
        });
        expect(factsOf(graph)).toEqual(factsOf(plain));
        expect(graph.relationships()).toEqual(plain.relationships());
      }),
    );
  });

  test("by two sources that differ in a name is told as often as it goes to and fro, and drops nothing", () => {
    const renamed: string[] = [];
    const nothing = (): void => {};
    const graph = new EntityGraph(
      {},
      {
        changed: nothing,
        removed: nothing,
        linked: nothing,
        unlinked: nothing,
        valueChanged: (_, { after }) => renamed.push(after),
      },
    );
    const [one] = [graph.statements([saw("a", { name: "n1", attributes: { x: "1" } })], [])];
    const two = graph.statements([saw("a", { name: "n2", attributes: { y: "2" } })], []);
    for (let atMs = 0; atMs < 4; atMs++) graph.confirm(atMs % 2 === 0 ? one : two, atMs);
    expect(renamed).toEqual(["n2", "n1", "n2"]);
    expect(attributesOf(graph)).toEqual({ x: "1", y: "2" });
    expect([one, two].map(([statement]) => statement?.heldBy)).toEqual([
      graph.record(saw("a").id),
      graph.record(saw("a").id),
    ]);
  });

  test("is one statement for all lines that say it", () => {
    const graph = new EntityGraph();
    const bind = () => graph.statements([saw("a")], []);
    const [first] = bind();
    graph.confirm([first!], 1);
    expect(bind()[0]).toBe(first);
  });
});

test("edges are found from both their ends", () => {
  const [a, b, c] = [saw("a"), saw("b"), saw("c")];
  const graph = graphOf({
    seenAtMs: 1,
    entities: [a, b, c],
    relations: [
      { type: "CHILD_OF", fromId: a.id, toId: c.id },
      { type: "CHILD_OF", fromId: b.id, toId: c.id },
    ],
  });
  expect(graph.edges(c.id, "to").map(({ fromId }) => fromId)).toEqual([a.id, b.id]);
  expect(graph.edges(a.id, "from").map(({ toId }) => toId)).toEqual([c.id]);
  graph.remove(a.id);
  expect(graph.edges(c.id, "to").map(({ fromId }) => fromId)).toEqual([b.id]);
  graph.remove(c.id);
  expect(graph.edges(b.id, "from")).toEqual([]);
});

test("an entity written down and restored is the same", () => {
  const [a, b] = [saw("a", { icon: "i", attributes: { x: "1" } }), saw("b")];
  const edge = { type: "CHILD_OF", fromId: a.id, toId: b.id } as const;
  const graph = graphOf(
    { seenAtMs: 5, entities: [a, b], relations: [edge] },
    at(7, saw("a", { attributes: { y: "2", "dt.ip_addresses": "192.0.2.1" } })),
    { seenAtMs: 3, entities: [], relations: [edge] },
  );
  const restored = new EntityGraph();
  for (const record of graph.records()) restored.restore(stateOf(record));
  expect(factsOf(restored)).toEqual(factsOf(graph));
  expect(restored.relationships()).toEqual(graph.relationships());
});

describe("relations by properties (spec of topology §1.4)", () => {
  test("entities with a common list element are linked", () => {
    const graph = graphOf(
      at(
        1,
        ours({ "dt.ip_addresses": "192.0.2.1" }),
        ours({ "dt.ip_addresses": "192.0.2.2" }),
        traps({ "dt.ip_addresses": "192.0.2.2" }),
      ),
    );
    graph.linkByProperties(relationsBy(rule("dt.ip_addresses", "dt.ip_addresses")), 5);
    expect(graph.relationships()).toEqual([
      {
        type: "SAME_AS",
        fromId: entityIdOf("x:device", "a"),
        toId: entityIdOf("traps:device", "t"),
        firstSeenMs: 5,
        lastSeenMs: 5,
      },
    ]);
  });

  test("all mapping rules must match, after their transformations", () => {
    const graph = graphOf(at(1, ours({ ip: "1", name: "sw1" }), traps({ ip: "1", sysname: "SW1" })));
    graph.linkByProperties(relationsBy(rule("ip", "ip"), rule("name", "sysname")), 2);
    expect(linked(graph)).toBe(0);
    const upper = { sourceTransformation: "To upper case" } as const;
    graph.linkByProperties(relationsBy(rule("ip", "ip"), rule("name", "sysname", upper)), 3);
    expect(linked(graph)).toBe(1);
  });

  test("ipAddress and dt.ip_addresses are one property", () => {
    const graph = graphOf(at(1, ours({ ipAddress: "192.0.2.1" }), traps({ "dt.ip_addresses": "192.0.2.1" })));
    graph.linkByProperties(relationsBy(rule("dt.ip_addresses", "ipAddress")), 2);
    expect(linked(graph)).toBe(1);
  });

  test("a target type without entities gives no edge and no error", () => {
    const graph = graphOf(at(1, ours({ ip: "1" })));
    graph.linkByProperties(relationsBy(rule("ip", "ip")), 2);
    expect(linked(graph)).toBe(0);
  });

  test("an edge that is no longer true is gone after the next run, one that is keeps its first sight", () => {
    const graph = graphOf(at(1, ours({ ip: "1" }), traps({ ip: "1" })));
    const relations = relationsBy(rule("ip", "ip"));
    graph.linkByProperties(relations, 10);
    graph.linkByProperties(relations, 20);
    expect(graph.relationships()[0]).toMatchObject({ firstSeenMs: 10, lastSeenMs: 20 });
    graph.apply(at(30, ours({ ip: "2" })));
    graph.linkByProperties(relations, 30);
    expect(linked(graph)).toBe(0);
  });

  test("a run is due when an entity is new or says something new, not when it says the same", () => {
    const known = ours({ ip: "1" });
    const graph = graphOf(at(1, known, traps({ ip: "2" })));
    const relations = relationsBy(rule("ip", "ip"));
    graph.linkByProperties(relations, 2);
    graph.apply(at(3, known));
    expect(graph.linksOutdated).toBe(false);
    graph.apply(at(4, ours({ ip: "2" })));
    expect(graph.linksOutdated).toBe(true);
    graph.linkByProperties(relations, 5);
    expect(graph.linksOutdated).toBe(false);
    graph.apply(at(6, saw("b")));
    expect(graph.linksOutdated).toBe(true);
  });

  test("entities that can have no edge are not looked at: the other type has none", () => {
    const graph = graphOf(at(1, ours({ ip: "1" })));
    graph.linkByProperties(relationsBy(rule("ip", "ip")), 2);
    graph.apply(at(3, ours({ ip: "2" })));
    expect(graph.linksOutdated).toBe(false);
  });

  test("a run in pieces comes to the same edges", () => {
    const graph = graphOf(at(1, ours({ ip: "1" }), traps({ ip: "1" }), saw("b"), saw("c")));
    const relations = relationsBy(rule("ip", "ip"));
    let runs = 0;
    do graph.linkByProperties(relations, 2 + runs++, 1);
    while (graph.linksOutdated);
    expect(runs).toBeGreaterThan(3);
    expect(linked(graph)).toBe(1);
  });
});

test("two lines that differ at the same time are news once, not in every poll", () => {
  const x = saw("a", { name: "n1", attributes: { x: "1" } });
  const y = saw("a", { name: "n2", attributes: { x: "2" } });
  const graph = graphOf(at(1, x, y), at(2, y, x));
  graph.linkByProperties([], 2);
  graph.apply(at(3, x, y));
  expect(graph.linksOutdated).toBe(false);
});

test("a status flip gives two tuples and one entity with the new status", () => {
  const rules = compileTopology([
    aTopology([
      aType("x:interface", {
        id: "if_{if.idx}",
        sources: [metricsSource("$prefix(x.if)")],
        attributes: { oper: "{if.oper}" },
      }),
    ]),
  ]);
  const cache = new TopologyCache();
  const graph = new EntityGraph();
  ["up(1)", "down(2)"].forEach((oper, i) =>
    graph.apply(mapTopology(rules, [aSample("x.if.in", { "if.idx": "1", "if.oper": oper }, i + 1)], cache)),
  );
  expect(graph.entities()).toHaveLength(1);
  expect(attributesOf(graph)).toEqual({ oper: "down(2)" });
});
