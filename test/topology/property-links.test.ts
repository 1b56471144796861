import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { MappingRule, RelationType } from "../../src/manifest/index.ts";
import {
  compileTopology,
  EntityGraph,
  type EntityObservation,
  entityIdOf,
  type Statement,
} from "../../src/topology/index.ts";
import { aRelation, aTopology } from "../support/topology.ts";
import { linksOf } from "./full-links.ts";

const HOUR_MS = 60 * 60_000;

const rule = (source: string, target: string, upper = false): MappingRule => ({
  sourceProperty: source,
  sourceTransformation: upper ? "To upper case" : "Leave text as-is",
  destinationProperty: target,
  destinationTransformation: upper ? "To upper case" : "Leave text as-is",
});

const relation = (typeOfRelation: RelationType, fromType: string, toType: string, ...rules: MappingRule[]) =>
  aRelation({ typeOfRelation, fromType, toType, sources: [{ sourceType: "Entities", mappingRules: rules }] });

const relations = compileTopology([
  aTopology(
    [],
    [
      relation("SAME_AS", "x:device", "x:sender", rule("dt.ip_addresses", "ipAddress")),
      relation("SAME_AS", "x:device", "x:sender", rule("name", "name", true)),
      relation(
        "CALLS",
        "x:sender",
        "x:device",
        rule("dt.ip_addresses", "dt.ip_addresses"),
        rule("name", "name"),
      ),
      relation("CHILD_OF", "x:device", "x:device", rule("name", "peer")),
    ],
  ),
]).propertyRelations;

const saw = fc
  .record({
    type: fc.constantFrom("x:device", "X:sender", "x:other"),
    renderedId: fc.constantFrom("a", "b", "c"),
    attributes: fc.subarray([
      ["dt.ip_addresses", "192.0.2.1"],
      ["dt.ip_addresses", "192.0.2.2"],
      ["name", "n"],
      ["name", "N"],
      ["peer", "n"],
    ] as const),
  })
  .map(
    ({ type, renderedId, attributes }): EntityObservation => ({
      id: entityIdOf(type, renderedId),
      type,
      name: "",
      renderedId,
      icon: undefined,
      attributes: new Map(attributes),
    }),
  );

/** A source says something new, or the same again; one says each thing once. */
const step = fc.record({
  task: fc.integer({ min: 0, max: 3 }),
  says: fc.option(fc.array(saw, { maxLength: 4 }), { nil: undefined, freq: 2 }),
  hours: fc.constantFrom(0, 0, 1, 12, 25, 100),
  expires: fc.boolean(),
  looksAt: fc.constantFrom(0, 1, 3, Number.POSITIVE_INFINITY),
});

const edgesOf = (edges: Iterable<{ type: string; fromId: string; toId: string }>): string[] =>
  [...edges].map(({ type, fromId, toId }) => `${type} ${fromId} ${toId}`).toSorted();

test("what is kept up to date equals a look at all entities, whatever they say and however long they are silent", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const graph = new EntityGraph({ retentionMs: 72 * HOUR_MS });
      const said = new Map<number, readonly Statement[]>();
      let nowMs = 0;
      for (const { task, says, hours, expires, looksAt } of steps) {
        nowMs += hours * HOUR_MS + 1;
        if (task === 3) graph.apply({ seenAtMs: nowMs, entities: says ?? [], relations: [] });
        else {
          const statements = says?.flatMap((one) => graph.statements([one], [])) ?? said.get(task) ?? [];
          graph.confirm(statements, nowMs);
          said.set(task, statements);
        }
        if (expires) graph.expire(nowMs, looksAt);
        graph.linkByProperties(relations, nowMs, looksAt);
      }
      while (!graph.expire(nowMs));
      graph.expire(nowMs);
      graph.linkByProperties(relations, nowMs);
      expect(graph.linksOutdated).toBe(false);
      expect(edgesOf(graph.relationships())).toEqual(edgesOf(linksOf(relations, graph.entities())));
    }),
    { numRuns: 2_000 },
  );
});

test("edges refused for want of room come in when there is some", () => {
  const graph = new EntityGraph({ relationsMax: 1, retentionMs: HOUR_MS });
  const [a, b, c] = ["a", "b", "c"].map((renderedId, i): EntityObservation => {
    const type = i === 0 ? "x:sender" : "x:device";
    return {
      id: entityIdOf(type, renderedId),
      type,
      name: "",
      renderedId,
      icon: undefined,
      attributes: new Map([["dt.ip_addresses", "192.0.2.1"]]),
    };
  });
  graph.apply({ seenAtMs: 0, entities: [a!, b!, c!], relations: [] });
  const [sameAs] = relations;
  const only = [sameAs!];
  graph.linkByProperties(only, 0);
  expect(edgesOf(graph.relationships())).toEqual([`SAME_AS ${b!.id} ${a!.id}`]);
  expect(graph.refusedRelations).toBe(1);
  graph.apply({ seenAtMs: 2 * HOUR_MS, entities: [a!, c!], relations: [] });
  graph.expire(2 * HOUR_MS);
  graph.linkByProperties(only, 2 * HOUR_MS);
  expect(edgesOf(graph.relationships())).toEqual([`SAME_AS ${c!.id} ${a!.id}`]);
});
