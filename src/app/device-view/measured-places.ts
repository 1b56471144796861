import type { MetricSource, Tuple } from "../../query/index.ts";
import type { ObjectRole } from "../../smi/index.ts";
import type { MetricPlace } from "./metric-places.ts";
import { isOwn, type PolledEndpoint } from "./own-lines.ts";

/** A metric that the device has lines of. */
export interface MeasuredPlace {
  readonly place: MetricPlace;
  readonly tuples: readonly Tuple[];
}

/**
 * Of what is collected, what the device had within the time: a feature set may ask for what it does not have. Where
 * several tables feed one key, it is there once.
 */
export async function measuredPlaces(
  places: readonly MetricPlace[],
  endpoint: PolledEndpoint,
  metrics: MetricSource,
  sinceMs: number,
): Promise<readonly MeasuredPlace[]> {
  const measured: MeasuredPlace[] = [];
  const taken = new Set<string>();
  for (const place of places) {
    const metric = metrics.metric(place.key);
    const condition = isOwn(place, endpoint);
    if (metric === undefined || condition === undefined || place.isConstant) continue;
    const tuples: Tuple[] = [];
    for await (const tuple of metrics.tuples(metric, [condition])) {
      if (tuple.lastWrittenMs >= sinceMs && isOf(place, tuple)) tuples.push(tuple);
    }
    const name = JSON.stringify([place.key, place.group, place.subgroup]);
    if (tuples.length > 0 && !taken.has(name)) measured.push({ place, tuples });
    taken.add(name);
  }
  return measured;
}

/** Whether the tuple has the dimensions of this table, and not those of another that feeds the same key. */
function isOf({ dimensions }: MetricPlace, tuple: Tuple): boolean {
  const keys = new Set(tuple.dimensions.map(([key]) => key));
  const perRow = dimensions.filter((one) => one.perRow);
  return perRow.length === 0 || perRow.some(({ key }) => keys.has(key));
}

/** Those with the role, the best source first. */
export const withRole = (measured: readonly MeasuredPlace[], role: ObjectRole): readonly MeasuredPlace[] =>
  measured
    .filter(({ place }) => place.meaning?.role === role)
    .toSorted((a, b) => (b.place.meaning?.rank ?? 0) - (a.place.meaning?.rank ?? 0));
