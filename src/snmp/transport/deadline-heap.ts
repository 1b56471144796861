/** A wait that ends with a call, unless it is cancelled before. */
export interface Deadline {
  dueMs: number;
  /** Of the heap; −1 when not in it. */
  position: number;
  /** Time given on top for stalls. */
  graceMs: number;
  readonly onDue: () => void;
}

/** A binary heap: the first deadline at hand, any other removed in logarithmic time. */
export class DeadlineHeap {
  readonly #deadlines: Deadline[] = [];

  get first(): Deadline | undefined {
    return this.#deadlines[0];
  }

  push(deadline: Deadline): void {
    this.#deadlines.push(deadline);
    this.#rise(this.#deadlines.length - 1, deadline);
  }

  /** Harmless for one that is not in the heap. */
  remove(deadline: Deadline): void {
    const at = deadline.position;
    if (at < 0) return;
    deadline.position = -1;
    const last = this.#deadlines.pop()!;
    if (last === deadline) return;
    const above = this.#deadlines[(at - 1) >> 1];
    if (at > 0 && last.dueMs < above!.dueMs) this.#rise(at, last);
    else this.#sink(at, last);
  }

  #rise(from: number, deadline: Deadline): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = this.#deadlines[above]!;
      if (other.dueMs <= deadline.dueMs) break;
      this.#put(at, other);
      at = above;
    }
    this.#put(at, deadline);
  }

  #sink(from: number, deadline: Deadline): void {
    const { length } = this.#deadlines;
    let at = from;
    for (let below = 2 * at + 1; below < length; below = 2 * at + 1) {
      if (below + 1 < length && this.#deadlines[below + 1]!.dueMs < this.#deadlines[below]!.dueMs) below++;
      const other = this.#deadlines[below]!;
      if (other.dueMs >= deadline.dueMs) break;
      this.#put(at, other);
      at = below;
    }
    this.#put(at, deadline);
  }

  #put(at: number, deadline: Deadline): void {
    this.#deadlines[at] = deadline;
    deadline.position = at;
  }
}
