import { expect } from "vitest";
import type { ExpectedLine } from "./lines.ts";
import type { DataLine } from "./program.ts";
import { canonicalNumber } from "./values.ts";

const SHOWN_DIFFERENCES = 20;

/** One line without its timestamp, dimensions sorted, so that texts compare as lines do. */
export function textOfExpected({ key, type, value, dimensions }: ExpectedLine): string {
  return textOfLine(key, dimensions, `${type} ${canonicalNumber(value)}`);
}

export function textOfData({ key, dimensions, payload }: DataLine): string {
  const value = payload.type === "summary" ? JSON.stringify(payload) : canonicalNumber(payload.number);
  return textOfLine(key, dimensions, `${payload.type} ${value}`);
}

function textOfLine(key: string, dimensions: ReadonlyMap<string, string>, payload: string): string {
  const sorted = [...dimensions].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${key} = ${payload} {${sorted.map(([name, text]) => `${name}: ${JSON.stringify(text)}`).join(", ")}}`;
}

/** Every expected line exactly as often as expected, and no other; shows the first differences by metric. */
export function expectSameLines(actual: readonly DataLine[], expected: readonly ExpectedLine[]): void {
  const balance = new Map<string, number>();
  const count = (text: string, by: number) => balance.set(text, (balance.get(text) ?? 0) + by);
  for (const line of expected) count(textOfExpected(line), 1);
  for (const line of actual) count(textOfData(line), -1);
  const differences = [...balance]
    .filter(([, times]) => times !== 0)
    .map(([text, times]) => ({ text, note: times > 0 ? `- missing ${times}×` : `+ too many ${-times}×` }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const shown = differences.slice(0, SHOWN_DIFFERENCES).map(({ text, note }) => `${note} ${text}`);
  const rest = differences.length - shown.length;
  expect(rest > 0 ? [...shown, `… and ${rest} more`] : shown).toEqual([]);
}

/**
 * Splits a group's lines into its polls: all lines of one poll carry the same timestamp (spec 3 §7).
 * Polls without a single line cannot be seen, so fewer parts than polls may come back.
 */
export function byTimestamp(lines: readonly DataLine[]): DataLine[][] {
  const polls = new Map<number, DataLine[]>();
  for (const line of lines) {
    const at = line.timestampMs ?? 0;
    const poll = polls.get(at);
    if (poll === undefined) polls.set(at, [line]);
    else poll.push(line);
  }
  return [...polls].toSorted(([a], [b]) => a - b).map(([, poll]) => poll);
}
