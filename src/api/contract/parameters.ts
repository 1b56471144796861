import { z } from "zod";

// Parts of paths and queries that several areas share.

/** A point in time as text: the ports read it, for it may be relative to now. */
export function time(fallback: string) {
  return z
    .string()
    .max(50)
    .optional()
    .describe(
      `Epoch milliseconds, ISO 8601, or relative: now-2h, now-1d/d (m h d w M y). Default ${fallback}.`,
    );
}

export const flag = z.enum(["true", "false"]).transform((text) => text === "true");

/** Of a JSON body with a part that is not ours to describe. */
export const anyRecord = z.record(z.string(), z.unknown());

/** A list that comes in parts. */
export const pageInfo = {
  totalCount: z.number().int().describe("Of all parts together."),
  pageSize: z.number().int(),
  nextPageKey: z
    .string()
    .nullable()
    .describe("For the query parameter of the same name; null on the last part."),
};
