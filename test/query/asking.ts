import { type EntitySelector, type MetricSelector, parseMetricSelector } from "../../src/manifest/index.ts";
import { type EntitySource, type Grid, type QueriedMetric, queryMetrics } from "../../src/query/index.ts";
import { entitiesOf, type MemoryMetrics, type TimedValue } from "../support/memory-metrics.ts";

/** A whole hour: slots of up to an hour begin here. */
export const START = Date.UTC(2026, 0, 5, 12);
export const MINUTE = 60_000;

/** Five slots of a minute. */
export const FIVE_MINUTES: Grid = { startMs: START, stepMs: MINUTE, slots: 5 };

/** One sample in the middle of each minute from START on; null leaves one out. */
export const perMinute = (...values: readonly (number | null)[]): TimedValue[] =>
  values.flatMap((value, minute) =>
    value === null ? [] : [[START + (minute + 0.5) * MINUTE, value] as const],
  );

export interface Asked {
  readonly grid?: Grid;
  readonly calculated?: Readonly<Record<string, string>>;
  readonly declared?: readonly string[];
  readonly entities?: EntitySource;
  readonly selectIds?: (selector: EntitySelector) => ReadonlySet<string> | Promise<ReadonlySet<string>>;
  readonly signal?: AbortSignal;
  readonly giveWay?: () => Promise<void>;
}

export async function ask(
  selector: string,
  metrics: MemoryMetrics,
  asked: Asked = {},
): Promise<readonly QueriedMetric[]> {
  const sources = {
    metrics,
    entities: asked.entities ?? entitiesOf([]),
    selectIds: asked.selectIds ?? (() => new Set<string>()),
    isDeclared: (key: string) => asked.declared?.includes(key) === true,
    calculated: (key: string) => parsed(asked.calculated?.[key]),
    scope: [],
    giveWay: asked.giveWay,
  };
  return queryMetrics(selector, asked.grid ?? FIVE_MINUTES, sources, asked.signal);
}

function parsed(text: string | undefined): MetricSelector | undefined {
  if (text === undefined) return undefined;
  const result = parseMetricSelector(text);
  if (!result.ok) throw new Error(result.message);
  return result.selector;
}

/** The series of the one result: `a=1,b=2` → values, null where there is none. */
export async function seriesOf(
  selector: string,
  metrics: MemoryMetrics,
  asked: Asked = {},
): Promise<Readonly<Record<string, readonly (number | null)[]>>> {
  const [result] = await ask(selector, metrics, asked);
  return Object.fromEntries(
    (result?.series ?? []).map(({ dimensions, values }) => [
      dimensions.map(([key, value]) => `${key}=${value}`).join(","),
      Array.from(values, (value) => (Number.isNaN(value) ? null : value)),
    ]),
  );
}
