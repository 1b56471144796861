import { dimensionWith, type MetricPlace } from "./metric-places.ts";
import { ownDimension, type PolledEndpoint } from "./own-lines.ts";

// Texts of metric selectors that are limited to one device (spec 1 §11).

/** As many lines can still be told apart. */
const SERIES_MAX = 10;

const quoted = (text: string): string => `"${text.replaceAll(/[~"]/g, "~$&")}"`;

export type Equal = readonly [dimension: string, value: string];

/**
 * `key:filter(…):splitBy("if.name")`: the lines of the device.
 * @param key  the place's own, or of what is calculated from it
 * @param more  narrows it further
 * @returns undefined when lines do not say whose they are
 */
export function ownSelector(
  place: MetricPlace,
  endpoint: PolledEndpoint,
  {
    key = place.key,
    split = splitOf(place),
    more = [],
  }: { key?: string; split?: readonly string[]; more?: readonly Equal[] } = {},
): string | undefined {
  const own = ownDimension(place, endpoint);
  if (own === undefined) return undefined;
  const conditions = [own, ...more].map(([dimension, value]) => `eq(${quoted(dimension)},${quoted(value)})`);
  const filter = conditions.length === 1 ? conditions[0]! : `and(${conditions.join(",")})`;
  return `${key}:filter(${filter}):splitBy(${split.map(quoted).join(",")})`;
}

/** The most of many series; a single one stays as it is. */
export const topOf = (selector: string, place: MetricPlace): string =>
  place.table ? `(${selector}):sort(value(avg,descending)):limit(${SERIES_MAX})` : selector;

/** Objects that say something of a row, and are no name of it. */
const NO_NAMES: ReadonlySet<string> = new Set([
  "if-index",
  "if-alias",
  "if-type",
  "if-mac",
  "if-mtu",
  "if-duplex",
  "speed",
  "admin-status",
  "oper-status",
  "storage-type",
  "sensor-type",
  "sensor-scale",
  "sensor-precision",
  "sensor-status",
]);

/** What rows of a table are called by: the one dimension that tells most. */
export function splitOf(place: MetricPlace): readonly string[] {
  const known = dimensionWith(place, "if-name") ?? dimensionWith(place, "if-descr");
  if (known !== undefined) return [known];
  const perRow = place.dimensions.filter(({ perRow: isPerRow }) => isPerRow);
  const names = perRow.filter(({ meaning }) => meaning === undefined || !NO_NAMES.has(meaning.role));
  const best =
    names.find(({ key }) => /name$/i.test(key)) ??
    names.find(({ key }) => /descr/i.test(key)) ??
    names[0] ??
    perRow.find(({ meaning }) => meaning?.role === "if-index");
  return best === undefined ? [] : [best.key];
}
