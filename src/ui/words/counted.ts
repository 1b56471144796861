import { formatCount } from "./units.ts";

/**
 * A number and what it counts.
 * counted(1, "device") → "1 device"; counted(1200, "entry", "entries") → "1,200 entries"
 * @param many  the plural where it is not the singular with an s
 */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;
