// How many pages of one browser keep a line to the service. Over HTTP/1.1 a browser opens six connections to a host, for
// all of its tabs and windows together: with six lines open, nothing else would ever be answered.

/** Leaves half of the connections for what pages ask. */
export const SEATS = 3;
/** A page says so often that it keeps its seat; @see FRESH_MS */
export const SEAT_AGAIN_MS = 5_000;
/** Longer than three of those: whoever says nothing for so long has crashed. */
const FRESH_MS = 16_000;

const KEY = "snmpgate-lines";

/** What of the browser's localStorage is used. */
export interface SeatStorage {
  getItem(key: string): string | null;
  setItem(key: string, text: string): void;
}

/**
 * Takes or keeps a seat.
 * @param me  of this page alone
 * @returns false while others have all of them; without storage that is not known, and true
 */
export function takeSeat(storage: SeatStorage, me: string, nowMs: number): boolean {
  const others = taken(storage, nowMs).filter(([id]) => id !== me);
  if (others.length >= SEATS) return false;
  write(storage, [...others, [me, nowMs]]);
  return true;
}

/** Gives it to whoever asks next. */
export function leaveSeat(storage: SeatStorage, me: string, nowMs: number): void {
  write(
    storage,
    taken(storage, nowMs).filter(([id]) => id !== me),
  );
}

type Seat = readonly [id: string, saidAtMs: number];

function taken(storage: SeatStorage, nowMs: number): readonly Seat[] {
  try {
    const seats: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    return Object.entries(seats as Record<string, number>).filter(
      // What lies ahead was written before the clock was set back.
      ([, atMs]) => typeof atMs === "number" && atMs <= nowMs && nowMs - atMs < FRESH_MS,
    );
  } catch {
    return [];
  }
}

function write(storage: SeatStorage, seats: readonly Seat[]): void {
  try {
    storage.setItem(KEY, JSON.stringify(Object.fromEntries(seats)));
  } catch {
    // A browser that keeps nothing: each page has its line.
  }
}
