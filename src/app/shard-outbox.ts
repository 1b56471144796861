import { type Clock, hashRatio } from "../base/index.ts";
import type { LineBatch } from "../ingest/index.ts";
import type { DeviceIdentity } from "../mapping/index.ts";
import type { Check } from "./fastcheck.ts";
import type { PollRecord, ShardEvents, TaskName } from "./shard.ts";
import {
  type DeviceName,
  isPlainlyDone,
  type PlainReport,
  type PollsMessage,
  toPlain,
} from "./shard-messages.ts";

/** A message costs both threads some ten microseconds: many polls share one. */
const SEND_AFTER_MS = 50;
/** Sent at once when so much has come together. */
const SEND_BYTES = 1_000_000;
/** Lines on their way to the main thread: beyond, polls wait, and ticks are skipped and counted. */
const UNDER_WAY_MAX_BYTES = 64_000_000;

export interface OutboxOptions {
  readonly clock: Clock;
  /** By task id, as the main thread counts them. */
  readonly numberOf: (taskId: string) => number;
  readonly post: (message: PollsMessage) => void;
}

/** Gathers what a shard tells into messages for the main thread. */
export class ShardOutbox implements ShardEvents {
  readonly #options: OutboxOptions;
  /** By task: a hash of address and name as last told. */
  readonly #told = new Map<number, number>();
  #bytes = new Uint8Array(SEND_BYTES);
  #used = 0;
  #lines = 0;
  #timestampMs = 0;
  #polls: { readonly task: number; readonly record: PollRecord }[] = [];
  #reports = new Map<number, PlainReport>();
  #moved = new Map<number, DeviceIdentity>();
  #checks: { readonly device: DeviceName; readonly check: Check; readonly atMs: number }[] = [];
  #skips: { readonly task: number; readonly ticks: number }[] = [];
  #isDue = false;
  #underWayBytes = 0;
  #waiting: (() => void)[] = [];

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  lines({ bytes, lines, timestampMs }: LineBatch): void {
    if (lines === 0) return;
    if (this.#used + bytes.length > this.#bytes.length) this.flush();
    if (bytes.length > this.#bytes.length) this.#bytes = new Uint8Array(bytes.length);
    this.#bytes.set(bytes, this.#used);
    if (this.#lines === 0) this.#timestampMs = timestampMs;
    this.#used += bytes.length;
    this.#lines += lines;
    this.#soon();
  }

  polled(record: PollRecord): void {
    const task = this.#options.numberOf(record.task.taskId);
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
    this.#skips.push({ task: this.#options.numberOf(task.taskId), ticks });
    this.#soon();
  }

  /** Undefined while there is room for more lines on their way; else resolves when there is. */
  readonly room = (): Promise<void> | undefined => {
    if (this.#underWayBytes + this.#used <= UNDER_WAY_MAX_BYTES) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  };

  /** The main thread has taken over so many octets. */
  taken(bytes: number): void {
    this.#underWayBytes -= bytes;
    if (this.#underWayBytes + this.#used > UNDER_WAY_MAX_BYTES) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Sends what is there. */
  flush(): void {
    if (this.#polls.length + this.#checks.length + this.#skips.length + this.#lines === 0) return;
    const records = this.#polls.map(({ record }) => record);
    const bytes = this.#bytes.slice(0, this.#used);
    this.#underWayBytes += bytes.length;
    this.#options.post({
      kind: "polls",
      lines: { bytes, lines: this.#lines, timestampMs: this.#timestampMs },
      tasks: Int32Array.from(this.#polls, ({ task }) => task),
      lineCounts: Int32Array.from(records, ({ lines }) => lines),
      startedAtMs: Float64Array.from(records, ({ startedAtMs }) => startedAtMs),
      durationMs: Float64Array.from(records, ({ durationMs }) => durationMs),
      reports: this.#reports,
      identities: this.#moved,
      checks: this.#checks,
      skips: this.#skips,
    });
    [this.#used, this.#lines] = [0, 0];
    [this.#polls, this.#checks, this.#skips] = [[], [], []];
    [this.#reports, this.#moved] = [new Map(), new Map()];
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
