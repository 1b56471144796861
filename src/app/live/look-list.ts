import type { Clock } from "../../base/index.ts";
import type { SourceFile } from "./source-files.ts";

/**
 * A file may change twice within one tick of the file system's clock and keep its size: what changed is read once more
 * when that is over.
 */
const SETTLED_AFTER_MS = 100;

interface Seen {
  signature: string | undefined;
  /** Monotonic; undefined when the file is settled. */
  againAtMs: number | undefined;
}

/** Which files are to be read: those that changed, and for a while those that changed a moment ago. */
export class LookList {
  readonly #clock: Clock;
  readonly #seen = new Map<string, Seen>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a file is to be read now; the answer counts as read. */
  isDue({ path, signature }: Pick<SourceFile, "path" | "signature">): boolean {
    const isDue = this.isOpenFor({ path, signature });
    const seen = this.#seen.get(path);
    if (seen === undefined || seen.signature !== signature) {
      this.#seen.set(path, { signature, againAtMs: this.#clock.monotonicMs() + SETTLED_AFTER_MS });
    } else if (isDue) {
      seen.againAtMs = undefined;
    }
    return isDue;
  }

  /** The same without counting. */
  isOpenFor({ path, signature }: Pick<SourceFile, "path" | "signature">): boolean {
    const seen = this.#seen.get(path);
    if (seen === undefined || seen.signature !== signature) return true;
    return seen.againAtMs !== undefined && seen.againAtMs <= this.#clock.monotonicMs();
  }

  /** The file is read at the next look as well, whatever its signature. */
  lookAgain(path: string): void {
    const seen = this.#seen.get(path);
    if (seen !== undefined) seen.againAtMs = this.#clock.monotonicMs();
  }

  forget(path: string): void {
    this.#seen.delete(path);
  }

  /** Whether the next look has something to read even when no file changes. */
  get isOpen(): boolean {
    return [...this.#seen.values()].some(({ againAtMs }) => againAtMs !== undefined);
  }
}
