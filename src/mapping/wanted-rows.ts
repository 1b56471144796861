import { type Filter, matchesFilter } from "../manifest/index.ts";
import type { CellRef, DimensionPlan, SubgroupPlan } from "../plan/index.ts";
import { type Oid, renderText, type SnmpValue } from "../smi/index.ts";
import { normaliseDimensionValue } from "./dimension-value.ts";

type Cells = ReadonlyMap<string, SnmpValue>;

/** A filter over a label column whose cells are known. */
interface KnownFilter {
  readonly filter: Filter;
  readonly source: CellRef;
  readonly cells: Cells;
}

/**
 * The rows of a subgroup that its filters let through, as far as they look at these label columns: no other row can
 * become a line, so its counters need not be read. Judges by the very text that a line would carry.
 *
 * Dimensions made of several columns (`$networkFormat`, `$inetAddress`) are not looked at. Where every filter also
 * passes rows without a label (`$not(…)`, `$eq()`), nothing is ruled out: such rows may exist without being known here.
 * @param labels  whole label columns, by OID; cells by row index
 * @returns undefined when all rows have to be read
 */
export function wantedRows(
  subgroup: SubgroupPlan,
  labels: ReadonlyMap<Oid, Cells>,
): ReadonlySet<string> | undefined {
  const filters = subgroup.dimensions.flatMap((dimension) => knownFilter(dimension, labels));
  const strict = filters.find(({ filter }) => !matchesFilter(filter, undefined));
  if (strict === undefined) return undefined;
  const rows = new Set<string>();
  for (const index of strict.cells.keys()) {
    if (filters.every((one) => passes(one, index))) rows.add(index);
  }
  return rows;
}

function knownFilter({ source, filter }: DimensionPlan, labels: ReadonlyMap<Oid, Cells>): KnownFilter[] {
  if (filter === undefined || source.kind !== "column") return [];
  const cells = labels.get(source.oid);
  return cells === undefined ? [] : [{ filter, source, cells }];
}

function passes({ filter, source, cells }: KnownFilter, index: string): boolean {
  const value = cells.get(index);
  const text = value === undefined ? undefined : renderText(value, source.syntax);
  return matchesFilter(filter, text === undefined ? undefined : normaliseDimensionValue(text));
}
