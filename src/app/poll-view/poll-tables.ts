import type { DevicePoll } from "../../api/index.ts";
import type { SubgroupPlan } from "../../plan/index.ts";
import type { ObjectCatalogue, Oid } from "../../smi/index.ts";
import { shortName } from "../trace-names.ts";
import type { PollDetails } from "./poll-details.ts";
import { type PolledTask, sentence } from "./poll-missing.ts";
import { objectsOfSubgroup } from "./subgroup-objects.ts";

type Table = DevicePoll["tables"][number];

/** Octets of a scalar in a reply, about: nobody measures them one by one. */
const SCALAR_BYTES = 20;

/**
 * What each table costs. Requests carry columns of several tables, so nothing can be said of requests and time by table
 * but the share of octets and the round trips of requests that began with it.
 */
export function tablesOf(
  polled: readonly PolledTask[],
  details: Pick<PollDetails, "learned" | "labels">,
  catalogue: ObjectCatalogue,
): Table[] {
  const costs = new Costs(details);
  const all = polled.flatMap(({ task: { group } }) => [...group.scalars, ...group.columns]);
  // Before a table was read, scalars are all there is to compare.
  const isKnown = polled.some(({ task: { group } }) => costs.rowsOf(group.columns) !== undefined);
  const totalBytes = isKnown ? [...new Set(all)].reduce((sum, oid) => sum + costs.bytesOf(oid), 0) : 0;
  return polled.flatMap((one) =>
    one.task.group.subgroups.map((subgroup) => tableOf(one, subgroup, { costs, totalBytes, catalogue })),
  );
}

interface Surroundings {
  readonly costs: Costs;
  readonly totalBytes: number;
  readonly catalogue: ObjectCatalogue;
}

function tableOf(
  { task: { group }, details }: PolledTask,
  subgroup: SubgroupPlan,
  { costs, totalBytes, catalogue }: Surroundings,
): Table {
  const objects = objectsOfSubgroup(subgroup);
  const isColumn = new Set(group.columns);
  const own = subgroup.table ? objects.filter((oid) => isColumn.has(oid)) : objects;
  const absent = own.filter((oid) => details.absent.includes(oid));
  const trouble =
    details.troubles.find(({ oid }) => own.includes(oid)) ??
    (details.outcome === "failed" ? details.error : undefined);
  const bytes = own.reduce((sum, oid) => sum + costs.bytesOf(oid), 0);
  const rows = subgroup.table ? costs.rowsOf(own) : details.outcome === "failed" ? undefined : 1;
  const rttMs = costs.rttOf(own);
  return {
    group: group.group,
    subgroup: subgroup.name,
    featureSets: subgroup.featureSets.filter((set) => set !== ""),
    source: sourceOf(own, subgroup.table, catalogue),
    ...(rows === undefined ? {} : { rows }),
    columns: own.length,
    keptColumns: own.filter((oid) => costs.isKept(oid) && !absent.includes(oid)).length,
    absentColumns: absent.length,
    ...(totalBytes === 0 ? {} : { sharePercent: Math.round((bytes / totalBytes) * 1_000) / 10 }),
    ...(rttMs === undefined ? {} : { rttMs }),
    complete: trouble === undefined,
    ...(trouble === undefined ? {} : { cause: sentence(trouble.message) }),
    ...(trouble?.remedy === undefined ? {} : { remedy: trouble.remedy }),
  };
}

/** What was learned of the columns of one device. */
class Costs {
  readonly #learned: PollDetails["learned"];
  readonly #kept: ReadonlyMap<Oid, number>;

  constructor({ learned, labels }: Pick<PollDetails, "learned" | "labels">) {
    this.#learned = learned;
    this.#kept = new Map(labels.map(({ column, rows }) => [column, rows]));
  }

  isKept(oid: Oid): boolean {
    return this.#kept.has(oid);
  }

  /** Of the longest column: one may be absent, or sparse. */
  rowsOf(columns: readonly Oid[]): number | undefined {
    const known = columns.flatMap((oid) => {
      const rows = this.#kept.get(oid) ?? this.#learned?.reading.columns[oid]?.[0];
      return rows === undefined || rows < 0 ? [] : [rows];
    });
    return known.length === 0 ? undefined : Math.max(...known);
  }

  /** In each poll. */
  bytesOf(oid: Oid): number {
    if (this.isKept(oid)) return 0;
    const column = this.#learned?.reading.columns[oid];
    return column === undefined ? SCALAR_BYTES : Math.max(0, column[0]) * column[1];
  }

  /** The slowest of its tables. */
  rttOf(columns: readonly Oid[]): number | undefined {
    const tables = new Set(columns.map((oid) => parentOf(oid)));
    const known = [...tables].flatMap((table) => this.#learned?.exchange.tables[table]?.srttMs ?? []);
    return known.length === 0 ? undefined : Math.round(Math.max(...known) * 10) / 10;
  }
}

const SOURCES_NAMED_MAX = 3;

/** `ifTable, ifXTable`; what has no name of its own by its first objects. */
function sourceOf(objects: readonly Oid[], isTable: boolean, catalogue: ObjectCatalogue): string {
  const names = [...new Set(objects.map((oid) => placeOf(oid, isTable, catalogue)))];
  const more = names.length - SOURCES_NAMED_MAX;
  return names.slice(0, SOURCES_NAMED_MAX).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function placeOf(oid: Oid, isTable: boolean, catalogue: ObjectCatalogue): string {
  const entry = isTable ? shortName(parentOf(oid), catalogue) : "";
  return /^[a-z][A-Za-z0-9]*Entry$/.test(entry)
    ? entry.replace(/Entry$/, "Table")
    : shortName(oid, catalogue);
}

/** As the exchange calls a table: by its entry, the OID above its columns. */
const parentOf = (oid: Oid): Oid => oid.slice(0, oid.lastIndexOf(".")) as Oid;
