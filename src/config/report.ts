import type { Diagnostic, Loaded, Severity } from "../manifest/index.ts";
import { lineFinder, parseSource } from "./source.ts";
import type { SourceNode } from "./source-node.ts";

/** The code that a format gives to each kind of fault the readers find. */
export interface FaultCodes {
  readonly syntax: string;
  readonly missing: string;
  readonly type: string;
  /** Format, length or range. */
  readonly value: string;
  readonly size: string;
  readonly unknownKey: { readonly code: string; readonly severity: Severity };
}

/** Where a finding belongs: a JSON pointer and an offset into the text. */
export interface Place {
  readonly path: string;
  readonly at: number;
}

/**
 * The findings of one text. Of each code at most `FINDINGS_PER_CODE_MAX` are kept, then one says how many more
 * there are: 20 000 devices with the same fault must not fill memory or screen.
 */
export class Report {
  readonly codes: FaultCodes;
  readonly #locate: (at: number) => { line: number; column: number };
  readonly #findings: { readonly at: number; readonly finding: Diagnostic }[] = [];
  readonly #counts = new Map<string, number>();
  #errors = 0;

  constructor(text: string, codes: FaultCodes) {
    this.codes = codes;
    this.#locate = lineFinder(text);
  }

  /** Errors so far, those not kept included. */
  get errors(): number {
    return this.#errors;
  }

  error(code: string, place: Place, message: string, value?: string): void {
    this.add("error", code, place, message, value);
  }

  warn(code: string, place: Place, message: string, value?: string): void {
    this.add("warning", code, place, message, value);
  }

  add(severity: Severity, code: string, { path, at }: Place, message: string, value?: string): void {
    if (severity === "error") this.#errors++;
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count > FINDINGS_PER_CODE_MAX) return;
    const finding = { code, severity, path, ...this.#locate(at), message };
    this.#findings.push({ at, finding: value === undefined ? finding : { ...finding, value } });
  }

  /** All findings in the order of the text; those of one place in the order they were found. */
  diagnostics(): readonly Diagnostic[] {
    const sorted = this.#findings.toSorted((a, b) => a.at - b.at).map(({ finding }) => finding);
    return [...sorted, ...this.#notListed()];
  }

  #notListed(): Diagnostic[] {
    return [...this.#counts]
      .filter(([, count]) => count > FINDINGS_PER_CODE_MAX)
      .map(([code, count]) => {
        const { severity, path, line, column } = this.#findings.findLast(
          ({ finding }) => finding.code === code,
        )!.finding;
        const more = count - FINDINGS_PER_CODE_MAX;
        return {
          code,
          severity,
          path,
          line,
          column,
          message: `${more} more findings ${code} are not listed`,
        };
      });
  }
}

export const FINDINGS_PER_CODE_MAX = 1_000;

/** Reads a text and hands its root to `read`; a text that cannot be parsed has no value, only findings. */
export function readSource<T>(
  text: string,
  options: { readonly codes: FaultCodes; readonly file: string | undefined },
  read: (root: SourceNode, report: Report) => T | undefined,
): Loaded<T> {
  const report = new Report(text, options.codes);
  const source = parseSource(text);
  if (source.ok) {
    const value = read(source.root, report);
    return { value, diagnostics: report.diagnostics() };
  }
  const name = options.file === undefined ? "" : `${options.file}: `;
  for (const { at, message } of source.problems) {
    report.error(options.codes.syntax, { path: "", at }, `${name}${message}`);
  }
  return { value: undefined, diagnostics: report.diagnostics() };
}
