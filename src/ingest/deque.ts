/** Below this a hole at the front is not worth a copy. */
const HOLE_MIN = 1_024;

/** A queue that takes back at its front what it gave. Each operation costs constant time on average. */
export class Deque<T> {
  #items: (T | undefined)[] = [];
  /** Where the first one is; before it is a hole. */
  #head = 0;

  get first(): T | undefined {
    return this.#items[this.#head];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Removes the first one; there must be one. */
  shift(): void {
    this.#items[this.#head++] = undefined;
    // Moving the rest costs its length, so do it when the hole is as large as the rest.
    if (this.#head > HOLE_MIN && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }

  /** Puts items before the first, in their order. */
  unshift(items: readonly T[]): void {
    if (this.#head < items.length) {
      this.#items = [...items, ...this.#items.slice(this.#head)];
      this.#head = 0;
      return;
    }
    // They came from the hole: a long queue is not copied for a sink that keeps failing.
    this.#head -= items.length;
    for (const [index, item] of items.entries()) this.#items[this.#head + index] = item;
  }

  clear(): void {
    this.#items = [];
    this.#head = 0;
  }
}
