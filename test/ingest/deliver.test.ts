import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import { DEFAULT_QUEUE, type Outcome } from "../../src/ingest/index.ts";
import { lineOf, linesOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { delivered, drop, numberOf, play, refused, retry, tooLarge } from "../support/played-sink.ts";

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
const at = new FakeClock().wallMs();
const timesOf = (sends: readonly { atMs: number }[]) => sends.map(({ atMs }) => atMs);
const numbersOf = (sends: readonly { numbers: number[] }[]) => sends.map(({ numbers }) => numbers);

describe("batches", () => {
  test("a line goes out at once when nothing was sent lately", async () => {
    const { clock, sends, delivery } = play();
    delivery.enqueue(linesOf(1, at));
    await clock.settle();
    expect(sends).toEqual([{ atMs: 0, numbers: [0] }]);
  });

  test("lines enqueued in one turn travel together", async () => {
    const { clock, sends, delivery } = play();
    delivery.enqueue(linesOf(2, at));
    delivery.enqueue(linesOf(2, at, 2));
    await clock.settle();
    expect(numbersOf(sends)).toEqual([[0, 1, 2, 3]]);
  });

  test("enqueueing copies: the memory of a poll is its writer's again at once", async () => {
    const { clock, sends, delivery } = play();
    const batch = linesOf(3, at);
    delivery.enqueue(batch);
    batch.bytes.fill(0);
    await clock.settle();
    expect(numbersOf(sends)).toEqual([[0, 1, 2]]);
  });

  test("lines of the next second wait for each other", async () => {
    const { clock, sends, delivery } = play();
    delivery.enqueue(lineOf(0, at));
    await clock.advance(100);
    delivery.enqueue(lineOf(1, at));
    await clock.advance(500);
    delivery.enqueue(lineOf(2, at));
    await clock.advance(400);
    expect(sends).toEqual([
      { atMs: 0, numbers: [0] },
      { atMs: 1_000, numbers: [1, 2] },
    ]);
  });

  test("a full batch waits for nothing", async () => {
    const { clock, sends, delivery } = play();
    delivery.enqueue(lineOf(0, at));
    await clock.advance(100);
    delivery.enqueue(linesOf(5, at, 1));
    await clock.advance(100);
    delivery.enqueue(linesOf(5, at, 6));
    await clock.settle();
    expect(sends[1]).toEqual({ atMs: 200, numbers: range(1, 11) });
  });

  test("one request is under way at a time, and what comes meanwhile follows in order", async () => {
    let answer: ((outcome: Outcome) => void) | undefined;
    const first = new Promise<Outcome>((resolve) => (answer = resolve));
    const { clock, sends, delivery } = play((_, n) => (n === 0 ? first : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.settle();
    delivery.enqueue(linesOf(24, at, 1));
    await clock.advance(5_000);
    expect(numbersOf(sends)).toEqual([[0]]);
    answer?.(delivered(1));
    await clock.advance(1_000);
    expect(numbersOf(sends)).toEqual([[0], range(1, 11), range(11, 21), range(21, 25)]);
  });

  test("a batch ends before the sink's bytes are exceeded, line breaks included", async () => {
    const size = lineOf(0, at).bytes.length;
    const { clock, sends, delivery } = play(undefined, { maxBatchBytes: 3 * size });
    delivery.enqueue(linesOf(7, at));
    await clock.advance(1_000);
    expect(numbersOf(sends)).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });
});

describe("failures that pass", () => {
  test("the wait doubles from 1 s and ends at 60 s less jitter; then the same lines go first", async () => {
    const { clock, sends, delivery } = play((_, n) => (n < 9 ? retry() : undefined));
    delivery.enqueue(linesOf(2, at));
    await clock.advance(300_000);
    expect(timesOf(sends)).toEqual([0, 1, 3, 7, 15, 31, 63, 113, 163, 213].map((seconds) => seconds * 1_000));
    expect(sends[9]?.numbers).toEqual([0, 1]);
    expect(delivery.stats()).toMatchObject({ delivered: 2, queued: 0, state: "idle" });
  });

  test("waits differ by up to a fifth either way, and never exceed 60 s", () => {
    return fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const { clock, sends, delivery } = play(() => retry(), { random: seededRandom(seed) });
        delivery.enqueue(linesOf(1, at));
        await clock.advance(200_000);
        const waits = timesOf(sends)
          .slice(1)
          .map((ms, n) => ms - (sends[n]?.atMs ?? 0));
        for (const [n, ms] of waits.entries()) {
          expect(ms).toBeGreaterThanOrEqual(Math.min(1_000 * 2 ** n, 50_000) * 0.8);
          expect(ms).toBeLessThanOrEqual(Math.min(1_000 * 2 ** n * 1.2, 60_000));
        }
        await delivery.stop();
      }),
      { numRuns: 20 },
    );
  });

  test("a success makes the next failure wait 1 s again", async () => {
    const { clock, sends, delivery } = play((_, n) => (n === 2 ? undefined : n < 4 ? retry() : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.advance(10_000);
    delivery.enqueue(linesOf(1, at, 1));
    await clock.advance(10_000);
    expect(timesOf(sends)).toEqual([0, 1_000, 3_000, 10_000, 11_000]);
  });

  test("a wait that the server names is kept", async () => {
    const { clock, sends, delivery } = play((_, n) => (n === 0 ? retry(7_500) : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.advance(10_000);
    expect(timesOf(sends)).toEqual([0, 7_500]);
  });

  test.each([retry(0), retry(-5), { ...refused, afterMs: 0 } as Outcome])(
    "a wait of nothing is 1 s: %j",
    async (answer) => {
      const { clock, sends, delivery } = play((_, n) => (n < 2 ? answer : undefined));
      delivery.enqueue(linesOf(1, at));
      await clock.advance(10_000);
      expect(timesOf(sends)).toEqual([0, 1_000, 2_000]);
    },
  );

  test("a server that names a wait of days is asked again after 15 minutes", async () => {
    const { clock, sends, delivery } = play((_, n) => (n === 0 ? retry(864_000_000) : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.advance(1_000_000);
    expect(timesOf(sends)).toEqual([0, 900_000]);
  });

  test("a sink that throws by a bug of ours loses nothing and is reported", async () => {
    const { clock, logger, delivery } = play((_, n) =>
      n === 0 ? Promise.reject(new Error("bug")) : undefined,
    );
    delivery.enqueue(linesOf(3, at));
    await clock.advance(1_000);
    expect(delivery.stats()).toMatchObject({ delivered: 3 });
    expect(logger.entries.filter(({ level }) => level === "error")).toHaveLength(1);
  });

  test("a refusal keeps the queue and probes again when the sink says", async () => {
    const { clock, sends, delivery } = play((_, n) => (n < 2 ? refused : undefined));
    delivery.enqueue(linesOf(2, at));
    await clock.advance(30_000);
    expect(delivery.stats()).toMatchObject({
      state: "refused",
      queued: 2,
      lastError: { reason: "who are you", remedy: "give a token", atMs: at },
    });
    delivery.enqueue(linesOf(1, at, 2));
    await clock.advance(90_000);
    expect(sends).toEqual([
      { atMs: 0, numbers: [0, 1] },
      { atMs: 60_000, numbers: [0, 1, 2] },
      { atMs: 120_000, numbers: [0, 1, 2] },
    ]);
  });
});

describe("lines that are given up", () => {
  test("a hopeless batch is dropped and counted, and the next is tried", async () => {
    const { clock, delivery } = play((_, n) => (n === 0 ? drop : undefined));
    delivery.enqueue(linesOf(15, at));
    await clock.advance(1_000);
    expect(delivery.stats()).toMatchObject({ delivered: 5, dropped: { undeliverable: 10 } });
  });

  test("rejected lines are counted and not sent again", async () => {
    const { clock, sends, delivery } = play((batch) => delivered(batch.length, 4));
    delivery.enqueue(linesOf(10, at));
    await clock.advance(60_000);
    expect(sends).toHaveLength(1);
    expect(delivery.stats()).toMatchObject({ delivered: 6, rejected: 4, queued: 0 });
  });

  test("a batch too large is halved until it fits, without a line lost or out of order", async () => {
    const { clock, sends, delivery } = play((batch) => (batch.length > 3 ? tooLarge : undefined));
    delivery.enqueue(linesOf(10, at));
    await clock.advance(60_000);
    expect(numbersOf(sends.filter(({ numbers }) => numbers.length <= 3)).flat()).toEqual(range(0, 10));
    expect(delivery.stats()).toMatchObject({ delivered: 10 });
  });

  test("a single line too large is dropped alone, and full batches go on", async () => {
    const { clock, sends, delivery } = play((batch) =>
      batch.some((text) => numberOf(text) === 6) ? tooLarge : undefined,
    );
    delivery.enqueue(linesOf(30, at));
    await clock.advance(60_000);
    expect(delivery.stats()).toMatchObject({ delivered: 29, dropped: { tooLarge: 1 } });
    // The next line is tried after a second, fits, and so shows that the dropped one was to blame.
    expect(sends.slice(-4)).toEqual([
      { atMs: 1_000, numbers: [7] },
      { atMs: 1_000, numbers: range(8, 18) },
      { atMs: 1_000, numbers: range(18, 28) },
      { atMs: 2_000, numbers: [28, 29] },
    ]);
  });

  test("a sink that calls everything too large is asked ever more slowly, with one line at a time", async () => {
    const { clock, sends, delivery } = play(() => tooLarge);
    delivery.enqueue(linesOf(50, at));
    await clock.advance(300_000);
    expect(numbersOf(sends)).toEqual([range(0, 10), range(0, 5), [0, 1], ...range(0, 11).map((n) => [n])]);
    expect(timesOf(sends).slice(3)).toEqual(
      [0, 1, 3, 7, 15, 31, 63, 113, 163, 213, 263].map((n) => n * 1_000),
    );
    expect(delivery.stats()).toMatchObject({ queued: 39, dropped: { tooLarge: 11 }, state: "backingOff" });
    await delivery.stop();
  });

  test("the size that fits is remembered for ten minutes", async () => {
    const { clock, sends, delivery } = play((batch) => (batch.length > 5 ? tooLarge : undefined));
    delivery.enqueue(linesOf(10, at));
    await clock.advance(60_000);
    delivery.enqueue(linesOf(10, at));
    await clock.advance(60_000);
    expect(sends.map(({ numbers }) => numbers.length)).toEqual([10, 5, 5, 5, 5]);
    await clock.advance(600_000);
    delivery.enqueue(linesOf(10, at));
    await clock.advance(60_000);
    expect(sends.slice(5).map(({ numbers }) => numbers.length)).toEqual([10, 5, 5]);
  });

  test("lines older than the sink takes are dropped before sending", async () => {
    const { clock, sends, delivery } = play((_, n) => (n === 0 ? retry(600_000) : undefined), {
      maxAgeMs: 300_000,
    });
    delivery.enqueue(linesOf(3, at));
    await clock.advance(400_000);
    delivery.enqueue(linesOf(2, clock.wallMs(), 3));
    await clock.advance(200_000);
    expect(sends.at(-1)).toEqual({ atMs: 600_000, numbers: [3, 4] });
    expect(delivery.stats()).toMatchObject({ delivered: 2, dropped: { tooOld: 3 } });
  });

  test("a full queue makes room by dropping its oldest lines", async () => {
    const queue = { maxLines: 5, maxBytes: 1_000_000 };
    const { clock, sends, delivery } = play((_, n) => (n === 0 ? retry() : undefined), { queue });
    delivery.enqueue(linesOf(3, at));
    await clock.settle();
    delivery.enqueue(linesOf(4, at, 3));
    expect(delivery.stats()).toMatchObject({ queued: 5, dropped: { queueFull: 2 } });
    await clock.advance(1_000);
    expect(sends.at(-1)?.numbers).toEqual([2, 3, 4, 5, 6]);
  });

  test("a full queue never drops lines that are being sent", async () => {
    const hang = new Promise<Outcome>(() => {});
    const { clock, delivery } = play(() => hang, { queue: { maxLines: 5, maxBytes: 1_000_000 } });
    delivery.enqueue(linesOf(3, at));
    await clock.settle();
    delivery.enqueue(linesOf(10, at, 3));
    expect(delivery.stats()).toMatchObject({ state: "sending", queued: 5, dropped: { queueFull: 8 } });
  });

  test("the queue is bounded by bytes too, and a line larger than it is dropped alone", async () => {
    const size = lineOf(0, at).bytes.length;
    const { clock, delivery } = play(() => retry(), { queue: { maxLines: 1_000, maxBytes: 3 * size } });
    delivery.enqueue(linesOf(5, at));
    expect(delivery.stats()).toMatchObject({ queued: 3, queuedBytes: 3 * size, dropped: { queueFull: 2 } });
    delivery.enqueue(lineOf(9, at, "x".repeat(200)));
    expect(delivery.stats()).toMatchObject({ queued: 3, dropped: { queueFull: 3 } });
    await clock.settle();
    await delivery.stop();
  });

  test("the default bounds of a queue are a million lines and 256 MB", () => {
    expect(DEFAULT_QUEUE).toEqual({ maxLines: 1_000_000, maxBytes: 268_435_456 });
  });
});
