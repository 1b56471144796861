import { expect, test } from "vitest";
import { createDelivery, createOutlet, type Sink, textsOf } from "../../../src/ingest/index.ts";
import { linesOf } from "../../support/delivery-run.ts";
import { delivered, numberOf, retry } from "../../support/played-sink.ts";
import { NO_BOUNDS, QueueRun } from "../../support/queue-run.ts";

// A delivery that reads from the log, as the service has it.

const NOW_MS = 1_760_000_000_000;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

class Way {
  readonly run: QueueRun;
  readonly got: number[] = [];
  isDown = false;
  sends = 0;
  readonly outlet;

  constructor(run: QueueRun) {
    this.run = run;
    const sink: Sink = {
      name: "one",
      maxBatchLines: 20,
      maxBatchBytes: 1_000_000,
      maxAgeMs: undefined,
      send: async (batch) => {
        this.sends++;
        if (this.isDown) return retry();
        this.got.push(...textsOf(batch).map(numberOf));
        return delivered(batch.lines);
      },
      close: async () => undefined,
    };
    const { clock, logger } = run;
    const delivery = createDelivery({ sink, clock, logger, random: { next: () => 0.5 }, queue: run.of() });
    this.outlet = createOutlet(run.queues.log, [delivery]);
  }
}

async function opened(bounds = NO_BOUNDS): Promise<Way> {
  const run = new QueueRun();
  await run.open({ bounds });
  return new Way(run);
}

/** Ten lines on disk alone, which an earlier life has left. */
async function leftOnDisk(): Promise<Way> {
  const first = await opened();
  first.outlet.append(linesOf(10, NOW_MS));
  first.isDown = true;
  await first.run.clock.advance(100);
  first.run.disk.endProcess();
  await first.run.open();
  return new Way(first.run);
}

test("after an outage of an hour every line is delivered, in order", async () => {
  const way = await opened();
  way.isDown = true;
  for (let n = 0; n < 60; n++) {
    way.outlet.append(linesOf(10, NOW_MS + n * 60_000, n * 10));
    await way.run.clock.advance(60_000);
  }
  way.isDown = false;
  await way.run.clock.advance(120_000);
  expect(way.got).toEqual(range(0, 600));
});

test("a sink that is down has no more on disk than its bounds, also between its tries", async () => {
  const way = await opened({ ...NO_BOUNDS, maxLines: 100 });
  way.isDown = true;
  for (let n = 0; n < 60; n++) {
    way.outlet.append(linesOf(10, NOW_MS + n * 60_000, n * 10));
    await way.run.clock.advance(500);
    expect(way.outlet.sinks()[0]!.queued).toBeLessThanOrEqual(110);
  }
  const { queued, dropped } = way.outlet.sinks()[0]!;
  expect(queued + dropped.queueFull).toBe(600);
});

test("a disk that cannot be read for a while is asked each second, not in a loop", async () => {
  const way = await leftOnDisk();
  let asked = 0;
  way.run.disk.readFault = (what) => {
    if (what === "open") asked++;
    return "EMFILE";
  };
  way.outlet.start();
  await way.run.clock.advance(10_000);
  expect(asked).toBeLessThan(25);
  way.run.disk.readFault = () => undefined;
  await way.run.clock.advance(2_000);
  expect(way.got).toEqual(range(0, 10));
});

test("a disk that hangs while a sink reads from it holds up the end for ten seconds at most, and its lines stay", async () => {
  const way = await leftOnDisk();
  way.run.disk.readFault = () => "hang";
  way.outlet.start();
  await way.run.clock.advance(1_000);
  let stopped = false;
  void way.outlet.stop().then(() => (stopped = true));
  await way.run.clock.advance(10_000);
  expect(stopped).toBe(true);
  way.run.disk.readFault = () => undefined;
  await way.run.open();
  expect(await way.run.drain()).toEqual(range(0, 10));
});

test("what a stop leaves is sent by the next run", async () => {
  const first = await opened();
  first.isDown = true;
  first.outlet.append(linesOf(10, NOW_MS));
  await first.run.clock.advance(1_000);
  await first.outlet.stop();
  await first.run.open();
  const way = new Way(first.run);
  way.outlet.start();
  await way.run.clock.advance(1_000);
  expect(way.got).toEqual(range(0, 10));
});

test("a wall clock that is set two hours back or on moves nothing and loses nothing", async () => {
  const way = await opened();
  for (const [n, byMs] of [7_200_000, -14_400_000, 7_200_000].entries()) {
    way.outlet.append(linesOf(10, way.run.clock.wallMs(), n * 10));
    way.run.clock.stepWall(byMs);
    await way.run.clock.advance(2_000);
  }
  expect(way.got).toEqual(range(0, 30));
});
