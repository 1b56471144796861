import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { silentLogger, systemClock } from "../../../src/base/index.ts";
import { textsOf } from "../../../src/ingest/index.ts";
import { logFiles } from "../../../src/ingest/queue/log-files.ts";
import { openSinkQueues, type SinkQueues } from "../../../src/ingest/queue/sink-queues.ts";
import { linesOf } from "../../support/delivery-run.ts";
import { NO_BOUNDS } from "../../support/queue-run.ts";

// The same on the host's own file system.

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "snmpgate-queue-")), "queue");
});
afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true, force: true });
});

const open = (): Promise<SinkQueues> =>
  openSinkQueues({
    files: logFiles(folder),
    clock: systemClock,
    logger: silentLogger,
    sinks: [{ name: "one", bounds: NO_BOUNDS }],
    segmentBytes: 2_000,
  });

async function close(queues: SinkQueues): Promise<void> {
  await queues.of("one").close();
  await queues.log.close();
}

test("lines that one run has written the next one reads, and deletes when they are sent", async () => {
  const first = await open();
  for (let n = 0; n < 20; n++) {
    first.log.append(linesOf(10, 1_760_000_000_000, n * 10));
    await first.log.written();
  }
  await close(first);
  const second = await open();
  const batch = await second.of("one").take(1_000, 1_000_000);
  expect(textsOf(batch!)).toHaveLength(200);
  await second.of("one").settle();
  await close(second);
  expect(readdirSync(folder)).toEqual(["cursor-one"]);
});

test("what lies on disk is readable by its owner alone", async () => {
  const queues = await open();
  queues.log.append(linesOf(1, 1_760_000_000_000));
  await queues.log.written();
  const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
  await close(queues);
  expect([statSync(folder).mode & 0o777, ...modes]).toEqual([0o700, 0o600, 0o600]);
});

test("a batch larger than a record is written in parts, and read back whole", async () => {
  const queues = await open();
  const batch = linesOf(100_000, 1_760_000_000_000);
  queues.log.append(batch);
  await queues.log.written();
  const taken = await queues.of("one").take(1e9, 1e9);
  await close(queues);
  expect(Buffer.compare(taken!.bytes, batch.bytes)).toBe(0);
});
