import type { KeyChange } from "../key-value.ts";
import { BLOCK_SERIES, type Block } from "./blocks.ts";
import { ByteReader, ByteWriter, checksumOf, DamagedBytes, zigzagOf } from "./bytes.ts";
import { markKey } from "./sample-log.ts";

// A mark: checksum of 32 bits, then varints. The mark of a block is written together with its chunks: it says which samples of the log those hold, and when each
// series was last heard of.

const CHECKSUM_BYTES = 4;
const writer = new ByteWriter(2 * BLOCK_SERIES);

export function markOf(block: Block): KeyChange {
  writer.clear();
  writer.uint32(0);
  writer.varint(block.sequence);
  writer.varint(block.below);
  writer.varint(block.base);
  writer.varint(block.flushes);
  let before = block.below;
  for (const minute of block.last) {
    // Most series of a block are as old as the one before.
    writer.varint(minute === 0 ? 0 : 1 + zigzagOf(minute - before));
    if (minute !== 0) before = minute;
  }
  writer.setUint32(0, writer.checksum(CHECKSUM_BYTES));
  return { key: markKey(block.number), value: writer.copy() };
}

/** @throws {DamagedBytes} */
export function readMark(mark: Uint8Array, block: Block): void {
  const reader = new ByteReader(mark);
  if (reader.uint32() !== checksumOf(mark, CHECKSUM_BYTES, mark.length))
    throw new DamagedBytes("its checksum is wrong");
  block.sequence = reader.varint();
  block.below = reader.varint();
  block.base = reader.varint();
  block.flushes = reader.varint();
  let before = block.below;
  for (let i = 0; i < BLOCK_SERIES; i++) {
    const step = reader.varint();
    if (step !== 0) block.last[i] = before += (step - 1) % 2 === 0 ? (step - 1) / 2 : -step / 2;
  }
}
