import { BlockCache } from "./block-cache.ts";
import { copyWords, viewOf } from "./byte-words.ts";
import type { LineOutput } from "./line-output.ts";

/** Those of some hundred switches; 18 MB at most. */
const ROWS_MAX = 16_384;
const GIVEN_BYTES_MAX = 512;
/** Quotes are two bytes more for each dimension. */
const WRITTEN_BYTES_MAX = 640;

/**
 * Dimensions that came in some other form than the canonical one, and what they became: series repeat, so theirs are
 * read byte by byte only once.
 */
export class RewrittenRows {
  readonly #given = new BlockCache(ROWS_MAX, GIVEN_BYTES_MAX);
  /** By slot; the system gives memory as it is written to. */
  readonly #written = viewOf(Buffer.allocUnsafeSlow(ROWS_MAX * WRITTEN_BYTES_MAX));
  readonly #lengths = new Uint16Array(ROWS_MAX);

  /** Writes what the given bytes became before; there must be room. @returns false when they are not known */
  write(bytes: DataView, start: number, end: number, output: LineOutput): boolean {
    const slot = this.#given.find(bytes, start, end);
    if (slot < 0) return false;
    const length = this.#lengths[slot]!;
    copyWords(this.#written, slot * WRITTEN_BYTES_MAX, output.view, output.at, length);
    output.at += length;
    return true;
  }

  /** Keeps what stands in the output from `writtenAt` on as that of the bytes that `write` has just not known. */
  keep(bytes: DataView, start: number, end: number, output: LineOutput, writtenAt: number): void {
    const length = output.at - writtenAt;
    if (length > WRITTEN_BYTES_MAX) return;
    const slot = this.#given.add(bytes, start, end);
    if (slot < 0) return;
    copyWords(output.view, writtenAt, this.#written, slot * WRITTEN_BYTES_MAX, length);
    this.#lengths[slot] = length;
  }
}
