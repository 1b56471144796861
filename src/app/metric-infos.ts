import type { LineMetadata, MetricInfo } from "../ingest/index.ts";
import { storedMetricKey } from "../manifest/index.ts";
import type { Activation } from "./activations.ts";

/** What senders told of their metrics is kept for so many. */
const TOLD_MAX = 100_000;

/** What is known of metrics by their key: of the manifests, and of what others send. */
export class MetricInfos {
  readonly #declared: ReadonlyMap<string, MetricInfo>;
  readonly #told = new Map<string, MetricInfo>();

  constructor(activations: readonly Activation[]) {
    this.#declared = new Map(
      [...new Set(activations.map(({ extension }) => extension.manifest))].flatMap(
        ({ name, version, metrics }) =>
          metrics.map(({ key, displayName, description, unit }) => [
            key,
            { displayName, description, unit, extension: { name, version } },
          ]),
      ),
    );
  }

  /** Manifests describe counts by the key that is sent, or by the one it is stored under. */
  readonly of = (key: string): MetricInfo | undefined =>
    this.#declared.get(key) ?? this.#declared.get(storedMetricKey(key, "count")) ?? this.#told.get(key);

  /** As servers do, the first word about a metric stands (spec 3 §1.2). */
  tell({ key, displayName, description, unit }: Pick<LineMetadata, "key"> & MetricInfo): void {
    if (this.#told.has(key) || this.#told.size >= TOLD_MAX) return;
    this.#told.set(key, { displayName, description, unit });
  }
}
