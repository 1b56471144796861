import type { LineBatch } from "../line-batch.ts";

const [NEWLINE, SPACE, COMMA, HASH] = [0x0a, 0x20, 0x2c, 0x23];

export interface NewKey {
  readonly key: string;
  readonly type: "gauge" | "count";
}

/**
 * Finds metric keys that were not there before, on bytes: a look at a key that is known makes no text and no garbage.
 * Remembers up to `maxKeys` keys for good; keys beyond are passed over.
 */
export class KeyScan {
  readonly #maxKeys: number;
  /** By hash; keys that share one stand in one list. */
  readonly #known = new Map<number, Uint8Array[]>();
  #size = 0;

  constructor(maxKeys: number) {
    this.#maxKeys = maxKeys;
  }

  /** The keys of the batch's data lines that no batch had before, with the type of their first line. */
  newKeys({ bytes }: LineBatch): readonly NewKey[] {
    const found: NewKey[] = [];
    for (let start = 0; start < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline;
      const keyEnd = bytes[start] === HASH ? start : endOfKey(bytes, start, end);
      if (keyEnd > start && this.#add(bytes, start, keyEnd)) found.push(keyAt(bytes, start, keyEnd, end));
      start = end + 1;
    }
    return found;
  }

  /** @returns whether it was new and there was room for it */
  #add(bytes: Uint8Array, start: number, end: number): boolean {
    const hash = hashOf(bytes, start, end);
    const same = this.#known.get(hash);
    if (holds(same, bytes, start, end) || this.#size >= this.#maxKeys) return false;
    const key = new Uint8Array(bytes.slice(start, end));
    if (same === undefined) this.#known.set(hash, [key]);
    else same.push(key);
    this.#size += 1;
    return true;
  }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function holds(
  keys: readonly Uint8Array[] | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (keys === undefined) return false;
  for (const key of keys) if (equals(key, bytes, start, end)) return true;
  return false;
}

function equals(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let at = 0; at < key.length; at++) if (key[at] !== bytes[start + at]) return false;
  return true;
}

function endOfKey(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== COMMA && bytes[at] !== SPACE) at++;
  return at;
}

/** Read from behind, for dimensions may hold anything: `… count,delta=5 1760000000000`. */
function keyAt(bytes: Uint8Array, start: number, keyEnd: number, end: number): NewKey {
  const payload = bytes.lastIndexOf(SPACE, bytes.lastIndexOf(SPACE, end - 1) - 1) + 1;
  const isCount = bytes[payload] === 0x63; // "c"
  return {
    key: Buffer.from(bytes.subarray(start, keyEnd)).toString("latin1"),
    type: isCount ? "count" : "gauge",
  };
}
