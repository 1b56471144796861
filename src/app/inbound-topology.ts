import { type LineBatch, LineReader, type Point } from "../ingest/index.ts";
import { storedMetricKey } from "../manifest/index.ts";
import type { Sample } from "../mapping/index.ts";
import { EntityGraph, mapTopology, TopologyCache, type TopologyRules } from "../topology/index.ts";
import type { Part } from "./part.ts";
import type { Topology } from "./shard.ts";

/** How often it is looked for what has not been seen for too long, and how much with each batch. */
const EXPIRE_EVERY_MS = 5 * 60_000;
const ENTITIES_AT_ONCE = 512;

/** The entities of what others send: by the same rules as what is polled, so both build the same devices. */
export class InboundTopology implements Part {
  readonly #rules: TopologyRules;
  readonly #graph = new EntityGraph();
  readonly #cache = new TopologyCache();
  readonly #reader = new LineReader();
  #expireAtMs = 0;

  constructor(rules: TopologyRules) {
    this.#rules = rules;
  }

  /** @param batch  canonical lines; @param nowMs  wall clock */
  take(batch: LineBatch, nowMs: number): void {
    if (this.#rules.types.length === 0) return;
    const samples: Sample[] = [];
    this.#reader.read(batch, (point) => samples.push(sampleOf(point)));
    this.#graph.apply(mapTopology(this.#rules, samples, this.#cache));
    this.#graph.linkByProperties(this.#rules.propertyRelations, nowMs, ENTITIES_AT_ONCE);
    if (nowMs >= this.#expireAtMs && this.#graph.expire(nowMs, ENTITIES_AT_ONCE)) {
      this.#expireAtMs = nowMs + EXPIRE_EVERY_MS;
    }
  }

  start(): void {}

  topology(): Promise<Topology> {
    return Promise.resolve({ entities: this.#graph.entities(), relationships: this.#graph.relationships() });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** Rules look at keys and dimensions; of a summary the value does not matter to them. */
const sampleOf = ({ key, type, value, dimensions, timestampMs }: Point): Sample => ({
  key,
  storedKey: storedMetricKey(key, type),
  type,
  value: typeof value === "object" ? value.sum : value,
  dimensions,
  timestampMs,
});
