/**
 * Shapes of requests. A GETBULK asks for a block, columns × repetitions, so a block alone rarely fills a reply: three
 * rows of 16 columns may leave a quarter of it empty. Two freedoms fill it: each column has its own place, so a block
 * may be higher over fewer columns; and a column behind the block may be asked for one row as a non-repeater.
 */

/** What a column or an instance still needs. */
export interface Wanted {
  /** Infinity when nobody knows. */
  readonly rowsLeft: number;
  /** Mean octets of a varbind. */
  readonly bytes: number;
  /** Not one row more than is left may be asked for: the agent fails at the next. */
  readonly exact?: boolean | undefined;
}

/** What a request may take. */
export interface Room {
  /** Octets of varbinds in the reply. */
  readonly bytes: number;
  readonly oids: number;
  readonly repetitions: number;
  readonly varbinds: number;
  /** The agent cuts a reply that is too large after the last varbind that fits, so a block may stand over the edge. */
  readonly cuts: boolean;
}

export interface Shape<W> {
  /** Asked for one row each, before the others. */
  readonly once: readonly W[];
  readonly repeated: readonly W[];
  readonly repetitions: number;
  /** Octets of varbinds that the reply will have if nothing cuts it. */
  readonly bytes: number;
}

/** Unwanted cells that a last request may bring, as a share of the wanted ones, to spare another request. */
const OVERRUN_RATIO = 0.34;

/** Beyond so many requests a bad end is less than a tenth of the whole, so the next one is chosen by itself. */
const AHEAD_MAX = 8;

/**
 * The next GETBULK: at least one varbind, however large. With few requests to go, several are thought through to the
 * end, since what one leaves over may not fit into the next.
 * @param wanted in the order in which they shall advance, each with rowsLeft > 0; not empty
 */
export function planBulk<W extends Wanted>(wanted: readonly W[], room: Room): Shape<W> {
  if (wanted[0]!.rowsLeft === Number.POSITIVE_INFINITY) return evenShape(wanted, room);
  const last = lastShape(wanted, room);
  if (last !== undefined) return last;
  const first = fullestShape(wanted, room);
  const fewest = fewestRequests(wanted, room);
  if (fewest === undefined) return first;
  let best = first;
  let bestCount = requestsAfter(wanted, first, room, AHEAD_MAX + 2);
  for (const rows of otherHeights(wanted, first.repetitions, room)) {
    if (bestCount + 1 <= fewest) break;
    const shape = shapeOf(wanted, rows, room);
    if (shape.repeated.length === 0) continue;
    const count = requestsAfter(wanted, shape, room, bestCount);
    if (count < bestCount) {
      best = shape;
      bestCount = count;
    }
  }
  return best;
}

/** Where nobody knows how far columns go: as many as there are side by side, as high as fits. */
function evenShape<W extends Wanted>(wanted: readonly W[], room: Room): Shape<W> {
  const repeated: W[] = [];
  let row = 0;
  for (const column of wanted) {
    const isFull = repeated.length >= Math.min(room.oids, room.varbinds) || row + column.bytes > room.bytes;
    if (column.rowsLeft < Number.POSITIVE_INFINITY || (repeated.length > 0 && isFull)) break;
    repeated.push(column);
    row += column.bytes;
  }
  const fitting = Math.min(Math.floor(room.bytes / row), Math.floor(room.varbinds / repeated.length));
  const repetitions = Math.max(1, Math.min(fitting, room.repetitions));
  return { once: [], repeated, repetitions, bytes: row * repetitions };
}

/** By octets alone, when one does not do; undefined when it is many or cannot be known. */
function fewestRequests(wanted: readonly Wanted[], room: Room): number | undefined {
  let bytes = 0;
  for (const column of wanted) bytes += column.rowsLeft * column.bytes;
  return bytes <= AHEAD_MAX * room.bytes ? Math.max(2, Math.ceil(bytes / room.bytes)) : undefined;
}

/** Heights worth a thought: those at which a column ends, then the neighbours of the fullest. */
function otherHeights(wanted: readonly Wanted[], fullest: number, room: Room): Set<number> {
  const heights = new Set<number>();
  for (const { rowsLeft } of wanted) if (heights.size < 4) heights.add(Math.min(rowsLeft, room.repetitions));
  for (let by = 1; by <= 3; by++) heights.add(fullest + by).add(Math.max(1, fullest - by));
  heights.delete(fullest);
  return heights;
}

/** A column in a future that is only thought of. */
interface Thought {
  rowsLeft: number;
  readonly bytes: number;
  readonly exact: boolean | undefined;
  readonly place: number;
}

/** How many more requests there will be after `shape`, if each next one is the fullest; stops counting at `enough`. */
function requestsAfter<W extends Wanted>(
  wanted: readonly W[],
  shape: Shape<W>,
  room: Room,
  enough: number,
): number {
  let left: Thought[] = wanted.map(({ rowsLeft, bytes, exact }, place) => ({
    rowsLeft,
    bytes,
    exact,
    place,
  }));
  const places = new Map(wanted.map((column, place) => [column, place]));
  const toThought = (column: W) => left[places.get(column)!]!;
  let next: Shape<Thought> = {
    ...shape,
    once: shape.once.map(toThought),
    repeated: shape.repeated.map(toThought),
  };
  for (let count = 0; ; count++) {
    advance(next, room);
    left = left.filter(({ rowsLeft }) => rowsLeft > 0);
    if (left.length === 0 || count >= enough) return count;
    left.sort(byLag);
    next = fullestShape(left, room);
  }
}

const byLag = (a: Thought, b: Thought): number => b.rowsLeft - a.rowsLeft || a.place - b.place;

function advance({ once, repeated, repetitions }: Shape<Thought>, room: Room): void {
  let bytes = 0;
  for (const column of once) {
    column.rowsLeft--;
    bytes += column.bytes;
  }
  for (let row = 0; row < repetitions; row++) {
    for (const column of repeated) {
      bytes += column.bytes;
      if (bytes > room.bytes && (row > 0 || column !== repeated[0])) return;
      column.rowsLeft--;
    }
  }
}

/** The block that fills most of a reply. */
function fullestShape<W extends Wanted>(wanted: readonly W[], room: Room): Shape<W> {
  const last = lastShape(wanted, room);
  if (last !== undefined) return last;
  let least = Number.POSITIVE_INFINITY;
  let rowsMax = 1;
  for (const { bytes, rowsLeft } of wanted) {
    if (bytes < least) least = bytes;
    if (rowsLeft > rowsMax) rowsMax = rowsLeft;
  }
  const tallest = Math.min(room.repetitions, rowsMax, Math.max(1, Math.ceil(room.bytes / least)));
  let best = shapeOf(wanted, 1, room);
  for (let rows = 2; rows <= tallest && room.bytes - best.bytes >= least; rows++) {
    const shape = shapeOf(wanted, rows, room);
    if (shape.repeated.length === 0) break;
    // Lower and wider when equal: cells of a row shall be read together.
    if (Math.min(shape.bytes, room.bytes) > best.bytes) best = shape;
  }
  return best;
}

/** A block of so many rows over the first columns that fit, and single rows of others into what is left. */
function shapeOf<W extends Wanted>(wanted: readonly W[], rows: number, room: Room): Shape<W> {
  const once: W[] = [];
  const repeated: W[] = [];
  // An agent that cuts may be asked for one row more than fits.
  const counted = room.cuts && rows > 1 ? rows - 1 : rows;
  let bytes = 0;
  let countedBytes = 0;
  let varbinds = 0;
  for (const column of wanted) {
    if (repeated.length >= room.oids) break;
    if (column.rowsLeft < rows || countedBytes + counted * column.bytes > room.bytes) continue;
    if (varbinds + rows > room.varbinds) break;
    repeated.push(column);
    countedBytes += counted * column.bytes;
    bytes += rows * column.bytes;
    varbinds += rows;
  }
  if (repeated.length === 0 && rows === 1) {
    const [first] = wanted as readonly [W];
    return { once, repeated: [first], repetitions: 1, bytes: first.bytes };
  }
  if (repeated.length < wanted.length && bytes < room.bytes) {
    let next = 0;
    for (const column of wanted) {
      if (column === repeated[next]) {
        next++;
        continue;
      }
      if (once.length + repeated.length >= room.oids || varbinds >= room.varbinds) break;
      if (bytes + column.bytes > room.bytes) continue;
      once.push(column);
      bytes += column.bytes;
      varbinds++;
    }
  }
  return { once, repeated, repetitions: rows, bytes };
}

/** All that is left in one request, when it fits; columns that end earlier run over by some rows. */
function lastShape<W extends Wanted>(wanted: readonly W[], room: Room): Shape<W> | undefined {
  if (wanted.length > room.oids) return undefined;
  let rows = 1;
  let cells = 0;
  for (const { rowsLeft } of wanted) {
    if (rowsLeft > rows) rows = rowsLeft;
    cells += rowsLeft;
  }
  if (rows > room.repetitions) return undefined;
  let bytes = 0;
  let varbinds = 0;
  for (const column of wanted) {
    const height = column.rowsLeft === 1 ? 1 : rows;
    if (column.exact === true && column.rowsLeft < height) return undefined;
    bytes += height * column.bytes;
    varbinds += height;
  }
  if (bytes > room.bytes || varbinds > room.varbinds || varbinds > Math.ceil(cells * (1 + OVERRUN_RATIO))) {
    return undefined;
  }
  if (rows === 1) return { once: [], repeated: wanted, repetitions: 1, bytes };
  return {
    once: wanted.filter(({ rowsLeft }) => rowsLeft === 1),
    repeated: wanted.filter(({ rowsLeft }) => rowsLeft > 1),
    repetitions: rows,
    bytes,
  };
}
