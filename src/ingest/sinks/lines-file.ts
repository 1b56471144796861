import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { Clock } from "../../base/index.ts";
import { rotate } from "./file-rotation.ts";

/** So old may the knowledge be that the path still leads to the open file. */
const CHECK_EVERY_MS = 1_000;
/** Ends a line that an earlier run left torn. */
const LINE_BREAK = Buffer.from("\n");

export interface LinesFileOptions {
  readonly path: string;
  /** A file of this size is set aside before the next lines; more than one batch it never exceeds it by. */
  readonly maxFileBytes: number;
  /** At least 2, the file at `path` among them. */
  readonly maxFiles: number;
  readonly clock: Clock;
}

/**
 * A file that whole lines are appended to: a write that fails half-way (`ENOSPC`) is cut off again. One call at a time.
 * A file that somebody else moved, removed or emptied is noticed within a second, so that other programs may rotate it
 * too; what goes into a removed file before that is gone.
 */
export class LinesFile {
  readonly #options: LinesFileOptions;
  #file: FileHandle | undefined;
  /** Monotonic: when the path was last seen to lead to the open file. */
  #checkedAtMs = 0;
  #sizeBytes = 0;
  /** A run that was killed while writing leaves a torn line; ours must not be glued to it. */
  #endsInMidLine = false;

  constructor(options: LinesFileOptions) {
    this.#options = options;
  }

  async append(bytes: Uint8Array): Promise<void> {
    let file = await this.#current();
    if (this.#isFullFor(bytes)) file = await this.#setAside(bytes);
    const data = this.#endsInMidLine ? Buffer.concat([LINE_BREAK, bytes]) : bytes;
    let written = 0;
    try {
      // By hand: appendFile cuts the data into pieces of 512 kB, each with a turn of its own.
      while (written < data.length) {
        const { bytesWritten } = await file.write(data, written);
        if (bytesWritten === 0) throw new Error("the file takes no more bytes");
        written += bytesWritten;
      }
    } catch (error) {
      await cutOff(file, written).catch(() => {});
      await this.close();
      throw error;
    }
    this.#endsInMidLine = false;
    this.#sizeBytes += data.length;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }

  #isFullFor(bytes: Uint8Array): boolean {
    return this.#sizeBytes > 0 && this.#sizeBytes + bytes.length > this.#options.maxFileBytes;
  }

  /** Rotates, unless a fresh look shows that somebody else did, or emptied the file. */
  async #setAside(bytes: Uint8Array): Promise<FileHandle> {
    this.#checkedAtMs = Number.NEGATIVE_INFINITY;
    const file = await this.#current();
    if (!this.#isFullFor(bytes)) return file;
    if (this.#endsInMidLine) await file.write(LINE_BREAK);
    await this.close();
    await rotate(this.#options.path, this.#options.maxFiles);
    return this.#current();
  }

  /** The open file, as long as its path leads to it; that is looked at once a second. */
  async #current(): Promise<FileHandle> {
    const { path, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    if (this.#file !== undefined) {
      if (nowMs - this.#checkedAtMs < CHECK_EVERY_MS) return this.#file;
      const [ours, there] = await Promise.all([this.#file.stat(), stat(path).catch(() => undefined)]);
      this.#checkedAtMs = nowMs;
      this.#sizeBytes = ours.size;
      if (there !== undefined && there.ino === ours.ino && there.dev === ours.dev) return this.#file;
      await this.close();
    }
    return this.#open(nowMs);
  }

  async #open(nowMs: number): Promise<FileHandle> {
    const { path } = this.#options;
    await mkdir(dirname(path), { recursive: true });
    // Readable too, to see whether the last line of an earlier run was finished.
    const file = await open(path, "a+");
    this.#file = file;
    this.#checkedAtMs = nowMs;
    this.#sizeBytes = (await file.stat()).size;
    this.#endsInMidLine = await endsInMidLine(file, this.#sizeBytes);
    return file;
  }
}

async function endsInMidLine(file: FileHandle, size: number): Promise<boolean> {
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
