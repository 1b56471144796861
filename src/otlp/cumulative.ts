import type { Int64 } from "./int64.ts";

const DEFAULT_MAX_SERIES = 100_000;

interface Last {
  readonly value: number | bigint;
  readonly timeMs: number;
  /** Start time of the sum, as text: it is only compared. */
  readonly start: string;
}

/**
 * What cumulative sums grew by. Remembers the last value of each series; the series that was silent longest is
 * forgotten beyond `maxSeries`, and starts anew when it comes back.
 *
 * A point counts as seen as soon as it was asked for: a request that is refused afterwards costs what it grew by.
 */
export class CumulativeSums {
  readonly #maxSeries: number;
  readonly #last = new Map<string, Last>();

  constructor(maxSeries = DEFAULT_MAX_SERIES) {
    this.#maxSeries = maxSeries;
  }

  get size(): number {
    return this.#last.size;
  }

  /**
   * @param series  tells resource, scope, name and attributes
   * @param start  when the sum was 0; another one means that it began again
   * @returns undefined when there is nothing to compare with: the first point, one that came late, a sum that shrank
   */
  increase(
    series: string,
    start: Int64 | undefined,
    timeMs: number,
    value: number | bigint,
  ): number | bigint | undefined {
    const startText = start === undefined ? "0" : `${start.high >>> 0}:${start.low >>> 0}`;
    const last = this.#last.get(series);
    if (last !== undefined && timeMs <= last.timeMs) return undefined;
    this.#remember(series, { value, timeMs, start: startText });
    if (last === undefined) return undefined;
    // Since it began again it has grown by all that it is.
    if (last.start !== startText) return value;
    return value < last.value ? undefined : difference(value, last.value);
  }

  #remember(series: string, last: Last): void {
    // Set anew, so that the map's order is that of the last points.
    this.#last.delete(series);
    this.#last.set(series, last);
    if (this.#last.size <= this.#maxSeries) return;
    for (const oldest of this.#last.keys()) {
      this.#last.delete(oldest);
      return;
    }
  }
}

function difference(value: number | bigint, last: number | bigint): number | bigint {
  if (typeof value === "number" && typeof last === "number") return value - last;
  if (!isWhole(value) || !isWhole(last)) return Number(value) - Number(last);
  const exact = BigInt(value) - BigInt(last);
  return exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
}

const isWhole = (value: number | bigint): boolean => typeof value === "bigint" || Number.isInteger(value);
