import {
  type Manifest,
  type MetricMetadata,
  type MetricSelector,
  parseMetricSelector,
  storedMetricKey,
} from "../../manifest/index.ts";

/** What manifests say about metrics, by key. Where two describe one metric, the first stands. */
export class MetricCatalogue {
  readonly #metadata = new Map<string, MetricMetadata>();
  /** Parsed when they are first asked for. */
  readonly #selectors = new Map<string, MetricSelector | undefined>();

  constructor(manifests: Iterable<Manifest>) {
    for (const { metrics } of manifests) {
      for (const one of metrics) if (!this.#metadata.has(one.key)) this.#metadata.set(one.key, one);
    }
  }

  /** By the key that is sent, or that it is stored under: metadata may name either (spec 1 §5). */
  metadata(key: string): MetricMetadata | undefined {
    return (
      this.#metadata.get(key) ??
      this.#metadata.get(storedMetricKey(key, "count")) ??
      this.#metadata.get(key.replace(/\.(count|gauge)$/, ""))
    );
  }

  /** The selector of a `func:` metric. */
  readonly calculated = (key: string): MetricSelector | undefined => {
    const text = this.#metadata.get(key)?.metricSelector;
    if (text === undefined) return undefined;
    if (!this.#selectors.has(key)) {
      const parsed = parseMetricSelector(text);
      this.#selectors.set(key, parsed.ok ? parsed.selector : undefined);
    }
    return this.#selectors.get(key);
  };

  /** The keys of all calculated metrics. */
  calculatedKeys(): readonly string[] {
    return [...this.#metadata.values()].flatMap(({ key, metricSelector }) =>
      metricSelector === undefined ? [] : [key],
    );
  }
}
