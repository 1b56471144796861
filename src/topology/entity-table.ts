import { digitsOf } from "./entity-id.ts";
import type { EntityRecord } from "./entity-record.ts";

/** Numbers are kept in pieces of so many: to grow is to add one, never to copy what there is. */
const CHUNK = 4_096;
const NONE = -1;

/**
 * The entities by id, in 20 octets for each beside the record: a Map takes 50 and holds a text of the id besides, and
 * when it grows beyond a million entries everything waits for it. Here buckets are split one by one as entities come
 * (linear hashing, Litwin 1980). Ids are hashes
 * themselves, and asked of the records.
 */
export class EntityTable implements Iterable<EntityRecord> {
  /** By number; a number that is free has none. */
  readonly #records: (EntityRecord | undefined)[][] = [];
  readonly #hashes = new Numbers();
  /** The next number in the same bucket, or of those that are free. */
  readonly #next = new Numbers();
  /** The first number of each bucket. */
  readonly #heads = new Numbers();
  #size = 0;
  #numbers = 0;
  /** Taken again in the order they became free. */
  #firstFree = NONE;
  #lastFree = NONE;
  /** Buckets before `#split` have been split in two, with one bit more of the hash. */
  #mask = 0;
  #split = 0;

  constructor() {
    this.#heads.set(0, NONE);
  }

  get size(): number {
    return this.#size;
  }

  get(id: string): EntityRecord | undefined {
    const digits = digitsOf(id);
    const hash = digits.low;
    for (let at = this.#heads.get(this.#bucketOf(hash)); at !== NONE; at = this.#next.get(at)) {
      if (this.#hashes.get(at) !== hash) continue;
      const record = this.#recordAt(at);
      if (record?.isCalled(id, digits) === true) return record;
    }
    return undefined;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** Its id is not there yet. */
  add(record: EntityRecord): void {
    const hash = record.digits.low;
    const at = this.#takeNumber();
    (this.#records[Math.floor(at / CHUNK)] ??= [])[at % CHUNK] = record;
    this.#hashes.set(at, hash);
    this.#link(this.#bucketOf(hash), at);
    this.#size += 1;
    if (this.#size > this.#mask + this.#split) this.#splitNext();
  }

  delete(record: EntityRecord): void {
    const hash = record.digits.low;
    const bucket = this.#bucketOf(hash);
    let before = NONE;
    for (let at = this.#heads.get(bucket); at !== NONE; at = this.#next.get(at)) {
      if (this.#recordAt(at) === record) {
        if (before === NONE) this.#heads.set(bucket, this.#next.get(at));
        else this.#next.set(before, this.#next.get(at));
        this.#records[Math.floor(at / CHUNK)]![at % CHUNK] = undefined;
        this.#giveNumber(at);
        this.#size -= 1;
        return;
      }
      before = at;
    }
  }

  /** May be gone on with while entities come and go; who comes may be left out. */
  *[Symbol.iterator](): Generator<EntityRecord, undefined> {
    for (let at = 0; at < this.#numbers; at++) {
      const record = this.#recordAt(at);
      if (record !== undefined) yield record;
    }
  }

  #recordAt(at: number): EntityRecord | undefined {
    return this.#records[Math.floor(at / CHUNK)]![at % CHUNK];
  }

  #takeNumber(): number {
    const at = this.#firstFree;
    if (at === NONE) return this.#numbers++;
    this.#firstFree = this.#next.get(at);
    return at;
  }

  #giveNumber(at: number): void {
    this.#next.set(at, NONE);
    if (this.#firstFree === NONE) this.#firstFree = at;
    else this.#next.set(this.#lastFree, at);
    this.#lastFree = at;
  }

  #bucketOf(hash: number): number {
    const bucket = hash & this.#mask;
    return bucket < this.#split ? hash & (2 * this.#mask + 1) : bucket;
  }

  #link(bucket: number, at: number): void {
    this.#next.set(at, this.#heads.get(bucket));
    this.#heads.set(bucket, at);
  }

  /** Those with one bit more in their hash go to a bucket of their own. */
  #splitNext(): void {
    const bucket = this.#split;
    const other = bucket + this.#mask + 1;
    let at = this.#heads.get(bucket);
    this.#heads.set(bucket, NONE);
    this.#heads.set(other, NONE);
    while (at !== NONE) {
      const next = this.#next.get(at);
      this.#link((this.#hashes.get(at) & (this.#mask + 1)) === 0 ? bucket : other, at);
      at = next;
    }
    this.#split += 1;
    if (this.#split <= this.#mask) return;
    this.#mask = 2 * this.#mask + 1;
    this.#split = 0;
  }
}

/** 32-bit numbers without end. */
class Numbers {
  readonly #chunks: Int32Array[] = [];

  get(at: number): number {
    return this.#chunks[Math.floor(at / CHUNK)]![at % CHUNK]!;
  }

  set(at: number, number: number): void {
    const chunk = (this.#chunks[Math.floor(at / CHUNK)] ??= new Int32Array(CHUNK));
    chunk[at % CHUNK] = number;
  }
}
