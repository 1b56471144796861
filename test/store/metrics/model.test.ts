import * as fc from "fast-check";
import { expect, test } from "vitest";
import { FakeClock } from "../../support/fake-clock.ts";
import { memoryKeyValue } from "../../support/memory-key-value.ts";
import { batchOf, MINUTE_MS, openStore, type ReadSlot, START_MS, slotsOf } from "./harness.ts";

interface Sample {
  readonly metric: "gauge" | "count";
  readonly port: number;
  /** Minutes before now. */
  readonly late: number;
  readonly value: number;
}

type Step =
  | { readonly do: "append"; readonly samples: readonly Sample[] }
  | { readonly do: "second" | "flush" | "reopen" }
  | { readonly do: "wait"; readonly minutes: number }
  | { readonly do: "step"; readonly minutes: number };

const anyValue = fc.oneof(
  fc.integer({ min: -1_000, max: 5_000_000_000 }),
  fc.integer({ min: 0, max: 4_000 }).map((n) => n / 8),
  fc.constant(7),
);
const anySample: fc.Arbitrary<Sample> = fc.record({
  metric: fc.constantFrom("gauge" as const, "count" as const),
  port: fc.integer({ min: 1, max: 4 }),
  late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 55 })),
  value: anyValue,
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("append" as const),
      samples: fc.array(anySample, { maxLength: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 20 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("second" as const, "flush" as const, "reopen" as const) }),
  },
  // The clock of the host is set, up to half a day back or forth.
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("step" as const), minutes: fc.integer({ min: -700, max: 700 }) }),
  },
);

/** What the store must say: by metric and port, by minute. */
class Model {
  readonly slots = new Map<string, Map<number, ReadSlot>>();
  #unsynced: [string, number, Sample][] = [];

  append(sample: Sample, minute: number): void {
    this.#unsynced.push([`${sample.metric} ${sample.port}`, minute, sample]);
  }

  /** What was logged stays whatever comes. */
  sync(): void {
    for (const [series, minute, { metric, value }] of this.#unsynced)
      this.#add(series, minute, value, metric);
    this.#unsynced = [];
  }

  kill(): void {
    this.#unsynced = [];
  }

  #add(series: string, minute: number, value: number, metric: string): void {
    const own = this.slots.get(series) ?? new Map<number, ReadSlot>();
    this.slots.set(series, own);
    const old = own.get(minute) ?? { minute, count: 0, sum: 0, min: Infinity, max: -Infinity };
    const sum = old.sum + value;
    own.set(minute, {
      minute,
      count: old.count + 1,
      sum,
      min: metric === "count" ? sum : Math.min(old.min, value),
      max: metric === "count" ? sum : Math.max(old.max, value),
    });
  }
}

async function runs(steps: readonly Step[]): Promise<void> {
  const clock = new FakeClock({ wallMs: START_MS + 23 * 60 * MINUTE_MS });
  let kv = memoryKeyValue();
  let { store } = await openStore(kv, { clock });
  const model = new Model();
  for (const one of steps) {
    switch (one.do) {
      case "append": {
        for (const each of one.samples) {
          const atMs = clock.wallMs() - each.late * MINUTE_MS;
          const payload = each.metric === "gauge" ? `gauge,${each.value}` : `count,delta=${each.value}`;
          store.append(batchOf(atMs, `m.${each.metric},port="${each.port}" ${payload}`));
          model.append(each, Math.floor(atMs / MINUTE_MS));
        }
        break;
      }
      case "second":
        await clock.advance(1_100);
        model.sync();
        break;
      case "wait":
        await clock.advance(one.minutes * MINUTE_MS + 1_100);
        model.sync();
        break;
      case "flush":
        await store.flush();
        model.sync();
        break;
      case "step":
        clock.stepWall(one.minutes * MINUTE_MS);
        break;
      case "reopen":
        kv = kv.kill();
        model.kill();
        ({ store } = await openStore(kv, { clock }));
        break;
    }
  }
  model.sync();
  await expectSame(store, model);
  await store.close();
  ({ store } = await openStore(kv.kill(), { clock }));
  await expectSame(store, model);
}

async function expectSame(
  store: Awaited<ReturnType<typeof openStore>>["store"],
  model: Model,
): Promise<void> {
  const range = { fromMs: START_MS - 50 * 86_400_000, toMs: START_MS + 50 * 86_400_000 };
  const found = new Map<string, ReadSlot[]>();
  for (const metric of ["gauge", "count"]) {
    for (const [dimensions, slots] of await slotsOf(store, `m.${metric}`, range)) {
      if (slots.length > 0) found.set(`${metric} ${dimensions.split("port=").at(-1)}`, slots);
    }
  }
  const wanted = [...model.slots].map(([series, slots]) => [
    series,
    [...slots.values()].toSorted((a, b) => a.minute - b.minute),
  ]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
}

test("what is read is what was appended and logged, through flushes, kills and clocks that are set", async () => {
  const cases = Number(process.env["FUZZ_CASES"] ?? 60);
  const seed = Number(process.env["FUZZ_SEED"] ?? 20_251_009);
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), runs), {
    numRuns: cases,
    seed,
  });
});
