import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Outcome } from "../../src/ingest/index.ts";
import { lineOf, linesOf } from "../support/delivery-run.ts";
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
    const draining = delivery.drain(5_000);
    await clock.advance(5_000);
    await draining;
    expect(sends).toHaveLength(1);
    await delivery.stop();
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
    expect(fields).toHaveProperty("examples[0]", { reason: "bad", line: lineOf(0, at).text });
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
