import type { BuiltQuery } from "./selector.ts";

/** That a query shows only as many series as it was told to. @param count  that came; @returns undefined when all did */
export function limitNote(query: BuiltQuery | undefined, count: number): string | undefined {
  if (query?.limit === undefined || count < query.limit) return undefined;
  const { limit, order, aggregation = "auto" } = query;
  if (order === undefined) return `The first ${limit}; there may be more.`;
  return `The ${limit} ${order === "descending" ? "highest" : "lowest"} by ${aggregation}; there may be more.`;
}
