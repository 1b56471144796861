import type { Logger } from "../base/index.ts";
import type { PollPlan } from "../plan/index.ts";
import { type KnownKeys, Names } from "../prometheus/index.ts";

/** The names of all metrics and dimensions that are polled, as Prometheus has them. */
export function prometheusNames(plans: readonly PollPlan[], logger: Logger): Names {
  const batches = new NameBatches();
  batches.add(plans);
  return namesOf(batches.since(0), logger);
}

/** The names that come of batches of keys, one after the other. */
export function namesOf(batches: readonly KnownKeys[], logger: Logger): Names {
  const names = new Names(({ kind, key, heldBy, name }) =>
    logger.warn(
      { code: "prometheus.name", key, heldBy, name },
      `two ${kind} keys have the same name in Prometheus; the second one gets another`,
    ),
  );
  for (const batch of batches) names.declare(batch);
  return names;
}

/**
 * The keys of all plans in the order in which they were first polled, also of devices that another thread polls: each
 * thread that names these batches in their order comes to the same names.
 */
export class NameBatches {
  readonly #batches: Required<KnownKeys>[] = [];
  readonly #metrics = new Set<string>();
  readonly #dimensions = new Set<string>();

  /** Keys that are known are left out: what is added again changes nothing. */
  add(plans: readonly PollPlan[]): void {
    const subgroups = plans.flatMap(({ groups }) => groups).flatMap((group) => group.subgroups);
    const metrics = subgroups
      .flatMap((one) => one.metrics)
      .filter(({ type, key }) => isNew(this.#metrics, `${type} ${key}`))
      .map(({ key, type }) => ({ key, type }));
    const dimensions = subgroups
      .flatMap((one) => one.dimensions.map(({ key }) => key))
      .filter((key) => isNew(this.#dimensions, key));
    if (metrics.length + dimensions.length > 0) this.#batches.push({ metrics, dimensions });
  }

  get count(): number {
    return this.#batches.length;
  }

  /** The batches after the first so many. */
  since(count: number): readonly KnownKeys[] {
    return this.#batches.slice(count);
  }
}

function isNew(known: Set<string>, key: string): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
