import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type Clock, messageOf, systemClock } from "../../base/index.ts";
import type { LineBatch } from "../line-batch.ts";
import type { Outcome, Sink } from "../sink.ts";

// Lines as text, one a row: to standard output for people and pipes, or appended to a file.

/** A reader is served in small portions: what is under way at the end counts as given up. */
const STREAM_BATCH = { maxBatchLines: 1_000, maxBatchBytes: 1_000_000, maxAgeMs: undefined } as const;
/**
 * A batch costs a file some turns of the event loop whatever its size, and under load a turn takes long. Batches of
 * 1 000 lines fell behind 200 devices polled every second; larger ones keep up, and 8 MB are still written in a blink.
 */
const FILE_BATCH = { maxBatchLines: 20_000, maxBatchBytes: 8_000_000, maxAgeMs: undefined } as const;
/** So old may the knowledge be that the path still leads to the open file. */
const ROTATION_CHECK_MS = 1_000;
/** After a refusal that a person must mend: try again this often. */
const PROBE_EVERY_MS = 60_000;
/** Ends a line that an earlier run left torn. */
const LINE_BREAK = Buffer.from("\n");

export interface LinesSinkOptions {
  readonly name: string;
  /** Appended to; created with its folder when missing. Without it the lines go to `stdout`. */
  readonly path?: string | undefined;
  /** Default: the process's standard output. */
  readonly stdout?: NodeJS.WritableStream | undefined;
  /** For the distance between looks at the file's path. Default: the host's. */
  readonly clock?: Clock | undefined;
}

/** A sink that writes lines as they are: to a file when `path` is given, else to standard output. */
export function createLinesSink(options: LinesSinkOptions): Sink {
  const { name, path, stdout = process.stdout, clock = systemClock } = options;
  return path === undefined ? createStreamSink(name, stdout) : new FileSink(name, path, clock);
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

/**
 * Appends to a file, whole lines only: a write that fails half-way (`ENOSPC`) is cut off again. A file that was moved
 * or removed is created anew within a second, so that log rotation needs no signal; rotation is also what bounds its
 * size. Rotate by renaming or by emptying it: what goes into a removed file before it is noticed is gone.
 */
class FileSink implements Sink {
  readonly name: string;
  readonly maxBatchLines = FILE_BATCH.maxBatchLines;
  readonly maxBatchBytes = FILE_BATCH.maxBatchBytes;
  readonly maxAgeMs = FILE_BATCH.maxAgeMs;
  readonly #path: string;
  readonly #clock: Clock;
  #file: FileHandle | undefined;
  /** Monotonic: when the path was last seen to lead to the open file. */
  #checkedAtMs = 0;
  /** A run that was killed while writing leaves a torn line; ours must not be glued to it. */
  #endsInMidLine = false;
  /** The write under way; a close waits for it, so that an abort leaves no half line. */
  #writing: Promise<void> = Promise.resolve();

  constructor(name: string, path: string, clock: Clock) {
    this.name = name;
    this.#path = path;
    this.#clock = clock;
  }

  async send({ bytes, lines }: LineBatch, signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    try {
      const previous = this.#writing;
      const writing = previous.then(() => this.#append(bytes));
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
    await this.#release();
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const file = await this.#current();
    const data = this.#endsInMidLine ? Buffer.concat([LINE_BREAK, bytes]) : bytes;
    let written = 0;
    try {
      // By hand: appendFile cuts the data into pieces of 512 kB, each with a turn of its own.
      while (written < data.length) {
        const { bytesWritten } = await file.write(data, written);
        if (bytesWritten === 0) throw new Error("the file takes no more bytes");
        written += bytesWritten;
      }
      this.#endsInMidLine = false;
    } catch (error) {
      await cutOff(file, written).catch(() => {});
      await this.#release();
      throw error;
    }
  }

  /** The open file, as long as its path leads to it; that is looked at once a second. */
  async #current(): Promise<FileHandle> {
    const nowMs = this.#clock.monotonicMs();
    if (this.#file !== undefined) {
      if (nowMs - this.#checkedAtMs < ROTATION_CHECK_MS) return this.#file;
      this.#checkedAtMs = nowMs;
      const [ours, there] = await Promise.all([this.#file.stat(), stat(this.#path).catch(() => undefined)]);
      if (there !== undefined && there.ino === ours.ino && there.dev === ours.dev) return this.#file;
      await this.#release();
    }
    await mkdir(dirname(this.#path), { recursive: true });
    // Readable too, to see whether the last line of an earlier run was finished.
    this.#file = await open(this.#path, "a+");
    this.#checkedAtMs = nowMs;
    this.#endsInMidLine = await endsInMidLine(this.#file);
    return this.#file;
  }

  async #release(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }
}

async function endsInMidLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== 0x0a;
}

/** Takes the last `bytes` away; the size is asked for now, since the file may have been emptied in place meanwhile. */
async function cutOff(file: FileHandle, bytes: number): Promise<void> {
  if (bytes === 0) return;
  const { size } = await file.stat();
  await file.truncate(Math.max(0, size - bytes));
}

function fileOutcome(path: string, error: unknown): Outcome {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return {
        kind: "retry",
        reason: `No space left to write ${path} (${code}). Free space there, or move the file to another disk.`,
        afterMs: undefined,
      };
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return refused(
        `Writing ${path} is not permitted (${code}).`,
        "Give the service's user write access to it.",
      );
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
      return refused(`${path} cannot be a file (${code}).`, "Name a file whose folder is a folder.");
    default:
      return { kind: "retry", reason: `Writing ${path} failed: ${withoutPath(error)}.`, afterMs: undefined };
  }
}

/** Node's texts end in the call and its path, and the path is said already: "EIO: i/o error, open '/x'". */
const withoutPath = (error: unknown): string => messageOf(error).replace(/, \w+(?: '.*')?$/s, "");

const refused = (reason: string, remedy: string): Outcome => ({
  kind: "refused",
  reason,
  remedy,
  afterMs: PROBE_EVERY_MS,
});

const delivered = (accepted: number): Outcome => ({
  kind: "delivered",
  accepted,
  rejected: [],
  rejectedCount: 0,
  warnings: [],
});

/** Rejects as soon as `signal` aborts, even when `work` cannot be interrupted. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
