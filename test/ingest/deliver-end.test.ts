import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/ingest/index.ts";
import { lineOf, linesOf, textOf } from "../support/delivery-run.ts";
import { FakeClock } from "../support/fake-clock.ts";
import {
  delivered,
  drop,
  hangUntil,
  numberOf,
  play,
  refused,
  retry,
  tooLarge,
} from "../support/played-sink.ts";

const at = new FakeClock().wallMs();
const timesOf = (sends: readonly { atMs: number }[]) => sends.map(({ atMs }) => atMs);

describe("the end", () => {
  test("draining tries at once what was backing off", async () => {
    const { clock, sends, delivery } = play((_, n) => (n < 4 ? retry() : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.advance(7_500);
    const draining = delivery.drain(5_000);
    await clock.settle();
    await draining;
    expect(timesOf(sends)).toEqual([0, 1_000, 3_000, 7_000, 7_500]);
    expect(delivery.stats()).toMatchObject({ delivered: 1, queued: 0 });
  });

  test("draining does not break a wait that the server named", async () => {
    const { clock, sends, delivery } = play(() => retry(30_000));
    delivery.enqueue(linesOf(1, at));
    await clock.settle();
    await delivery.drain(5_000);
    expect(sends).toHaveLength(1);
    await delivery.stop();
  });

  test("draining a sink that refuses tries once more and then ends, for it cannot succeed in time", async () => {
    const { clock, sends, delivery } = play(() => refused);
    delivery.enqueue(linesOf(3, at));
    await clock.advance(500);
    await delivery.drain(10_000);
    expect(timesOf(sends)).toEqual([0, 500]);
    expect(delivery.stats()).toMatchObject({ state: "refused", queued: 3 });
    await delivery.stop();
    expect(delivery.stats()).toMatchObject({ queued: 0, dropped: { stopped: 3 } });
    expect(clock.sleeping).toBe(0);
  });

  test("draining ends when the next try would come after its deadline", async () => {
    const { clock, sends, delivery } = play(() => retry());
    delivery.enqueue(linesOf(1, at));
    let endedAtMs: number | undefined;
    const draining = delivery.drain(10_000).then(() => (endedAtMs = clock.monotonicMs()));
    await clock.advance(10_000);
    await draining;
    // 0 s, 1 s, 3 s, 7 s; the next would be at 15 s.
    expect([sends.length, endedAtMs]).toEqual([4, 7_000]);
    await delivery.stop();
  });

  test("a longer drain goes on when a shorter one has ended", async () => {
    const { clock, delivery } = play((_, n) => (n === 0 ? retry(3_000) : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.settle();
    await delivery.drain(2_000);
    expect(delivery.stats()).toMatchObject({ queued: 1 });
    const draining = delivery.drain(5_000);
    await clock.advance(3_000);
    await draining;
    expect(delivery.stats()).toMatchObject({ delivered: 1, queued: 0 });
  });

  test("draining does not wait behind a last line that was too large", async () => {
    const { clock, delivery } = play(() => tooLarge);
    delivery.enqueue(linesOf(1, at));
    await delivery.drain(10_000);
    expect(delivery.stats()).toMatchObject({ state: "idle", queued: 0, dropped: { tooLarge: 1 } });
    expect(clock.sleeping).toBe(0);
  });

  test("draining a sink that hangs ends at its deadline, and what is left stays queued", async () => {
    const { clock, delivery } = play((_, __, signal) => hangUntil(signal));
    delivery.enqueue(linesOf(3, at));
    await clock.settle();
    let done = false;
    const draining = delivery.drain(2_000).then(() => (done = true));
    await clock.advance(1_999);
    expect(done).toBe(false);
    await clock.advance(1);
    await draining;
    expect(delivery.stats()).toMatchObject({ queued: 3 });
    await delivery.stop();
  });

  test("draining an empty queue ends at once and leaves no timer", async () => {
    const { clock, delivery } = play();
    await delivery.drain(5_000);
    delivery.enqueue(linesOf(1, at));
    await delivery.drain(5_000);
    expect([delivery.stats().delivered, clock.sleeping]).toEqual([1, 0]);
  });

  test("stopping gives up what is sent and queued, counts it, and closes the sink once", async () => {
    const { clock, delivery, closed } = play((_, __, signal) => hangUntil(signal));
    delivery.enqueue(linesOf(25, at));
    await clock.settle();
    await delivery.stop();
    await delivery.stop();
    expect(delivery.stats()).toMatchObject({
      state: "stopped",
      queued: 0,
      delivered: 0,
      dropped: { stopped: 25 },
    });
    expect([closed(), clock.sleeping]).toEqual([1, 0]);
  });

  test("stopping ends a backoff", async () => {
    const { clock, delivery } = play(() => retry(600_000));
    delivery.enqueue(linesOf(2, at));
    await clock.settle();
    await delivery.stop();
    expect([delivery.stats().dropped.stopped, clock.sleeping]).toEqual([2, 0]);
  });

  test("lines that come after the end are counted, not kept", async () => {
    const { sends, delivery } = play();
    await delivery.stop();
    delivery.enqueue(linesOf(2, at));
    expect(delivery.stats()).toMatchObject({ state: "stopped", queued: 0, dropped: { stopped: 2 } });
    expect(sends).toEqual([]);
  });
});

describe("the log", () => {
  test("an outage is told once at its begin and once at its end", async () => {
    const { clock, logger, delivery } = play((_, n) => (n < 6 ? retry() : undefined));
    delivery.enqueue(linesOf(1, at));
    await clock.advance(120_000);
    const told = logger.entries.filter(({ level }) => level !== "debug");
    expect(told).toMatchObject([
      { level: "warn", fields: { sink: "played", kind: "retry", reason: "down", queued: 1 } },
      { level: "info", fields: { sink: "played", outageMs: 63_000 } },
    ]);
  });

  test.each([
    ["its own wait", retry(), 1_000],
    ["the wait that the server names", retry(7_500), 7_500],
    ["a wait of years as the 15 minutes it is cut to", retry(99_999_999_000), 900_000],
    ["the wait after a refusal", refused, 60_000],
    ["the wait after a line too large", tooLarge, 1_000],
  ])("a failure is told with %s", async (_, outcome, waitMs) => {
    const { clock, logger, delivery } = play(() => outcome);
    delivery.enqueue(linesOf(1, at));
    await clock.settle();
    expect(logger.entries[0]).toMatchObject({ message: "delivery failed", fields: { waitMs } });
    await delivery.stop();
  });

  test("a failure that is followed by the next batch at once has no wait", async () => {
    const { clock, logger, delivery } = play(() => drop);
    delivery.enqueue(linesOf(1, at));
    await clock.settle();
    expect(logger.entries[0]?.fields).not.toHaveProperty("waitMs");
  });

  test("a sink that calls everything too large is told as a batch, then as a line, then by its counts", async () => {
    const { clock, logger, delivery } = play(() => tooLarge);
    delivery.enqueue(linesOf(10, at));
    await clock.advance(30_000);
    expect(logger.entries.filter(({ level }) => level === "warn").map(({ fields }) => fields)).toMatchObject([
      { kind: "tooLarge" },
      { kind: "lineTooLarge", waitMs: 1_000 },
      { dropped: { tooLarge: 1 } },
    ]);
    await delivery.stop();
  });

  test("a queue that gets half full is told once, before the first line is lost", async () => {
    const queue = { maxLines: 100, maxBytes: 1_000_000 };
    const { clock, logger, delivery } = play(() => retry(600_000), { queue });
    delivery.enqueue(linesOf(49, at));
    await clock.settle();
    const halfFull = () => logger.entries.filter(({ message }) => message.includes("half full"));
    expect(halfFull()).toEqual([]);
    delivery.enqueue(linesOf(1, at, 49));
    delivery.enqueue(linesOf(100, at, 50));
    expect(halfFull()).toMatchObject([
      { level: "warn", fields: { sink: "played", queued: 50, maxLines: 100, remedy: expect.any(String) } },
    ]);
    await delivery.stop();
  });

  test("a queue half full by its bytes is told too", async () => {
    const size = lineOf(0, at).bytes.length;
    const queue = { maxLines: 1_000, maxBytes: 10 * size };
    const { clock, logger, delivery } = play(() => retry(600_000), { queue });
    delivery.enqueue(linesOf(5, at));
    await clock.settle();
    expect(logger.entries[0]?.fields).toMatchObject({ queuedBytes: 5 * size, maxBytes: 10 * size });
    await delivery.stop();
  });

  test("a queue that was empty in between is told again, but not more often than every ten minutes", async () => {
    const queue = { maxLines: 10, maxBytes: 1_000_000 };
    const { clock, logger, delivery } = play(undefined, { queue });
    for (let minute = 0; minute < 25; minute++) {
      delivery.enqueue(linesOf(5, at));
      await clock.advance(60_000);
    }
    expect(logger.entries.map(({ message }) => message)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining("half full")),
    );
  });

  test("no message begins with a capital or ends with a full stop", async () => {
    const answers = [Promise.reject(new Error("bug")), retry(), refused, tooLarge, drop, delivered(1, 1)];
    const { clock, logger, delivery } = play((_, n) => answers[n], { queue: { maxLines: 3, maxBytes: 1e6 } });
    for (let n = 0; n < 8; n++) {
      delivery.enqueue(linesOf(2, at, n));
      await clock.advance(120_000);
    }
    await delivery.stop();
    expect(new Set(logger.entries.map(({ message }) => message)).size).toBeGreaterThanOrEqual(5);
    for (const { message } of logger.entries) expect(message).toMatch(/^[a-z].*[^.]$/);
  });

  test("an outage that changes its kind is told again, and lasts from its begin", async () => {
    const { clock, logger, delivery } = play((_, n) => [retry(), refused][n]);
    delivery.enqueue(linesOf(1, at));
    await clock.advance(120_000);
    expect(logger.entries.map(({ fields }) => fields)).toMatchObject([
      { kind: "retry" },
      { kind: "refused", remedy: "give a token" },
      { outageMs: 61_000 },
    ]);
  });

  test("a lasting outage is told every ten minutes", async () => {
    const { clock, logger, delivery } = play(() => retry());
    delivery.enqueue(linesOf(1, at));
    await clock.advance(1_300_000);
    expect(logger.entries.filter(({ level }) => level === "warn")).toHaveLength(3);
    await delivery.stop();
  });

  test("drops are told at once, then as a summary a minute", async () => {
    const { clock, logger, delivery } = play(() => retry(), { queue: { maxLines: 1, maxBytes: 1_000_000 } });
    for (let second = 0; second < 90; second++) {
      delivery.enqueue(linesOf(2, at));
      await clock.advance(1_000);
    }
    const drops = logger.entries
      .filter(({ fields }) => "dropped" in fields)
      .map(({ fields }) => fields["dropped"]);
    expect(drops).toEqual([{ queueFull: 1 }, { queueFull: 120 }]);
    await delivery.stop();
    expect(logger.entries.at(-1)?.fields["dropped"]).toEqual({ queueFull: 58, stopped: 1 });
  });

  test("a warning of the server is told once", async () => {
    const outcome: Outcome = {
      kind: "delivered",
      accepted: 1,
      rejected: [],
      rejectedCount: 0,
      warnings: ["a.key: renamed"],
    };
    const { clock, logger, delivery } = play(() => outcome);
    for (let n = 0; n < 3; n++) {
      delivery.enqueue(linesOf(1, at));
      await clock.advance(2_000);
    }
    expect(logger.entries.map(({ fields }) => fields)).toMatchObject([{ warning: "a.key: renamed" }]);
  });

  test("rejected lines are shown with their reason, at most ten of them", async () => {
    const { clock, logger, delivery } = play((batch) => delivered(batch.length, batch.length), {
      maxBatchLines: 20,
    });
    delivery.enqueue(linesOf(20, at));
    await clock.settle();
    const fields = logger.entries[0]?.fields;
    expect(fields).toMatchObject({ rejected: 20 });
    expect(fields?.["examples"]).toHaveLength(10);
    expect(fields).toHaveProperty("examples[0]", { reason: "bad", line: textOf(0, at) });
  });
});

test("one sink that is down slows no other", async () => {
  const down = play(() => new Promise<Outcome>(() => {}));
  const up = play();
  for (const { delivery } of [down, up]) delivery.enqueue(linesOf(10, at));
  await up.clock.settle();
  expect([down.delivery.stats().delivered, up.delivery.stats().delivered]).toEqual([0, 10]);
});

test("whatever a sink answers, every line is accounted for, and those delivered come in order", () => {
  const answer = fc.constantFrom<Outcome | "take" | "reject one">(
    "take",
    "take",
    "reject one",
    retry(),
    retry(3_000),
    refused,
    tooLarge,
    drop,
  );
  const step = fc.record({ lines: fc.nat(25), waitMs: fc.nat(5_000) });
  return fc.assert(
    fc.asyncProperty(
      fc.array(answer, { maxLength: 12 }),
      fc.array(step, { maxLength: 8 }),
      async (answers, steps) => {
        const taken: number[] = [];
        const { clock, delivery } = play(
          (batch, n) => {
            const next = answers[n] ?? "take";
            if (next !== "take" && next !== "reject one") return next;
            taken.push(...batch.map(numberOf));
            return delivered(batch.length, next === "take" ? 0 : 1);
          },
          { queue: { maxLines: 40, maxBytes: 1_000_000 } },
        );
        let enqueued = 0;
        const check = () => {
          const { queued, delivered: count, rejected, dropped } = delivery.stats();
          const lost = Object.values(dropped).reduce((sum, lines) => sum + lines, 0);
          expect(queued + count + rejected + lost).toBe(enqueued);
          expect(queued).toBeLessThanOrEqual(40);
        };
        for (const { lines, waitMs } of steps) {
          delivery.enqueue(linesOf(lines, at, enqueued));
          enqueued += lines;
          check();
          await clock.advance(waitMs);
          check();
        }
        await clock.advance(1_200_000);
        check();
        expect(delivery.stats()).toMatchObject({ queued: 0, queuedBytes: 0, state: "idle" });
        expect(taken).toEqual(taken.toSorted((a, b) => a - b));
        expect(new Set(taken).size).toBe(taken.length);
        await delivery.stop();
        check();
      },
    ),
    { numRuns: 60 },
  );
});
