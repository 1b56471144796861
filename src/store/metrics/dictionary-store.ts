import type { Logger, Random } from "../../base/index.ts";
import { KEY_AREAS, type KeyChange, type KeyValue } from "../key-value.ts";
import { ByteReader, ByteWriter, DamagedBytes } from "./bytes.ts";
import { Dictionary } from "./dictionary.ts";
import { DictionaryWriter, readDictionaryRecord } from "./dictionary-record.ts";

// Keys: area, generation, sequence (32 bits each). A rewrite makes a new generation; the one that counts stands in meta.

const META_KEY = Uint8Array.of(KEY_AREAS.meta, KEY_AREAS.dictionary);
const FORMAT = 1;
const META_BYTES = 17;
const RECORD_BYTES = 1_000_000;
/** Each second that brings a series makes a record; beyond this they are made one. */
const RECORDS_MAX = 20_000;
const SEQUENCE_END = 0xffff_ffff;

interface Meta {
  readonly seedA: number;
  readonly seedB: number;
  readonly generation: number;
  /** Series of lower numbers may have been lost; those numbers are not given again. */
  readonly seriesFrom: number;
}

/** The dictionary of a store as it is on disk. */
export class DictionaryStore {
  readonly dictionary: Dictionary;
  /** Of the hash of lines. */
  readonly seeds: readonly [number, number];
  readonly #generation: number;
  #next: number;

  private constructor(dictionary: Dictionary, meta: Meta, next: number) {
    this.dictionary = dictionary;
    this.seeds = [meta.seedA, meta.seedB];
    this.#generation = meta.generation;
    this.#next = next;
  }

  /** Reads it, and rewrites it when that pays or is needed. */
  static async open(kv: KeyValue, logger: Logger, random: Random): Promise<DictionaryStore> {
    const meta = await readMeta(kv, random);
    await clearOthers(kv, meta.generation);
    const dictionary = new Dictionary();
    dictionary.skipNumbersTo(meta.seriesFrom);
    const { next, damaged, records } = await readAll(kv, meta.generation, dictionary, logger);
    if (damaged > 0) dictionary.skipNumbers();
    const isMostlyDead = dictionary.seriesRead > 2 * dictionary.seriesCount + SERIES_SPARED;
    if (damaged === 0 && !isMostlyDead && records < RECORDS_MAX) {
      return new DictionaryStore(dictionary, meta, next);
    }
    const renewed = { ...meta, generation: meta.generation + 1, seriesFrom: dictionary.seriesEnd };
    const written = await rewrite(kv, dictionary, renewed);
    // Read back, so that what is not in use takes no memory either.
    const small = new Dictionary();
    small.skipNumbersTo(renewed.seriesFrom);
    await readAll(kv, renewed.generation, small, logger);
    return new DictionaryStore(small, renewed, written);
  }

  /** What is new in the dictionary, for the next write. */
  additions(): KeyChange | undefined {
    const value = this.dictionary.takeAdditions();
    return value === undefined ? undefined : { key: keyOf(this.#generation, this.#next++), value };
  }
}

/** Too few to bother. */
const SERIES_SPARED = 1_000;

async function readMeta(kv: KeyValue, random: Random): Promise<Meta> {
  const known = await kv.get(META_KEY);
  if (known !== undefined && known.length === META_BYTES && known[0] === FORMAT) {
    const reader = new ByteReader(known, 1);
    return {
      seedA: reader.uint32(),
      seedB: reader.uint32(),
      generation: reader.uint32(),
      seriesFrom: reader.uint32(),
    };
  }
  const seed = (): number => Math.floor(random.next() * 2 ** 32);
  const meta = { seedA: seed(), seedB: seed(), generation: 1, seriesFrom: 0 };
  await kv.write([metaChange(meta)], { sync: true });
  return meta;
}

function metaChange({ seedA, seedB, generation, seriesFrom }: Meta): KeyChange {
  const writer = new ByteWriter(META_BYTES);
  writer.byte(FORMAT);
  for (const word of [seedA, seedB, generation, seriesFrom]) writer.uint32(word);
  return { key: META_KEY, value: writer.copy() };
}

/** A rewrite that did not come to its end left some. */
async function clearOthers(kv: KeyValue, generation: number): Promise<void> {
  await kv.clear({ from: keyOf(0, 0), below: keyOf(generation, 0) });
  await kv.clear({ from: keyOf(generation + 1, 0), below: keyOf(SEQUENCE_END, SEQUENCE_END) });
}

async function readAll(kv: KeyValue, generation: number, dictionary: Dictionary, logger: Logger) {
  const found = { next: 0, damaged: 0, records: 0 };
  for await (const page of kv.pages({ from: keyOf(generation, 0), below: keyOf(generation + 1, 0) })) {
    for (const [key, record] of page) {
      found.records += 1;
      found.next = new ByteReader(key, 5).uint32() + 1;
      if (!readRecord(record, dictionary)) found.damaged += 1;
    }
  }
  if (dictionary.dangling > 0) found.damaged += 1;
  if (found.damaged > 0) {
    logger.warn(
      { records: found.records, damaged: found.damaged },
      "part of the store's list of series is damaged and was passed over; their lines begin new series. Check the disk",
    );
  }
  return found;
}

function readRecord(record: Uint8Array, dictionary: Dictionary): boolean {
  try {
    readDictionaryRecord(record, dictionary);
    return true;
  } catch (error) {
    if (error instanceof DamagedBytes) return false;
    throw error;
  }
}

/** @returns the sequence that comes next */
async function rewrite(kv: KeyValue, dictionary: Dictionary, meta: Meta): Promise<number> {
  const records: KeyChange[] = [];
  const writer = new DictionaryWriter();
  const take = (): void => {
    const value = writer.take();
    if (value !== undefined) records.push({ key: keyOf(meta.generation, records.length), value });
  };
  dictionary.writeTo(writer, () => {
    if (writer.length >= RECORD_BYTES) take();
  });
  take();
  for (const record of records) await kv.write([record]);
  await kv.write([metaChange(meta)], { sync: true });
  await kv.clear({ from: keyOf(0, 0), below: keyOf(meta.generation, 0) });
  return records.length;
}

function keyOf(generation: number, sequence: number): Uint8Array {
  const key = new Uint8Array(9);
  const view = new DataView(key.buffer);
  key[0] = KEY_AREAS.dictionary;
  view.setUint32(1, generation);
  view.setUint32(5, sequence);
  return key;
}
