import type { ServerResponse } from "node:http";
import type { Clock } from "../../base/index.ts";
import { throttled } from "../throttle.ts";

// Server-sent events (HTML Living Standard §9.2). A comment now and then keeps the line open, and shows a reader that
// has gone without a word.

const HEARTBEAT_MS = 15_000;
/** Whether a reader may still read is asked again so often: a token may be revoked, a session may end. */
const HEARTBEATS_PER_CHECK = 4;
const HEARTBEAT = ": \n\n";
/** When a reader comes back by itself. */
const RETRY_MS = 5_000;
/** What a refused reader may wait. */
const WAIT_MS = 30_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
} as const;

/** One event as it is written; several readers may share it. */
export function eventFrame(name: string, data: unknown): Buffer {
  // JSON has no line breaks of its own.
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** One reader. */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #bytesMax: number;
  readonly #closed = new AbortController();

  constructor(response: ServerResponse, bytesMax: number) {
    this.#response = response;
    this.#bytesMax = bytesMax;
    response.on("error", () => undefined);
    response.once("close", () => this.#closed.abort(new Error("the reader has left")));
    response.writeHead(200, HEADERS);
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  /** Aborted when the reader has left or was cut off. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** It has not yet taken what was written. */
  get isBehind(): boolean {
    return this.#response.writableNeedDrain;
  }

  /** Writes; a reader that does not keep up is cut off, and finds out how things are when it comes back. */
  send(frame: Uint8Array | string): void {
    if (this.closed.aborted) return;
    if (this.#response.writableLength > this.#bytesMax) this.#response.destroy();
    else this.#response.write(frame);
  }

  end(): void {
    this.#response.end();
  }
}

interface Reader {
  readonly stream: EventStream;
  /** Rejects when it may not read any more. */
  readonly check: () => Promise<unknown>;
}

/** All readers of events: their number and what they hold is bounded, and one loop keeps their lines open. */
export class EventStreams {
  readonly #clock: Clock;
  readonly #limits: { readonly streams: number; readonly streamBytes: number };
  readonly #readers = new Set<Reader>();
  #loop: AbortController | undefined;

  constructor(clock: Clock, limits: { readonly streams: number; readonly streamBytes: number }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get size(): number {
    return this.#readers.size;
  }

  /** @throws {ApiError} 429 when there are too many readers */
  demandRoom(): void {
    const limit = this.#limits.streams;
    if (this.#readers.size < limit) return;
    const message = `${limit} readers of events are there already`;
    throw throttled(this.#clock, { code: "api.streams", message, waitMs: WAIT_MS, limit });
  }

  open(response: ServerResponse, check: Reader["check"]): EventStream {
    const stream = new EventStream(response, this.#limits.streamBytes);
    const reader = { stream, check };
    this.#readers.add(reader);
    stream.closed.addEventListener("abort", () => this.#forget(reader), { once: true });
    this.#loop ??= this.#beat();
    return stream;
  }

  /** Ends all streams: the server stops. */
  close(): void {
    for (const { stream } of this.#readers) stream.end();
  }

  #forget(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    this.#loop?.abort(new Error("no readers"));
    this.#loop = undefined;
  }

  #beat(): AbortController {
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      for (let beats = 1; ; beats++) {
        await this.#clock.sleepUntil(this.#clock.monotonicMs() + HEARTBEAT_MS, stop.signal);
        for (const reader of this.#readers) reader.stream.send(HEARTBEAT);
        if (beats % HEARTBEATS_PER_CHECK === 0) this.#checkAll();
      }
    };
    run().catch(() => undefined);
    return stop;
  }

  #checkAll(): void {
    for (const { stream, check } of this.#readers) check().catch(() => stream.end());
  }
}
