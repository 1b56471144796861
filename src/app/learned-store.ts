import { type Clock, type Logger, messageOf } from "../base/index.ts";
import type { LearnedDevice } from "../snmp/index.ts";
import {
  BUCKETS,
  type BucketFile,
  bucketName,
  bucketOf,
  parseBucket,
  parseDevice,
  printBucket,
  printDevice,
  seenAtMs,
} from "./learned-file.ts";
import { fingerprint } from "./learned-measures.ts";
import type { StateFolder } from "./state-folder.ts";

export interface LearnedStoreOptions {
  readonly folder: StateFolder;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One bucket a tick: every device is looked at once in 256 s, and no tick has more than 1/256 of the fleet. */
const TICK_MS = 1_000;
/** Buckets are rewritten once a day even when nothing changed, so that devices in use never look gone. */
const REWRITE_AFTER_MS = 24 * 60 * 60_000;
const GONE_AFTER_MS = 30 * 24 * 60 * 60_000;
/** A stop waits no longer for a slow disk: what is not written is learned again. */
const STOP_MS = 10_000;

interface Bucket {
  /** Of devices that no client has taken over: those of the file, and those that were let go of. */
  readonly lines: Map<string, string>;
  readonly followed: Map<string, Followed>;
  /** Set once the file has been asked for. */
  loaded: Promise<void> | undefined;
  writtenAtMs: number;
  /** Holds a line that is newer than the file. */
  dirty: boolean;
}

interface Followed {
  readonly learned: () => LearnedDevice;
  /** Of what the file holds; undefined when it is not there yet. */
  fingerprint: number | undefined;
}

/**
 * Keeps what clients learn of their devices over restarts: at most 256 files in a folder, each rewritten as a whole
 * and only when something in it changed, one a second. Until a client takes a device over, its line is kept as text.
 *
 * Nothing here is needed to poll: a file that cannot be read is set aside and named, a disk that cannot be written
 * is a warning, and devices not heard of for 30 days are dropped.
 */
export class LearnedStore {
  readonly #options: LearnedStoreOptions;
  readonly #buckets = new Map<number, Bucket>();
  readonly #stop = new AbortController();
  #ticking: Promise<void> | undefined;
  #warned = false;

  constructor(options: LearnedStoreOptions) {
    this.#options = options;
  }

  /** What an earlier client learned of the device; undefined when there is none. Never rejects. */
  async get(deviceId: string): Promise<LearnedDevice | undefined> {
    const bucket = this.#bucketOf(deviceId);
    const live = bucket.followed.get(deviceId);
    if (live !== undefined) return live.learned();
    await this.#load(bucketOf(deviceId), bucket);
    const line = bucket.lines.get(deviceId);
    return line === undefined ? undefined : parseDevice(line);
  }

  /**
   * Keeps from now on what this client learns; a later client of the same device takes the place of an earlier one.
   * @returns ends it, with what has been learned by then
   */
  follow(deviceId: string, learned: () => LearnedDevice): () => void {
    const bucket = this.#bucketOf(deviceId);
    const followed: Followed = { learned, fingerprint: undefined };
    bucket.followed.set(deviceId, followed);
    return () => {
      if (bucket.followed.get(deviceId) !== followed) return;
      bucket.followed.delete(deviceId);
      bucket.lines.set(deviceId, printDevice(deviceId, this.#options.clock.wallMs(), learned()));
      bucket.dirty = true;
    };
  }

  /** Begins to write in the background. */
  start(): void {
    this.#ticking = this.#sweep().then(() => this.#tick());
  }

  /** Writes what changed since the last time, for ten seconds at most. */
  async stop(): Promise<void> {
    const { clock } = this.#options;
    this.#stop.abort();
    await this.#ticking;
    const endMs = clock.monotonicMs() + STOP_MS;
    for (const [number, bucket] of this.#buckets) {
      if (clock.monotonicMs() >= endMs) return;
      await this.#visit(number, bucket);
    }
  }

  async #tick(): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stop;
    for (let number = 0; !signal.aborted; number = (number + 1) % BUCKETS) {
      await clock.sleepUntil(clock.monotonicMs() + TICK_MS, signal).catch(() => undefined);
      const bucket = this.#buckets.get(number);
      if (!signal.aborted && bucket !== undefined) await this.#visit(number, bucket);
    }
  }

  /** Buckets without a device in use are written by nobody: their files go when they have not changed for long. */
  async #sweep(): Promise<void> {
    const { folder, clock } = this.#options;
    try {
      for (const name of await folder.list()) {
        const file = await folder.info(name);
        if (file !== undefined && clock.wallMs() - file.changedAtMs > GONE_AFTER_MS)
          await folder.remove(name);
      }
    } catch (error) {
      this.#warn("files of devices that are gone cannot be removed", error);
    }
  }

  /** Writes the bucket if a device in it changed, was let go of, or the day is over. */
  async #visit(number: number, bucket: Bucket): Promise<void> {
    await this.#load(number, bucket);
    const nowMs = this.#options.clock.wallMs();
    const prints = changedDevices(bucket);
    if (prints.size === 0 && !bucket.dirty && nowMs - bucket.writtenAtMs <= REWRITE_AFTER_MS) return;
    for (const [id, line] of bucket.lines) {
      if (nowMs - seenAtMs(line) > GONE_AFTER_MS) bucket.lines.delete(id);
    }
    const lines = new Map(bucket.lines);
    for (const [id, { learned }] of bucket.followed) lines.set(id, printDevice(id, nowMs, learned()));
    bucket.dirty = false; // what changes while it is written counts for the next time
    if (!(await this.#write(number, { writtenAtMs: nowMs, lines }))) {
      bucket.dirty = true;
      return;
    }
    bucket.writtenAtMs = nowMs;
    for (const [followed, print] of prints) followed.fingerprint = print;
    for (const id of bucket.followed.keys()) bucket.lines.delete(id); // a client has it, and the disk
  }

  async #write(number: number, file: BucketFile): Promise<boolean> {
    const { folder, logger } = this.#options;
    try {
      await folder.replace(bucketName(number), printBucket(file));
    } catch (error) {
      this.#warn("what was learned of devices cannot be written; a restart will learn it again", error);
      return false;
    }
    if (this.#warned) logger.info({ folder: folder.path }, "what was learned of devices is written again");
    this.#warned = false;
    return true;
  }

  /** Once until it works again: a full disk would say so every second. */
  #warn(message: string, error: unknown): void {
    const { folder, logger } = this.#options;
    if (!this.#warned) logger.warn({ folder: folder.path, reason: messageOf(error) }, message);
    this.#warned = true;
  }

  #bucketOf(deviceId: string): Bucket {
    const number = bucketOf(deviceId);
    let bucket = this.#buckets.get(number);
    if (bucket === undefined) {
      bucket = { lines: new Map(), followed: new Map(), loaded: undefined, writtenAtMs: 0, dirty: false };
      this.#buckets.set(number, bucket);
    }
    return bucket;
  }

  #load(number: number, bucket: Bucket): Promise<void> {
    bucket.loaded ??= this.#fill(number, bucket);
    return bucket.loaded;
  }

  async #fill(number: number, bucket: Bucket): Promise<void> {
    const file = await this.#read(bucketName(number));
    bucket.writtenAtMs = file?.writtenAtMs ?? 0;
    for (const [id, line] of file?.lines ?? []) if (!bucket.lines.has(id)) bucket.lines.set(id, line);
  }

  async #read(name: string): Promise<BucketFile | undefined> {
    const { folder, logger } = this.#options;
    try {
      const text = await folder.read(name);
      const file = text === undefined ? undefined : parseBucket(text);
      if (text === undefined || file !== undefined) return file;
      await folder.rename(name, `${name}.damaged`);
      const fields = { folder: folder.path, file: `${name}.damaged` };
      logger.warn(
        fields,
        "a file of learned devices is damaged and set aside; its devices are learned again",
      );
    } catch (error) {
      this.#warn("what was learned of devices cannot be read; it is learned again", error);
    }
    return undefined;
  }
}

/** Devices whose state differs from what the file holds, with their new fingerprints. */
function changedDevices(bucket: Bucket): ReadonlyMap<Followed, number> {
  const changed = new Map<Followed, number>();
  for (const followed of bucket.followed.values()) {
    const print = fingerprint(followed.learned());
    if (print !== followed.fingerprint) changed.set(followed, print);
  }
  return changed;
}
