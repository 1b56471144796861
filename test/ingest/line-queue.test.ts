import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LineBatch, textsOf } from "../../src/ingest/index.ts";
import { LineQueue } from "../../src/ingest/line-queue.ts";
import { batchOf, linesOf, textOf } from "../support/delivery-run.ts";

const NOW_MS = 1_760_000_000_000;
const SIZE = linesOf(1, NOW_MS).bytes.length;
const ROOMY = { maxLines: 1_000_000, maxBytes: 1_000_000_000 };

/** Everything that waits, taken in batches of these limits. */
function drained(queue: LineQueue, maxLines = 1_000, maxBytes = 1_000_000): string[] {
  const texts: string[] = [];
  for (let batch = queue.take(maxLines, maxBytes); batch !== undefined; ) {
    texts.push(...textsOf(batch));
    queue.settle();
    batch = queue.take(maxLines, maxBytes);
  }
  return texts;
}

describe("the bytes of a batch", () => {
  test("are copies: what the giver does with its memory later changes nothing", () => {
    const queue = new LineQueue(ROOMY, 10 * SIZE);
    const given = linesOf(3, NOW_MS);
    queue.push(given);
    given.bytes.fill(0);
    expect(drained(queue)).toEqual(textsOf(linesOf(3, NOW_MS)));
  });

  test("stand until the batch is settled, whatever comes meanwhile", () => {
    const queue = new LineQueue({ maxLines: 50, maxBytes: ROOMY.maxBytes }, 10 * SIZE);
    queue.push(linesOf(5, NOW_MS));
    const batch = queue.take(10, 10 * SIZE);
    for (let n = 0; n < 100; n++) queue.push(linesOf(7, NOW_MS, 10));
    expect(batch).toMatchObject({ lines: 5, timestampMs: NOW_MS });
    expect(textsOf(batch!)).toEqual(textsOf(linesOf(5, NOW_MS)));
  });

  test("stand as long as another batch is sent after it, for a connection may still read them", () => {
    const queue = new LineQueue(ROOMY, 10 * SIZE);
    for (let n = 0; n < 20; n++) {
      queue.push(linesOf(8, NOW_MS, 10));
      const earlier = queue.take(10, 10 * SIZE)!;
      const texts = textsOf(earlier);
      queue.settle();
      queue.push(linesOf(8, NOW_MS, 30));
      expect(textsOf(earlier)).toEqual(texts);
      drained(queue);
    }
  });

  test("are one piece of memory, as many polls as there are in it", () => {
    const queue = new LineQueue(ROOMY, 100 * SIZE);
    for (let n = 0; n < 30; n++) queue.push(linesOf(3, NOW_MS, 10));
    expect(queue.take(1_000, 1_000_000)).toMatchObject({ lines: 90 });
  });

  test("lie in memory that is used again: four chunks, however many batches go through", () => {
    const queue = new LineQueue(ROOMY, 100 * SIZE);
    const chunks = new Set<ArrayBufferLike>();
    for (let n = 0; n < 500; n++) {
      queue.push(linesOf(70, NOW_MS, 10));
      chunks.add(queue.take(60, 100 * SIZE)!.bytes.buffer);
      queue.settle();
      if (n % 2 === 1) drained(queue);
    }
    expect(chunks.size).toBeLessThanOrEqual(4);
  });
});

test("a line larger than a batch of the sink goes alone", () => {
  const queue = new LineQueue(ROOMY, 2 * SIZE);
  const long = textOf(1, NOW_MS, "x".repeat(240));
  queue.push(batchOf([textOf(0, NOW_MS), long, textOf(2, NOW_MS)], NOW_MS));
  const batches = [0, 1, 2].map(() => {
    const texts = textsOf(queue.take(10, 2 * SIZE)!);
    queue.settle();
    return texts;
  });
  expect(batches).toEqual([[textOf(0, NOW_MS)], [long], [textOf(2, NOW_MS)]]);
});

describe("whatever is pushed and taken", () => {
  const text = fc.nat(60).map((length) => textOf(length, NOW_MS, "é".repeat(length)));
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ push: fc.array(text, { maxLength: 12 }), ageMs: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.record({ lines: fc.integer({ min: 1, max: 12 }), bytes: fc.nat(900) }) },
    fc.constantFrom("settle" as const, "putBack" as const),
    fc.record({ dropBefore: fc.nat(3) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
  const bounds = { maxLines: 30, maxBytes: 1_500 };

  /** The same queue as a list of texts. */
  class Plain {
    waiting: { readonly text: string; readonly atMs: number }[] = [];
    taken: { readonly text: string; readonly atMs: number }[] = [];

    get bytes(): number {
      return [...this.taken, ...this.waiting].reduce((sum, line) => sum + sizeOf(line), 0);
    }

    push(texts: readonly string[], atMs: number): number {
      const before = this.waiting.length + texts.length;
      const huge = texts.reduce((sum, own) => sum + sizeOf({ text: own }), 0) > bounds.maxBytes;
      for (const group of huge ? texts.map((own) => [own]) : [texts]) {
        this.waiting.push(...group.map((own) => ({ text: own, atMs })));
        while (
          this.waiting.length > 0 &&
          (this.bytes > bounds.maxBytes || this.taken.length + this.waiting.length > bounds.maxLines)
        ) {
          this.waiting.shift();
        }
      }
      return before - this.waiting.length;
    }

    dropOlderThan(atMs: number): number {
      const before = this.waiting.length;
      while (this.waiting[0] !== undefined && this.waiting[0].atMs < atMs) this.waiting.shift();
      return before - this.waiting.length;
    }

    takes({ lines }: LineBatch): string[] {
      this.taken = this.waiting.splice(0, lines);
      return this.taken.map((line) => line.text);
    }
  }

  const sizeOf = (line: { readonly text: string }) => Buffer.byteLength(line.text) + 1;

  /** Does one step to both. @returns what each of them said */
  function play(own: Step, queue: LineQueue, plain: Plain): [unknown, unknown] {
    if (own === "settle") return [queue.settle(), void plain.taken.splice(0)];
    if (own === "putBack") return [queue.putBack(), void plain.waiting.unshift(...plain.taken.splice(0))];
    if ("dropBefore" in own) {
      const atMs = NOW_MS + own.dropBefore;
      return [queue.dropOlderThan(atMs), plain.dropOlderThan(atMs)];
    }
    if ("push" in own) {
      const atMs = NOW_MS + own.ageMs;
      return [queue.push(batchOf(own.push, atMs)), plain.push(own.push, atMs)];
    }
    if (plain.taken.length > 0) return [undefined, undefined];
    const batch = queue.take(own.lines, own.bytes);
    if (batch === undefined) return ["nothing", plain.waiting.length === 0 ? "nothing" : "lines"];
    const fits = batch.lines === 1 || (batch.lines <= own.lines && batch.bytes.length <= own.bytes);
    return [
      { texts: textsOf(batch), fits },
      { texts: plain.takes(batch), fits: true },
    ];
  }

  test("lines come in their order, whole, within both limits, and the oldest make room", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 100, max: 900 }), (steps, chunk) => {
        const queue = new LineQueue(bounds, chunk);
        const plain = new Plain();
        for (const own of steps) {
          const [said, expected] = play(own, queue, plain);
          expect(said).toEqual(expected);
          expect(queue).toMatchObject({
            waiting: plain.waiting.length,
            lines: plain.waiting.length + plain.taken.length,
            bytes: plain.bytes,
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
