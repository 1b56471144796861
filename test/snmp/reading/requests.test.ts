import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type DeviceShape, deviceOf, fewestRequests, type TableShape } from "../../support/read-cost.ts";
import type { VirtualAgentOptions } from "../../support/virtual-agent.ts";
import { VirtualBench } from "../../support/virtual-bench.ts";

// How many requests a poll takes once the device is known, against the fewest that its reply size allows.

/** Reads until sizes and lengths are known: budgets double every second one. */
const READS_TO_LEARN = 14;
const MESSAGE_MAX_BYTES = 1_472;
const RATIO_MAX = 1.15;

async function costOf(shape: DeviceShape, options: VirtualAgentOptions) {
  const device = deviceOf(shape);
  const bench = new VirtualBench();
  const client = bench.client(
    bench.agent({ mib: device.mib, messageMaxBytes: MESSAGE_MAX_BYTES, ...options }),
  );
  for (let reads = 0; reads < READS_TO_LEARN; reads++) await bench.run(client.read(device.wish));
  const before = client.stats();
  const answer = await bench.run(client.read(device.wish));
  const after = client.stats();
  bench.clean();
  const failed = [...answer.columns.values()].filter(({ failure }) => failure !== undefined);
  const cells = [...answer.columns.values()].reduce((sum, column) => sum + column.cells.size, 0);
  expect([failed, cells + answer.values.size]).toEqual([[], device.varbinds]);
  return {
    requests: after.requests - before.requests,
    varbinds: after.varbinds - before.varbinds,
    wanted: device.varbinds,
    fewest: fewestRequests(device, MESSAGE_MAX_BYTES),
  };
}

/** A switch of 20 ports: 16 columns of statuses, counters and names, and 19 scalars. */
const W1: DeviceShape = {
  scalars: 19,
  tables: [
    {
      rows: 20,
      columns: [...Array<"status">(3).fill("status"), ...Array<"counter">(10).fill("counter"), 8, 12, 20],
    },
  ],
};

test("W1 at 1,472 bytes takes at most 1.15 × the fewest requests", async () => {
  const { requests, fewest } = await costOf(W1, {});
  expect(requests).toBeLessThanOrEqual(fewest * RATIO_MAX);
});

test("W1 brings few cells that nobody wanted", async () => {
  const { varbinds, wanted, requests } = await costOf(W1, {});
  expect(varbinds - requests).toBeLessThanOrEqual(wanted * 1.05);
});

const column = fc.oneof(
  fc.constant<TableShape["columns"][number]>("status"),
  fc.constant<TableShape["columns"][number]>("counter"),
  fc.integer({ min: 4, max: 30 }),
);
const table: fc.Arbitrary<TableShape> = fc.record({
  rows: fc.integer({ min: 1, max: 80 }),
  columns: fc.array(column, { minLength: 1, maxLength: 20 }),
});
const shape: fc.Arbitrary<DeviceShape> = fc.record({
  scalars: fc.integer({ min: 0, max: 25 }),
  tables: fc.array(table, { minLength: 1, maxLength: 4 }),
});

test("devices of any shape take at most 1.15 × the fewest requests, in whole ones", {
  timeout: 60_000,
}, async () => {
  let all = 0;
  let fewestOfAll = 0;
  await fc.assert(
    fc.asyncProperty(shape, async (one) => {
      const { requests, fewest } = await costOf(one, {});
      all += requests;
      fewestOfAll += fewest;
      expect(requests).toBeLessThanOrEqual(Math.ceil(fewest * RATIO_MAX));
    }),
    { numRuns: 25, seed: 20_260_301 },
  );
  expect(all / fewestOfAll).toBeLessThanOrEqual(RATIO_MAX);
});

test("an agent that refuses what is too large is asked for nearly all it takes", {
  timeout: 60_000,
}, async () => {
  let all = 0;
  let fewestOfAll = 0;
  for (const one of fc.sample(shape, { numRuns: 15, seed: 7 })) {
    const { requests, fewest } = await costOf(one, { whenLarger: "tooBig" });
    all += requests;
    fewestOfAll += fewest;
  }
  expect(all / fewestOfAll).toBeLessThanOrEqual(RATIO_MAX);
});
