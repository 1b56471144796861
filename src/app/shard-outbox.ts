import { type Clock, hashRatio } from "../base/index.ts";
import { packGlances } from "../glance/index.ts";
import { type Chunk, ChunkPool, type LineBatch } from "../ingest/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { Check } from "./fastcheck.ts";
import { LinesUnderWay } from "./lines-under-way.ts";
import type { PollRecord, ShardEvents, TaskName } from "./shard-events.ts";
import {
  type DeviceName,
  isPlainlyDone,
  type PlainReport,
  type PollsMessage,
  toPlain,
} from "./shard-messages.ts";
import { TaskNumbers } from "./task-numbers.ts";

/** A message costs both threads some ten microseconds: many polls share one. */
const SEND_AFTER_MS = 50;
/** Lines of so many octets lie in one piece of memory. */
const CHUNK_BYTES = 1_000_000;

export interface OutboxOptions {
  readonly clock: Clock;
  readonly post: (message: PollsMessage) => void;
}

/** Memory that both threads see. */
const sharedBytes = (bytes: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(bytes));

/**
 * Gathers what a shard tells into messages for the main thread. Lines cross in shared memory that is used again when
 * they have been taken over: handed over as buffers they would have the main thread collect its whole heap several
 * times a second, which cost more than sending them.
 */
export class ShardOutbox implements ShardEvents {
  readonly #options: OutboxOptions;
  readonly #numbers = new TaskNumbers();
  /** By task: a hash of address and name as last told. */
  readonly #told = new Map<number, number>();
  readonly #pool = new ChunkPool(CHUNK_BYTES, sharedBytes);
  #chunk: Chunk = this.#pool.take(0);
  /** Where in the chunk the lines of the next message begin. */
  #from = 0;
  /** Chunks of the messages that have not been taken over, in their order. */
  #underWay: Chunk[] = [];
  #lines = 0;
  #timestampMs = 0;
  #polls: { readonly task: number; readonly record: PollRecord }[] = [];
  #reports = new Map<number, PlainReport>();
  #moved = new Map<number, DeviceIdentity>();
  #checks: { readonly device: DeviceName; readonly check: Check; readonly atMs: number }[] = [];
  #skips: { readonly task: number; readonly ticks: number }[] = [];
  #isDue = false;
  readonly #linesUnderWay: LinesUnderWay;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#linesUnderWay = new LinesUnderWay(options.clock);
  }

  lines({ bytes, lines, timestampMs }: LineBatch): void {
    if (lines === 0) return;
    if (this.#chunk.used + bytes.length > this.#chunk.bytes.length) this.#nextChunk(bytes.length);
    this.#chunk.bytes.set(bytes, this.#chunk.used);
    if (this.#lines === 0) this.#timestampMs = timestampMs;
    this.#chunk.used += bytes.length;
    this.#lines += lines;
    this.#soon();
  }

  polled(record: PollRecord): void {
    const task = this.#numbers.of(record.task);
    const position = this.#polls.push({ task, record }) - 1;
    if (!isPlainlyDone(record.report)) this.#reports.set(position, toPlain(record.report));
    const { identity } = record;
    if (identity !== undefined && this.#isNews(task, identity)) this.#moved.set(position, identity);
    this.#soon();
  }

  checked(device: DeviceName, check: Check, atMs: number): void {
    this.#checks.push({ device, check, atMs });
    this.#soon();
  }

  skipped(task: TaskName, ticks: number): void {
    this.#skips.push({ task: this.#numbers.of(task), ticks });
    this.#soon();
  }

  /** Undefined while there is room for more lines on their way; else resolves when there is. */
  readonly room = (): Promise<void> | undefined => this.#linesUnderWay.room();

  /** The main thread has taken over the lines of the next message: so many octets. */
  taken(bytes: number): void {
    const chunk = this.#underWay.shift();
    if (chunk !== undefined) this.#release(chunk);
    this.#linesUnderWay.taken(bytes);
  }

  /** These tasks are not told of any more. What was told of them goes out before others have their numbers. */
  forget(taskIds: readonly string[]): void {
    this.flush();
    for (const id of taskIds) {
      const number = this.#numbers.forget(id);
      if (number !== undefined) this.#told.delete(number);
    }
  }

  /** Sends what is there. */
  flush(): void {
    if (this.#polls.length + this.#checks.length + this.#skips.length + this.#lines === 0) return;
    const records = this.#polls.map(({ record }) => record);
    const bytes = this.#chunk.bytes.subarray(this.#from, this.#chunk.used);
    this.#linesUnderWay.sent(bytes.length, records.filter(({ more }) => !more).length);
    this.#underWay.push(this.#chunk);
    this.#chunk.live += 1;
    this.#options.post({
      kind: "polls",
      names: this.#numbers.takeNews(),
      lines: { bytes, lines: this.#lines, timestampMs: this.#timestampMs },
      tasks: Int32Array.from(this.#polls, ({ task }) => task),
      lineCounts: Int32Array.from(records, ({ lines }) => lines),
      startedAtMs: Float64Array.from(records, ({ startedAtMs }) => startedAtMs),
      durationMs: Float64Array.from(records, ({ durationMs }) => durationMs),
      latenessMs: Float64Array.from(records, ({ latenessMs }) => latenessMs),
      glances: packGlances(records.map(({ glance }) => glance)),
      more: Uint8Array.from(records, ({ more }) => Number(more)),
      reports: this.#reports,
      identities: this.#moved,
      checks: this.#checks,
      skips: this.#skips,
    });
    [this.#from, this.#lines] = [this.#chunk.used, 0];
    [this.#polls, this.#checks, this.#skips] = [[], [], []];
    [this.#reports, this.#moved] = [new Map(), new Map()];
  }

  #nextChunk(bytes: number): void {
    this.flush();
    const full = this.#chunk;
    this.#chunk = this.#pool.take(bytes);
    this.#from = 0;
    if (full.live === 0) this.#pool.giveBack(full);
  }

  #release(chunk: Chunk): void {
    chunk.live -= 1;
    if (chunk.live === 0 && chunk !== this.#chunk) this.#pool.giveBack(chunk);
  }

  #isNews(task: number, { address, name }: DeviceIdentity): boolean {
    const hash = hashRatio(`${address} ${name}`);
    if (this.#told.get(task) === hash) return false;
    this.#told.set(task, hash);
    return true;
  }

  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    const { clock } = this.#options;
    void clock.sleepUntil(clock.monotonicMs() + SEND_AFTER_MS).then(() => {
      this.#isDue = false;
      this.flush();
      return undefined;
    });
  }
}
