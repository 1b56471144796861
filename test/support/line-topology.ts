import type { Topology } from "../../src/app/service.ts";
import { type LineBatch, LineReader } from "../../src/ingest/index.ts";
import { storedMetricKey } from "../../src/manifest/index.ts";
import type { Sample } from "../../src/mapping/index.ts";
import { EntityGraph, mapTopology, TopologyCache, type TopologyRules } from "../../src/topology/index.ts";

/** The entities that rules make of lines. */
export class LineTopology {
  readonly #rules: TopologyRules;
  readonly #graph = new EntityGraph();
  readonly #cache = new TopologyCache();
  readonly #reader = new LineReader();

  constructor(rules: TopologyRules) {
    this.#rules = rules;
  }

  take(batch: LineBatch): void {
    const samples: Sample[] = [];
    this.#reader.read(batch, ({ key, type, value, dimensions, timestampMs }) =>
      samples.push({
        key,
        storedKey: storedMetricKey(key, type),
        type,
        value: typeof value === "object" ? value.sum : value,
        dimensions,
        timestampMs,
      }),
    );
    this.#graph.apply(mapTopology(this.#rules, samples, this.#cache));
  }

  topology(): Topology {
    return { entities: this.#graph.entities(), relationships: this.#graph.relationships() };
  }
}
