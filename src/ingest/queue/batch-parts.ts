import { endOfLines, type LineBatch, linesWithin } from "../line-batch.ts";

/** Larger batches are written in parts, each a record that fits the memory kept for records. */
export const PART_BYTES_MAX = 1024 * 1024;

/** Cuts a batch between its lines. A part is larger than the maximum only when it is a single line. */
export function* partsOf(batch: LineBatch): Generator<LineBatch> {
  const { bytes, lines, timestampMs } = batch;
  if (bytes.length <= PART_BYTES_MAX || lines === 1) return yield batch;
  for (let start = 0, left = lines; left > 0; ) {
    const count = Math.min(left, Math.max(1, linesWithin(bytes, start, start + PART_BYTES_MAX)));
    const end = count === left ? bytes.length : endOfLines(bytes, start, count);
    yield { bytes: bytes.subarray(start, end), lines: count, timestampMs };
    left -= count;
    start = end;
  }
}
