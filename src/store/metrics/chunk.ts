import { ByteReader, type ByteWriter, checksumOf, DamagedBytes } from "./bytes.ts";
import { readColumn, writeColumn } from "./column.ts";
import type { SlotList, SlotSink } from "./slots.ts";

// A chunk: octet of checksum, octet of flags, how many slots; then, by flags, gaps, counts; sums; and of summaries
// least and greatest values. A slot is as wide as the tier of the chunk's key says.

const FLAGS = { offset: 1, gaps: 2, counts: 4, summaries: 8 } as const;
/** Of any tier, and more than any tier has. */
const SLOTS_MAX = 4_096;

/**
 * Writes the slots `from` to `to` of a list.
 * @param chunk.start    minute at which the chunk begins
 * @param chunk.step     minutes of a slot
 * @param chunk.isCount  of a count only how many and their sum is kept
 */
export function writeChunk(
  writer: ByteWriter,
  slots: SlotList,
  from: number,
  to: number,
  { start, step, isCount }: { readonly start: number; readonly step: number; readonly isCount: boolean },
): void {
  const at = writer.length;
  const count = to - from;
  const minutes = slots.minutes.subarray(from, to);
  const offset = (minutes[0]! - start) / step;
  const flags = flagsOf(slots, from, to, step, isCount) | (offset > 0 ? FLAGS.offset : 0);
  writer.byte(0);
  writer.byte(flags);
  writer.varint(count);
  if ((flags & FLAGS.offset) !== 0) writer.varint(offset);
  if ((flags & FLAGS.gaps) !== 0) writeGaps(writer, minutes, step);
  if ((flags & FLAGS.counts) !== 0) writeColumn(writer, slots.counts.subarray(from, to), count);
  writeColumn(writer, slots.sums.subarray(from, to), count);
  if ((flags & FLAGS.summaries) !== 0) {
    writeColumn(writer, slots.mins.subarray(from, to), count);
    writeColumn(writer, slots.maxs.subarray(from, to), count);
  }
  writer.setByte(at, writer.checksum(at + 1) & 0xff);
}

function flagsOf(slots: SlotList, from: number, to: number, step: number, isCount: boolean): number {
  let flags = 0;
  if (slots.minutes[to - 1]! - slots.minutes[from]! !== (to - 1 - from) * step) flags |= FLAGS.gaps;
  for (let i = from; i < to; i++) {
    const sum = slots.sums[i]!;
    if (slots.counts[i] !== 1) flags |= FLAGS.counts;
    if (isCount) continue;
    if (slots.mins[i] !== sum || slots.maxs[i] !== sum) flags |= FLAGS.summaries;
  }
  return flags;
}

/** Slots that are there, slots that are not, and so on; it ends with those that are there. */
function writeGaps(writer: ByteWriter, minutes: Float64Array, step: number): void {
  let run = 1;
  for (let i = 1; i < minutes.length; i++) {
    const gap = (minutes[i]! - minutes[i - 1]!) / step - 1;
    if (gap === 0) {
      run += 1;
      continue;
    }
    writer.varint(run);
    writer.varint(gap);
    run = 1;
  }
  writer.varint(run);
}

const columns = {
  minutes: new Float64Array(SLOTS_MAX),
  counts: new Float64Array(SLOTS_MAX),
  sums: new Float64Array(SLOTS_MAX),
  mins: new Float64Array(SLOTS_MAX),
  maxs: new Float64Array(SLOTS_MAX),
};

/**
 * Gives the slots of a chunk in the order of time.
 * @throws {DamagedBytes} before any is given
 */
export function readChunk(chunk: Uint8Array, start: number, step: number, sink: SlotSink): void {
  const reader = new ByteReader(chunk);
  if (reader.byte() !== (checksumOf(chunk, 1, chunk.length) & 0xff))
    throw new DamagedBytes("its checksum is wrong");
  const flags = reader.byte();
  const count = reader.varint();
  if (count === 0 || count > SLOTS_MAX) throw new DamagedBytes("it has too many slots");
  const { minutes, counts, sums } = columns;
  readMinutes(reader, flags, start, step, count);
  if ((flags & FLAGS.counts) === 0) counts.fill(1, 0, count);
  else readColumn(reader, counts, count);
  readColumn(reader, sums, count);
  const hasSummaries = (flags & FLAGS.summaries) !== 0;
  if (hasSummaries) {
    readColumn(reader, columns.mins, count);
    readColumn(reader, columns.maxs, count);
  }
  if (!reader.isAtEnd) throw new DamagedBytes("it is too long");
  const mins = hasSummaries ? columns.mins : sums;
  const maxs = hasSummaries ? columns.maxs : sums;
  for (let i = 0; i < count; i++) sink.add(minutes[i]!, counts[i]!, sums[i]!, mins[i]!, maxs[i]!);
}

function readMinutes(reader: ByteReader, flags: number, start: number, step: number, count: number): void {
  const { minutes } = columns;
  let minute = start + ((flags & FLAGS.offset) === 0 ? 0 : reader.varint() * step);
  const hasGaps = (flags & FLAGS.gaps) !== 0;
  for (let at = 0; at < count; ) {
    const run = hasGaps ? reader.varint() : count;
    if (run === 0 || at + run > count) throw new DamagedBytes("its gaps do not fit");
    for (const end = at + run; at < end; at++, minute += step) minutes[at] = minute;
    if (at < count) minute += reader.varint() * step;
  }
}
