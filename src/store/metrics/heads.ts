import type { KeyChange } from "../key-value.ts";
import { BLOCK_SERIES, Block, blockOf, indexOf } from "./blocks.ts";
import { ByteWriter } from "./bytes.ts";
import { writeChunk } from "./chunk.ts";
import { chunkKey, FRESH, startOfSpan } from "./chunk-keys.ts";
import { markOf } from "./marks.ts";
import type { FreshChunk } from "./scribe.ts";
import { SlotList } from "./slots.ts";

/** A block is written once in so many minutes, in the minute that its number says. Four less than its ring has. */
const PERIOD = 12;
/** Minutes before the current one that the ring keeps room for. */
const BACK = 1;
/** Lines are not further ahead of the clock. */
export const AHEAD_MINUTES = 11;

/** The open minutes of all series, in blocks. */
export class Heads {
  readonly #blocks: (Block | undefined)[] = [];
  readonly #isCount: (series: number) => boolean;
  readonly #list = new SlotList();
  readonly #writer = new ByteWriter(1 << 16);

  constructor(isCount: (series: number) => boolean) {
    this.#isCount = isCount;
  }

  /** @param minute  of the sample that it is needed for, when it is new */
  block(series: number, minute: number): Block {
    return this.#blocks[blockOf(series)] ?? this.#newBlock(blockOf(series), minute - BACK);
  }

  /** The same; undefined when none of its series was heard of. */
  known(series: number): Block | undefined {
    return this.#blocks[blockOf(series)];
  }

  addBlock(number: number): Block {
    return this.#newBlock(number, 0);
  }

  lastMinute(series: number): number {
    return this.known(series)?.last[indexOf(series)] ?? 0;
  }

  collect(series: number, into: SlotList): void {
    this.known(series)?.collect(indexOf(series), Number.POSITIVE_INFINITY, into);
  }

  *all(): Iterable<Block> {
    for (const block of this.#blocks) if (block !== undefined) yield block;
  }

  /** Blocks whose ring does not suit the time, so that they are to be written. */
  overdue(nowMinute: number): Block[] {
    const due: Block[] = [];
    for (const block of this.all()) {
      const behind = (nowMinute - block.number) % PERIOD;
      const isBehind = block.base < nowMinute - behind - BACK;
      // A clock that was set back leaves it ahead.
      if (!isBehind && block.base <= nowMinute + BACK) continue;
      if (block.filled > 0) due.push(block);
      else block.rebase(nowMinute - BACK);
    }
    return due;
  }

  /**
   * Takes what a block holds, but for the minutes that are still open, as chunks, together with its mark.
   * @param sequence  of the last record, which holds all samples up to now
   * @param isWhole   also the open minutes
   */
  flush(
    block: Block,
    nowMinute: number,
    sequence: number,
    isWhole: boolean,
  ): { readonly chunks: FreshChunk[]; readonly changes: readonly KeyChange[] } {
    const isAhead = block.base > nowMinute - BACK;
    const end = Math.max(nowMinute + AHEAD_MINUTES + 1, block.base + PERIOD + 4);
    const below = Math.max(isWhole || isAhead ? end : nowMinute - BACK, block.below);
    const chunks: FreshChunk[] = [];
    const firstSeries = block.number * BLOCK_SERIES;
    const part = block.flushes & 0xff;
    block.takeBelow(below, this.#list, (index) => this.#addChunks(firstSeries + index, part, chunks));
    block.sequence = sequence;
    block.below = below;
    block.flushes += 1;
    block.rebase(nowMinute - BACK);
    return { chunks, changes: [markOf(block)] };
  }

  /** One chunk for each day that the list touches. */
  #addChunks(series: number, part: number, chunks: FreshChunk[]): void {
    const list = this.#list;
    const isCount = this.#isCount(series);
    for (let from = 0; from < list.length; ) {
      const start = list.minutes[from]!;
      const day = startOfSpan(start, FRESH);
      let to = from;
      let samples = 0;
      for (; to < list.length && list.minutes[to]! < day + FRESH.span; to++) samples += list.counts[to]!;
      this.#writer.clear();
      writeChunk(this.#writer, list, from, to, { start, step: FRESH.step, isCount });
      chunks.push({
        series,
        key: chunkKey(series, FRESH, start, part),
        value: this.#writer.copy(),
        samples,
      });
      from = to;
    }
  }

  #newBlock(number: number, base: number): Block {
    while (this.#blocks.length <= number) this.#blocks.push(undefined);
    const block = new Block(number, base);
    this.#blocks[number] = block;
    return block;
  }
}
