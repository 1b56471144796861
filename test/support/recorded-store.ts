import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type Random, seededRandom, silentLogger } from "../../src/base/index.ts";
import { DEFAULT_STORE, loadMonitoringConfigurations } from "../../src/config/index.ts";
import { type LineBatch, LineWriter, textsOf } from "../../src/ingest/index.ts";
import type { Manifest } from "../../src/manifest/index.ts";
import { emptyBaselines, mapSamples, type Sample } from "../../src/mapping/index.ts";
import { compilePlan, type PollPlan } from "../../src/plan/index.ts";
import { DevicePoller } from "../../src/poll/index.ts";
import type { Grid } from "../../src/query/index.ts";
import { readSnmprec } from "../../src/simulator/index.ts";
import { builtinCatalogue, type SnmpValue } from "../../src/smi/index.ts";
import { EntityStore, MetricStore } from "../../src/store/index.ts";
import { compileTopology, mapTopology, TopologyCache, type TopologyRules } from "../../src/topology/index.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeDevice } from "./fake-device.ts";
import { parseLine } from "./line-grammar.ts";
import { MemoryKeyValue } from "./memory-key-value.ts";
import type { NaiveSample } from "./naive-selectors.ts";

// Recordings polled minute by minute, with counters and gauges that move, into a real store; and the same lines read a
// second time, for an evaluation of its own.

const START_MS = Date.UTC(2026, 0, 5, 12);
const MINUTE_MS = 60_000;
const POLLS = 4;

/** A slot for each poll. */
export const POLLED_GRID: Grid = { startMs: START_MS, stepMs: MINUTE_MS, slots: POLLS };

export interface RecordedStore {
  readonly metrics: MetricStore;
  readonly entities: EntityStore;
  /** What the lines say, read independently. */
  readonly samples: readonly NaiveSample[];
}

/** @param paths  `.snmprec` files, each a device of its own, polled with all feature sets */
export async function pollIntoStore(
  manifest: Manifest,
  manifests: readonly Manifest[],
  paths: readonly string[],
): Promise<RecordedStore> {
  const clock = new FakeClock({ wallMs: START_MS + MINUTE_MS / 2 });
  const random = seededRandom(11);
  const rules = compileTopology(manifests.map(({ topology }) => topology));
  const entities = await EntityStore.open({ kv: new MemoryKeyValue(), clock, logger: silentLogger });
  entities.setRules(rules);
  const metrics = await MetricStore.open({
    kv: new MemoryKeyValue(),
    clock,
    logger: silentLogger,
    binder: entities,
    settings: DEFAULT_STORE,
    random: seededRandom(7),
  });
  const devices = paths.map((path, at) => new PolledDevice(manifest, path, `192.0.2.${10 + at}`, clock));
  const reader = new LineSamples(rules);
  for (let poll = 0; poll < POLLS; poll++) {
    if (poll > 0) await clock.advance(MINUTE_MS);
    for (const device of devices) {
      const batch = await device.poll(random);
      metrics.append(batch);
      reader.take(batch, poll);
    }
  }
  entities.tend();
  return { metrics, entities, samples: reader.samples };
}

class PolledDevice {
  readonly #plan: PollPlan;
  readonly #poller: DevicePoller;
  readonly #client: FakeDevice;
  readonly #writer = new LineWriter();
  readonly #moving: [string, SnmpValue][];
  readonly #identity: { readonly address: string; readonly port: number; readonly name: string };
  readonly #baselines: ReturnType<typeof emptyBaselines>[];

  constructor(manifest: Manifest, path: string, address: string, clock: FakeClock) {
    const { entries } = readSnmprec(readFileSync(path, "utf8"));
    this.#plan = planFor(manifest, address);
    const instances = Object.fromEntries(entries.map(({ oid: at, value }) => [at, value]));
    this.#poller = new DevicePoller({ clock, labels: undefined });
    this.#client = new FakeDevice(instances, clock);
    this.#moving = Object.entries(instances).filter(([, { type }]) => MOVING.has(type));
    this.#identity = { address, port: 161, name: basename(path, ".snmprec") };
    this.#baselines = this.#plan.tasks.map(() => emptyBaselines());
  }

  async poll(random: Random): Promise<LineBatch> {
    for (const entry of this.#moving) {
      entry[1] = moved(entry[1], random);
      this.#client.set(entry[0], entry[1]);
    }
    const results = await this.#poller.poll(this.#plan.tasks, this.#client);
    const samples = this.#plan.tasks.flatMap((task, at) => {
      const mapped = mapSamples(task, this.#identity, results[at]!, this.#baselines[at]!);
      this.#baselines[at] = mapped.baselines;
      return mapped.samples;
    });
    return this.#writer.write<Sample>(samples, () => undefined);
  }
}

const MOVING: ReadonlySet<string> = new Set(["Counter32", "Counter64", "Gauge32", "TimeTicks"]);

function moved(value: SnmpValue, random: Random): SnmpValue {
  const step = Math.floor(random.next() * 100_000);
  if (value.type === "Counter64") return { ...value, value: value.value + BigInt(step) };
  if (value.type === "Counter32") return { ...value, value: (value.value + step) % 2 ** 32 };
  if (value.type === "Gauge32") return { ...value, value: (value.value + (step % 3)) % 2 ** 32 };
  if (value.type === "TimeTicks") return { ...value, value: (value.value + 6_000) % 2 ** 32 };
  return value;
}

function planFor(manifest: Manifest, address: string): PollPlan {
  const device = { ip: address, authentication: { type: "SNMPv2c", community: "demo" } };
  const { version } = manifest;
  const value = { version, description: "test", featureSets: ["all"], snmp: { devices: [device] } };
  const text = JSON.stringify([{ scope: "ag_group-test", value }]);
  const { value: configurations, diagnostics } = loadMonitoringConfigurations(text, {
    manifest,
    idPrefix: "test",
  });
  if (configurations === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return compilePlan(manifest, configurations[0]!, { catalogue: builtinCatalogue, intervalMs: MINUTE_MS });
}

/** Reads lines by a grammar of its own, and finds their entities line by line. */
class LineSamples {
  readonly samples: NaiveSample[] = [];
  readonly #rules: TopologyRules;
  readonly #cache = new TopologyCache();

  constructor(rules: TopologyRules) {
    this.#rules = rules;
  }

  take(batch: LineBatch, slot: number): void {
    for (const text of textsOf(batch)) {
      const read = parseLine(text);
      if (!read.ok || read.line.kind !== "data" || read.line.payload.type === "summary")
        throw new Error(text);
      const { key: sent, dimensions, payload } = read.line;
      const key = payload.type === "count" && !sent.endsWith(".count") ? `${sent}.count` : sent;
      const all = new Map([...dimensions, ...this.#entitiesOf(sent, key, payload.type, dimensions)]);
      this.samples.push({ key, type: payload.type, dimensions: all, value: Number(payload.number), slot });
    }
  }

  #entitiesOf(
    key: string,
    storedKey: string,
    type: "gauge" | "count",
    dimensions: ReadonlyMap<string, string>,
  ): [string, string][] {
    const sample = { key, storedKey, type, value: 0, dimensions: [...dimensions], timestampMs: START_MS };
    const { entities } = mapTopology(this.#rules, [sample], this.#cache);
    return entities.map((entity) => [`dt.entity.${entity.type.toLowerCase()}`, entity.id]);
  }
}
