/**
 * How many rows a field of text shows. Counted and not measured: measuring lays thousands of lines out anew with every
 * key.
 */
export const textRows = (text: string, min: number, max: number): number =>
  Math.max(min, text.split("\n", max).length);
