/** A word or a mark of a MIB text, with its line, counted from 1. */
export interface Token {
  readonly text: string;
  readonly line: number;
}

/** What stands for a quoted text: its content says nothing about names or values. */
const QUOTED = '""';

// One alternative each for: blanks, comment (to the end of the line, as vendors write them), quoted text, binary
// or hex text, `::=`, `..`, word or number, any other mark. None looks back, so reading is linear in the text.
const TOKEN =
  /[\s\0\uFEFF]+|--[^\n]*|"[^"]*"|'[^'\n]*'[HhBb]?|::=|\.\.|-?[A-Za-z0-9_](?:[A-Za-z0-9_]|-(?=[A-Za-z0-9_]))*|[^]/gy;

/**
 * Splits a MIB text into words and marks (the ASN.1 subset of RFC 2578 §3), without comments and quoted texts.
 * @returns the tokens, and the line of a quoted text that never ends: it would hide everything after it
 */
export function tokenize(text: string): { tokens: readonly Token[]; unterminatedLine?: number } {
  const tokens: Token[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(TOKEN)) {
    const word = match[0];
    for (
      let at = text.indexOf("\n", counted);
      at !== -1 && at < match.index;
      at = text.indexOf("\n", counted)
    ) {
      line++;
      counted = at + 1;
    }
    if (word === '"') return { tokens, unterminatedLine: line };
    const first = word.charCodeAt(0);
    if (first === 0x22 || first === 0x27) tokens.push({ text: QUOTED, line });
    else if (first > 0x20 && first !== 0xfeff && !word.startsWith("--")) tokens.push({ text: word, line });
  }
  return { tokens };
}
