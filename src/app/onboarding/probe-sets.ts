import type { OnboardingExtension } from "../../api/index.ts";
import { isMissing, type Oid } from "../../smi/index.ts";
import type { ReadAnswer, SnmpClient } from "../../snmp/index.ts";
import { refsOf, type WantedExtension, type WantedMetric, type WantedSet } from "./wanted-sets.ts";

/** Of one device: an extension with more columns is asked for these alone. */
const OIDS_MAX = 1_000;
/** A table is counted up to here: its cost is plain by then. */
const ROWS_MAX = 2_000;
const MISSING_MAX = 20;
const MINUTE_MS = 60_000;

/** What is there of what was asked for: rows by OID, 1 for a scalar. */
type Rows = ReadonlyMap<Oid, number>;

/**
 * Finds which feature sets a device supports: scalars by GET, of each column the first row, and of each table that is
 * there one column whole, to count its rows.
 * @returns estimates: filters are not applied
 * @throws {SnmpError} when the device falls silent meanwhile
 */
export async function probeSets(
  extensions: readonly WantedExtension[],
  client: SnmpClient,
  turn: () => Promise<void>,
  signal: AbortSignal,
): Promise<readonly OnboardingExtension[]> {
  const { scalars, columns } = refsOf(extensions);
  await turn();
  const first = await client.read({
    instances: scalars.slice(0, OIDS_MAX),
    columns: distinct(columns).map((column) => ({ column, priority: 0 })),
    rowsMax: 1,
    signal,
  });
  throwUnanswered(first);
  const rows = new Map<Oid, number>();
  for (const [oid, value] of first.values) if (!isMissing(value)) rows.set(oid, 1);
  for (const [column, { cells }] of first.columns) if (cells.size > 0) rows.set(column, cells.size);
  await countRows(rows, columns, client, { turn, signal });
  return extensions.map(({ name, version, sets }) => ({
    name,
    version,
    featureSets: sets.map((set) => supportOf(set, rows)),
  }));
}

/** What was not answered is not missing: nobody knows. */
function throwUnanswered({ failures, columns }: ReadAnswer): void {
  const ofColumns = [...columns.values()].flatMap(({ failure }) => failure ?? []);
  const unanswered = [...failures.values(), ...ofColumns].find(({ isLocal }) => !isLocal);
  if (unanswered !== undefined) throw unanswered;
}

/** Columns below others of them cannot be read together with those. */
function distinct(columns: readonly Oid[]): Oid[] {
  const few = columns.slice(0, OIDS_MAX);
  const all = new Set(few);
  return few.filter((column) => !parentsOf(column).some((parent) => all.has(parent)));
}

function parentsOf(column: Oid): Oid[] {
  const arcs = column.split(".");
  return arcs.slice(1).map((_, i) => arcs.slice(0, i + 1).join(".") as Oid);
}

const entryOf = (column: Oid): string => column.slice(0, column.lastIndexOf("."));

async function countRows(
  rows: Map<Oid, number>,
  columns: readonly Oid[],
  client: SnmpClient,
  { turn, signal }: { readonly turn: () => Promise<void>; readonly signal: AbortSignal },
): Promise<void> {
  const byEntry = new Map<string, Oid>();
  for (const column of columns) {
    if (rows.has(column) && !byEntry.has(entryOf(column))) byEntry.set(entryOf(column), column);
  }
  if (byEntry.size === 0) return;
  await turn();
  const answer = await client.columns([...byEntry.values()], { rowsMax: ROWS_MAX, signal });
  for (const column of columns) {
    if (!rows.has(column)) continue;
    const counted = byEntry.get(entryOf(column));
    const cells = counted === undefined ? undefined : answer.columns.get(counted)?.cells.size;
    if (cells !== undefined && cells > 0) rows.set(column, cells);
  }
}

function supportOf({ name, metrics }: WantedSet, rows: Rows): OnboardingExtension["featureSets"][number] {
  const missing = [...new Set(metrics.filter((metric) => rowsOf(metric, rows) === 0).map(({ key }) => key))];
  const isThere = metrics.some((metric) => metric.ref !== undefined && rowsOf(metric, rows) > 0);
  const hasAll = missing.length === 0;
  return {
    name,
    supported: hasAll ? "yes" : isThere ? "partly" : "no",
    metrics: metrics.length,
    missing: missing.slice(0, MISSING_MAX),
    linesPerMinute: rounded(sum(metrics, (metric) => (rowsOf(metric, rows) * MINUTE_MS) / metric.intervalMs)),
    series: sum(metrics, (metric) => rowsOf(metric, rows)),
  };
}

const rowsOf = ({ ref }: WantedMetric, rows: Rows): number =>
  ref === undefined ? 1 : (rows.get(ref.oid) ?? 0);

const sum = (metrics: readonly WantedMetric[], of: (metric: WantedMetric) => number): number =>
  metrics.reduce((total, metric) => total + of(metric), 0);

const rounded = (value: number): number => Math.round(value * 100) / 100;
