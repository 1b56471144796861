import type { Diagnostic, Severity } from "./diagnostic.ts";
import { lineFinder } from "./line-finder.ts";

/** A spot in the file: how to get there from the root, and the offset where it starts. */
export interface Place {
  /** JSON pointer (RFC 6901). */
  readonly path: string;
  readonly at: number;
}

/** Listed of each code and severity. */
const FINDINGS_PER_KIND_MAX = 1_000;
/** Offending texts are shown, but not ten thousand characters of them. */
const VALUE_LENGTH_MAX = 200;

/**
 * Collects findings while a text is read, and hands them out in its order. Of each kind, a code with a severity, at
 * most 1,000 are kept, then one says how many more there are: the same fault in 20,000 devices must not fill memory
 * or screen, and a thousand warnings must not hide the error that refuses the file.
 */
export class Findings<Code extends string = string> {
  readonly #locate: (at: number) => { line: number; column: number };
  readonly #length: number;
  readonly #kept: { readonly at: number; readonly diagnostic: Diagnostic }[] = [];
  readonly #kinds = new Map<string, { count: number; last: Diagnostic }>();
  #errors = 0;

  constructor(text: string) {
    this.#locate = lineFinder(text);
    this.#length = text.length;
  }

  /** Errors so far, those not kept included. */
  get errors(): number {
    return this.#errors;
  }

  error(code: Code, place: Place, message: string, value?: string): void {
    this.add("error", code, place, message, value);
  }

  warning(code: Code, place: Place, message: string, value?: string): void {
    this.add("warning", code, place, message, value);
  }

  info(code: Code, place: Place, message: string, value?: string): void {
    this.add("info", code, place, message, value);
  }

  /** @param value  the offending text, for the reader of the message; never a secret */
  add(severity: Severity, code: Code, { path, at }: Place, message: string, value?: string): void {
    if (severity === "error") this.#errors += 1;
    const kind = this.#kinds.get(`${severity} ${code}`);
    if (kind !== undefined && kind.count >= FINDINGS_PER_KIND_MAX) {
      kind.count += 1;
      return;
    }
    const position = this.#locate(Math.min(Math.max(at, 0), this.#length));
    const shown = value === undefined ? {} : { value: excerpt(value) };
    const diagnostic = { code, severity, path, ...position, message, ...shown };
    this.#kept.push({ at, diagnostic });
    this.#kinds.set(`${severity} ${code}`, { count: (kind?.count ?? 0) + 1, last: diagnostic });
  }

  /** Those of one place in the order they were found; what is not listed comes last. */
  inFileOrder(): readonly Diagnostic[] {
    const sorted = this.#kept.toSorted((a, b) => a.at - b.at).map(({ diagnostic }) => diagnostic);
    return [...sorted, ...this.#notListed()];
  }

  #notListed(): readonly Diagnostic[] {
    return [...this.#kinds.values()].flatMap(({ count, last }) => {
      const more = count - FINDINGS_PER_KIND_MAX;
      if (more <= 0) return [];
      const { code, severity, path, line, column } = last;
      const message = `${more} more findings ${code} are not listed`;
      return [{ code, severity, path, line, column, message }];
    });
  }
}

function excerpt(text: string): string {
  return text.length <= VALUE_LENGTH_MAX ? text : `${text.slice(0, VALUE_LENGTH_MAX - 1)}…`;
}
