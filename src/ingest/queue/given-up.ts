interface Span {
  readonly from: number;
  to: number;
}

/** Positions of the log whose lines a full memory gave up before the disk took them. */
export class GivenUp {
  readonly #spans: Span[] = [];

  /** They are given up from the oldest on. @param to  behind them */
  add(from: number, to: number): void {
    const last = this.#spans.at(-1);
    if (last?.to === from) last.to = to;
    else this.#spans.push({ from, to });
  }

  has(position: number): boolean {
    return this.#spans.some(({ from, to }) => from <= position && position < to);
  }

  /** Nobody asks for what is before a position any more. */
  forgetBefore(position: number): void {
    while (this.#spans[0] !== undefined && this.#spans[0].to <= position) this.#spans.shift();
  }
}
