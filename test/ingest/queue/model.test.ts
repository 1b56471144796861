import { deepStrictEqual } from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { silentLogger } from "../../../src/base/index.ts";
import { textsOf } from "../../../src/ingest/index.ts";
import type { LogQueue } from "../../../src/ingest/queue/log-queue.ts";
import { openSinkQueues, type SinkQueues } from "../../../src/ingest/queue/sink-queues.ts";
import { batchOf } from "../../support/delivery-run.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { type DiskFault, FaultyDisk, hanging } from "../../support/faulty-files.ts";

// A log with two sinks on a disk that fails in every way, against what they are to be: each line that was said to be
// written reaches each sink, in order; and no line comes twice whose batch was settled and whose place the disk had.

const SINKS = ["one", "two"] as const;
type SinkName = (typeof SINKS)[number];

type Step =
  | { readonly do: "append"; readonly lines: number }
  /** Takes a batch; what becomes of it. */
  | { readonly do: "send"; readonly sink: SinkName; readonly lines: number; readonly taken: boolean }
  /** The process ends, and begins again. */
  | { readonly do: "kill" }
  /** The host loses power: what was not synced is gone. */
  | { readonly do: "cutPower" }
  /** It ends in the middle of the nth change of the disk from here. */
  | { readonly do: "crashAt"; readonly call: number }
  /** The next changes of the log, not of the places, are refused. */
  | { readonly do: "refuse"; readonly calls: number; readonly how: "error" | "torn" | "short" }
  /** The disk answers to no change, until the next wait or the end of the process. */
  | { readonly do: "hang" }
  | { readonly do: "wait" };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("append" as const), lines: fc.integer({ min: 1, max: 30 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      sink: fc.constantFrom(...SINKS),
      lines: fc.integer({ min: 1, max: 40 }),
      taken: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "kill" } as const) },
  { weight: 1, arbitrary: fc.constant({ do: "cutPower" } as const) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("crashAt" as const), call: fc.integer({ min: 0, max: 6 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("refuse" as const),
      calls: fc.integer({ min: 1, max: 4 }),
      how: fc.constantFrom("error", "torn", "short"),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "hang" } as const) },
  { weight: 1, arbitrary: fc.constant({ do: "wait" } as const) },
);

const TIMESTAMP_MS = 1_760_000_000_000;
const numbersOf = (texts: readonly string[]) => texts.map((text) => Number(/gauge,(\d+)/.exec(text)?.[1]));

const refusal = (how: "error" | "torn" | "short"): DiskFault =>
  how === "short" ? { kind: how } : { kind: how, code: "ENOSPC" };

/** A run of the queue with what every sink has got. */
class Run {
  readonly disk = new FaultyDisk();
  readonly clock = new FakeClock();
  readonly #got: Record<SinkName, number[]> = { one: [], two: [] };
  /** What the disk is to do to changes: end the process at one, refuse some of the log, answer none. */
  #crashAt = Number.POSITIVE_INFINITY;
  #refusal: { left: number; readonly fault: DiskFault } | undefined;
  #hang: ReturnType<typeof hanging> | undefined;
  /** What a sink may get once more: lines of batches whose place may not be on disk yet. */
  readonly #unplaced: Record<SinkName, Set<number>> = { one: new Set(), two: new Set() };
  /** Behind the last line that a sink settled in this life. */
  readonly #settled: Record<SinkName, number> = { one: 0, two: 0 };
  #queues!: SinkQueues;
  #appended = 0;
  /** Lines that were said to be written. */
  readonly #confirmed: number[] = [];

  async open(): Promise<void> {
    this.#crashAt = Number.POSITIVE_INFINITY;
    this.#refusal = this.#hang = undefined;
    this.disk.fault = (call, what, file) => this.#fault(call, what, file);
    this.#queues = await openSinkQueues({
      files: this.disk.mount(),
      clock: this.clock,
      logger: silentLogger,
      sinks: SINKS.map((name) => ({ name, bounds: { maxLines: 1e9, maxBytes: 1e9 } })),
      segmentBytes: 2_000,
      sync: "eachBatch",
    });
    for (const sink of SINKS) this.#settled[sink] = 0;
  }

  async play(step: Step): Promise<void> {
    switch (step.do) {
      case "append":
        return await this.#append(step.lines);
      case "send":
        return await this.#send(step.sink, step.lines, step.taken);
      case "hang":
        this.#hang ??= hanging();
        return;
      case "wait":
        return await this.#wait();
      case "crashAt":
        this.#crashAt = this.disk.calls + step.call;
        return;
      case "refuse":
        this.#refusal = { left: step.calls, fault: refusal(step.how) };
        return;
      case "cutPower":
        this.disk.cutPower();
        return await this.open();
      case "kill":
        this.disk.endProcess();
        return await this.open();
    }
  }

  #fault(call: number, what: string, file: string): DiskFault | undefined {
    if (call === this.#crashAt) return { kind: "crash" };
    const refused = this.#refusal;
    if (refused !== undefined && file.endsWith(".lines") && what !== "remove" && refused.left-- > 0)
      return refused.fault;
    return this.#hang && { kind: "stall", until: this.#hang.until };
  }

  /** A disk that hung has dealt with all that was asked of it meanwhile. */
  async #wait(): Promise<void> {
    const hung = this.#hang;
    this.#hang = undefined;
    hung?.goOn();
    await this.clock.advance(5_000);
    if (this.disk.crashed) await this.open();
    else if (hung !== undefined) for (const sink of SINKS) this.#placed(sink);
  }

  /** All that waits is sent; each sink then has all that was confirmed. */
  async end(): Promise<void> {
    this.disk.endProcess();
    await this.open();
    for (const sink of SINKS) {
      const queue = this.#queues.of(sink);
      for (let sends = 0; queue.waiting > 0; sends++) {
        if (sends > this.#appended)
          throw new Error(`${sink} gets no further, but ${queue.waiting} lines wait`);
        await this.#send(sink, 1_000, true);
      }
      const got = new Set(this.#got[sink]);
      const missing = this.#confirmed.filter((n) => !got.has(n));
      deepStrictEqual(missing, [], `${sink} never got ${missing.join(", ")}`);
    }
  }

  async #append(lines: number): Promise<void> {
    const numbers = Array.from({ length: lines }, () => this.#appended++);
    const texts = numbers.map((n) => `test.line gauge,${n} ${TIMESTAMP_MS}`);
    this.#queues.log.append(batchOf(texts, TIMESTAMP_MS));
    const isWritten = await this.#unlessCrashed(this.#queues.log.written());
    if (!isWritten) await this.open();
    else if (this.#queues.log.health().fault === undefined) this.#confirmed.push(...numbers);
  }

  async #send(sink: SinkName, lines: number, taken: boolean): Promise<void> {
    const queues = this.#queues;
    const queue: LogQueue = queues.of(sink);
    const sent = await this.#unlessCrashed(
      (async () => {
        const batch = await queue.take(lines, 1_000_000);
        if (batch === undefined) return;
        const numbers = numbersOf(textsOf(batch));
        if (!taken) return queue.putBack();
        this.#took(sink, numbers);
        await queue.settle();
        if (queues !== this.#queues) return; // a process that has ended says nothing
        this.#settled[sink] = numbers.at(-1)! + 1;
        if (this.#hang === undefined && !this.disk.crashed) this.#placed(sink);
      })(),
    );
    if (!sent) await this.open();
  }

  /** The disk has the place of all that was settled. */
  #placed(sink: SinkName): void {
    for (const n of this.#unplaced[sink]) if (n < this.#settled[sink]) this.#unplaced[sink].delete(n);
  }

  /** Lines come in order; again come only those whose place the disk may not have had. */
  #took(sink: SinkName, numbers: readonly number[]): void {
    const got = this.#got[sink];
    const highest = got.length === 0 ? -1 : Math.max(...got);
    const fresh = numbers.filter((n) => n > highest);
    deepStrictEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
    const repeated = numbers.slice(0, numbers.length - fresh.length);
    deepStrictEqual(
      repeated.filter((n) => !this.#unplaced[sink].has(n)),
      [],
    );
    got.push(...fresh);
    for (const n of numbers) this.#unplaced[sink].add(n);
  }

  /** @returns false when the process ended in the middle of it */
  async #unlessCrashed(work: Promise<unknown>): Promise<boolean> {
    const state: { done: boolean; failure: unknown } = { done: false, failure: undefined };
    void work.then(
      () => (state.done = true),
      (error: unknown) => (state.failure = error),
    );
    for (let turn = 0; turn < 200; turn++) {
      if (state.done || state.failure !== undefined || this.disk.crashed) break;
      await nextTurn();
      if (this.#hang !== undefined && turn % 20 === 0) await this.clock.advance(5_000);
    }
    if (state.failure !== undefined) throw state.failure as Error;
    if (!state.done && !this.disk.crashed) throw new Error("the queue hangs");
    return state.done && !this.disk.crashed;
  }
}

const SEED = Number(process.env["FUZZ_SEED"] ?? 20_261_128);

test("whenever the process ends, each sink gets each written line in order, and again only what the disk did not know of", async () => {
  const anySteps = fc.array(anyStep, { minLength: 1, maxLength: 60, size: "max" });
  const holds = fc.asyncProperty(anySteps, async (steps) => {
    const run = new Run();
    await run.open();
    for (const step of steps) await run.play(step);
    await run.end();
  });
  const numRuns = Number(process.env["FUZZ_RUNS"] ?? 200);
  await expect(fc.assert(holds, { seed: SEED, numRuns })).resolves.toBeUndefined();
}, 120_000);
