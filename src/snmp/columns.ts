import type { Oid } from "../smi/index.ts";
import { type ColumnsAnswer, type ColumnsOptions, DEFAULT_ROWS_MAX } from "./client.ts";
import { ColumnCursor } from "./column-cursor.ts";
import type { Reader } from "./reader.ts";
import { type Patience, TableWalk } from "./table-walk.ts";

/** Reads columns; see `SnmpClient.columns`. */
export async function readColumns(
  columns: readonly Oid[],
  reader: Reader,
  options: ColumnsOptions,
): Promise<ColumnsAnswer> {
  const rowsMax = options.rowsMax ?? DEFAULT_ROWS_MAX;
  const cursors = columns.map((column) => new ColumnCursor(column, rowsMax, reader.diagnosis));
  const patience: Patience = { unanswered: 0 };
  for (const wave of wavesOf(cursors, reader.size.columns)) {
    const lost = await new TableWalk(wave, { reader, patience, onCells: options.onCells }).run();
    if (lost === undefined) continue;
    for (const cursor of cursors) cursor.fail(lost);
    break;
  }
  return { columns: new Map(cursors.map((cursor) => [cursor.column, cursor.answer])) };
}

/**
 * Columns that are walked side by side: whole tables, as many as one PDU takes, so the cells of a row are read
 * at about the same time. A table with more columns than a PDU takes is a wave of its own.
 */
function wavesOf(cursors: readonly ColumnCursor[], columnsMax: number): ColumnCursor[][] {
  const tables = new Map<string, ColumnCursor[]>();
  for (const cursor of cursors) {
    const entry = cursor.column.slice(0, cursor.column.lastIndexOf("."));
    const table = tables.get(entry);
    if (table === undefined) tables.set(entry, [cursor]);
    else table.push(cursor);
  }
  const waves: ColumnCursor[][] = [];
  for (const table of tables.values()) {
    const last = waves.at(-1);
    if (last !== undefined && last.length + table.length <= columnsMax) last.push(...table);
    else waves.push([...table]);
  }
  return waves;
}
