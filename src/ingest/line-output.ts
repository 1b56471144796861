import { viewOf } from "./byte-words.ts";

/**
 * Where canonical lines of a body are put together. Memory of its own, as large as the body at first: most bodies are
 * canonical, or nearly.
 */
export class LineOutput {
  bytes: Buffer;
  /** Of `bytes`. */
  view: DataView;
  at = 0;
  readonly #body: Buffer;
  /** Lines of the body that are canonical as they are; neighbours are copied in one go. */
  #runStart = 0;
  #runEnd = 0;

  constructor(body: Buffer) {
    this.#body = body;
    this.bytes = Buffer.allocUnsafeSlow(body.length);
    this.view = viewOf(this.bytes);
  }

  /** Takes over a line of the body as it stands. */
  takeOver(start: number, end: number): void {
    if (start !== this.#runEnd) {
      this.flush();
      this.#runStart = start;
    }
    this.#runEnd = end;
  }

  /** Copies what was taken over; to be called before anything is written, and at the end. */
  flush(): void {
    if (this.#runStart < this.#runEnd) this.copy(this.#body, this.#runStart, this.#runEnd);
    this.#runStart = this.#runEnd;
  }

  /** Makes room for so many bytes more; writers of single bytes rely on it. */
  reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.bytes.length + bytes);
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
    this.view = viewOf(larger);
  }

  put(byte: number): void {
    this.bytes[this.at++] = byte;
  }

  /** A short range, which the call of a native copy would cost more than; there must be room. */
  putRange(source: Uint8Array, start: number, end: number): void {
    const { bytes } = this;
    let to = this.at;
    for (let from = start; from < end; from++) bytes[to++] = source[from]!;
    this.at = to;
  }

  /** An ASCII text; there must be room. */
  putText(text: string): void {
    for (let i = 0; i < text.length; i++) this.bytes[this.at++] = text.charCodeAt(i);
  }

  copy(source: Buffer, start: number, end: number): void {
    this.reserve(end - start);
    this.at += source.copy(this.bytes, this.at, start, end);
  }

  /** Takes bytes out again, and moves what follows them. */
  cut(start: number, end: number): void {
    this.bytes.copyWithin(start, end, this.at);
    this.at -= end - start;
  }
}
