import { expect, test } from "vitest";
import { AppError } from "../../../src/base/index.ts";
import { chunkKey, FRESH } from "../../../src/store/metrics/chunk-keys.ts";
import { type LogRecord, recordKey } from "../../../src/store/metrics/sample-log.ts";
import { Scribe } from "../../../src/store/metrics/scribe.ts";
import { memoryKeyValue } from "../../support/memory-key-value.ts";
import { NotedLogger } from "./harness.ts";

const full = () => new AppError("store.full", "the disk is full");

function scribeOn(maxBytes: number) {
  const kv = memoryKeyValue();
  const logger = new NotedLogger();
  const written: LogRecord[] = [];
  const scribe = new Scribe(kv, { logger, maxBytes, onWritten: (record) => written.push(record) });
  return { kv, logger, written, scribe };
}

const groupOf = (n: number) => ({
  record: {
    record: { sequence: n, maxMinute: n, samples: 10 },
    change: { key: recordKey(n), value: new Uint8Array(400) },
  },
  chunks: [{ series: n, key: chunkKey(n, FRESH, n), value: new Uint8Array(400), samples: 10 }],
  changes: [{ key: Uint8Array.of(0x10, n), value: Uint8Array.of(1) }],
});

test("beyond the bound the oldest records go first, then the oldest chunks, whose samples are counted", async () => {
  const { kv, scribe, written } = scribeOn(2_500);
  kv.fault = full;
  for (let n = 1; n <= 5; n++) {
    scribe.add(groupOf(n));
    expect(await scribe.write()).toBe(false);
    expect(scribe.bytes).toBeLessThanOrEqual(2_500);
  }
  expect(scribe.droppedSamples).toBe(10);
  expect(scribe.unwritten(1, 100)).toEqual([]);
  expect(scribe.unwritten(5, 100)).toHaveLength(1);
  kv.fault = () => undefined;
  expect(await scribe.write()).toBe(true);
  expect(written).toEqual([]);
  // The dictionary is never dropped: later chunks name what it says.
  expect(kv.keys(0x10)).toHaveLength(5);
  expect(kv.keys(0x12)).toHaveLength(4);
  expect(scribe.bytes).toBe(0);
});

test("a fault is said once, and its end too; what waits is written in its order", async () => {
  const { kv, logger, scribe, written } = scribeOn(1_000_000);
  kv.fault = (write) => (write < 3 ? full() : undefined);
  for (let n = 1; n <= 3; n++) {
    scribe.add(groupOf(n));
    await scribe.write();
  }
  expect(scribe.fault?.code).toBe("store.full");
  expect(scribe.isIdle).toBe(false);
  expect(await scribe.write()).toBe(true);
  expect(written.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  expect(scribe.fault).toBeUndefined();
  expect(logger.lines.map(({ level }) => level)).toEqual(["error", "info"]);
});
