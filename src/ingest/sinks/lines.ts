import { type Clock, messageOf, systemClock } from "../../base/index.ts";
import type { LineBatch } from "../line-batch.ts";
import { delivered, type Outcome, type Sink } from "../sink.ts";
import { fileOutcome } from "./file-outcome.ts";
import { LinesFile, type LinesFileOptions } from "./lines-file.ts";

// Lines as text, one a row: to standard output for people and pipes, or appended to a file.

/** A reader is served in small portions: what is under way at the end counts as given up. */
const STREAM_BATCH = { maxBatchLines: 1_000, maxBatchBytes: 1_000_000, maxAgeMs: undefined } as const;
/**
 * A batch costs a file some turns of the event loop whatever its size, and under load a turn takes long. Batches of
 * 1 000 lines fell behind 200 devices polled every second; larger ones keep up, and 8 MB are still written in a blink.
 */
const FILE_BATCH = { maxBatchLines: 20_000, maxBatchBytes: 8_000_000, maxAgeMs: undefined } as const;
/** Together half a gigabyte, some two million lines. */
const DEFAULT_ROTATION = { maxFileBytes: 100_000_000, maxFiles: 5 } as const;

export interface LinesSinkOptions {
  readonly name: string;
  /** Appended to; created with its folder when missing. Without it the lines go to `stdout`. */
  readonly path?: string | undefined;
  /** A file of this size is set aside as `path.1`, that one as `path.2` and so on. Default 100 000 000. */
  readonly maxFileBytes?: number | undefined;
  /** How many files there are at most, the one at `path` among them; at least 2. Default 5. */
  readonly maxFiles?: number | undefined;
  /** Default: the process's standard output. */
  readonly stdout?: NodeJS.WritableStream | undefined;
  /** For the distance between looks at the file's path. Default: the host's. */
  readonly clock?: Clock | undefined;
}

/** A sink that writes lines as they are: to a file when `path` is given, else to standard output. */
export function createLinesSink(options: LinesSinkOptions): Sink {
  const { name, path, stdout = process.stdout, clock = systemClock } = options;
  if (path === undefined) return createStreamSink(name, stdout);
  const { maxFileBytes = DEFAULT_ROTATION.maxFileBytes, maxFiles = DEFAULT_ROTATION.maxFiles } = options;
  return new FileSink(name, { path, maxFileBytes, maxFiles, clock });
}

/**
 * Writes to a stream that stays open. A slow reader is waited for; a reader that went away (`EPIPE`) makes every
 * batch a `drop`, for such a pipe never comes back.
 */
function createStreamSink(name: string, stream: NodeJS.WritableStream): Sink {
  let broken: Error | undefined;
  // A stream tells its end by an event too, and an event without listener would end the process.
  stream.on("error", (error: Error) => {
    broken ??= error;
  });
  const write = (data: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      stream.write(data, (error) => (error ? reject(error) : resolve()));
    });
  return {
    ...STREAM_BATCH,
    name,
    async send({ bytes, lines }, signal) {
      signal.throwIfAborted();
      try {
        if (broken !== undefined) throw broken;
        await unlessAborted(write(bytes), signal);
        return delivered(lines);
      } catch (error) {
        signal.throwIfAborted();
        return {
          kind: "drop",
          reason: `Standard output cannot be written: ${messageOf(error)}.`,
          remedy: "Keep the program that reads our output running, or name a file as the path of this sink.",
        };
      }
    },
    // Standard output belongs to the process, not to us.
    close: async () => {},
  };
}

class FileSink implements Sink {
  readonly name: string;
  readonly maxBatchLines = FILE_BATCH.maxBatchLines;
  readonly maxBatchBytes: number;
  readonly maxAgeMs = FILE_BATCH.maxAgeMs;
  readonly #path: string;
  readonly #file: LinesFile;
  /** The write under way; a close waits for it, so that an abort leaves no half line. */
  #writing: Promise<void> = Promise.resolve();

  constructor(name: string, options: LinesFileOptions) {
    this.name = name;
    this.maxBatchBytes = Math.min(FILE_BATCH.maxBatchBytes, options.maxFileBytes);
    this.#path = options.path;
    this.#file = new LinesFile(options);
  }

  async send({ bytes, lines }: LineBatch, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    try {
      const previous = this.#writing;
      const writing = previous.then(() => this.#file.append(bytes));
      this.#writing = writing.catch(() => {});
      await unlessAborted(writing, signal);
      return delivered(lines);
    } catch (error) {
      signal.throwIfAborted();
      return fileOutcome(this.#path, error);
    }
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }
}

/** Rejects as soon as `signal` aborts, even when `work` cannot be interrupted. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
