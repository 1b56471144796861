import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  compileTopology,
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

test("the cache changes nothing", () => {
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
    fc.property(fc.array(sample, { maxLength: 30 }), (samples) => {
      const cache = new TopologyCache();
      const cached = samples.map((one) => mapTopology(rules, [one], cache));
      const plain = samples.map(({ key, storedKey, dimensions }) =>
        extractTopology(rules, { source: "Metrics", keys: [key, storedKey], dimensions }),
      );
      expect(cached.map(saidBy)).toEqual(plain.map(saidBy));
    }),
  );
});

test("samples of many tasks together say what each says alone", () => {
  const [first, second] = [1, 2].map((idx) => aSample("x.if.in", row(idx), idx));
  const both = mapTopology(rules, [first!, second!, first!], new TopologyCache());
  const alone = [first!, second!].map((one) => mapTopology(rules, [one], new TopologyCache()));
  expect(new Set(both.entities.map(({ id }) => id))).toEqual(
    new Set(alone.flatMap(({ entities }) => entities.map(({ id }) => id))),
  );
  expect(both.relations).toEqual(alone.flatMap(({ relations }) => relations));
});
