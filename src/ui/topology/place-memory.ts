import type { Point } from "./layers.ts";

// Places of nodes for the session: who comes back finds the map as it was.

const PREFIX = "topology:";
const PARTS_MAX = 12;

export function readPlaces(part: string): ReadonlyMap<string, Point> {
  try {
    const list = JSON.parse(sessionStorage.getItem(PREFIX + part) ?? "[]") as readonly (readonly [
      string,
      number,
      number,
    ])[];
    return new Map(list.map(([id, x, y]) => [id, { x, y }]));
  } catch {
    // Storage that is off or damaged: the map is laid out anew.
    return new Map();
  }
}

export function writePlaces(part: string, points: ReadonlyMap<string, Point>): void {
  const list = [...points].map(([id, { x, y }]) => [id, Math.round(x), Math.round(y)]);
  try {
    forgetOthers(part);
    sessionStorage.setItem(PREFIX + part, JSON.stringify(list));
  } catch {
    // Full, or off: places are kept while the page is open.
  }
}

function forgetOthers(part: string): void {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX) && key !== PREFIX + part);
  for (const key of keys.slice(0, Math.max(0, keys.length - PARTS_MAX + 1))) sessionStorage.removeItem(key);
}
