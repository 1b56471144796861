import type { LineMetadata, MetricInfo } from "../ingest/index.ts";
import { storedMetricKey } from "../manifest/index.ts";
import type { Activation } from "./activations.ts";

/** What senders told of their metrics is kept for so many. */
const TOLD_MAX = 100_000;

/** What manifests say of metrics, by key. */
export type DeclaredInfos = ReadonlyMap<string, MetricInfo>;

/** Manifests describe counts by the key that is sent, or by the one it is stored under. */
export const declaredInfo = (infos: DeclaredInfos, key: string): MetricInfo | undefined =>
  infos.get(key) ?? infos.get(storedMetricKey(key, "count"));

/** What is known of metrics by their key: of the manifests, and of what others send. */
export class MetricInfos {
  #declared: DeclaredInfos = new Map();
  readonly #told = new Map<string, MetricInfo>();

  constructor(activations: readonly Activation[]) {
    this.declare(activations);
  }

  /** What the manifests say from now on. */
  declare(activations: readonly Activation[]): void {
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

  /** Plain data; another map after each `declare`. */
  get declared(): DeclaredInfos {
    return this.#declared;
  }

  readonly of = (key: string): MetricInfo | undefined =>
    declaredInfo(this.#declared, key) ?? this.#told.get(key);

  /** As servers do, the first word about a metric stands (spec 3 §1.2). */
  tell({ key, displayName, description, unit }: Pick<LineMetadata, "key"> & MetricInfo): void {
    if (this.#told.has(key) || this.#told.size >= TOLD_MAX) return;
    this.#told.set(key, { displayName, description, unit });
  }
}
