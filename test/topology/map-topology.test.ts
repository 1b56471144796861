import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sample } from "../../src/mapping/index.ts";
import { HASH_START, hashText } from "../../src/topology/generations.ts";
import {
  compileTopology,
  entityIdOf,
  extractTopology,
  mapTopology,
  TopologyCache,
  type TopologyUpdate,
} from "../../src/topology/index.ts";
import { aRelation, aSample, aTopology, aType, metricsSource } from "../support/topology.ts";

const rules = compileTopology([
  aTopology(
    [
      aType("x:device", { id: "dev_{device.address}", attributes: { contact: "{contact}" } }),
      aType("x:interface", {
        id: "if_{device.address}-{if.idx}",
        name: "{if.descr}",
        sources: [metricsSource("$prefix(x.if)")],
        attributes: { oper: "{if.oper}" },
      }),
    ],
    [aRelation({})],
  ),
]);
const row = (idx: number, more: Record<string, string> = {}) => ({
  "device.address": "192.0.2.10",
  "if.idx": String(idx),
  ...more,
});

/** What observations say, however they are held. */
const saidBy = ({ entities, relations }: Pick<TopologyUpdate, "entities" | "relations">): unknown => ({
  entities: entities.map(({ id, type, name, renderedId, icon, attributes }) => ({
    id,
    type,
    name,
    renderedId,
    icon,
    attributes: Object.fromEntries(attributes),
  })),
  relations: [...relations],
});

test("a poll gives each entity and relation once", () => {
  const samples = [1, 2, 3].flatMap((idx) => [aSample("x.if.in", row(idx)), aSample("x.if.out", row(idx))]);
  const update = mapTopology(rules, samples, new TopologyCache());
  expect(update.entities.map(({ renderedId }) => renderedId)).toEqual([
    "dev_192.0.2.10",
    "if_192.0.2.10-1",
    "if_192.0.2.10-2",
    "if_192.0.2.10-3",
  ]);
  expect([...update.relations]).toHaveLength(3);
});

test("the update is seen at the time of the samples", () => {
  expect(mapTopology(rules, [aSample("x.up", row(1), 5_000)], new TopologyCache()).seenAtMs).toBe(5_000);
});

test("an unchanged line gives the very objects of the poll before", () => {
  const cache = new TopologyCache();
  const [first, second] = [1_000, 61_000].map((at) =>
    mapTopology(rules, [aSample("x.if.in", row(1), at)], cache),
  );
  expect(second?.entities[0]).toBe(first?.entities[0]);
});

test("a dimension no rule looks at does not matter, one that a rule shows does", () => {
  const cache = new TopologyCache();
  const observe = (more: Record<string, string>) =>
    mapTopology(rules, [aSample("x.if.in", row(1, more))], cache).entities[1];
  expect(observe({ speed: "10" })).toBe(observe({ speed: "100" }));
  expect(observe({ "if.oper": "up(1)" })).not.toBe(observe({ "if.oper": "down(2)" }));
});

test("other rules empty the cache", () => {
  const cache = new TopologyCache();
  mapTopology(rules, [aSample("x.if.in", row(1))], cache);
  const none = compileTopology([]);
  expect(mapTopology(none, [aSample("x.if.in", row(1))], cache).entities).toEqual([]);
});

test("a gauge and a count of one key are told apart by their stored keys", () => {
  const type = aType("x:a", { id: "{if.idx}", sources: [metricsSource("$eq(x.in.count)")] });
  const cache = new TopologyCache();
  const counted = compileTopology([aTopology([type])]);
  const gauge = aSample("x.in", row(1));
  const count = { ...gauge, storedKey: "x.in.count" };
  expect([gauge, count, gauge].map((one) => mapTopology(counted, [one], cache).entities.length)).toEqual([
    0, 1, 0,
  ]);
});

test("two tuples with one hash are told apart", () => {
  const names = ["if383224", "if1221020"];
  const hashes = names.map((name) => hashText(HASH_START, name));
  expect(hashes[0]).toBe(hashes[1]);
  const named = compileTopology([aTopology([aType("x:a", { id: "{name}" })])]);
  const cache = new TopologyCache();
  const ids = [...names, ...names].map(
    (name) => mapTopology(named, [aSample("x.in", { name })], cache).entities[0]?.renderedId,
  );
  expect(ids).toEqual([...names, ...names]);
});

test("two observations with one hash are told apart", () => {
  const names = ["if34179", "if153104"];
  const afterId = hashText(HASH_START, entityIdOf("x:a", "1"));
  expect(hashText(afterId, names[0]!)).toBe(hashText(afterId, names[1]!));
  const named = compileTopology([aTopology([aType("x:a", { id: "{id}", name: "{name}" })])]);
  const cache = new TopologyCache();
  const seen = names.map((name) => mapTopology(named, [aSample("x.in", { id: "1", name })], cache));
  expect(seen.map(({ entities }) => entities[0]?.name)).toEqual(names);
});

test("the cache changes nothing, however small it is", () => {
  const value = fc.constantFrom("a", "b", "");
  const sample = fc
    .record({ key: fc.constantFrom("x.if.in", "x.up", "y.z"), idx: value, descr: value, contact: value })
    .map(({ key, idx, descr, contact }) =>
      aSample(
        key,
        Object.fromEntries(
          Object.entries({ "device.address": "d", "if.idx": idx, "if.descr": descr, contact }).filter(
            ([, text]) => text !== "",
          ),
        ),
      ),
    );
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (samples, tuplesMax) => {
      const cache = new TopologyCache(tuplesMax);
      const cached = samples.map((one) => mapTopology(rules, [one], cache));
      const plain = samples.map(({ key, storedKey, dimensions }) =>
        extractTopology(rules, { source: "Metrics", keys: [key, storedKey], dimensions }),
      );
      expect(cached.map(saidBy)).toEqual(plain.map(saidBy));
    }),
  );
});

describe("beside the poll before", () => {
  /** Polls of one task, one after the other. */
  const pollAll = (...polls: readonly (readonly Sample[])[]): TopologyUpdate[] => {
    const cache = new TopologyCache();
    let before: TopologyUpdate | undefined;
    return polls.map((samples) => (before = mapTopology(rules, samples, cache, before)));
  };
  const [up, down] = ["up(1)", "down(2)"].map((oper) => aSample("x.if.in", row(1, { "if.oper": oper })));
  const other = aSample("x.if.in", row(2));
  const again = (sample: Sample | undefined): Sample => ({ ...sample!, timestampMs: 61_000 });

  test("rows that did not change give the same lists, seen later", () => {
    const [first, second] = pollAll([up!, other], [again(up), again(other)]);
    expect(second!.entities).toBe(first!.entities);
    expect(second!.relations).toBe(first!.relations);
    expect(second!.seenAtMs).toBe(61_000);
    expect(second!.replaces).toBeUndefined();
  });

  test("so do rows in which only a dimension changed that no rule looks at", () => {
    const polls = ["10", "100", "1000"].map((speed) => [aSample("x.if.in", row(1, { speed }))]);
    expect(new Set(pollAll(...polls).map(({ entities }) => entities)).size).toBe(1);
  });

  test("a row that changed gives other lists, in which the rest are the same objects", () => {
    const [first, second] = pollAll([up!, other], [down!, other]);
    expect(second!.replaces).toBe(first!.entities);
    expect(second!.entities.filter((entity) => first!.entities.includes(entity))).toHaveLength(2);
    expect([...second!.relations]).toEqual([...first!.relations]);
  });

  test("a poll without samples says nothing, and the next one is still the same", () => {
    const [first, silent, third] = pollAll([up!], [], [again(up)]);
    expect(silent).toMatchObject({ entities: [], relations: [] });
    expect(third!.entities).toBe(first!.entities);
  });

  test("other rules have another say", () => {
    const cache = new TopologyCache();
    const first = mapTopology(rules, [up!], cache);
    const second = mapTopology(compileTopology([]), [up!], cache, first);
    expect(second.entities).toEqual([]);
    expect(second.replaces).toBe(first.entities);
  });

  test("the ids of an edge are those of its entities, each one text", () => {
    const update = mapTopology(rules, [up!, other], new TopologyCache());
    expect([...update.relations].map(({ toId }) => toId)).toEqual([0, 1].map(() => update.entities[0]!.id));
  });

  test("nothing differs from what each poll says alone", () => {
    const value = fc.constantFrom("a", "b", "");
    const sample = fc
      .record({ key: fc.constantFrom("x.if.in", "x.up", "y.z"), idx: value, descr: value, speed: value })
      .map(({ key, idx, descr, speed }) =>
        aSample(key, { "if.idx": idx, "if.descr": descr, speed, "device.address": "d" }),
      );
    const poll = fc.array(sample, { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(poll, { maxLength: 6 }), (polls) => {
        const alone = polls.map((samples) => mapTopology(rules, samples, new TopologyCache()));
        expect(pollAll(...polls).map(saidBy)).toEqual(alone.map(saidBy));
      }),
    );
  });
});
