import { compareOids, type Oid, oid } from "../../smi/index.ts";
import type { ColumnAnswer, ColumnWish } from "../client.ts";
import type { Diagnosis } from "../diagnosis.ts";
import { encodeOid } from "../wire/index.ts";
import { type ColumnInfo, columnInfo } from "./column-info.ts";
import type { ColumnMemory } from "./column-memory.ts";
import { WantedInstance } from "./wanted-instance.ts";

/** What replies and requests may hold. */
export interface Capacity {
  /** Octets of varbinds in a reply. */
  readonly bytes: number;
  /** Instances in a GET. */
  readonly oids: number;
}

/** A column of which only some rows are read, each by its own OID. */
export class SelectedColumn {
  readonly info: ColumnInfo;
  readonly cells: readonly (readonly [index: string, cell: WantedInstance])[];

  constructor(info: ColumnInfo, rows: readonly string[], bytes: number, diagnosis: Diagnosis) {
    this.info = info;
    this.cells = rows.map((index) => [
      index,
      new WantedInstance(cellOctets(info, index), undefined, bytes, diagnosis),
    ]);
  }

  /** A row that is not there has no cell; the first failure is the column's. */
  get answer(): ColumnAnswer {
    const cells: [string, NonNullable<WantedInstance["value"]>][] = [];
    for (const [index, { value }] of this.cells) {
      if (value !== undefined && value.type !== "noSuchInstance" && value.type !== "noSuchObject") {
        cells.push([index, value]);
      }
    }
    const failure = this.cells.find(([, cell]) => cell.failure !== undefined)?.[1].failure;
    return { cells: new Map(cells), failure, selected: true };
  }
}

/**
 * Which columns are read by GET of their wanted rows: those where it is less to read, if it spares requests on the
 * whole. A walk brings whole columns, so it wins a draw.
 */
export function selectedColumns(
  wishes: readonly ColumnWish[],
  instances: number,
  memory: ColumnMemory,
  { bytes, oids }: Capacity,
): ReadonlySet<Oid> {
  if (wishes.every(({ rows }) => rows === undefined)) return new Set();
  let walkAll = 0;
  let walkRest = 0;
  let cells = instances;
  let cellBytes = 0;
  const selected = new Set<Oid>();
  for (const { column, rows } of wishes) {
    const info = columnInfo(column);
    const length = memory.rowsOf(info);
    const each = memory.bytesOf(info);
    walkAll += (length ?? 0) * each;
    if (rows === undefined || length === undefined || rows.size >= length) {
      walkRest += (length ?? 0) * each;
      continue;
    }
    selected.add(column);
    cells += rows.size;
    cellBytes += rows.size * each;
  }
  const gets = (count: number, size: number): number =>
    Math.max(Math.ceil(count / oids), Math.ceil(size / bytes));
  const before = Math.ceil(walkAll / bytes) + gets(instances, 0);
  return Math.ceil(walkRest / bytes) + gets(cells, cellBytes) < before ? selected : new Set();
}

export const inOrder = (rows: ReadonlySet<string>): string[] => [...rows].toSorted(compareOids);

function cellOctets({ octets }: ColumnInfo, index: string): Uint8Array {
  if (index === "") return octets;
  // An OID begins with two arcs in one octet; it is left out again.
  const arcs = encodeOid(oid(`1.3.${index}`)).subarray(1);
  const whole = new Uint8Array(octets.length + arcs.length);
  whole.set(octets);
  whole.set(arcs, octets.length);
  return whole;
}
