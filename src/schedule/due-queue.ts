/** A binary min-heap of things that are due: `take(now)` gives those whose time has come, earliest first. */
export class DueQueue<T> {
  readonly #heap: { readonly dueMs: number; readonly item: T }[] = [];

  get nextDueMs(): number | undefined {
    return this.#heap[0]?.dueMs;
  }

  put(dueMs: number, item: T): void {
    const heap = this.#heap;
    let at = heap.push({ dueMs, item }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]!.dueMs <= heap[at]!.dueMs) break;
      [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
      at = parent;
    }
  }

  take(nowMs: number): { readonly dueMs: number; readonly item: T } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined || first.dueMs > nowMs) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && heap[child]!.dueMs < heap[least]!.dueMs) least = child;
      }
      if (least === at) return;
      [heap[least], heap[at]] = [heap[at]!, heap[least]!];
      at = least;
    }
  }
}
