import { type Logger, messageOf, yieldNow } from "../../base/index.ts";
import type { Grid, SlotColumns, Tuple } from "../../query/index.ts";
import type { KeyEntry, KeyValue } from "../key-value.ts";
import { ByteWriter, DamagedBytes } from "./bytes.ts";
import { readChunk, writeChunk } from "./chunk.ts";
import {
  chunkKey,
  chunkRange,
  FRESH,
  LASTING_TIERS,
  startOfKey,
  startOfSpan,
  type Tier,
} from "./chunk-keys.ts";
import { GridColumns } from "./grid-columns.ts";
import { SlotList } from "./slots.ts";

/** Series that are asked for at once. */
const WINDOW = 32;
/** The event loop is held no longer. */
const HOLD_MS = 8;

/** What a series has in memory. */
export interface OpenSeries {
  isCount(series: number): boolean;
  /** Adds the slots of the heads. */
  collectHead(series: number, into: SlotList): void;
  /** Chunks that are on their way to disk. */
  unwritten(series: number, to: number): readonly KeyEntry[];
}

interface Found {
  readonly series: number;
  readonly chunks: Promise<readonly KeyEntry[]>;
  readonly unwritten: readonly KeyEntry[];
  /** As a chunk of its own, for the columns are one series' at a time. */
  readonly head: KeyEntry | undefined;
}

/** Reads series from disk and memory together, each sample once. */
export class SeriesReader {
  readonly #kv: KeyValue;
  readonly #open: OpenSeries;
  readonly #logger: Logger;
  readonly #monotonicMs: () => number;
  readonly #list = new SlotList();
  readonly #writer = new ByteWriter();
  damagedChunks = 0;

  constructor(kv: KeyValue, open: OpenSeries, logger: Logger, monotonicMs: () => number) {
    this.#kv = kv;
    this.#open = open;
    this.#logger = logger;
    this.#monotonicMs = monotonicMs;
  }

  /**
   * @param moving  set while chunks on disk are half moved: what is asked for then may not fit together
   */
  async read(
    tuples: readonly Tuple[],
    grid: Grid,
    moving: () => Promise<void> | undefined,
    each: (slots: SlotColumns, tuple: Tuple, index: number) => void,
  ): Promise<void> {
    const columns = new GridColumns(grid);
    let heldFromMs = this.#monotonicMs();
    for (let at = 0; at < tuples.length; at += WINDOW) {
      for (let move = moving(); move !== undefined; move = moving()) await move;
      const found = tuples.slice(at, at + WINDOW).map(({ id }) => this.#find(id, columns));
      const chunks = await Promise.all(found.map((one) => one.chunks));
      for (let i = 0; i < found.length; i++) {
        this.#fill(columns, found[i]!, chunks[i]!);
        each(columns, tuples[at + i]!, at + i);
        if (this.#monotonicMs() - heldFromMs < HOLD_MS) continue;
        await yieldNow();
        heldFromMs = this.#monotonicMs();
      }
    }
  }

  /** All of this happens before the event loop goes on, so that disk and memory are of one moment. */
  #find(series: number, { fromMinute: from, toMinute: to }: GridColumns): Found {
    const fresh = this.#kv.pages(chunkRange(series, FRESH, startOfSpan(from, FRESH), to));
    const keys = lastingKeys(series, from, to);
    const lasting = this.#kv.getMany(keys);
    return {
      series,
      chunks: joined(fresh, lasting, keys),
      unwritten: this.#open.unwritten(series, to),
      head: this.#headOf(series),
    };
  }

  #headOf(series: number): KeyEntry | undefined {
    this.#list.clear();
    this.#open.collectHead(series, this.#list);
    if (this.#list.length === 0) return undefined;
    const start = this.#list.minutes[0]!;
    this.#writer.clear();
    writeChunk(this.#writer, this.#list, 0, this.#list.length, {
      start,
      step: FRESH.step,
      isCount: this.#open.isCount(series),
    });
    return [chunkKey(series, FRESH, start), this.#writer.copy()];
  }

  #fill(columns: GridColumns, { series, unwritten, head }: Found, chunks: readonly KeyEntry[]): void {
    columns.clear();
    for (const chunk of chunks) this.#addChunk(chunk, columns);
    // One that has reached the disk meanwhile is among the chunks already.
    for (const chunk of unwritten)
      if (!chunks.some(([key]) => sameKey(key, chunk[0]))) this.#addChunk(chunk, columns);
    if (head !== undefined) this.#addChunk(head, columns);
    if (this.#open.isCount(series)) columns.asCount();
  }

  #addChunk([key, chunk]: KeyEntry, columns: GridColumns): void {
    try {
      readChunk(chunk, startOfKey(key), tierOf(key).step, columns);
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.damagedChunks += 1;
      if (this.damagedChunks > 1) return;
      this.#logger.warn(
        { cause: messageOf(error) },
        "a part of the stored history is damaged and was passed over. Check the disk",
      );
    }
  }
}

function lastingKeys(series: number, from: number, to: number): Uint8Array[] {
  return LASTING_TIERS.flatMap((tier) => {
    const keys: Uint8Array[] = [];
    for (let start = startOfSpan(from, tier); start < to; start += tier.span) {
      keys.push(chunkKey(series, tier, start));
    }
    return keys;
  });
}

async function joined(
  fresh: AsyncIterable<readonly KeyEntry[]>,
  lasting: Promise<(Uint8Array | undefined)[]>,
  keys: readonly Uint8Array[],
): Promise<readonly KeyEntry[]> {
  const entries: KeyEntry[] = [];
  const [values] = await Promise.all([
    lasting,
    (async () => {
      for await (const page of fresh) entries.push(...page);
    })(),
  ]);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== undefined) entries.push([keys[i]!, value]);
  }
  return entries;
}

const TIERS: readonly Tier[] = [FRESH, ...LASTING_TIERS];
const tierOf = (key: Uint8Array): Tier => TIERS[key[5]!]!;

function sameKey(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((octet, i) => octet === b[i]);
}
