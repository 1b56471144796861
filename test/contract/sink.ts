import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { seededRandom, silentLogger } from "../../src/base/index.ts";
import {
  createMemoryDelivery,
  keptBatch,
  type LineBatch,
  type MemoryDelivery,
  type Outcome,
  type Sink,
} from "../../src/ingest/index.ts";
import { batchOf, linesOf, pass, runUntil, textOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";

// Every sink goes through `sinkContract`. Sinks over HTTP go through `httpSinkContract` of http-sink.ts, which includes
// it and plays all faults of a server and the way to it; they give an `HttpSinkKit`: how to make the sink for a URL, how
// to read a request's points back as texts (`textOf` of ../support/delivery-run.ts), and what the answers look like.

/** One sink with the other side it writes to. */
export interface SinkHarness {
  readonly sink: Sink;
  /** The sink as a new run of the service makes it, to the same other side. */
  reopen(): Sink;
  /** The lines that arrived, in their order. */
  received(): Promise<readonly string[]>;
  /** Makes sending fail in a way that passes, until `mend`. */
  readonly outage?: { begin(): Promise<void>; mend(): Promise<void> };
  dispose(): Promise<void>;
}

const rangeOf = (count: number, timestampMs: number, first = 0) =>
  Array.from({ length: count }, (_, n) => textOf(first + n, timestampMs));

/**
 * What every sink must do, alone and behind a delivery.
 * @param setup  makes a fresh one for each test
 * @param passingFailures  whether the harness has an `outage`; without, those claims are not made
 */
export function sinkContract(
  name: string,
  setup: (clock: FakeClock) => Promise<SinkHarness>,
  { passingFailures }: { readonly passingFailures: boolean },
): void {
  describe(`the sink contract: ${name}`, () => {
    let clock: FakeClock;
    let harness: SinkHarness;
    let batches: LineBatch[];
    let outcomes: Outcome[];
    let delivery: MemoryDelivery;

    beforeEach(async () => {
      clock = new FakeClock();
      harness = await setup(clock);
      [batches, outcomes] = [[], []];
      delivery = deliveryTo(harness.sink);
    });

    afterEach(async () => {
      await delivery.stop();
      await harness.dispose();
    });

    function deliveryTo(sink: Sink, queue = { maxLines: 100_000, maxBytes: 50_000_000 }): MemoryDelivery {
      const observed: Sink = {
        name: sink.name,
        maxBatchLines: sink.maxBatchLines,
        maxBatchBytes: sink.maxBatchBytes,
        maxAgeMs: sink.maxAgeMs,
        close: () => sink.close(),
        send: async (batch, signal) => {
          batches.push(keptBatch(batch));
          const outcome = await sink.send(batch, signal);
          outcomes.push(outcome);
          return outcome;
        },
      };
      return createMemoryDelivery({
        sink: observed,
        clock,
        random: seededRandom(1),
        logger: silentLogger,
        queue,
      });
    }

    const delivered = (count: number) => runUntil(clock, delivery, () => delivery.stats().delivered >= count);

    test("every line arrives once, whole and in the order it was enqueued", async () => {
      const startMs = clock.wallMs();
      for (let from = 0; from < 2_500; from += 100) delivery.enqueue(linesOf(100, startMs, from));
      await delivered(2_500);
      expect(await harness.received()).toEqual(rangeOf(2_500, startMs));
    });

    test("no batch is larger than the sink says it takes", async () => {
      const { maxBatchLines, maxBatchBytes } = harness.sink;
      const long = Array.from({ length: 60 }, (_, n) => textOf(n, clock.wallMs(), "x".repeat(240)));
      delivery.enqueue(batchOf([...long, ...rangeOf(maxBatchLines + 1, clock.wallMs())], clock.wallMs()));
      await delivered(60 + maxBatchLines + 1);
      expect(batches.length).toBeGreaterThan(1);
      for (const { lines, bytes } of batches) {
        expect(lines).toBeLessThanOrEqual(maxBatchLines);
        expect(bytes.length).toBeLessThanOrEqual(maxBatchBytes);
      }
    });

    test("texts of any script arrive unchanged", async () => {
      const text = textOf(1, clock.wallMs(), 'Zürich – 東京 – \\"core\\" \\\\ 🛰');
      delivery.enqueue(batchOf([text], clock.wallMs()));
      await delivered(1);
      expect(await harness.received()).toEqual([text]);
    });

    test("a delivered outcome accounts for every line of the batch", async () => {
      delivery.enqueue(linesOf(7, clock.wallMs()));
      await delivered(7);
      expect(outcomes).toMatchObject([{ kind: "delivered", accepted: 7, rejectedCount: 0, rejected: [] }]);
    });

    test("draining sends what is queued without lingering", async () => {
      delivery.enqueue(linesOf(1, clock.wallMs()));
      await delivered(1);
      const beforeMs = clock.monotonicMs();
      delivery.enqueue(linesOf(3, clock.wallMs(), 1));
      await delivery.drain();
      expect(delivery.stats()).toMatchObject({ queued: 0, delivered: 4 });
      expect(clock.monotonicMs()).toBe(beforeMs);
    });

    test("a signal that is aborted already makes send reject with its reason", async () => {
      const reason = new Error("enough");
      await expect(harness.sink.send(linesOf(1, clock.wallMs()), AbortSignal.abort(reason))).rejects.toBe(
        reason,
      );
      expect(await harness.received()).toEqual([]);
    });

    test("closing twice, and without ever having sent, is harmless", async () => {
      await harness.sink.close();
      await expect(harness.sink.close()).resolves.toBeUndefined();
    });

    test("a new run goes on where the one before it ended", async () => {
      const startMs = clock.wallMs();
      delivery.enqueue(linesOf(5, startMs));
      await delivered(5);
      await delivery.stop();
      delivery = deliveryTo(harness.reopen());
      delivery.enqueue(linesOf(5, startMs, 5));
      await delivered(5);
      expect(await harness.received()).toEqual(rangeOf(10, startMs));
    });

    if (!passingFailures) return;

    test("an outage loses and doubles nothing, and keeps the order", async () => {
      const { outage } = harness;
      if (outage === undefined) throw new Error("the harness lacks its outage");
      await outage.begin();
      const startMs = clock.wallMs();
      delivery.enqueue(linesOf(600, startMs));
      await runUntil(clock, delivery, () => outcomes.length >= 2);
      expect(delivery.stats()).toMatchObject({ delivered: 0, queued: 600 });
      expect(delivery.stats().lastError?.reason).toBeTruthy();
      delivery.enqueue(linesOf(600, startMs, 600));
      await outage.mend();
      await delivered(1_200);
      expect(await harness.received()).toEqual(rangeOf(1_200, startMs));
    });

    test("an outage of an hour: every line arrives in order, or was too old for the sink and is counted", async () => {
      const { outage } = harness;
      if (outage === undefined) throw new Error("the harness lacks its outage");
      const startMs = clock.wallMs();
      await outage.begin();
      for (let minute = 0; minute < 60; minute++) {
        delivery.enqueue(linesOf(20, clock.wallMs(), minute * 20));
        await pass(clock, delivery, 60_000);
      }
      await outage.mend();
      await runUntil(clock, delivery, () => delivery.stats().queued === 0);
      const { dropped } = delivery.stats();
      const all = Array.from({ length: 60 }, (_, n) => rangeOf(20, startMs + n * 60_000, n * 20)).flat();
      expect(await harness.received()).toEqual(all.slice(dropped.tooOld));
      expect(Object.values(dropped).reduce((sum, lines) => sum + lines, 0)).toBe(dropped.tooOld);
      // A sink that takes lines of any age loses none; one that takes 55 minutes' loses those of a few minutes.
      expect(dropped.tooOld).toBeLessThanOrEqual(harness.sink.maxAgeMs === undefined ? 0 : 200);
    });

    test("draining ends early in an outage, and what is left is delivered after it", async () => {
      const { outage } = harness;
      if (outage === undefined) throw new Error("the harness lacks its outage");
      await outage.begin();
      const startMs = clock.wallMs();
      delivery.enqueue(linesOf(10, startMs));
      await runUntil(clock, delivery, () => ["backingOff", "refused"].includes(delivery.stats().state));
      const beforeMs = clock.monotonicMs();
      await delivery.drain(500);
      expect(clock.monotonicMs()).toBe(beforeMs);
      expect(delivery.stats()).toMatchObject({ queued: 10, delivered: 0 });
      await outage.mend();
      await delivered(10);
      expect(await harness.received()).toEqual(rangeOf(10, startMs));
    });

    test("an outage longer than the queue costs the oldest lines, and they are counted", async () => {
      const { outage } = harness;
      if (outage === undefined) throw new Error("the harness lacks its outage");
      delivery = deliveryTo(harness.sink, { maxLines: 100, maxBytes: 50_000_000 });
      await outage.begin();
      const startMs = clock.wallMs();
      delivery.enqueue(linesOf(80, startMs));
      await runUntil(clock, delivery, () => ["backingOff", "refused"].includes(delivery.stats().state));
      delivery.enqueue(linesOf(70, startMs, 80));
      expect(delivery.stats()).toMatchObject({ queued: 100, dropped: { queueFull: 50 } });
      await outage.mend();
      await delivered(100);
      expect(await harness.received()).toEqual(rangeOf(100, startMs, 50));
    });
  });
}
