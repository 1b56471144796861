import type { Preview } from "../../../api/contract/index.ts";
import { counted } from "../../words/counted.ts";

export type MissingValue = Preview["missing"][number];
type Place = Pick<Preview["tables"][number], "group" | "subgroup">;

/** What delivers nothing in one subgroup. */
export const missingOf = (
  missing: readonly MissingValue[],
  { group, subgroup }: Place,
): readonly MissingValue[] => missing.filter((one) => one.group === group && one.subgroup === subgroup);

/** `1 metric empty`, for a title; empty where all deliver, and where the subgroup itself has not one row. */
export function missingCount(
  missing: readonly MissingValue[],
  { totalRows }: { readonly totalRows: number },
): string {
  const own = missing.filter(({ elsewhere }) => !elsewhere);
  if (own.length === 0 || totalRows === 0) return "";
  const metrics = own.filter(({ role }) => role === "metric").length;
  return `${metrics > 0 ? counted(metrics, "metric") : counted(own.length, "dimension")} empty`;
}

/** How many metrics deliver nothing anywhere, in a preview that came about. */
export const emptyMetrics = ({ missing, totalLines }: Pick<Preview, "missing" | "totalLines">): number =>
  totalLines === 0
    ? 0
    : new Set(missing.flatMap(({ key, role, elsewhere }) => (role === "metric" && !elsewhere ? [key] : [])))
        .size;

/** What was asked for in vain: `ifHCInOctets (1.3.6.1.2.1.31.1.1.1.6)`. */
export function objectWords({ object, oid }: Pick<MissingValue, "object" | "oid">): string {
  if (oid === undefined) return object ?? "";
  return object === undefined ? oid : `${object} (${oid})`;
}
