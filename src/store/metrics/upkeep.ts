import { type Logger, messageOf } from "../../base/index.ts";
import type { StoreSettings } from "../../config/index.ts";
import type { KeyChange, KeyEntry, KeyValue } from "../key-value.ts";
import { ByteWriter, DamagedBytes } from "./bytes.ts";
import { readChunk, writeChunk } from "./chunk.ts";
import {
  chunkKey,
  chunkRange,
  FIVE_MINUTES,
  FRESH,
  HOURS,
  MINUTES,
  startOfKey,
  startOfSpan,
  type Tier,
} from "./chunk-keys.ts";
import { SlotList } from "./slots.ts";

const DAY = 1_440;
/** A late sample may be an hour late, and wait a quarter of an hour in its head. */
const LATE_MINUTES = 120;
const ENDLESS = 0xffff_ffff;

/** Makes chunks few and coarse as they grow old, one series at a time, and removes them in the end. */
export class Upkeep {
  readonly #kv: KeyValue;
  readonly #settings: StoreSettings;
  readonly #logger: Logger;
  readonly #list = new SlotList();
  readonly #writer = new ByteWriter();
  #writing: Promise<void> | undefined;
  damagedChunks = 0;

  constructor(kv: KeyValue, settings: StoreSettings, logger: Logger) {
    this.#kv = kv;
    this.#settings = settings;
    this.#logger = logger;
  }

  /** Set while chunks are half moved; never rejects. */
  get moving(): Promise<void> | undefined {
    return this.#writing;
  }

  /** Moves what is old enough into coarser tiers. @param nowMinute  minutes since the epoch, UTC */
  async tidy(series: number, isCount: boolean, nowMinute: number): Promise<void> {
    const { minuteDays, fiveMinuteDays, hourDays } = this.#settings;
    const endOf = (days: number, { span }: Tier): number => nowMinute - days * DAY - span + 1;
    await this.#move(series, FRESH, MINUTES, startOfSpan(nowMinute - LATE_MINUTES, MINUTES), isCount);
    await this.#move(series, MINUTES, FIVE_MINUTES, endOf(minuteDays, MINUTES), isCount);
    await this.#move(series, FIVE_MINUTES, HOURS, endOf(fiveMinuteDays, FIVE_MINUTES), isCount);
    const old = await this.#entries(series, HOURS, endOf(hourDays, HOURS));
    if (old.length > 0) await this.#write(old.map(([key]) => ({ key })));
  }

  /** Whether nothing of a series is left. */
  async isGone(series: number): Promise<boolean> {
    const range = { from: chunkKey(series, FRESH, 0), below: chunkKey(series, HOURS, ENDLESS), limit: 1 };
    for await (const page of this.#kv.pages(range)) if (page.length > 0) return false;
    return true;
  }

  /** @param below  chunks that begin earlier are moved, minute */
  async #move(series: number, from: Tier, to: Tier, below: number, isCount: boolean): Promise<void> {
    const entries = await this.#entries(series, from, below);
    if (entries.length === 0) return;
    const changes: KeyChange[] = entries.map(([key]) => ({ key }));
    for (const [start, sources] of bySpan(entries, to)) {
      const key = chunkKey(series, to, start);
      const known = await this.#kv.get(key);
      this.#list.clear(to.step);
      if (known !== undefined) this.#add([key, known], to);
      for (const source of sources) this.#add(source, from);
      if (this.#list.length > 0) changes.push({ key, value: this.#chunk(start, to, isCount) });
    }
    await this.#write(changes);
  }

  async #entries(series: number, tier: Tier, below: number): Promise<KeyEntry[]> {
    const entries: KeyEntry[] = [];
    if (below <= 0) return entries;
    for await (const page of this.#kv.pages(chunkRange(series, tier, 0, below))) entries.push(...page);
    return entries;
  }

  #chunk(start: number, { step }: Tier, isCount: boolean): Uint8Array {
    this.#writer.clear();
    writeChunk(this.#writer, this.#list, 0, this.#list.length, { start, step, isCount });
    return this.#writer.copy();
  }

  #add([key, chunk]: KeyEntry, { step }: Tier): void {
    try {
      readChunk(chunk, startOfKey(key), step, this.#list);
    } catch (error) {
      if (!(error instanceof DamagedBytes)) throw error;
      this.damagedChunks += 1;
      this.#logger.warn(
        { cause: messageOf(error) },
        "a part of the stored history is damaged and was removed. Check the disk",
      );
    }
  }

  async #write(changes: readonly KeyChange[]): Promise<void> {
    const written = this.#kv.write(changes);
    this.#writing = written.catch(() => undefined);
    try {
      await written;
    } finally {
      this.#writing = undefined;
    }
  }
}

function bySpan(entries: readonly KeyEntry[], tier: Tier): Map<number, KeyEntry[]> {
  const spans = new Map<number, KeyEntry[]>();
  for (const entry of entries) {
    const start = startOfSpan(startOfKey(entry[0]), tier);
    const known = spans.get(start);
    if (known === undefined) spans.set(start, [entry]);
    else known.push(entry);
  }
  return spans;
}
