import type { Diagnostic, Severity } from "./diagnostic.ts";
import { LIMITS } from "./limits.ts";

/** Every finding of the loader; the numbers are those of the format's specification. */
export const MANIFEST_CODES = {
  M001: "not YAML, not a mapping, or a key stands twice",
  M002: "a required key is missing",
  M003: "wrong YAML type",
  M004: "the text does not match the required pattern",
  M005: "length or numeric range violated",
  M006: "too many entries",
  M007: "duplicate id",
  M008: "value not in the enumeration",
  M009: "reference to an undefined variable",
  M010: "nothing to collect",
  M011: "unsupported data source",
  M012: "a metric or entity selector does not parse",
  M013: "a filter, condition or placeholder pattern does not parse",
  M014: "invalid OID",
  M101: "unknown key or tolerated form",
  M102: "legacy form accepted",
  M103: "defined but unused, or referenced but undefined",
  M104: "the suffix of the key does not fit its type",
  M105: "scalar OID in a table, or column OID among scalars",
  M106: "MIB name not resolvable now",
  M107: "asks for a newer platform than implemented",
  M108: "the same metric key is fed more than once",
  M109: "collected without metadata, or metadata without collector",
} as const;
export type ManifestCode = keyof typeof MANIFEST_CODES;

/** A spot in the file: how to get there from the root, and the offset where it starts. */
export interface Place {
  /** JSON pointer (RFC 6901). */
  readonly path: string;
  readonly at: number;
}

/** Collects findings while a file is read, and hands them out in file order. */
export class Findings {
  readonly #lineStarts: number[] = [0];
  readonly #length: number;
  readonly #found: { readonly at: number; readonly diagnostic: Diagnostic }[] = [];
  #errors = 0;
  #others = 0;
  #dropped = 0;

  constructor(text: string) {
    this.#length = text.length;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.#lineStarts.push(at + 1);
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  error(code: ManifestCode, place: Place, message: string, value?: string): void {
    this.report(code, "error", place, message, value);
  }

  warning(code: ManifestCode, place: Place, message: string, value?: string): void {
    this.report(code, "warning", place, message, value);
  }

  info(code: ManifestCode, place: Place, message: string, value?: string): void {
    this.report(code, "info", place, message, value);
  }

  report(code: ManifestCode, severity: Severity, place: Place, message: string, value?: string): void {
    // Errors have a budget of their own: a thousand unknown keys must not hide why the file is refused.
    if (severity === "error") this.#errors += 1;
    else this.#others += 1;
    if ((severity === "error" ? this.#errors : this.#others) > LIMITS.findings) {
      this.#dropped += 1;
      return;
    }
    const { line, column } = this.#position(place.at);
    const shown = value === undefined ? undefined : excerpt(value);
    this.#found.push({
      at: place.at,
      diagnostic: { code, severity, path: place.path, line, column, message, value: shown },
    });
  }

  inFileOrder(): readonly Diagnostic[] {
    const sorted = this.#found.toSorted((a, b) => a.at - b.at).map((entry) => entry.diagnostic);
    if (this.#dropped === 0) return sorted;
    const message = `${this.#dropped} more findings are not listed; mend these first`;
    const severity = this.hasErrors ? "error" : "warning";
    return [...sorted, { code: "M006", severity, path: "", ...this.#position(this.#length), message }];
  }

  #position(at: number): { line: number; column: number } {
    const offset = Math.min(Math.max(at, 0), this.#length);
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 };
  }
}

/** Offending texts are shown, but not ten thousand characters of them. */
function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
