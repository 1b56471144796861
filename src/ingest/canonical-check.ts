import { BlockCache } from "./block-cache.ts";
import type { BodyReport } from "./body-report.ts";
import { sameWords } from "./byte-words.ts";
import { LineParts } from "./canonical-line.ts";
import { ruleOfMetricKey } from "./lenient-key.ts";
import { type LenientLine, ruleOfTimestamp } from "./lenient-line.ts";
import { hasWord, LOWER_C, MINUS } from "./line-bytes.ts";
import { MAX_LINE_CHARS } from "./line-protocol.ts";
import { endOfNumber, exponentAt, isFiniteNumber, NUMBER_MAX_CHARS } from "./number-bytes.ts";

/** Series whose dimensions are known to be sound: those of some hundred switches. 16 MB at most. */
const KNOWN_ROWS_MAX = 32_768;
const KNOWN_ROW_BYTES_MAX = 512;

/**
 * Tells lines that are canonical and valid as they are. Dimensions are not read here: they are known from when the
 * lenient reader wrote them just as it read them.
 */
export class CanonicalCheck {
  /** Of the line that was looked at last. */
  readonly parts = new LineParts();
  readonly #rows = new BlockCache(KNOWN_ROWS_MAX, KNOWN_ROW_BYTES_MAX);
  /** Whether the dimensions were all that was not known of the last line. */
  #isNewRow = false;

  /** False also for the few canonical lines that take a closer look: summaries, exponents, dimensions not seen yet. */
  holds(report: BodyReport, start: number, end: number): boolean {
    this.#isNewRow = false;
    // Of bytes that are not UTF-8 each line has to be looked at by itself.
    if (!report.isUtf8 || end - start > MAX_LINE_CHARS) return false;
    const { bytes, view, nowMs } = report;
    if (!this.parts.find(bytes, start, end)) return false;
    const { keyEnd, dimensionsEnd, payloadAt, payloadEnd, timestampMs } = this.parts;
    if (ruleOfTimestamp(timestampMs, nowMs) !== undefined) return false;
    if (ruleOfMetricKey(bytes, start, keyEnd) !== undefined) return false;
    if (!isPlainPayload(bytes, payloadAt, payloadEnd)) return false;
    if (keyEnd === dimensionsEnd || this.#rows.find(view, keyEnd, dimensionsEnd) >= 0) return true;
    this.#isNewRow = true;
    return false;
  }

  /** Told of the same line after the lenient reader took it: dimensions that came out as they went in are known now. */
  learn({ view, output }: BodyReport, { dimensionsAt, dimensionsEnd: writtenEnd }: LenientLine): void {
    if (!this.#isNewRow) return;
    const { keyEnd, dimensionsEnd } = this.parts;
    const length = dimensionsEnd - keyEnd;
    if (writtenEnd - dimensionsAt !== length) return;
    if (!sameWords(view, keyEnd, output.view, dimensionsAt, length)) return;
    this.#rows.add(view, keyEnd, dimensionsEnd);
  }
}

/** One number, in the form that the canonical line has. */
function isPlainPayload(bytes: Buffer, start: number, end: number): boolean {
  const isCount = bytes[start] === LOWER_C;
  const word = isCount ? "count,delta=" : "gauge,";
  if (!hasWord(bytes, start, end, word)) return false;
  const at = start + word.length;
  if (at === end || end - at > NUMBER_MAX_CHARS || (isCount && bytes[at] === MINUS)) return false;
  if (endOfNumber(bytes, at, end) !== end || exponentAt(bytes, at, end) >= 0) return false;
  return isFiniteNumber(bytes, at, end);
}
