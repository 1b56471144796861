/** An OID or an object's name in a line, around a column from 0: what hovering asks for. */
export interface OidWord {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const WORD = /(?:[A-Za-z][\w-]*::)?[A-Za-z][\w-]*(?:\.\d+)*|\.?\d+(?:\.\d+){2,}/g;

export function oidAt(line: string, column: number): OidWord | undefined {
  for (const match of line.matchAll(/oid:\s*/g)) {
    WORD.lastIndex = match.index + match[0].length;
    const word = WORD.exec(line);
    if (word === null || word.index !== match.index + match[0].length) continue;
    const [from, to] = [match.index, word.index + word[0].length];
    if (column >= from && column <= to) return { from: word.index, to, text: word[0] };
  }
  return undefined;
}

/** The name of an object without its instance, for the search: `sysName.0` → `sysName`. */
export const objectOf = (text: string): string =>
  /^[A-Za-z]/.test(text) ? text.replace(/(?:\.\d+)+$/, "") : text;
