import { expect, test } from "vitest";
import { type Job, phaseMs, Scheduler } from "../../src/schedule/index.ts";
import { FakeClock } from "../support/fake-clock.ts";

const MINUTE_MS = 60_000;

interface Run {
  readonly id: string;
  readonly atMs: number;
}

function bench(clock: FakeClock) {
  const runs: Run[] = [];
  const skips: { id: string; ticks: number }[] = [];
  const errors: unknown[] = [];
  const scheduler = new Scheduler({
    clock,
    onSkip: (job, ticks) => skips.push({ id: job.id, ticks }),
    onError: (_job, error) => errors.push(error),
  });
  const job = (
    id: string,
    intervalMs: number,
    work: (signal: AbortSignal) => Promise<void> = async () => {},
  ): Job => ({
    id,
    intervalMs,
    run: (signal) => {
      runs.push({ id, atMs: clock.monotonicMs() });
      return work(signal);
    },
  });
  return { scheduler, runs, skips, errors, job };
}

test("each job runs once per interval, at its own phase", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, job } = bench(clock);
  scheduler.add(job("a", MINUTE_MS));
  scheduler.start();
  await clock.advance(5 * MINUTE_MS);
  const starts = runs.map(({ atMs }) => atMs);
  expect(starts).toHaveLength(5);
  expect(new Set(starts.slice(1).map((atMs, i) => Math.round(atMs - starts[i]!)))).toEqual(
    new Set([MINUTE_MS]),
  );
  await scheduler.stop();
});

test("the phase comes from the id alone, counted from the epoch: a restart keeps the rhythm", async () => {
  const phaseOf = async (startWallMs: number): Promise<number> => {
    const clock = new FakeClock({ wallMs: startWallMs });
    const { scheduler, runs, job } = bench(clock);
    scheduler.add(job("switch-7", MINUTE_MS));
    scheduler.start();
    await clock.advance(MINUTE_MS);
    await scheduler.stop();
    return Math.round(
      (startWallMs + runs[0]!.atMs - new FakeClock({ wallMs: startWallMs }).monotonicMs()) % MINUTE_MS,
    );
  };
  const expected = phaseMs("switch-7", MINUTE_MS);
  expect(await phaseOf(1_760_000_000_000)).toBe(expected);
  expect(await phaseOf(1_760_000_017_345)).toBe(expected);
});

test("a thousand jobs are spread evenly: no tenth of the interval has twice its share", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, job } = bench(clock);
  for (let i = 0; i < 1_000; i++) scheduler.add(job(`10.0.${i >> 8}.${i & 255}:161`, MINUTE_MS));
  scheduler.start();
  const startMs = clock.monotonicMs();
  await clock.advance(MINUTE_MS);
  await scheduler.stop();
  const tenths = Array.from(
    { length: 10 },
    (_, i) => runs.filter(({ atMs }) => Math.floor((atMs - startMs) / 6_000) === i).length,
  );
  expect(runs).toHaveLength(1_000);
  expect(Math.max(...tenths)).toBeLessThan(200);
  expect(Math.min(...tenths)).toBeGreaterThan(50);
});

test("a job with an interval of two days still runs within the first minute, then on its grid", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, job } = bench(clock);
  const intervalMs = 2_880 * MINUTE_MS;
  scheduler.add(job("inventory", intervalMs));
  scheduler.start();
  const startMs = clock.monotonicMs();
  await clock.advance(MINUTE_MS);
  expect(runs).toHaveLength(1);
  await clock.advance(2 * intervalMs);
  await scheduler.stop();
  expect(runs.length).toBeGreaterThanOrEqual(2);
  expect(runs.length).toBeLessThanOrEqual(3);
  const wallStart = new FakeClock().wallMs();
  expect(Math.round((wallStart + (runs[1]!.atMs - startMs)) % intervalMs)).toBe(
    phaseMs("inventory", intervalMs),
  );
});

test("jobs with one phase key start at the same moment wherever their intervals meet", async () => {
  const clock = new FakeClock({ wallMs: 1_760_000_000_123 });
  const { scheduler, runs, job } = bench(clock);
  scheduler.start();
  for (const [i, minutes] of [1, 5, 60].entries()) {
    scheduler.add({ ...job(`group ${minutes}`, minutes * MINUTE_MS), phaseKey: "switch-7" });
    await clock.advance(7 * i);
  }
  await clock.advance(61 * MINUTE_MS);
  await scheduler.stop();
  const startsOf = (id: string) => runs.filter((run) => run.id === id).map(({ atMs }) => atMs);
  const eachMinute = new Set(startsOf("group 1"));
  for (const id of ["group 5", "group 60"]) {
    expect(startsOf(id).length).toBeGreaterThanOrEqual(2);
    for (const atMs of startsOf(id)) expect(eachMinute).toContain(atMs);
  }
});

test("the phases of many keys are spread over every interval, however long", () => {
  for (const intervalMs of [MINUTE_MS, 7 * MINUTE_MS, 2_880 * MINUTE_MS]) {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 2_000; i++)
      tenths[Math.floor((phaseMs(`sw${i}:161`, intervalMs) / intervalMs) * 10)]!++;
    expect(Math.min(...tenths)).toBeGreaterThan(130);
    expect(Math.max(...tenths)).toBeLessThan(270);
  }
});

test("a job never overlaps itself: ticks during a long run are skipped and counted", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, skips, job } = bench(clock);
  scheduler.add(
    job("slow", MINUTE_MS, (signal) => clock.sleepUntil(clock.monotonicMs() + 2.5 * MINUTE_MS, signal)),
  );
  scheduler.start();
  await clock.advance(6 * MINUTE_MS);
  expect(runs.map(({ atMs }) => Math.round((atMs - runs[0]!.atMs) / MINUTE_MS))).toEqual([0, 3]);
  expect(skips.reduce((sum, { ticks }) => sum + ticks, 0)).toBe(scheduler.stats("slow")!.skipped);
  expect(scheduler.stats("slow")!.skipped).toBe(4);
  await clock.advance(3 * MINUTE_MS);
  await scheduler.stop();
});

test("a dead or slow job costs the others nothing", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, job } = bench(clock);
  scheduler.add(
    job(
      "dead",
      MINUTE_MS,
      (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    ),
  );
  scheduler.add(job("well", MINUTE_MS));
  scheduler.start();
  await clock.advance(10 * MINUTE_MS);
  expect(runs.filter(({ id }) => id === "well")).toHaveLength(10);
  expect(runs.filter(({ id }) => id === "dead")).toHaveLength(1);
  expect(scheduler.stats("well")!.lastLatenessMs).toBeLessThan(1);
  await scheduler.stop();
});

test("after the process stood still, missed ticks are skipped, not caught up", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, skips, job } = bench(clock);
  scheduler.add(job("a", MINUTE_MS));
  scheduler.start();
  await clock.advance(MINUTE_MS);
  clock.stall(10.5 * MINUTE_MS);
  await clock.advance(2 * MINUTE_MS);
  await scheduler.stop();
  expect(runs.length).toBeLessThanOrEqual(4);
  expect(runs.length + skips.reduce((sum, { ticks }) => sum + ticks, 0)).toBeGreaterThanOrEqual(12);
});

test("a job that rejects is reported and runs again at its next tick", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, errors, job } = bench(clock);
  scheduler.add(job("broken", MINUTE_MS, () => Promise.reject(new Error("our bug"))));
  scheduler.start();
  await clock.advance(3 * MINUTE_MS);
  await scheduler.stop();
  expect(runs).toHaveLength(3);
  expect(errors).toHaveLength(3);
});

test("a removed job runs no more, one added while running starts at its phase", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, job } = bench(clock);
  scheduler.add(job("old", MINUTE_MS));
  scheduler.start();
  await clock.advance(2 * MINUTE_MS);
  scheduler.remove("old");
  scheduler.add(job("new", MINUTE_MS));
  await clock.advance(3 * MINUTE_MS);
  await scheduler.stop();
  expect(runs.filter(({ id }) => id === "old")).toHaveLength(2);
  expect(runs.filter(({ id }) => id === "new")).toHaveLength(3);
});

test("a step of the wall clock moves no tick", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, job } = bench(clock);
  scheduler.add(job("a", MINUTE_MS));
  scheduler.start();
  await clock.advance(2 * MINUTE_MS);
  clock.stepWall(2 * 60 * MINUTE_MS);
  await clock.advance(3 * MINUTE_MS);
  await scheduler.stop();
  const gaps = runs.slice(1).map(({ atMs }, i) => Math.round(atMs - runs[i]!.atMs));
  expect(new Set(gaps)).toEqual(new Set([MINUTE_MS]));
  expect(runs).toHaveLength(5);
});

test("stop aborts what runs, starts nothing new and waits for the last run", async () => {
  const clock = new FakeClock();
  const { scheduler, runs, errors, job } = bench(clock);
  let ended = false;
  scheduler.add(
    job("a", MINUTE_MS, (signal) =>
      clock.sleepUntil(clock.monotonicMs() + 30 * MINUTE_MS, signal).finally(() => {
        ended = true;
      }),
    ),
  );
  scheduler.start();
  await clock.advance(MINUTE_MS);
  await scheduler.stop();
  expect(ended).toBe(true);
  await clock.advance(5 * MINUTE_MS);
  expect(runs).toHaveLength(1);
  expect(errors).toEqual([]);
});
