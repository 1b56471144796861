import type { FleetDevice } from "../../api/contract/index.ts";
import { statusWords, toneRank } from "../words/status.ts";
import { nameOf } from "./fleet-state.ts";

/** Which devices are shown. */
export interface FleetFilter {
  /** Words that all are somewhere in the row. */
  readonly text: string;
  /** Status codes; empty: any. */
  readonly codes: readonly string[];
  /** Undefined: any. */
  readonly extension: string | undefined;
}

/** What of it stands in the address of the page. */
export function readFilter(query: URLSearchParams): FleetFilter {
  const codes = query.get("status") ?? "";
  return {
    text: query.get("q") ?? "",
    codes: codes === "" ? [] : codes.split(","),
    extension: query.get("extension") ?? undefined,
  };
}

/** The query with another filter; what is not asked for is left out. */
export function writeFilter(
  query: URLSearchParams,
  { text, codes, extension }: FleetFilter,
): URLSearchParams {
  const next = new URLSearchParams(query);
  const put = (key: string, value: string): void => {
    if (value === "") next.delete(key);
    else next.set(key, value);
  };
  put("q", text);
  put("status", codes.join(","));
  put("extension", extension ?? "");
  return next;
}

export const isFiltering = ({ text, codes, extension }: FleetFilter): boolean =>
  text.trim() !== "" || codes.length > 0 || extension !== undefined;

/** The code in or out of those that are asked for. */
export const toggledCode = (codes: readonly string[], code: string): readonly string[] =>
  codes.includes(code) ? codes.filter((one) => one !== code) : [...codes, code];

export function filteredRows(rows: readonly FleetDevice[], filter: FleetFilter): readonly FleetDevice[] {
  if (!isFiltering(filter)) return rows;
  const matches = matcherOf(filter);
  return rows.filter((row) => matchesCode(row, filter) && matches(row));
}

/** How many rows there are of each code, the worst first; those that the other filters leave. */
export function countsByCode(
  rows: readonly FleetDevice[],
  filter: FleetFilter,
): readonly (readonly [code: string, count: number])[] {
  const counts = new Map<string, number>(filter.codes.map((code) => [code, 0]));
  const matches = matcherOf(filter);
  for (const row of rows) {
    if (matches(row)) counts.set(row.code, (counts.get(row.code) ?? 0) + 1);
  }
  return [...counts].toSorted(([a], [b]) => codeRank(a) - codeRank(b) || (a < b ? -1 : 1));
}

/** Worst first. */
export const codeRank = (code: string): number => toneRank(statusWords(code).tone);

export const extensionsOf = (rows: readonly FleetDevice[]): readonly string[] =>
  [...new Set(rows.map(({ extension }) => extension))].toSorted();

const matchesCode = ({ code }: FleetDevice, { codes }: FleetFilter): boolean =>
  codes.length === 0 || codes.includes(code);

/** Whether a row has all the words, and is of the extension. */
function matcherOf({ text, extension }: FleetFilter): (row: FleetDevice) => boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return (row) => {
    if (extension !== undefined && row.extension !== extension) return false;
    return words.every((word) => textOf(row).includes(word));
  };
}

/** A row is gone through at every key that is pressed. */
const texts = new WeakMap<FleetDevice, string>();

function textOf(row: FleetDevice): string {
  let known = texts.get(row);
  if (known === undefined) {
    const { id, address, name, message, remedy, extension, vendor, model, code } = row;
    const { label } = statusWords(code);
    known = [nameOf(row), name, address, id, label, message, remedy, vendor, model, extension]
      .join("\n")
      .toLowerCase();
    texts.set(row, known);
  }
  return known;
}
