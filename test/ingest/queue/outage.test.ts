import { expect, test } from "vitest";
import { seededRandom, silentLogger } from "../../../src/base/index.ts";
import {
  createDelivery,
  createOutlet,
  openSinkQueues,
  type Sink,
  textsOf,
} from "../../../src/ingest/index.ts";
import { batchOf, textOf } from "../../support/delivery-run.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FaultyDisk } from "../../support/faulty-files.ts";

const OUTAGE_MS = 50 * 60_000;
const POLL_EVERY_MS = 5_000;
const LINES_A_POLL = 50;
/** What a tenant refuses to take is older than an hour. */
const MAX_AGE_MS = 55 * 60_000;

test("an outage of fifty minutes, with a restart in the middle, loses no line and changes no order", async () => {
  const clock = new FakeClock();
  const disk = new FaultyDisk();
  const got: number[] = [];
  let isAway = false;
  const sink: Sink = {
    name: "tenant",
    maxBatchLines: 1_000,
    maxBatchBytes: 1_000_000,
    maxAgeMs: MAX_AGE_MS,
    send: (batch) => {
      if (isAway) return Promise.resolve({ kind: "retry", reason: "503", afterMs: undefined });
      got.push(...textsOf(batch).map((text) => Number(/gauge,(\d+)/.exec(text)?.[1])));
      return Promise.resolve({
        kind: "delivered",
        accepted: batch.lines,
        rejected: [],
        rejectedCount: 0,
        warnings: [],
      });
    },
    close: () => Promise.resolve(),
  };
  let lives = 0;
  const start = async () => {
    const life = ++lives;
    // A process that has ended sends nothing more, though its memory is still here.
    const send: Sink["send"] = (batch, signal) =>
      life === lives ? sink.send(batch, signal) : new Promise(() => undefined);
    const queues = await openSinkQueues({
      files: disk.mount(),
      clock,
      logger: silentLogger,
      sinks: [{ name: "tenant", bounds: { maxLines: 10_000_000, maxBytes: 1e9 } }],
      segmentBytes: 100_000,
      sync: "never",
    });
    const random = seededRandom(7);
    const delivery = createDelivery({
      sink: { ...sink, send },
      clock,
      random,
      logger: silentLogger,
      queue: queues.of("tenant"),
    });
    const outlet = createOutlet(queues.log, [delivery]);
    outlet.start();
    return outlet;
  };
  let outlet = await start();
  let sent = 0;
  const poll = async (forMs: number): Promise<void> => {
    for (let ms = 0; ms < forMs; ms += POLL_EVERY_MS) {
      const texts = Array.from({ length: LINES_A_POLL }, () => textOf(sent++, clock.wallMs()));
      outlet.append(batchOf(texts, clock.wallMs()));
      await clock.advance(POLL_EVERY_MS);
    }
  };
  await poll(60_000);
  isAway = true;
  await poll(OUTAGE_MS / 2);
  disk.endProcess();
  outlet = await start();
  await poll(OUTAGE_MS / 2);
  isAway = false;
  await poll(120_000);
  const stopping = outlet.drain(10_000).then(() => outlet.stop());
  await clock.advance(15_000);
  await stopping;
  expect(sent).toBeGreaterThan(30_000);
  expect(got).toEqual(Array.from({ length: sent }, (_, n) => n));
  expect(disk.names().filter((name) => name.endsWith(".lines")).length).toBeLessThan(5);
});
