import { Findings, type Loaded, parseSource, type Severity, type SourceNode } from "../source/index.ts";

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

/** The findings of one text, and the codes that its format has for them. */
export class Report extends Findings {
  readonly codes: FaultCodes;

  constructor(text: string, codes: FaultCodes) {
    super(text);
    this.codes = codes;
  }
}

/** Reads a text and hands its root to `read`; a text that cannot be parsed has no value, only findings. */
export function readSource<T>(
  text: string,
  codes: FaultCodes,
  read: (root: SourceNode, report: Report) => T | undefined,
): Loaded<T> {
  const report = new Report(text, codes);
  const source = parseSource(text);
  if (source.ok) {
    const value = read(source.root, report);
    return { value, diagnostics: report.inFileOrder() };
  }
  for (const { at, path = "", message } of source.problems) {
    report.error(codes.syntax, { path, at }, message);
  }
  return { value: undefined, diagnostics: report.inFileOrder() };
}
