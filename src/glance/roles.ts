import type { GroupPlan } from "../plan/index.ts";
import { type ObjectMeaning, type ObjectRole, type Oid, objectMeaning } from "../smi/index.ts";

/** Something that a group reads, with what it is good for. */
export interface Source {
  /** As planned: a column, or an instance. */
  readonly oid: Oid;
  readonly perRow: boolean;
  readonly meaning: ObjectMeaning;
}

export interface OctetColumns {
  readonly in: Oid;
  /** Undefined where a manifest takes only what comes in. */
  readonly out: Oid | undefined;
  /** 64 bits rank higher than 32. */
  readonly rank: number;
}

/** What of a group tells how a device is, by the objects it reads and not by what the manifest calls them. */
export interface GroupRoles {
  /** That which tells most first. */
  readonly cpu: readonly Source[];
  readonly cpuIdle: readonly Source[];
  readonly memory: readonly Source[];
  /** 64 bits before 32. */
  readonly octets: readonly OctetColumns[];
  readonly errors: readonly Oid[];
  readonly operStatus: Oid | undefined;
  readonly adminStatus: Oid | undefined;
  readonly ifType: Oid | undefined;
  /** Columns with names of interfaces. */
  readonly ifNames: readonly Oid[];
}

const roles = new WeakMap<GroupPlan, GroupRoles | null>();

/** The roles of a group: worked out once and shared by all devices. Undefined: nothing in it tells how a device is. */
export function rolesOf(group: GroupPlan): GroupRoles | undefined {
  let known = roles.get(group);
  if (known === undefined) {
    known = createRoles(group) ?? null;
    roles.set(group, known);
  }
  return known ?? undefined;
}

const MEMORY_ROLES: ReadonlySet<ObjectRole> = new Set([
  "memory-percent",
  "memory-used",
  "memory-free",
  "memory-total",
  "memory-reclaimable",
  "storage-type",
  "storage-name",
  "storage-unit",
  "storage-size",
  "storage-used",
]);

function createRoles({ columns, scalars }: GroupPlan): GroupRoles | undefined {
  const sources = [...sourcesOf(columns, true), ...sourcesOf(scalars, false)].toSorted(
    (a, b) => b.meaning.rank - a.meaning.rank,
  );
  const ofRole = (role: ObjectRole): Source[] => sources.filter(({ meaning }) => meaning.role === role);
  const columnsOf = (role: ObjectRole): Oid[] =>
    ofRole(role).flatMap(({ oid, perRow }) => (perRow ? [oid] : []));
  const found: GroupRoles = {
    cpu: ofRole("cpu"),
    cpuIdle: ofRole("cpu-idle"),
    memory: sources.filter(({ meaning }) => MEMORY_ROLES.has(meaning.role)),
    octets: octetsOf(ofRole("in-octets"), ofRole("out-octets")),
    errors: [...columnsOf("in-errors"), ...columnsOf("out-errors")],
    operStatus: columnsOf("oper-status")[0],
    adminStatus: columnsOf("admin-status")[0],
    ifType: columnsOf("if-type")[0],
    ifNames: [...columnsOf("if-name"), ...columnsOf("if-descr")],
  };
  const { cpu, cpuIdle, memory, octets, errors, operStatus } = found;
  const count = cpu.length + cpuIdle.length + memory.length + octets.length + errors.length;
  return count > 0 || operStatus !== undefined ? found : undefined;
}

function sourcesOf(oids: readonly Oid[], perRow: boolean): Source[] {
  return oids.flatMap((oid) => {
    const meaning = objectMeaning(oid);
    // What lies below a column is one cell of it, and says nothing of the device.
    if (meaning === undefined || (perRow && meaning.oid !== oid)) return [];
    return [{ oid, perRow, meaning }];
  });
}

function octetsOf(into: readonly Source[], out: readonly Source[]): OctetColumns[] {
  return into.flatMap((one) => {
    const other = out.find(({ perRow, meaning }) => perRow && meaning.table === one.meaning.table);
    return one.perRow ? [{ in: one.oid, out: other?.oid, rank: one.meaning.rank }] : [];
  });
}
