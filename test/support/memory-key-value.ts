import type { KeyChange, KeyEntry, KeyRange, KeyValue } from "../../src/store/key-value.ts";

/** Asked before each write; counted from 0 over all lives. What it gives is thrown, and nothing is written. */
type WriteFault = (write: number) => Error | undefined;

/** A KeyValue in memory that fails as it is told, and that can be killed and opened again. */
export class MemoryKeyValue implements KeyValue {
  /** By key, one character for each octet: characters compare as octets do. */
  #entries: Map<string, Uint8Array>;
  #sorted: string[] | undefined;
  #isDead = false;
  writes = 0;
  fault: WriteFault = () => undefined;

  constructor(entries = new Map<string, Uint8Array>()) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The process ends: no call that is under way has an effect or an end. @returns what the next process opens */
  kill(): MemoryKeyValue {
    this.#isDead = true;
    const next = new MemoryKeyValue(this.#entries);
    next.writes = this.writes;
    return next;
  }

  /** Overwrites a value as a bad disk would. @param key  as `keys()` gives it */
  damage(key: string, change: (value: Uint8Array) => Uint8Array): void {
    this.#entries.set(key, change(this.#entries.get(key)!.slice()));
  }

  /** The keys that begin with an octet, in order. */
  keys(area: number): string[] {
    return this.#order().filter((key) => key.charCodeAt(0) === area);
  }

  get(key: Uint8Array): Promise<Uint8Array | undefined> {
    return this.#answer(this.#entries.get(textOf(key)));
  }

  getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
    return this.#answer(keys.map((key) => this.#entries.get(textOf(key))));
  }

  async write(changes: readonly KeyChange[]): Promise<void> {
    const kept = changes.map(({ key, value }) => [textOf(key), value?.slice()] as const);
    await this.#answer(undefined);
    const fault = this.fault(this.writes++);
    if (fault !== undefined) throw fault;
    for (const [key, value] of kept) this.#set(key, value);
  }

  pages(range: KeyRange): AsyncIterable<readonly KeyEntry[]> {
    const keys = this.#within(range);
    if (range.reverse === true) keys.reverse();
    const entries = keys
      .slice(0, range.limit)
      .map((key): KeyEntry => [bytesOf(key), this.#entries.get(key)!]);
    return this.#pagesOf(entries);
  }

  async clear(range: Pick<KeyRange, "from" | "below">): Promise<void> {
    await this.write(this.#within(range).map((key) => ({ key: bytesOf(key) })));
  }

  async approximateBytes(range: Pick<KeyRange, "from" | "below">): Promise<number> {
    const keys = this.#within(range);
    return this.#answer(keys.reduce((sum, key) => sum + key.length + this.#entries.get(key)!.length, 0));
  }

  async close(): Promise<void> {
    await this.#answer(undefined);
  }

  async *#pagesOf(entries: readonly KeyEntry[]): AsyncGenerator<readonly KeyEntry[]> {
    for (let at = 0; at < entries.length; at += PAGE_ENTRIES) {
      await this.#answer(undefined);
      yield entries.slice(at, at + PAGE_ENTRIES);
    }
  }

  #set(key: string, value: Uint8Array | undefined): void {
    if (value === undefined ? this.#entries.delete(key) : !this.#entries.has(key)) this.#sorted = undefined;
    if (value !== undefined) this.#entries.set(key, value);
  }

  #order(): string[] {
    this.#sorted ??= [...this.#entries.keys()].toSorted((a, b) => (a < b ? -1 : 1));
    return this.#sorted;
  }

  #within({ from, below }: Pick<KeyRange, "from" | "below">): string[] {
    const order = this.#order();
    return order.slice(firstNotBelow(order, textOf(from)), firstNotBelow(order, textOf(below)));
  }

  async #answer<T>(value: T): Promise<T> {
    await Promise.resolve();
    return this.#isDead ? await NEVER : value;
  }
}

const PAGE_ENTRIES = 3;
const NEVER = new Promise<never>(() => undefined);

function firstNotBelow(order: readonly string[], key: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

/** An empty one. */
export const memoryKeyValue = (): MemoryKeyValue => new MemoryKeyValue();
