import { type Oid, parseOid } from "../../smi/index.ts";
import { encodeOid } from "../wire/index.ts";

/** What is true of a column on every device, so it is kept once for all of them. */
export interface ColumnInfo {
  readonly oid: Oid;
  readonly octets: Uint8Array;
  /** The entry object above the column: columns with the same one share their rows. */
  readonly table: Oid;
  /** Number in the catalogue; −1 when that is full, and nothing is remembered of the column. */
  readonly id: number;
}

/** A large manifest has some hundred columns; many different ones some thousand. */
const COLUMNS_MAX = 20_000;

const byOid = new Map<Oid, ColumnInfo>();
const byId: ColumnInfo[] = [];

/** The one description of a column; what comes after the first 20,000 is described anew each time. */
export function columnInfo(oid: Oid): ColumnInfo {
  const known = byOid.get(oid);
  if (known !== undefined) return known;
  const id = byId.length < COLUMNS_MAX ? byId.length : -1;
  const info: ColumnInfo = Object.freeze({ oid, octets: encodeOid(oid), table: parentOf(oid), id });
  if (id >= 0) {
    byOid.set(oid, info);
    byId.push(info);
  }
  return info;
}

/** The description of a name from a file, which may be none; the check costs more than a look. */
export function columnInfoOf(name: string): ColumnInfo | undefined {
  const known = byOid.get(name as Oid);
  if (known !== undefined) return known;
  const oid = parseOid(name);
  return oid && columnInfo(oid);
}

/**
 * The object of an instance `….0`. Undefined for anything else, and for a cell whose index ends in 0 (a route to
 * 10.0.0.0): descriptions are kept for good, and rows are as many as there are.
 */
export function scalarInfo(instance: Oid): ColumnInfo | undefined {
  if (!instance.endsWith(".0") || instance.length <= 5) return undefined;
  const object = parentOf(instance);
  return byOid.get(object) ?? (isInColumn(object) ? undefined : columnInfo(object));
}

/** The shortest columns are those of mib-2, such as 1.3.6.1.2.1.2.2.1.10; what is shorter was asked for as a subtree. */
const COLUMN_ARCS_MIN = 10;

/** Whether it lies under a column that was asked for. */
function isInColumn(oid: Oid): boolean {
  let end = oid.length;
  for (let arcs = oid.split(".").length - 1; arcs >= COLUMN_ARCS_MIN; arcs--) {
    end = oid.lastIndexOf(".", end - 1);
    if (byOid.has(oid.slice(0, end) as Oid)) return true;
  }
  return false;
}

/** @param id ≥ 0, of a `ColumnInfo` */
export const columnOid = (id: number): Oid => byId[id]!.oid;

/** The OID without its last arc. */
const parentOf = (oid: Oid): Oid => oid.slice(0, Math.max(3, oid.lastIndexOf("."))) as Oid;
