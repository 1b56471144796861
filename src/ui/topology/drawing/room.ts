// Which places on the map are taken by text, so that no two stand on each other.

export interface Rect {
  readonly x: number;
  readonly y: number;
  /** Half of its width and height, from the middle. */
  readonly halfX: number;
  readonly halfY: number;
}

export class Room {
  readonly #cells = new Map<number, Rect[]>();
  readonly #cell: number;

  /** @param cell  about as large as what is put into it */
  constructor(cell: number) {
    this.#cell = cell;
  }

  isFree(rect: Rect): boolean {
    return this.#everyCell(
      rect,
      (key) => this.#cells.get(key)?.some((other) => overlap(rect, other)) !== true,
    );
  }

  take(rect: Rect): void {
    this.#everyCell(rect, (key) => {
      const cell = this.#cells.get(key);
      if (cell === undefined) this.#cells.set(key, [rect]);
      else cell.push(rect);
      return true;
    });
  }

  /** @returns whether all were free; else none is taken */
  takeAll(rects: readonly Rect[]): boolean {
    if (!rects.every((rect) => this.isFree(rect))) return false;
    for (const rect of rects) this.take(rect);
    return true;
  }

  #everyCell({ x, y, halfX, halfY }: Rect, holds: (key: number) => boolean): boolean {
    const [right, bottom] = [Math.floor((x + halfX) / this.#cell), Math.floor((y + halfY) / this.#cell)];
    for (let row = Math.floor((y - halfY) / this.#cell); row <= bottom; row++)
      for (let column = Math.floor((x - halfX) / this.#cell); column <= right; column++)
        if (!holds(row * COLUMNS + column)) return false;
    return true;
  }
}

/** More than a map has: each cell has a number of its own. */
const COLUMNS = 2 ** 20;

const overlap = (a: Rect, b: Rect): boolean =>
  Math.abs(a.x - b.x) < a.halfX + b.halfX && Math.abs(a.y - b.y) < a.halfY + b.halfY;
