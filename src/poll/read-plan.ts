import type { GroupPlan } from "../plan/index.ts";
import { compareOids, isUnder, type Oid, oid } from "../smi/index.ts";
import type { ReadPriority } from "../snmp/index.ts";
import { columnsOf, type Keep, metricColumnsOf, partsOf } from "./dimension-parts.ts";
import { prioritiesOf } from "./priorities.ts";

/** What several groups need together, each thing once: worked out once and shared by all devices. */
export interface ReadPlan {
  readonly groups: readonly GroupPlan[];
  readonly scalars: readonly Oid[];
  /** In OID order. */
  readonly columns: readonly PlannedColumn[];
  /** Some column lies under another one: they cannot be walked side by side. */
  readonly nested: boolean;
  /** Rows are interfaces: what the agent says about changes of them is worth asking for. */
  readonly interfaces: boolean;
  /** The families of columns whose rows are interfaces. */
  readonly interfaceFamilies: ReadonlySet<number>;
  /** A filter looks at a column: rows that nobody wants may be left out. */
  readonly filtered: boolean;
}

export interface PlannedColumn {
  readonly oid: Oid;
  readonly priority: ReadPriority;
  readonly keep: Keep;
  /** Columns with an equal number meet in some subgroup, directly or through others. */
  readonly family: number;
  /** Where it is used: number of the group in the plan, number of the subgroup in it. */
  readonly users: readonly (readonly [group: number, subgroup: number])[];
}

const plans = new WeakMap<GroupPlan, ReadPlan[]>();
/** Groups that fall due together: a handful of sets a plan. More means that nobody asks for the old ones again. */
const SETS_MAX = 64;

/** The plan for groups of one device that are read together. */
export function readPlanOf(groups: readonly GroupPlan[]): ReadPlan {
  const [first] = groups;
  if (first === undefined) return createReadPlan([]);
  let known = plans.get(first);
  if (known === undefined) {
    known = [];
    plans.set(first, known);
  }
  let plan = known.find((other) => sameGroups(other.groups, groups));
  if (plan === undefined) {
    plan = createReadPlan(groups);
    if (known.push(plan) > SETS_MAX) known.shift();
  }
  return plan;
}

const sameGroups = (left: readonly GroupPlan[], right: readonly GroupPlan[]): boolean =>
  left.length === right.length && left.every((group, i) => group === right[i]);

function createReadPlan(groups: readonly GroupPlan[]): ReadPlan {
  const scalars = [...new Set(groups.flatMap((group) => group.scalars))].toSorted(compareOids);
  const uses = usesOf(groups);
  const families = familiesOf(groups);
  const priorities = prioritiesOf(groups, families);
  const watchers = rowWatchers(groups, uses);
  const columns = [...new Set(groups.flatMap((group) => group.columns))].toSorted(compareOids).map(
    (column): PlannedColumn => ({
      oid: column,
      priority: priorities.get(column) ?? 3,
      keep: watchers.has(column) ? "never" : (uses.get(column)?.keep ?? "never"),
      family: families.get(column) ?? -1,
      users: uses.get(column)?.users ?? [],
    }),
  );
  return {
    groups: [...groups],
    scalars,
    columns,
    // In OID order what lies under a column follows it.
    nested: columns.some(({ oid: column }, i) => i > 0 && isUnder(column, columns[i - 1]!.oid)),
    interfaces: columns.some(isOfInterfaces),
    interfaceFamilies: new Set(columns.filter(isOfInterfaces).map(({ family }) => family)),
    filtered: groups.some(({ subgroups }) =>
      subgroups.some(({ dimensions }) =>
        dimensions.some(({ source, filter }) => filter !== undefined && partsOf(source).length > 0),
      ),
    ),
  };
}

/** ifTable and ifXTable. */
const INTERFACE_TABLES = [oid("1.3.6.1.2.1.2.2"), oid("1.3.6.1.2.1.31.1.1")];

const isOfInterfaces = ({ oid: column }: PlannedColumn): boolean =>
  INTERFACE_TABLES.some((root) => isUnder(column, root));

interface Use {
  keep: Keep;
  readonly users: (readonly [group: number, subgroup: number])[];
}

function usesOf(groups: readonly GroupPlan[]): ReadonlyMap<Oid, Use> {
  const uses = new Map<Oid, Use>();
  const add = (column: Oid, keep: Keep, user: readonly [number, number]): void => {
    const use = uses.get(column);
    if (use === undefined) {
      uses.set(column, { keep, users: [user] });
      return;
    }
    use.keep = stricter(use.keep, keep);
    use.users.push(user);
  };
  groups.forEach(({ subgroups }, group) => {
    subgroups.forEach((subgroup, number) => {
      for (const column of metricColumnsOf(subgroup)) add(column, "never", [group, number]);
      for (const { source } of subgroup.dimensions) {
        for (const part of partsOf(source)) add(part.oid, part.keep, [group, number]);
      }
    });
  });
  return uses;
}

const KEEP_ORDER: readonly Keep[] = ["label", "by-value", "never"];
const stricter = (a: Keep, b: Keep): Keep => (KEEP_ORDER.indexOf(a) > KEEP_ORDER.indexOf(b) ? a : b);

/**
 * Where a table is its dimensions alone (neighbours, inventory), one column is read in every poll all the same: a row
 * that comes or goes is seen at once, and the others are read again with it.
 */
function rowWatchers(groups: readonly GroupPlan[], uses: ReadonlyMap<Oid, Use>): ReadonlySet<Oid> {
  const watchers = new Set<Oid>();
  for (const subgroup of groups.flatMap(({ subgroups }) => subgroups)) {
    const parts = subgroup.dimensions.flatMap(({ source }) => partsOf(source));
    const isWatched = columnsOf(subgroup).some(
      (column) => uses.get(column)?.keep === "never" || watchers.has(column),
    );
    const watcher = parts.find(({ isKind }) => isKind) ?? parts[0];
    if (!isWatched && watcher !== undefined) watchers.add(watcher.oid);
  }
  return watchers;
}

/** Numbers the sets of columns that are joined with each other. */
function familiesOf(groups: readonly GroupPlan[]): ReadonlyMap<Oid, number> {
  const families = new Map<Oid, number>();
  let next = 0;
  for (const subgroup of groups.flatMap(({ subgroups }) => subgroups)) {
    const columns = columnsOf(subgroup);
    const met = new Set(columns.flatMap((column) => families.get(column) ?? []));
    const family = next++;
    for (const column of columns) families.set(column, family);
    for (const [column, old] of families) if (met.has(old)) families.set(column, family);
  }
  return families;
}
