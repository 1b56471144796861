import { childOid, indexOf, isUnder, type Oid } from "../smi/index.ts";
import type { CompactCells } from "./compact-cells.ts";
import type { Reading } from "./reading.ts";

/** Cells looked at in each poll: a silent change of one of 100 labels shows within 34 polls, of a whole row earlier. */
const CELLS = 3;

/** A few kept labels that are read again in each poll, in turn: catches an agent that renumbers rows in silence. */
export class SpotCheck {
  #next = 0;

  /** The next few cells. Rows come first and columns take turns: a row that moved shows in any of its labels. */
  cells(kept: ReadonlyMap<Oid, CompactCells>): Oid[] {
    const columns = [...kept].filter(([, cells]) => cells.size > 0);
    if (columns.length === 0) return [];
    const rows = columns.reduce((most, [, { size }]) => Math.max(most, size), 0);
    const cells = new Set<Oid>();
    for (let n = 0; n < CELLS; n++, this.#next++) {
      const row = this.#next % rows;
      const round = Math.floor(this.#next / rows);
      const [column, label] = columns[(row + round) % columns.length]!;
      cells.add(childOid(column, label.indexAt(row % label.size)!));
    }
    return [...cells];
  }
}

/** Whether a cell that was read is another than the kept one. */
export function differs(column: Oid, kept: CompactCells, { values }: Reading): boolean {
  for (const [instance, value] of values) {
    if (isUnder(instance, column) && !kept.holds(indexOf(instance, column), value)) return true;
  }
  return false;
}
