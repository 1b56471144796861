import type { Point } from "../ingest/index.ts";

// What an exporter must remember between requests: when a metric was last sent, and the sums of cumulative export.

export type Temporality = "delta" | "cumulative";

const DEFAULT_MAX_ROWS = 500_000;
/** Metrics of one device, or of one row; those that came first are forgotten first. */
const MAX_KEYS = 10_000;

/** Sum and number of observations of one series since `startMs`; of a count only the sum. */
export interface Total {
  readonly startMs: number;
  readonly sum: number | bigint;
  readonly count: number;
}

interface Series {
  readonly startMs: number;
  sum: number | bigint;
  count: number;
}

interface Sent {
  readonly lastMs: number;
  /** When it was sent before that; 0 when unknown. */
  readonly previousMs: number;
}

/**
 * Bounded by rows (devices with a set of dimensions): what was silent longest is forgotten first. A sum that was
 * forgotten starts again at 0 with a start time of its own, which receivers take for a restart of the counter.
 */
export class ExportMemory {
  readonly temporality: Temporality;
  readonly #maxRows: number;
  readonly #sent = new Map<string, Map<string, Sent>>();
  readonly #rows = new Map<string, Map<string, Series>>();

  constructor(temporality: Temporality, maxRows = DEFAULT_MAX_ROWS) {
    this.temporality = temporality;
    this.#maxRows = maxRows;
  }

  /** What a request adds, kept apart until it is settled: one that is sent again must not count twice. */
  begin(): ExportTurn {
    return new ExportTurn(
      (device) => touched(this.#sent, device, this.#maxRows),
      (row) => touched(this.#rows, row, this.#maxRows),
    );
  }

  get rows(): number {
    return this.#rows.size;
  }
}

/** One request. Forgotten without `commit`. */
export class ExportTurn {
  readonly #sentOf: (device: string) => Map<string, Sent>;
  readonly #seriesOf: (row: string) => Map<string, Series>;
  readonly #newSent = new Map<Map<string, Sent>, Map<string, Sent>>();
  readonly #newTotals = new Map<Series, Series>();

  /** Points of one device, and of one row, stand together: each is looked up once for all of them. */
  constructor(sentOf: (device: string) => Map<string, Sent>, seriesOf: (row: string) => Map<string, Series>) {
    this.#sentOf = rememberingLast(sentOf);
    this.#seriesOf = rememberingLast(seriesOf);
  }

  /**
   * When the metric was sent before, UTC ms: the start of a delta. All rows of a poll share it.
   * @returns 0 when unknown
   */
  startOf(device: string, { key, timestampMs }: Point): number {
    const old = this.#sentOf(device);
    let fresh = this.#newSent.get(old);
    if (fresh === undefined) this.#newSent.set(old, (fresh = new Map()));
    const sent = fresh.get(key) ?? old.get(key);
    if (sent?.lastMs === timestampMs) return sent.previousMs;
    // What comes late has no known start; the order of the rest stays as it is.
    if (sent !== undefined && timestampMs < sent.lastMs) return 0;
    const previousMs = sent?.lastMs ?? 0;
    fresh.set(key, { lastMs: timestampMs, previousMs });
    return previousMs;
  }

  /**
   * The running sum of a count or summary with this point in it.
   * @param startMs  when the point's interval began, as `startOf` says; 0 when unknown
   */
  totalOf(row: string, { key, value, timestampMs }: Point, startMs: number): Total {
    const known = this.#seriesOf(row);
    let series = known.get(key);
    if (series === undefined) {
      // The sum must have been 0 before the point; of what is unknown, just before.
      series = { startMs: startMs > 0 ? startMs : timestampMs - 1, sum: 0, count: 0 };
      setBounded(known, key, series);
    }
    let pending = this.#newTotals.get(series);
    if (pending === undefined) this.#newTotals.set(series, (pending = { ...series }));
    const summary = typeof value === "object" ? value : undefined;
    pending.sum = add(pending.sum, summary === undefined ? (value as number | bigint) : summary.sum);
    pending.count += summary?.count ?? 1;
    return { startMs: series.startMs, sum: pending.sum, count: pending.count };
  }

  /** The request was taken, or will never be sent again. */
  commit(): void {
    for (const [old, fresh] of this.#newSent) for (const [key, sent] of fresh) setBounded(old, key, sent);
    for (const [series, { sum, count }] of this.#newTotals) Object.assign(series, { sum, count });
  }
}

/** The entry of a key, moved to the end of the map's order; the first one goes beyond the bound. */
function touched<V>(map: Map<string, Map<string, V>>, key: string, max: number): Map<string, V> {
  const entry = map.get(key) ?? new Map<string, V>();
  map.delete(key);
  map.set(key, entry);
  forgetBeyond(map, max);
  return entry;
}

function setBounded<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  forgetBeyond(map, MAX_KEYS);
}

function forgetBeyond(map: Map<string, unknown>, max: number): void {
  if (map.size <= max) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}

function rememberingLast<V>(find: (key: string) => V): (key: string) => V {
  let last: { readonly key: string; readonly value: V } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: find(key) };
    return last.value;
  };
}

/** Exact for whole numbers, also beyond 2⁵³. */
export function add(a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum) || !Number.isInteger(a) || !Number.isInteger(b)) return sum;
  }
  if (!isWhole(a) || !isWhole(b)) return Number(a) + Number(b);
  return BigInt(a) + BigInt(b);
}

const isWhole = (value: number | bigint): boolean => typeof value === "bigint" || Number.isInteger(value);
