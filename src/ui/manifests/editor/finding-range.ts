import type { Finding } from "../../../api/contract/index.ts";
import { UNRESOLVED } from "../unresolved.ts";

/** A text in lines, as an editor has it. */
export interface Lines {
  readonly lines: number;
  /** From 1. */
  line(number: number): { readonly from: number; readonly to: number; readonly text: string };
}

/** A quoted text, or what is left of the line without a comment, the colon of a key, or the end of a bracket. */
const WORD = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\S.*?(?=\s*$|\s+#|:(?:\s|$)|\s*[,\]}](?:\s|$)))/;

/** The characters that a finding is about: from its column to the end of the key or value there. */
export function findingRange(
  doc: Lines,
  { line, column }: Finding,
): { readonly from: number; readonly to: number } {
  const { from, to, text } = doc.line(Math.min(Math.max(1, line), doc.lines));
  const start = Math.min(Math.max(0, column - 1), text.length);
  const word = WORD.exec(text.slice(start));
  const length = word?.[0].length ?? 0;
  if (length > 0) return { from: from + start, to: Math.min(to, from + start + length) };
  // Nothing stands there: the character before it, so that there is something to see.
  return { from: Math.max(from, from + start - 1), to: Math.min(to, from + start + 1) };
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** What costs data is worse than a warning about style. */
const rankOf = ({ severity, code }: Finding): number => (code === UNRESOLVED ? 0.5 : RANK[severity]);

/** Errors first, then by line. */
export const bySeverity = (a: Finding, b: Finding): number =>
  rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column;

export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
