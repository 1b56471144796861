// What the builder of a query can show, and the selector that says the same.

export const FILTER_OPS = ["eq", "ne", "prefix", "suffix", "contains"] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

export interface Filter {
  readonly dimension: string;
  readonly op: FilterOp;
  readonly value: string;
}

/** What is to be asked for of a filter that is edited; undefined while it has no value, and for what is asked for already. */
export function filterToAsk(edited: Filter, asked: Filter): Filter | undefined {
  const { dimension, op, value } = edited;
  const isSame = dimension === asked.dimension && op === asked.op && value === asked.value;
  return value === "" || isSame ? undefined : edited;
}

/** One metric, cut down and summed up. */
export interface BuiltQuery {
  /** With its `func:`, without quotes. */
  readonly metric: string;
  readonly filters: readonly Filter[];
  /** Undefined: one series for each set of dimensions that was measured; empty: one in all. */
  readonly split: readonly string[] | undefined;
  /** `avg`, `percentile(95)`; undefined: that of the metric. */
  readonly aggregation: string | undefined;
  /** `1s`, `1m`; undefined: values as they are. */
  readonly rate: string | undefined;
  /** By the value; undefined: as they are stored. */
  readonly order: "ascending" | "descending" | undefined;
  /** Series at most. */
  readonly limit: number | undefined;
}

export const emptyQuery = (metric: string): BuiltQuery => ({
  metric,
  filters: [],
  split: undefined,
  aggregation: undefined,
  rate: undefined,
  order: undefined,
  limit: undefined,
});

const ENTITY_DIMENSION = "dt.entity.";
export const isEntityDimension = (key: string): boolean => key.startsWith(ENTITY_DIMENSION);

/** A query as a metric selector. Entities get their names beside their ids. */
export function selectorOf(query: BuiltQuery): string {
  const { metric, filters, split, aggregation, rate, order, limit } = query;
  const parts = [keyText(metric)];
  if (filters.length > 0) parts.push(filterText(filters));
  if (split !== undefined) parts.push(`splitBy(${split.map(quoted).join(",")})`);
  if (aggregation !== undefined) parts.push(aggregation);
  if (rate !== undefined) parts.push(`rate(${rate})`);
  if (order !== undefined) parts.push(`sort(value(${aggregation ?? "auto"},${order}))`);
  if (limit !== undefined) parts.push(`limit(${limit})`);
  if (split?.some(isEntityDimension) === true) parts.push("names");
  return parts.join(":");
}

const BARE_SECTION = /^[A-Za-z_][\w-]*$/;

/** Sections that begin with a digit, or hold what no bare one may, stand in quotes. */
function keyText(key: string): string {
  const prefix = /^(?:func|builtin|dsfm):/.exec(key)?.[0] ?? "";
  const sections = key.slice(prefix.length).split(".");
  return prefix + sections.map((one) => (BARE_SECTION.test(one) ? one : quoted(one))).join(".");
}

const filterText = (filters: readonly Filter[]): string =>
  `filter(${filters.map(({ op, dimension, value }) => `${op}(${quoted(dimension)},${quoted(value)})`).join(",")})`;

/** `~` escapes a quote and itself. */
export const quoted = (text: string): string => `"${text.replaceAll(/[~"]/g, "~$&")}"`;
