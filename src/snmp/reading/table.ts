import type { ColumnCursor } from "./column-cursor.ts";

/** A table that has grown by more is another table: its columns are asked for until they end. */
const GROWN_MUCH_ROWS = 12;

/**
 * The columns of one table that are read together. Where their lengths are known, exactly those rows are asked for, and
 * one column, the pioneer, looks one row further: if the table has not grown, the others need not.
 */
export class Table {
  readonly cursors: ColumnCursor[] = [];
  /** Of the rows that came, in order, as the first column had them. */
  readonly indexes: string[] = [];
  #pioneer: ColumnCursor | undefined;

  /** Sets how far each column shall go; to be called once, with all cursors there. */
  begin(): void {
    const open = this.cursors.filter(({ done, fence }) => !done && fence === undefined);
    const length = open.reduce((most, { expected = -1 }) => Math.max(most, expected), -1);
    if (length >= 0) {
      this.#pioneer = open.filter(({ expected }) => expected === length).reduce(moreSuited);
      for (const cursor of open) {
        // A column with holes, and a new one, look for their own end.
        const looks = cursor === this.#pioneer || cursor.expected !== length;
        cursor.goal = (cursor.expected ?? length) + (looks ? 1 : 0);
      }
    }
    this.settle();
  }

  /** After a reply: who is whole, who goes further. */
  settle(): void {
    const pioneer = this.#pioneer;
    if (pioneer !== undefined && !pioneer.done && pioneer.rowsLeft === 0) pioneer.stretch();
    for (const cursor of this.cursors) {
      if (cursor.done || cursor === pioneer) continue;
      if (cursor.fence !== undefined) {
        if (cursor.rowsLeft === 0) cursor.fail(cursor.fence.error);
      } else if (pioneer?.done !== true) {
        this.#follow(cursor);
      } else if (pioneer.failure === undefined && cursor.index === pioneer.index) {
        cursor.end();
      } else {
        this.#leave(cursor, pioneer);
      }
    }
  }

  #follow(cursor: ColumnCursor): void {
    const pioneer = this.#pioneer;
    const goesAlong = pioneer !== undefined && cursor.expected === pioneer.expected;
    if (goesAlong && pioneer.rows > cursor.goal) {
      const hasGrownMuch = pioneer.rows > (pioneer.expected ?? 0) + GROWN_MUCH_ROWS;
      cursor.goal = hasGrownMuch ? Number.POSITIVE_INFINITY : pioneer.rows;
    } else if (!goesAlong && cursor.rowsLeft === 0) cursor.stretch();
  }

  /** The pioneer has ended, and not where this column stands. */
  #leave(cursor: ColumnCursor, pioneer: ColumnCursor): void {
    const goesAlong = cursor.expected === pioneer.expected && pioneer.failure === undefined;
    if (goesAlong && cursor.goal > pioneer.rows) cursor.goal = Math.max(pioneer.rows, cursor.rows);
    if (cursor.rowsLeft > 0) return;
    if (cursor.rows > (cursor.expected ?? 0)) cursor.stretch();
    else cursor.goal = cursor.rows + 1;
  }
}

/** The most urgent, then the smallest. */
const moreSuited = (a: ColumnCursor, b: ColumnCursor): ColumnCursor =>
  b.priority < a.priority || (b.priority === a.priority && b.bytes < a.bytes) ? b : a;
