import type { BuiltQuery } from "./selector.ts";

/** That a query shows only as many series as it was told to. @param count  that came; @returns undefined when all did */
export function limitNote(query: BuiltQuery | undefined, count: number): string | undefined {
  if (query?.limit === undefined || count < query.limit) return undefined;
  const { limit, order, aggregation = "auto" } = query;
  if (order === undefined) return `The first ${limit}; there may be more.`;
  return `The ${limit} ${order === "descending" ? "highest" : "lowest"} by ${aggregation}; there may be more.`;
}

/**
 * That counts depend on the length of a step, which is easily overlooked.
 * @param resolution  of the answer, `5m`
 * @returns undefined for gauges, rates and what is calculated
 */
export function stepNote(query: BuiltQuery | undefined, resolution: string | undefined): string | undefined {
  const isCount = query?.aggregation === "value" && !query.metric.startsWith("func:");
  if (!isCount || query.rate !== undefined || resolution === undefined) return undefined;
  return `Counted in steps of ${resolution.replace("m", " min")}; as a rate, values do not depend on the step.`;
}
