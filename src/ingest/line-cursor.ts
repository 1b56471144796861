import { viewOf } from "./byte-words.ts";
import { BLANK, TAB } from "./line-bytes.ts";

/**
 * Walks over one line of a body that was sent to us. A broken rule is kept here rather than thrown: a body of a
 * megabyte may break half a million rules, and an error with its stack costs more than all the rest of a line.
 */
export class LineCursor {
  bytes: Buffer = Buffer.alloc(0);
  /** Of `bytes`. */
  view: DataView = viewOf(this.bytes);
  /** The next byte to look at; those of the line end before `end`. */
  at = 0;
  end = 0;
  /** Where the rule was broken, and which. */
  failedAt = 0;
  rule = "";

  open(bytes: Buffer, view: DataView, start: number, end: number): void {
    this.bytes = bytes;
    this.view = view;
    this.at = start;
    this.end = end;
    this.rule = "";
  }

  /** @returns false, so that a reader can return it in turn */
  fail(at: number, rule: string): false {
    this.failedAt = at;
    this.rule = rule;
    return false;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** @returns -1 at the end */
  peek(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1;
  }

  isAtBlank(): boolean {
    const byte = this.peek();
    return byte === BLANK || byte === TAB;
  }

  /** Blanks and tabs, any number of them: scripts align their columns. */
  skipBlanks(): void {
    while (this.isAtBlank()) this.at += 1;
  }
}
