import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf } from "../../base/index.ts";
import type { Line, Outcome, Sink } from "../sink.ts";

// Lines as text, one a row: to standard output for people and pipes, or appended to a file.

const BATCH = { maxBatchLines: 1_000, maxBatchBytes: 1_000_000, maxAgeMs: undefined } as const;
/** After a refusal that a person must mend: try again this often. */
const PROBE_EVERY_MS = 60_000;

export interface LinesSinkOptions {
  readonly name: string;
  /** Appended to; created with its folder when missing. Without it the lines go to `stdout`. */
  readonly path?: string | undefined;
  /** Default: the process's standard output. */
  readonly stdout?: NodeJS.WritableStream | undefined;
}

/** A sink that writes lines as they are: to a file when `path` is given, else to standard output. */
export function createLinesSink({ name, path, stdout = process.stdout }: LinesSinkOptions): Sink {
  return path === undefined ? createStreamSink(name, stdout) : new FileSink(name, path);
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
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  return {
    ...BATCH,
    name,
    async send(lines, signal) {
      signal.throwIfAborted();
      if (lines.length === 0) return delivered(0);
      try {
        if (broken !== undefined) throw broken;
        await unlessAborted(write(textOf(lines)), signal);
        return delivered(lines.length);
      } catch (error) {
        signal.throwIfAborted();
        return {
          kind: "drop",
          reason: `Standard output cannot be written: ${messageOf(error)}.`,
          remedy: "Keep the program that reads our output running, or write to a file instead.",
        };
      }
    },
    // Standard output belongs to the process, not to us.
    close: async () => {},
  };
}

/**
 * Appends to a file, whole lines only: a write that fails half-way (`ENOSPC`) is cut off again. A file that was moved
 * or removed is created anew, so that log rotation needs no signal; rotation is also what bounds its size.
 */
class FileSink implements Sink {
  readonly name: string;
  readonly maxBatchLines = BATCH.maxBatchLines;
  readonly maxBatchBytes = BATCH.maxBatchBytes;
  readonly maxAgeMs = BATCH.maxAgeMs;
  readonly #path: string;
  #file: FileHandle | undefined;
  /** The write under way; a close waits for it, so that an abort leaves no half line. */
  #writing: Promise<void> = Promise.resolve();

  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
  }

  async send(lines: readonly Line[], signal: AbortSignal): Promise<Outcome> {
    signal.throwIfAborted();
    if (lines.length === 0) return delivered(0);
    try {
      const previous = this.#writing;
      const writing = previous.then(() => this.#append(textOf(lines)));
      this.#writing = writing.catch(() => {});
      await unlessAborted(writing, signal);
      return delivered(lines.length);
    } catch (error) {
      signal.throwIfAborted();
      return fileOutcome(this.#path, error);
    }
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#release();
  }

  async #append(text: string): Promise<void> {
    const file = await this.#current();
    const { size } = await file.stat();
    try {
      await file.appendFile((await endsInMidLine(file, size)) ? `\n${text}` : text);
    } catch (error) {
      await file.truncate(size).catch(() => {});
      await this.#release();
      throw error;
    }
  }

  /** The open file, as long as its path still leads to it. */
  async #current(): Promise<FileHandle> {
    if (this.#file !== undefined) {
      const [ours, there] = await Promise.all([this.#file.stat(), stat(this.#path).catch(() => undefined)]);
      if (there !== undefined && there.ino === ours.ino && there.dev === ours.dev) return this.#file;
      await this.#release();
    }
    await mkdir(dirname(this.#path), { recursive: true });
    // Readable too, to see whether the last line of an earlier run was finished.
    this.#file = await open(this.#path, "a+");
    return this.#file;
  }

  async #release(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }
}

/** A run that was killed while writing leaves a torn line; ours must not be glued to it. */
async function endsInMidLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== 0x0a;
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
      return { kind: "retry", reason: `Writing ${path} failed: ${messageOf(error)}.`, afterMs: undefined };
  }
}

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

const textOf = (lines: readonly Line[]): string => `${lines.map(({ text }) => text).join("\n")}\n`;

/** Rejects as soon as `signal` aborts, even when `work` cannot be interrupted. */
function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
