import type { Dimensions } from "../mapping/index.ts";
import { BlockCache } from "./block-cache.ts";
import { viewOf } from "./byte-words.ts";
import { LineParts } from "./canonical-line.ts";
import type { LineBatch } from "./line-batch.ts";
import { bufferOf, hasWord, NEWLINE } from "./line-bytes.ts";
import { endOfNumber, numberOf } from "./number-bytes.ts";
import type { Point, Summary } from "./point.ts";
import { readDimensions } from "./read-dimensions.ts";

/** Some hundred switches with 48 ports; what does not fit is read anew, once for all lines of its row. */
const ROWS_KNOWN_MAX = 8_192;
const ROW_BYTES_MAX = 1_024;
/** A manifest has some hundred. */
const KEYS_KNOWN_MAX = 2_048;
const KEY_BYTES_MAX = 256;
const NO_DIMENSIONS: Dimensions = Object.freeze([]);

const GAUGE = "gauge,";
const COUNT = "count,delta=";

/** Reads the points back from lines that the writer or the parser made, for who needs more of them than their bytes. */
export class LineReader {
  readonly #parts = new LineParts();
  readonly #rows = new BlockCache(ROWS_KNOWN_MAX, ROW_BYTES_MAX);
  readonly #dimensions: (Dimensions | undefined)[] = [];
  readonly #keys = new BlockCache(KEYS_KNOWN_MAX, KEY_BYTES_MAX);
  readonly #keyTexts: string[] = [];
  /** Of the batch being read. */
  #view = viewOf(new Uint8Array());

  /**
   * The points of a batch, in its order. Points with the same dimensions share their array, mostly: caches may key on
   * it, and must not rely on it.
   * @param each  start and end are offsets of the line in `batch.bytes`; `end` lies after its line break
   * @returns how many lines were passed over: metadata, and what is no canonical line
   */
  read(batch: LineBatch, each: (point: Point, start: number, end: number) => void): number {
    const bytes = bufferOf(batch.bytes);
    this.#view = viewOf(bytes);
    let passedOver = 0;
    for (let start = 0; start < bytes.length; ) {
      const newlineAt = bytes.indexOf(NEWLINE, start);
      const end = newlineAt < 0 ? bytes.length : newlineAt + 1;
      const point = this.#pointAt(bytes, start, end);
      if (point === undefined) passedOver += 1;
      else each(point, start, end);
      start = end;
    }
    return passedOver;
  }

  #pointAt(bytes: Buffer, start: number, end: number): Point | undefined {
    const parts = this.#parts;
    if (!parts.find(bytes, start, end)) return undefined;
    const { keyEnd, dimensionsEnd, payloadAt, payloadEnd, timestampMs } = parts;
    const type = hasWord(bytes, payloadAt, payloadEnd, GAUGE) ? "gauge" : "count";
    const value =
      type === "gauge" ? gaugeAt(bytes, payloadAt, payloadEnd) : countAt(bytes, payloadAt, payloadEnd);
    if (value === undefined) return undefined;
    const dimensions = this.#dimensionsAt(bytes, keyEnd, dimensionsEnd);
    if (dimensions === undefined) return undefined;
    return { key: this.#keyAt(bytes, start, keyEnd), type, value, dimensions, timestampMs };
  }

  #dimensionsAt(bytes: Buffer, start: number, end: number): Dimensions | undefined {
    if (start === end) return NO_DIMENSIONS;
    const known = this.#rows.find(this.#view, start, end);
    if (known >= 0) return this.#dimensions[known];
    const dimensions = readDimensions(bytes, start, end);
    if (dimensions === undefined) return undefined;
    const slot = this.#rows.add(this.#view, start, end);
    if (slot >= 0) this.#dimensions[slot] = dimensions;
    return dimensions;
  }

  #keyAt(bytes: Buffer, start: number, end: number): string {
    const known = this.#keys.find(this.#view, start, end);
    if (known >= 0) return this.#keyTexts[known]!;
    const key = bytes.toString("latin1", start, end);
    const slot = this.#keys.add(this.#view, start, end);
    if (slot >= 0) this.#keyTexts[slot] = key;
    return key;
  }
}

function countAt(bytes: Buffer, start: number, end: number): number | bigint | undefined {
  return hasWord(bytes, start, end, COUNT) ? numberUpTo(bytes, start + COUNT.length, end) : undefined;
}

function gaugeAt(bytes: Buffer, start: number, end: number): Point["value"] | undefined {
  const at = start + GAUGE.length;
  return numberUpTo(bytes, at, end) ?? summaryAt(bytes, at, end);
}

/** The number that fills the range; undefined when something else does. */
function numberUpTo(bytes: Buffer, start: number, end: number): number | bigint | undefined {
  return start < end && endOfNumber(bytes, start, end) === end ? numberOf(bytes, start, end) : undefined;
}

const SUMMARY_NAMES = ["min=", ",max=", ",sum=", ",count="] as const;

/** `min=1,max=3,sum=4,count=2`, in this order. */
function summaryAt(bytes: Buffer, start: number, end: number): Summary | undefined {
  const values: number[] = [];
  let at = start;
  for (const name of SUMMARY_NAMES) {
    if (!hasWord(bytes, at, end, name)) return undefined;
    const numberAt = at + name.length;
    at = endOfNumber(bytes, numberAt, end);
    if (at === numberAt) return undefined;
    values.push(Number(numberOf(bytes, numberAt, at)));
  }
  const [min, max, sum, count] = values as [number, number, number, number];
  return at === end ? { min, max, sum, count } : undefined;
}
