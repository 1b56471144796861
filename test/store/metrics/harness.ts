import { type Logger, seededRandom } from "../../../src/base/index.ts";
import { DEFAULT_STORE, type StoreSettings } from "../../../src/config/index.ts";
import type { LineBatch } from "../../../src/ingest/index.ts";
import type { DimensionCondition, Tuple } from "../../../src/query/index.ts";
import type { BoundLine, KeyValue, LineBinder } from "../../../src/store/index.ts";
import { MetricStore } from "../../../src/store/index.ts";
import { FakeClock } from "../../support/fake-clock.ts";

export const MINUTE_MS = 60_000;
/** A whole day, so that days are easy to count: 2025-10-09T00:00:00Z. */
export const START_MS = 20_370 * 86_400_000;

/** A binder that tells each row its port as an entity, and notes what it sees. */
export class PortBinder implements LineBinder {
  generation = 1;
  prefix = "PORT";
  readonly bound: string[] = [];
  readonly seenAtMs: number[] = [];

  bind({ storedKey, dimensions }: BoundLine) {
    this.bound.push(storedKey);
    const port = dimensions.find(([key]) => key === "port")?.[1];
    return {
      dimensions: port === undefined ? [] : ([["dt.entity.port", `${this.prefix}-${port}`]] as const),
      seen: (atMs: number) => {
        this.seenAtMs.push(atMs);
      },
    };
  }
}

export class NotedLogger implements Logger {
  readonly lines: { readonly level: string; readonly fields: object; readonly message: string }[] = [];
  debug(): void {}
  info(fields: object, message: string): void {
    this.lines.push({ level: "info", fields, message });
  }
  warn(fields: object, message: string): void {
    this.lines.push({ level: "warn", fields, message });
  }
  error(fields: object, message: string): void {
    this.lines.push({ level: "error", fields, message });
  }
  /** How many entries of a level have these words. */
  count(level: string, words: string): number {
    return this.lines.filter((line) => line.level === level && line.message.includes(words)).length;
  }
}

export async function openStore(
  kv: KeyValue,
  {
    clock = new FakeClock({ wallMs: START_MS }),
    settings = {},
    binder = new PortBinder(),
    logger = new NotedLogger(),
  }: {
    readonly clock?: FakeClock;
    readonly settings?: Partial<StoreSettings>;
    readonly binder?: PortBinder;
    readonly logger?: NotedLogger;
  } = {},
) {
  const store = await MetricStore.open({
    kv,
    clock,
    logger,
    binder,
    settings: { ...DEFAULT_STORE, ...settings },
    random: seededRandom(7),
  });
  return { store, clock, binder, logger };
}

/** @param lines  `key,dims payload`, without time; quotes are added around plain values */
export function batchOf(timestampMs: number, ...lines: readonly string[]): LineBatch {
  const text = lines.map((line) => `${line} ${timestampMs}\n`).join("");
  return { bytes: Buffer.from(text), lines: lines.length, timestampMs };
}

export interface ReadSlot {
  readonly minute: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

export async function tuplesOf(
  store: MetricStore,
  key: string,
  conditions?: readonly DimensionCondition[],
): Promise<readonly Tuple[]> {
  const metric = store.metric(key);
  if (metric === undefined) return [];
  const tuples: Tuple[] = [];
  for await (const tuple of store.tuples(metric, conditions)) tuples.push(tuple);
  return tuples;
}

/** All slots of a metric that hold something, by its dimensions as text. */
export async function slotsOf(
  store: MetricStore,
  key: string,
  {
    fromMs,
    toMs,
    stepMs = MINUTE_MS,
  }: { readonly fromMs: number; readonly toMs: number; readonly stepMs?: number },
): Promise<Map<string, ReadSlot[]>> {
  const found = new Map<string, ReadSlot[]>();
  const grid = { startMs: fromMs, stepMs, slots: Math.ceil((toMs - fromMs) / stepMs) };
  await store.read(await tuplesOf(store, key), grid, (slots, { dimensions }) => {
    const own: ReadSlot[] = [];
    for (let i = 0; i < grid.slots; i++) {
      if (slots.count[i] === 0) continue;
      own.push({
        minute: (fromMs + i * stepMs) / MINUTE_MS,
        count: slots.count[i]!,
        sum: slots.sum[i]!,
        min: slots.min[i]!,
        max: slots.max[i]!,
      });
    }
    found.set(dimensions.map(([name, value]) => `${name}=${value}`).join(","), own);
  });
  return found;
}
