import type { Point } from "./layers.ts";

// Boxes of nodes that are put side by side and below each other: what a layered layout is made of.

export const CELL_X = 120;
export const CELL_Y = 84;
/** From a node to what hangs on it: room for the names of ports. */
const RANK_GAP = 124;

export interface Box {
  readonly width: number;
  readonly height: number;
  /** Writes down where the nodes in it are, when its upper left corner is there. */
  readonly put: (left: number, top: number, points: Map<string, Point>) => void;
}

export const EMPTY: Box = { width: 0, height: 0, put: () => undefined };

/** One node. */
export const cell = (id: string): Box => ({
  width: CELL_X,
  height: CELL_Y,
  put: (left, top, points) => void points.set(id, { x: left + CELL_X / 2, y: top + CELL_Y / 2 }),
});

export interface RowOptions {
  /** Width to height of the whole. */
  readonly aspect: number;
  /** Not broken into rows below that. */
  readonly widthMin?: number;
  /** Boxes of a row end at the same height, instead of beginning there. */
  readonly endsEven?: boolean;
}

/** Rows one below the other, each in the middle; a box that does not fit into one begins the next. */
export function inRows(boxes: readonly Box[], { aspect, widthMin = 0, endsEven = false }: RowOptions): Box {
  const filled = boxes.filter(({ width }) => width > 0);
  if (filled.length === 0) return EMPTY;
  const area = filled.reduce((sum, box) => sum + box.width * box.height, 0);
  const widest = Math.max(...filled.map(({ width }) => width));
  const rows = rowsOf(filled, Math.max(widest, widthMin, Math.sqrt(area * aspect)));
  const width = Math.max(...rows.map(widthOf));
  return {
    width,
    height: rows.reduce((sum, row) => sum + heightOf(row), 0),
    put: (left, top, points) => {
      let y = top;
      for (const row of rows) {
        let x = left + (width - widthOf(row)) / 2;
        for (const box of row) {
          box.put(x, endsEven ? y + heightOf(row) - box.height : y, points);
          x += box.width;
        }
        y += heightOf(row);
      }
    },
  };
}

function rowsOf(boxes: readonly Box[], width: number): readonly (readonly Box[])[] {
  const rows: Box[][] = [[]];
  let used = 0;
  for (const box of boxes) {
    if (used > 0 && used + box.width > width + 1) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(box);
    used += box.width;
  }
  return rows;
}

const widthOf = (row: readonly Box[]): number => row.reduce((sum, { width }) => sum + width, 0);
const heightOf = (row: readonly Box[]): number => Math.max(...row.map(({ height }) => height));

/** One above the other, with room for the links between them. */
export function stacked(upper: Box, lower: Box): Box {
  if (upper.width === 0) return lower;
  if (lower.width === 0) return upper;
  const width = Math.max(upper.width, lower.width);
  const gap = RANK_GAP - CELL_Y;
  return {
    width,
    height: upper.height + gap + lower.height,
    put: (left, top, points) => {
      upper.put(left + (width - upper.width) / 2, top, points);
      lower.put(left + (width - lower.width) / 2, top + upper.height + gap, points);
    },
  };
}
