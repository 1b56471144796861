import type { Dimensions } from "../mapping/index.ts";
import type { MetricName, Names } from "./names.ts";
import { labelBytes, type RowLabels } from "./write-request.ts";

/** Series that were not written for three to six hours are forgotten. */
const GENERATION_MS = 3 * 3_600_000;
/** About 1 kB each with ten series. */
const ROWS_MAX = 500_000;
const NAME_LABEL = "__name__";

/** One time series, with what the batch under way would make of it. */
export interface Series {
  readonly name: MetricName;
  /** Of a count: all increases of settled batches since the series was first seen. */
  total: number | bigint;
  /** `total` with the increases of the batch under way. */
  pending: number | bigint;
  /** UTC ms of the newest settled sample; 0 before the first. */
  settledAtMs: number;
  /** The batch that wrote to it last. */
  batch: number;
  /** Its newest sample in that batch: place and UTC ms. */
  entry: number;
  entryAtMs: number;
  /** The other side did not take its sample in that batch. */
  isRejected: boolean;
}

/** All series with the same dimensions. */
export interface Row extends RowLabels {
  readonly series: Map<MetricName, Series>;
  generation: number;
}

/**
 * Finds the series of points. A row is found by the array of its dimensions, which points share, else by their text.
 *
 * Bounded by time and number: rows are held in two generations; when the younger is old or full, the older one is
 * forgotten, and the younger takes its place.
 */
export class SeriesTable {
  readonly #names: Names;
  readonly #rowsMax: number;
  readonly #byArray = new WeakMap<Dimensions, Row>();
  #older = new Map<string, Row>();
  #younger = new Map<string, Row>();
  #generation = 0;
  #startedMs: number | undefined;

  constructor(names: Names, rowsMax = ROWS_MAX) {
    this.#names = names;
    this.#rowsMax = rowsMax;
  }

  get rows(): number {
    return this.#older.size + this.#younger.size;
  }

  /** Forgets what is idle. Between batches only. @param nowMs  monotonic */
  age(nowMs: number): void {
    this.#startedMs ??= nowMs;
    if (nowMs - this.#startedMs < GENERATION_MS && this.#younger.size * 2 < this.#rowsMax) return;
    this.#startedMs = nowMs;
    this.#older = this.#younger;
    this.#younger = new Map();
    this.#generation += 1;
  }

  rowOf(dimensions: Dimensions): Row {
    const known = this.#byArray.get(dimensions);
    if (known?.generation === this.#generation) return known;
    const row = this.#find(dimensions);
    this.#byArray.set(dimensions, row);
    return row;
  }

  seriesOf({ series }: Row, name: MetricName): Series {
    const known = series.get(name);
    if (known !== undefined) return known;
    const made: Series = {
      name,
      total: 0,
      pending: 0,
      settledAtMs: 0,
      batch: 0,
      entry: 0,
      entryAtMs: 0,
      isRejected: false,
    };
    series.set(name, made);
    return made;
  }

  #find(dimensions: Dimensions): Row {
    const text = textOf(dimensions);
    const young = this.#younger.get(text);
    if (young !== undefined) return young;
    const row = this.#older.get(text) ?? { ...this.#encode(dimensions), series: new Map(), generation: 0 };
    this.#older.delete(text);
    row.generation = this.#generation;
    this.#younger.set(text, row);
    return row;
  }

  /** Labels sorted by name, as the specification asks for; few names sort before `__name__`. */
  #encode(dimensions: Dimensions): RowLabels {
    const labels = dimensions
      .map(([key, value]) => ({ name: this.#names.label(key), value }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const bytesOf = (isBefore: boolean): Buffer =>
      Buffer.concat(
        labels
          .filter(({ name }) => name < NAME_LABEL === isBefore)
          .map(({ name, value }) => labelBytes(name, value)),
      );
    return { before: bytesOf(true), after: bytesOf(false) };
  }
}

/** The name of a metric as a label. */
export const nameLabel = (name: string): Buffer => labelBytes(NAME_LABEL, name);

/** Neither keys nor values hold control characters, so NUL parts them. */
function textOf(dimensions: Dimensions): string {
  let text = "";
  for (const [key, value] of dimensions) text += `${key}\0${value}\0`;
  return text;
}
