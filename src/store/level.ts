import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { ClassicLevel } from "classic-level";
import { AppError, messageOf } from "../base/index.ts";
import type { KeyChange, KeyEntry, KeyRange, KeyValue } from "./key-value.ts";
import { repairLevel } from "./repair.ts";

type Level = ClassicLevel<Uint8Array, Uint8Array>;

const PAGE_ENTRIES = 1_000;
const PAGE_BYTES = 1_000_000;

/** LevelDB keeps two write buffers at most; larger ones make fewer, longer merges. */
const OPTIONS = {
  keyEncoding: "view",
  valueEncoding: "view",
  cacheSize: 32 * 1_024 * 1_024,
  writeBufferSize: 16 * 1_024 * 1_024,
  maxFileSize: 8 * 1_024 * 1_024,
  highWaterMarkBytes: PAGE_BYTES,
} as const;

/** KeyValue on LevelDB: a folder that one process has open at a time. */
export class LevelKeyValue implements KeyValue {
  readonly #level: Level;
  /** After an error LevelDB refuses all writes until it is opened anew. */
  #isBroken = false;
  /** The error was a damage, which LevelDB meets again until it is repaired. */
  #isDamaged = false;
  #opening: Promise<void> | undefined;
  #isClosed = false;

  private constructor(level: Level) {
    this.#level = level;
  }

  /** @throws {AppError} `store.full`, `store.unwritable`, `store.in-use`, `store.failed` */
  static async open(folder: string): Promise<LevelKeyValue> {
    await failing(folder, () => makeWritable(folder));
    const level: Level = new ClassicLevel(folder, OPTIONS);
    await failing(folder, () => level.open());
    return new LevelKeyValue(level);
  }

  /** Saves what can be read of a folder that does not open. */
  static async repair(folder: string): Promise<void> {
    await failing(folder, () => repairLevel(folder));
  }

  get(key: Uint8Array): Promise<Uint8Array | undefined> {
    return failing(this.#folder, () => this.#level.get(key));
  }

  getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
    return failing(this.#folder, () => this.#level.getMany(keys as Uint8Array[]));
  }

  async write(changes: readonly KeyChange[], { sync = false } = {}): Promise<void> {
    if (changes.length === 0) return;
    await this.#whole();
    try {
      await this.#level.batch(changes.map(operationOf), { sync });
    } catch (error) {
      this.#isBroken = true;
      this.#isDamaged = isDamage(error);
      throw storeError(this.#folder, error);
    }
  }

  /** The entries are those of the moment of the call. The answer must be read: it holds on to them until then. */
  pages({ from, below, reverse = false, limit = -1 }: KeyRange): AsyncIterable<readonly KeyEntry[]> {
    const iterator = this.#level.iterator({ gte: from, lt: below, reverse, limit });
    return pagesOf(iterator, this.#folder);
  }

  async clear({ from, below }: Pick<KeyRange, "from" | "below">): Promise<void> {
    await this.#whole();
    await failing(this.#folder, () => this.#level.clear({ gte: from, lt: below }));
  }

  approximateBytes({ from, below }: Pick<KeyRange, "from" | "below">): Promise<number> {
    return failing(this.#folder, () => this.#level.approximateSize(from, below));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#level.close();
  }

  get #folder(): string {
    return this.#level.location;
  }

  /** Opens it anew after an error, once for all that write meanwhile. */
  async #whole(): Promise<void> {
    if (!this.#isBroken || this.#isClosed) return;
    this.#opening ??= failing(this.#folder, () => this.#openAnew());
    try {
      await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }

  async #openAnew(): Promise<void> {
    await this.#level.close();
    if (this.#isDamaged) await repairLevel(this.#folder);
    await this.#level.open();
    this.#isBroken = this.#isDamaged = false;
  }
}

interface Paged {
  nextv(size: number): Promise<[Uint8Array, Uint8Array][]>;
  close(): Promise<void>;
}

async function* pagesOf(iterator: Paged, folder: string): AsyncGenerator<readonly KeyEntry[]> {
  try {
    for (;;) {
      const entries = await failing(folder, () => iterator.nextv(PAGE_ENTRIES));
      if (entries.length === 0) return;
      yield entries;
    }
  } finally {
    await iterator.close();
  }
}

function operationOf({ key, value }: KeyChange) {
  return value === undefined ? ({ type: "del", key } as const) : ({ type: "put", key, value } as const);
}

async function failing<T>(folder: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw storeError(folder, error);
  }
}

/** Before LevelDB has a look: its words for a folder that is read-only are those for a damaged one. */
async function makeWritable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await access(folder, constants.W_OK);
}

/** Met in a merge of tables that were read before. */
function isDamage(error: unknown): boolean {
  return codeOf(error) === "LEVEL_CORRUPTION" || (error instanceof Error && isDamage(error.cause));
}

const UNWRITABLE: ReadonlySet<unknown> = new Set(["EACCES", "EPERM", "EROFS"]);

/** LevelDB tells the system's errors in words alone. */
const FULL = /no space left|quota exceeded|ENOSPC|EDQUOT/i;

function storeError(folder: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const message = messageOf(cause);
  if (FULL.test(message)) {
    return new AppError("store.full", `the disk of the store ${folder} is full: ${message}`, {
      cause: error,
      remedy: "Free space there, or keep things shorter with the settings store.…Days; it goes on by itself.",
    });
  }
  if (UNWRITABLE.has(codeOf(cause))) {
    return new AppError("store.unwritable", `the store ${folder} cannot be written: ${message}`, {
      cause: error,
      remedy: "Give the service's user write access to dataDir, and start it again.",
    });
  }
  if (codeOf(cause) === "LEVEL_LOCKED") {
    return new AppError("store.in-use", `another process has the store ${folder} open`, {
      cause: error,
      remedy: "End the other process, or give this one a dataDir of its own.",
    });
  }
  return new AppError("store.failed", `the store ${folder} cannot be used: ${message}`, {
    cause: error,
    remedy: "Check the disk, and that the service may write to the folder.",
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
