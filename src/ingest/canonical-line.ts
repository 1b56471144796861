import { BLANK, CLASS, COMMA, DIGIT, endOfMetricKey, NEWLINE, ZERO } from "./line-bytes.ts";

// A canonical line, as the writer and the parser make it:
// <key>,<dimension>="<value>",… <payload> <13 digits>\n   – one blank between parts, all values quoted.

/** A blank, 13 digits and the line break. */
const ENDING_BYTES = 15;
/** A summary of four long numbers has some 120. */
const PAYLOAD_MAX_BYTES = 1_700;

/** Where the parts of a line lie. Filled anew for each line, so that a line makes no object. */
export class LineParts {
  keyEnd = 0;
  /** Where the blank before the payload is. Dimensions lie from `keyEnd` to here, the first comma included. */
  dimensionsEnd = 0;
  /** Where the blank before the timestamp is. */
  payloadEnd = 0;
  /** UTC ms. */
  timestampMs = 0;

  get payloadAt(): number {
    return this.dimensionsEnd + 1;
  }

  /**
   * Finds the parts from the outside in: only values of dimensions hold blanks, so the last two blanks are known
   * without looking for the end of each quote. Dimensions and payload are not looked at.
   * @param end  after the line break
   * @returns false when the line cannot be a canonical one
   */
  find(bytes: Uint8Array, start: number, end: number): boolean {
    if (!this.findPayload(bytes, start, end)) return false;
    this.keyEnd = endOfMetricKey(bytes, start, this.dimensionsEnd);
    return this.keyEnd > start && (this.keyEnd === this.dimensionsEnd || bytes[this.keyEnd] === COMMA);
  }

  /** The same without the end of the key, a third of the work: for lines that are known by their bytes. */
  findPayload(bytes: Uint8Array, start: number, end: number): boolean {
    this.payloadEnd = end - ENDING_BYTES;
    if (this.payloadEnd <= start || bytes[end - 1] !== NEWLINE || bytes[this.payloadEnd] !== BLANK)
      return false;
    if (!this.#readTimestamp(bytes)) return false;
    this.dimensionsEnd = blankBefore(
      bytes,
      this.payloadEnd,
      Math.max(start, this.payloadEnd - PAYLOAD_MAX_BYTES),
    );
    return this.dimensionsEnd >= 0;
  }

  #readTimestamp(bytes: Uint8Array): boolean {
    let ms = 0;
    for (let at = this.payloadEnd + 1; at < this.payloadEnd + ENDING_BYTES - 1; at++) {
      const byte = bytes[at]!;
      if ((CLASS[byte]! & DIGIT) === 0) return false;
      ms = ms * 10 + (byte - ZERO);
    }
    this.timestampMs = ms;
    return true;
  }
}

function blankBefore(bytes: Uint8Array, end: number, start: number): number {
  for (let at = end - 1; at > start; at--) if (bytes[at] === BLANK) return at;
  return -1;
}
