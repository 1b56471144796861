import { createHash } from "node:crypto";

// Names as Prometheus has them (data model): metrics [a-zA-Z_:][a-zA-Z0-9_:]*, labels [a-zA-Z_][a-zA-Z0-9_]*. Colons
// of metric names are for recording rules, labels that begin with __ for the server.

/** Further series that a summary has beside its mean. */
export type SummaryPart = "min" | "max" | "samples";

/** One metric family. The same object for the same question, so caches may key on it. */
export interface MetricName {
  readonly name: string;
  readonly key: string;
  readonly type: "gauge" | "count";
}

/** A key whose name another one has already. */
export interface NameCollision {
  readonly kind: "metric" | "label";
  readonly key: string;
  /** The key that has the plain name. */
  readonly heldBy: string;
  /** What it is called instead: the plain name and a hash of the key. */
  readonly name: string;
}

/** As many as an environment may have metric keys (spec 3 §4). */
const METRICS_MAX = 100_000;
/** Later ones all carry a hash, and are not remembered. */
const LABELS_MAX = 10_000;
/** Endings that a reader takes for a counter's, a summary's or a histogram's. */
const RESERVED_ENDING = /_(?:total|count|sum|bucket)$/;

/**
 * The name of a metric by itself: illegal characters become `_`. Counts end in `_total`, as counters do; gauges that
 * would end like one of the other types get `_value` behind it.
 * plainMetricName("if.in.octets", "count") → "if_in_octets_total"
 */
export function plainMetricName(key: string, type: "gauge" | "count"): string {
  const name = legal(key);
  if (type === "count") return name.endsWith("_total") ? name : `${name}_total`;
  return RESERVED_ENDING.test(name) ? `${name}_value` : name;
}

/**
 * The name of a label by itself. A leading `__` becomes `_`: such labels belong to the server.
 * plainLabelName("device.address") → "device_address"
 */
export const plainLabelName = (key: string): string => legal(key).replace(/^__+/, "_");

function legal(key: string): string {
  const name = key.replace(/[^A-Za-z0-9_]/g, "_");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** Keys that are to have their names before others. */
export interface KnownKeys {
  readonly metrics?: readonly { readonly key: string; readonly type: "gauge" | "count" }[];
  readonly dimensions?: readonly string[];
}

/**
 * The names in use, no two keys with the same one. The first key keeps the plain name, a later one gets a hash of itself
 * behind it (`if_in_octets_3f2a91c0`). To have the same names after each start and in each thread, the keys known
 * beforehand are named first, in their order by text.
 */
export class Names {
  readonly #onCollision: (collision: NameCollision) => void;
  readonly #metricsMax: number;
  readonly #gauges = new Map<string, MetricName>();
  readonly #counts = new Map<string, MetricName>();
  readonly #parts: Readonly<Record<SummaryPart, Map<string, MetricName>>> = {
    min: new Map(),
    max: new Map(),
    samples: new Map(),
  };
  readonly #labels = new Map<string, string>();
  /** The key that has a name, by name. */
  readonly #metricHolders = new Map<string, string>();
  readonly #labelHolders = new Map<string, string>();

  /**
   * @param onCollision  told once of each key that cannot have its plain name
   * @param known  what manifests declare
   */
  constructor(
    onCollision: (collision: NameCollision) => void,
    known: KnownKeys = {},
    metricsMax = METRICS_MAX,
  ) {
    this.#onCollision = onCollision;
    this.#metricsMax = metricsMax;
    this.declare(known);
  }

  /** Names further keys, in their order by text; those that have a name keep it. */
  declare({ metrics = [], dimensions = [] }: KnownKeys): void {
    for (const { key, type } of metrics.toSorted((a, b) => byText(a.key, b.key))) this.metric(key, type);
    for (const key of dimensions.toSorted(byText)) this.label(key);
  }

  /** @returns undefined for a new key when there are 100 000 already */
  metric(key: string, type: "gauge" | "count"): MetricName | undefined {
    const names = type === "count" ? this.#counts : this.#gauges;
    return names.get(key) ?? this.#nameMetric(names, { name: plainMetricName(key, type), key, type });
  }

  /**
   * A further gauge of a metric that comes as summaries: `_min`, `_max`, `_samples` behind its name.
   * @returns undefined as `metric` does
   */
  part(key: string, part: SummaryPart): MetricName | undefined {
    const names = this.#parts[part];
    const known = names.get(key);
    if (known !== undefined) return known;
    const mean = this.metric(key, "gauge");
    return mean && this.#nameMetric(names, { name: `${mean.name}_${part}`, key, type: "gauge" });
  }

  label(key: string): string {
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    const isFull = this.#labels.size >= LABELS_MAX;
    const name = isFull
      ? hashed(plainLabelName(key), key)
      : this.#claim("label", this.#labelHolders, plainLabelName(key), key);
    if (!isFull) this.#labels.set(key, name);
    return name;
  }

  #nameMetric(names: Map<string, MetricName>, wanted: MetricName): MetricName | undefined {
    if (this.#metricHolders.size >= this.#metricsMax) return undefined;
    const name = this.#claim("metric", this.#metricHolders, wanted.name, wanted.key);
    const given = Object.freeze({ ...wanted, name });
    names.set(wanted.key, given);
    return given;
  }

  #claim(kind: NameCollision["kind"], holders: Map<string, string>, plain: string, key: string): string {
    const heldBy = holders.get(plain);
    const name = heldBy === undefined ? plain : hashed(plain, key);
    holders.set(name, key);
    if (heldBy !== undefined) this.#onCollision({ kind, key, heldBy, name });
    return name;
  }
}

const hashed = (name: string, key: string): string =>
  `${name}_${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;

const byText = (a: string, b: string): number => (a < b ? -1 : 1);
