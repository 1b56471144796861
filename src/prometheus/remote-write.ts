import { compress } from "snappyjs";
import type { MetricInfoOf, Point, Summary } from "../ingest/index.ts";
import { addExactly } from "./exact-sum.ts";
import { helpOf } from "./help.ts";
import type { MetricName, Names } from "./names.ts";
import { nameLabel, type Row, type Series, SeriesTable } from "./series-table.ts";
import { WriteRequest } from "./write-request.ts";

/** Receivers forget metadata that they did not see for some minutes (Mimir: ten). */
const METADATA_EVERY_MS = 300_000;

/**
 * Why a point is not sent. `late`: a newer sample of its series was given already; receivers refuse a whole request for
 * one of these. An increase counts nevertheless, and comes with the next sample. `too-many-keys`: no name is left.
 */
export type NotWritten = "late" | "too-many-keys";

/** Where a sample belongs. */
interface Place {
  readonly row: Row;
  readonly timestampMs: number;
  readonly line: number;
}

interface NameState {
  readonly label: Uint8Array;
  /** Monotonic: when its metadata were last settled. */
  describedMs: number | undefined;
}

export interface RemoteWriteOptions {
  readonly names: Names;
  /** For HELP and unit of the metadata. */
  readonly infoOf: MetricInfoOf;
  /** Rows whose sums are held. Default 500 000. */
  readonly rowsMax?: number | undefined;
}

/**
 * Makes remote-write requests of points, a batch at a time: `begin`, `add` each point, `encode` all or some of the
 * entries, then `settle` or `takeBack`.
 *
 * A count becomes a counter: the sum of its increases since the series was first seen here. Sums move on with `settle`
 * only, so that a batch which is sent again does not add up twice. A series begins with a zero one millisecond before
 * its first increase: without it `increase()` would miss that one, and after a restart it would take a sum that grew
 * past the one before for a part of it.
 *
 * A gauge stays as it is. A summary becomes its mean, under the name that single values have too, so that one query
 * finds both, with `_min`, `_max` and `_samples` beside it; the sum is mean × samples.
 */
export class RemoteWrite {
  readonly #options: RemoteWriteOptions;
  readonly #table: SeriesTable;
  readonly #request = new WriteRequest();
  readonly #states = new Map<MetricName, NameState>();
  #nowMs = 0;
  #batch = 0;
  // What is to be sent, in parallel lists: one entry for each sample.
  readonly #rows: Row[] = [];
  readonly #series: Series[] = [];
  readonly #values: number[] = [];
  readonly #timesMs: number[] = [];
  readonly #lines: number[] = [];
  readonly #touched: Series[] = [];
  #undescribed = new Set<MetricName>();

  constructor(options: RemoteWriteOptions) {
    this.#options = options;
    this.#table = new SeriesTable(options.names, options.rowsMax);
  }

  /** Starts a batch; one that was neither settled nor taken back is taken back. @param nowMs  monotonic */
  begin(nowMs: number): void {
    this.takeBack();
    this.#nowMs = nowMs;
    this.#batch += 1;
    this.#table.age(nowMs);
  }

  /** So many samples the batch has. */
  get entries(): number {
    return this.#series.length;
  }

  /** The line that an entry was made of. */
  lineOf(entry: number): number {
    return this.#lines[entry]!;
  }

  /**
   * @param line  a number by which the caller knows it
   * @returns why it will not be sent; undefined when it will
   */
  add({ key, type, value, dimensions, timestampMs }: Point, line: number): NotWritten | undefined {
    const { names } = this.#options;
    const name = names.metric(key, type);
    if (name === undefined) return "too-many-keys";
    const row = this.#table.rowOf(dimensions);
    const place = { row, timestampMs, line };
    if (typeof value === "object") return this.#addSummary(place, name, value);
    const series = this.#table.seriesOf(row, name);
    if (type === "gauge") return this.#put(place, series, Number(value));
    return this.#addIncrease(place, series, value);
  }

  /** Says that a series ends: queries find no value from then on. */
  addStaleMark(
    { key, type, dimensions }: Omit<Point, "value">,
    timestampMs: number,
    line: number,
  ): NotWritten | undefined {
    const name = this.#options.names.metric(key, type);
    if (name === undefined) return "too-many-keys";
    const row = this.#table.rowOf(dimensions);
    return this.#put({ row, timestampMs, line }, this.#table.seriesOf(row, name), Number.NaN);
  }

  /** A request with some entries, compressed. Metadata that are due go with those that begin with the first. */
  encode(from = 0, to = this.entries): Uint8Array {
    const request = this.#request;
    request.clear();
    for (let i = from; i < to; i++) {
      const { label } = this.#stateOf(this.#series[i]!.name);
      request.addSample(this.#rows[i]!, label, this.#values[i]!, this.#timesMs[i]!);
    }
    if (from === 0) this.#describe(request);
    return compress(request.bytes);
  }

  /** The other side did not take these entries. */
  reject(from: number, to: number): void {
    for (let i = from; i < to; i++) this.#series[i]!.isRejected = true;
  }

  /** The batch is done with. */
  settle(): void {
    for (const series of this.#touched) {
      // A series whose very first samples were refused begins anew: what a run before this one sent already is in them.
      if (series.isRejected && series.settledAtMs === 0) {
        series.pending = 0;
      } else {
        series.settledAtMs = Math.max(series.settledAtMs, series.entryAtMs);
      }
      series.total = series.pending;
    }
    for (const name of this.#undescribed) this.#stateOf(name).describedMs = this.#nowMs;
    this.#clear();
  }

  /** The batch, or parts of it, will come again. */
  takeBack(): void {
    for (const series of this.#touched) series.pending = series.total;
    this.#clear();
  }

  #addSummary(place: Place, mean: MetricName, { min, max, sum, count }: Summary): NotWritten | undefined {
    const { names } = this.#options;
    const parts = [
      [mean, sum / count],
      [names.part(mean.key, "min"), min],
      [names.part(mean.key, "max"), max],
      [names.part(mean.key, "samples"), count],
    ] as const;
    let fault: NotWritten | undefined;
    for (const [name, value] of parts) {
      if (name === undefined) return "too-many-keys";
      fault ??= this.#put(place, this.#table.seriesOf(place.row, name), value);
    }
    return fault;
  }

  #addIncrease(place: Place, series: Series, increase: number | bigint): NotWritten | undefined {
    this.#touch(series);
    const isNew = series.settledAtMs === 0 && series.entryAtMs === 0;
    if (isNew) this.#push({ ...place, timestampMs: place.timestampMs - 1 }, series, 0);
    series.pending = addExactly(series.pending, increase);
    return this.#put(place, series, Number(series.pending));
  }

  #put(place: Place, series: Series, value: number): NotWritten | undefined {
    this.#touch(series);
    const { timestampMs } = place;
    if (timestampMs <= series.settledAtMs || timestampMs < series.entryAtMs) return "late";
    if (timestampMs === series.entryAtMs) {
      // Two lines of one series and time: a series has one value at a time, and of a count it is the sum of both.
      this.#values[series.entry] = value;
      return undefined;
    }
    this.#push(place, series, value);
    return undefined;
  }

  #push({ row, timestampMs, line }: Place, series: Series, value: number): void {
    series.entry = this.#series.push(series) - 1;
    series.entryAtMs = timestampMs;
    this.#rows.push(row);
    this.#values.push(value);
    this.#timesMs.push(timestampMs);
    this.#lines.push(line);
  }

  #touch(series: Series): void {
    if (series.batch === this.#batch) return;
    series.batch = this.#batch;
    series.entryAtMs = 0;
    series.isRejected = false;
    this.#touched.push(series);
  }

  #stateOf(name: MetricName): NameState {
    const known = this.#states.get(name);
    if (known !== undefined) return known;
    const state: NameState = { label: nameLabel(name.name), describedMs: undefined };
    this.#states.set(name, state);
    return state;
  }

  #describe(request: WriteRequest): void {
    for (const { name } of this.#touched) {
      const { describedMs } = this.#stateOf(name);
      if (describedMs === undefined || this.#nowMs - describedMs >= METADATA_EVERY_MS) {
        this.#undescribed.add(name);
      }
    }
    for (const name of this.#undescribed) {
      const info = this.#options.infoOf(name.key);
      request.addMetadata(name, helpOf(name.key, info), info?.unit ?? "");
    }
  }

  #clear(): void {
    for (const list of [this.#rows, this.#series, this.#values, this.#timesMs, this.#lines, this.#touched]) {
      list.length = 0;
    }
    this.#undescribed = new Set();
  }
}
