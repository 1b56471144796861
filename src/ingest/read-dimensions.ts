import type { Dimensions } from "../mapping/index.ts";
import { BACKSLASH, COMMA, EQUALS, endOfDimensionKey, QUOTE } from "./line-bytes.ts";

/**
 * Reads `,key="value",…` from `start` to `end`: quoted values only, as canonical lines have them.
 * @returns sorted by key; undefined when the bytes are something else, a key comes twice, or a value is empty
 */
export function readDimensions(bytes: Buffer, start: number, end: number): Dimensions | undefined {
  const dimensions: [string, string][] = [];
  for (let at = start; at < end; ) {
    if (bytes[at] !== COMMA) return undefined;
    const keyEnd = endOfDimensionKey(bytes, at + 1, end);
    if (keyEnd === at + 1 || bytes[keyEnd] !== EQUALS || bytes[keyEnd + 1] !== QUOTE) return undefined;
    const quoteAt = closingQuote(bytes, keyEnd + 2, end);
    if (quoteAt <= keyEnd + 2) return undefined;
    dimensions.push([bytes.toString("latin1", at + 1, keyEnd), textOf(bytes, keyEnd + 2, quoteAt)]);
    at = quoteAt + 1;
  }
  return inOrder(dimensions);
}

/** @returns -1 when there is none before `end` */
function closingQuote(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return -1;
}

function textOf(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  return text.includes("\\") ? text.replace(/\\(.)/gs, "$1") : text;
}

/** Polled lines are sorted already; lines that were sent to us keep the order of their sender. */
function inOrder(dimensions: [string, string][]): Dimensions | undefined {
  if (!isSorted(dimensions)) dimensions.sort(([a], [b]) => (a < b ? -1 : 1));
  return isSorted(dimensions) ? dimensions : undefined;
}

function isSorted(dimensions: Dimensions): boolean {
  for (let i = 1; i < dimensions.length; i++) if (dimensions[i - 1]![0] >= dimensions[i]![0]) return false;
  return true;
}
