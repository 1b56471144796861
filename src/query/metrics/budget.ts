import { AppError } from "../../base/index.ts";

/** Limits of one query (spec 3 §5); those of the vendor's API. */
export const QUERY_LIMITS = {
  /** Selectors, joined by commas; the parser holds them to it. */
  metrics: 10,
  /** Points read for all metrics together, before anything is merged. */
  points: 20_000_000,
  /** Tuples read of one metric. */
  tuples: 100_000,
  /** Points kept with minimum, maximum, sum and count, which take four times the memory. */
  summaryPoints: 5_000_000,
  /** Metrics read for one query: calculated metrics that refer to each other could multiply without end. */
  reads: 1_000,
} as const;

const NARROWER =
  "Ask for fewer series with a filter or entity selector, for a shorter time or a coarser resolution.";

/** Counts what a query reads, and stops it at the limits. */
export class QueryBudget {
  readonly #signal: AbortSignal | undefined;
  #points = 0;
  #reads = 0;
  #tuplesMax = 0;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** @throws {AppError} `query.too-many-tuples`, `query.too-many-points` or `query.too-complex` */
  take(key: string, tuples: number, slots: number): void {
    this.checkAborted();
    this.#reads += 1;
    this.#points += tuples * slots;
    this.#tuplesMax = Math.max(this.#tuplesMax, tuples);
    this.checkTuples(key, tuples);
    if (this.#points > QUERY_LIMITS.points) throw tooManyPoints("", this.#points, QUERY_LIMITS.points);
    if (this.#reads > QUERY_LIMITS.reads) {
      throw new AppError(
        "query.too-complex",
        `the selector reads metrics more than ${QUERY_LIMITS.reads} times`,
        {
          remedy: "Use fewer calculated metrics that are made of others.",
        },
      );
    }
  }

  /** @throws {AppError} `query.too-many-tuples` */
  checkTuples(key: string, tuples: number): void {
    if (tuples <= QUERY_LIMITS.tuples) return;
    const text = `'${key}' has more than ${QUERY_LIMITS.tuples} series here; a query reads no more of a metric`;
    throw new AppError("query.too-many-tuples", text, { remedy: NARROWER });
  }

  /** @throws {AppError} `query.too-many-points` */
  checkSummaries(series: number, slots: number): void {
    const points = series * slots;
    if (points > QUERY_LIMITS.summaryPoints) {
      throw tooManyPoints(" of unaggregated series", points, QUERY_LIMITS.summaryPoints);
    }
  }

  /** @throws the reason of the signal, once nobody waits for the answer any more */
  checkAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** Shares of the limits, from 0 to 1. */
  ratios(): { readonly points: number; readonly tuples: number } {
    return {
      points: this.#points / QUERY_LIMITS.points,
      tuples: this.#tuplesMax / QUERY_LIMITS.tuples,
    };
  }
}

function tooManyPoints(what: string, points: number, allowed: number): AppError {
  return new AppError("query.too-many-points", `${points} points${what}; a query reads at most ${allowed}`, {
    remedy: NARROWER,
  });
}
