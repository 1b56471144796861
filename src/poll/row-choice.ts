import type { SubgroupPlan } from "../plan/index.ts";
import type { Oid, SnmpValue } from "../smi/index.ts";
import type { CompactCells } from "./compact-cells.ts";
import type { PlannedColumn, ReadPlan } from "./read-plan.ts";

/**
 * The rows that the filters of a subgroup let through, as far as they look at these label columns.
 * @returns undefined when the labels rule out nothing for certain: all rows have to be read
 */
export type WantedRows = (
  subgroup: SubgroupPlan,
  labels: ReadonlyMap<Oid, ReadonlyMap<string, SnmpValue>>,
) => ReadonlySet<string> | undefined;

/** By column: the only rows anybody wants. Other columns are wanted whole. */
export type RowChoice = ReadonlyMap<Oid, ReadonlySet<string>>;

export const NO_CHOICE: RowChoice = new Map();

/**
 * The columns of which nobody wants all rows, because every subgroup that uses them filters by labels that are kept.
 *
 * Labels and the columns that show rows coming and going are always read whole: of interfaces the agent itself tells
 * (ifNumber, ifTableLastChange), of other tables one column is read in full. A row that begins to pass a filter
 * gives its first delta one poll later than it would without this: its counters were not read before.
 * @param seesInterfaces  the agent tells when interfaces come and go
 */
export function rowsToRead(
  plan: ReadPlan,
  kept: ReadonlyMap<Oid, CompactCells>,
  wantedRows: WantedRows,
  seesInterfaces: boolean,
): RowChoice {
  const rowsOf = remembering((subgroup: SubgroupPlan) => wantedRows(subgroup, kept));
  const watched = new Set<number>();
  const choice = new Map<Oid, ReadonlySet<string>>();
  for (const column of plan.columns) {
    if (column.keep !== "never") continue;
    const rows = wantedOf(plan, column, rowsOf);
    const isSeen =
      watched.has(column.family) || (seesInterfaces && plan.interfaceFamilies.has(column.family));
    if (isSeen && rows !== undefined && rows.size < rowsKnown(plan, column.family, kept)) {
      choice.set(column.oid, rows);
    } else watched.add(column.family);
  }
  return choice;
}

function wantedOf(
  plan: ReadPlan,
  { users }: PlannedColumn,
  rowsOf: (subgroup: SubgroupPlan) => ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  let wanted: ReadonlySet<string> | undefined;
  for (const [group, subgroup] of users) {
    const rows = rowsOf(plan.groups[group]!.subgroups[subgroup]!);
    if (rows === undefined) return undefined;
    wanted = wanted === undefined || wanted === rows ? rows : new Set([...wanted, ...rows]);
  }
  return wanted;
}

/** Rows of a family, as its longest kept label has them. */
function rowsKnown(plan: ReadPlan, family: number, kept: ReadonlyMap<Oid, CompactCells>): number {
  let rows = 0;
  for (const column of plan.columns) {
    if (column.family === family) rows = Math.max(rows, kept.get(column.oid)?.size ?? 0);
  }
  return rows;
}

function remembering<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    if (!known.has(key)) known.set(key, of(key));
    return known.get(key)!;
  };
}
