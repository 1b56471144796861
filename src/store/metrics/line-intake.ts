import { type Clock, type Logger, messageOf } from "../../base/index.ts";
import {
  bufferOf,
  endOfNumber,
  type LineBatch,
  LineParts,
  LineReader,
  numberOf,
  type Point,
  storedSuffix,
} from "../../ingest/index.ts";
import type { Dimensions } from "../../mapping/index.ts";
import type { Binding, LineBinder } from "../binding.ts";
import { indexOf } from "./blocks.ts";
import type { Dictionary } from "./dictionary.ts";
import { AHEAD_MINUTES, type Heads } from "./heads.ts";
import { IdentityHash } from "./identity.ts";
import type { Limits } from "./limits.ts";
import type { OpenRecord } from "./sample-log.ts";

const MINUTE_MS = 60_000;
const NEWLINE = 0x0a;
const LOWER_G = 0x67;
const GAUGE_BYTES = "gauge,".length;
const COUNT_BYTES = "count,delta=".length;
const BACK_MINUTES = 61;
/** Refused series that are known again without being read: bounded, and a newcomer takes the place of another. */
const REFUSED_KNOWN = 1 << 15;

/** Samples that were not taken, by reason. */
export interface IntakeCounts {
  samples: number;
  /** Of series beyond a limit. */
  refused: number;
  /** More than an hour old, or too far ahead. */
  untimely: number;
  /** Metadata, and what is no canonical line. */
  passedOver: number;
  /** Late ones, while too many late ones waited. */
  crowded: number;
}

/** Takes lines into the heads and the log. The usual line makes no garbage. */
export class LineIntake {
  readonly counts: IntakeCounts = { samples: 0, refused: 0, untimely: 0, passedOver: 0, crowded: 0 };
  /** Set while memory for samples outside of the rings is used up. */
  isCrowded = false;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #dictionary: Dictionary;
  readonly #heads: Heads;
  readonly #record: OpenRecord;
  readonly #limits: Limits;
  readonly #binder: LineBinder;
  readonly #hash: IdentityHash;
  readonly #parts = new LineParts();
  readonly #reader = new LineReader();
  readonly #refused = new Int32Array(2 * REFUSED_KNOWN);
  /** The latest row: its metrics come one after another, and have one list of dimensions. */
  #row: Row | undefined;
  #generation: number;
  #hasComplained = false;

  constructor({
    clock,
    logger,
    dictionary,
    heads,
    record,
    limits,
    binder,
    seeds,
  }: {
    readonly clock: Clock;
    readonly logger: Logger;
    readonly dictionary: Dictionary;
    readonly heads: Heads;
    readonly record: OpenRecord;
    readonly limits: Limits;
    readonly binder: LineBinder;
    readonly seeds: readonly [number, number];
  }) {
    this.#clock = clock;
    this.#logger = logger;
    this.#dictionary = dictionary;
    this.#heads = heads;
    this.#record = record;
    this.#limits = limits;
    this.#binder = binder;
    this.#hash = new IdentityHash(...seeds);
    this.#generation = binder.generation;
  }

  append(batch: LineBatch): void {
    if (this.#binder.generation !== this.#generation) this.#unbindAll();
    const bytes = bufferOf(batch.bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const nowMinute = Math.floor(this.#clock.wallMs() / MINUTE_MS);
    for (let start = 0; start < bytes.length; ) {
      const newlineAt = bytes.indexOf(NEWLINE, start);
      const end = newlineAt < 0 ? bytes.length : newlineAt + 1;
      this.#addLine(bytes, view, start, end, nowMinute);
      start = end;
    }
  }

  /** Refused series are asked for again: there may be room. */
  forgetRefused(): void {
    this.#refused.fill(0);
  }

  #addLine(bytes: Buffer, view: DataView, start: number, end: number, nowMinute: number): void {
    const parts = this.#parts;
    if (!parts.findPayload(bytes, start, end)) {
      this.counts.passedOver += 1;
      return;
    }
    const { timestampMs } = parts;
    const minute = Math.floor(timestampMs / MINUTE_MS);
    if (minute < nowMinute - BACK_MINUTES || minute > nowMinute + AHEAD_MINUTES) {
      this.counts.untimely += 1;
      return;
    }
    const isCount = bytes[parts.payloadAt] !== LOWER_G;
    const hash = this.#hash;
    hash.of(view, start, parts.dimensionsEnd, isCount ? 1 : 0);
    let series = this.#dictionary.identified(hash.a, hash.b);
    let block = series < 0 ? undefined : this.#heads.known(series);
    let binding = block?.bindings[indexOf(series)];
    if (block === undefined || binding === undefined) {
      series = this.#introduce(bytes, start, end, minute);
      if (series < 0) return;
      block = this.#heads.block(series, minute);
      binding = block.bindings[indexOf(series)]!;
    }
    if (this.isCrowded && block.isOutside(minute)) {
      this.counts.crowded += 1;
      return;
    }
    const index = indexOf(series);
    const valueAt = parts.payloadAt + (isCount ? COUNT_BYTES : GAUGE_BYTES);
    if (endOfNumber(bytes, valueAt, parts.payloadEnd) === parts.payloadEnd) {
      const value = Number(numberOf(bytes, valueAt, parts.payloadEnd));
      block.addValue(index, minute, value, isCount);
      this.#record.addValue(series, minute, value);
    } else if (!this.#addSummary(bytes, start, end, series, minute)) {
      this.counts.passedOver += 1;
      return;
    }
    this.counts.samples += 1;
    if (minute > block.last[index]!) {
      block.last[index] = minute;
      binding.seen(timestampMs);
    }
  }

  #addSummary(bytes: Buffer, start: number, end: number, series: number, minute: number): boolean {
    const value = this.#pointAt(bytes, start, end)?.value;
    if (typeof value !== "object") return false;
    this.#heads.block(series, minute).addSummary(indexOf(series), minute, value);
    this.#record.addSummary(series, minute, value);
    return true;
  }

  /** A line that is new, or new since the start or since the rules changed. @returns -1 when it is not taken */
  #introduce(bytes: Buffer, start: number, end: number, minute: number): number {
    const { a, b } = this.#hash;
    if (this.#isRefused(a, b)) {
      this.counts.refused += 1;
      return -1;
    }
    const point = this.#pointAt(bytes, start, end);
    if (point === undefined) {
      this.counts.passedOver += 1;
      return -1;
    }
    const storedKey = point.key + storedSuffix(bytes, start, start + point.key.length, point.type);
    const binding = this.#bind(point, storedKey);
    const series = this.#seriesOf(storedKey, point.type, this.#rowOf(point.dimensions, binding), minute);
    if (series < 0) {
      this.counts.refused += 1;
      this.#refuse(a, b);
      return -1;
    }
    if (this.#dictionary.identified(a, b) !== series) this.#dictionary.identify(a, b, series);
    this.#heads.block(series, minute).bindings[indexOf(series)] = binding;
    return series;
  }

  /** A rule that fails costs the line its entities, not its history. */
  #bind({ key, type, dimensions }: Point, storedKey: string): Binding {
    try {
      return this.#binder.bind({ key, storedKey, type, dimensions });
    } catch (error) {
      if (!this.#hasComplained)
        this.#logger.error(
          { metric: key, cause: messageOf(error) },
          "the entities of a line cannot be found",
        );
      this.#hasComplained = true;
      return UNBOUND;
    }
  }

  #rowOf(own: Dimensions, binding: Binding): Row {
    const before = this.#row;
    if (before !== undefined && before.own === own && before.binding === binding) return before;
    const dimensions = joined(own, binding.dimensions);
    this.#row = { own, binding, dimensions, tuple: this.#dictionary.findTuple(dimensions) };
    return this.#row;
  }

  #seriesOf(key: string, type: "gauge" | "count", row: Row, minute: number): number {
    const dictionary = this.#dictionary;
    const metric = dictionary.metricOfKey(key);
    const known = metric === undefined || row.tuple < 0 ? -1 : dictionary.findSeries(metric, row.tuple);
    if (known >= 0) return known;
    if (!this.#limits.allows(key, metric)) return -1;
    if (row.tuple < 0) row.tuple = dictionary.addTuple(row.dimensions);
    return dictionary.addSeries(metric ?? dictionary.addMetric(key, type, minute), row.tuple);
  }

  #pointAt(bytes: Buffer, start: number, end: number): Point | undefined {
    let found: Point | undefined;
    const line = { bytes: bytes.subarray(start, end), lines: 1, timestampMs: 0 };
    this.#reader.read(line, (point) => (found = point));
    return found;
  }

  #unbindAll(): void {
    this.#generation = this.#binder.generation;
    this.#row = undefined;
    for (const block of this.#heads.all()) block.bindings.fill(undefined);
    this.forgetRefused();
  }

  #isRefused(a: number, b: number): boolean {
    const at = 2 * (a & (REFUSED_KNOWN - 1));
    return this.#refused[at] === a && this.#refused[at + 1] === b && (a | b) !== 0;
  }

  #refuse(a: number, b: number): void {
    const at = 2 * (a & (REFUSED_KNOWN - 1));
    this.#refused[at] = a;
    this.#refused[at + 1] = b;
  }
}

/** Dimensions with those of the entities. */
interface Row {
  readonly own: Dimensions;
  readonly binding: Binding;
  readonly dimensions: Dimensions;
  /** -1 as long as no series has them. */
  tuple: number;
}

const UNBOUND: Binding = { dimensions: Object.freeze([]), seen: () => undefined };

/** A line that names an entity itself knows better. */
function joined(own: Dimensions, bound: Dimensions): Dimensions {
  if (bound.length === 0) return own;
  const added = bound.filter(([key]) => !own.some(([other]) => other === key));
  return [...own, ...added].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
