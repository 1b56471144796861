const [QUOTE, COMMA, SLASH, STAR, BACKSLASH] = [34, 44, 47, 42, 92];
const CLOSING = /\s*[\]}]/y;
const NOT_A_LINE_BREAK = /[^\r\n]/g;

/**
 * The text with its comments (`//` to the end of the line, and those between slash-star and star-slash) and its
 * commas before a closing bracket as blanks, everything else in its place. Editors write JSON like this; a text that
 * is JSON but for these becomes JSON.
 */
export function blankComments(text: string): string {
  const withoutComments = blankParts(text, SLASH, endOfComment);
  return blankParts(withoutComments, COMMA, endOfTrailingComma);
}

/**
 * Blanks the parts outside of texts in quotes that begin with a character.
 * @param endOf  where the part that begins at an offset ends; the offset itself when it is none
 */
function blankParts(text: string, first: number, endOf: (text: string, at: number) => number): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at) - 1;
    } else if (code === first) {
      const end = endOf(text, at);
      if (end === at) continue;
      kept.push(text.slice(from, at), text.slice(at, end).replace(NOT_A_LINE_BREAK, " "));
      from = end;
      at = end - 1;
    }
  }
  return kept.length === 0 ? text : kept.join("") + text.slice(from);
}

function endOfComment(text: string, at: number): number {
  const second = text.charCodeAt(at + 1);
  if (second !== SLASH && second !== STAR) return at;
  const end = second === SLASH ? text.indexOf("\n", at) : text.indexOf("*/", at + 2);
  if (end < 0) return text.length;
  return second === SLASH ? end : end + 2;
}

function endOfTrailingComma(text: string, at: number): number {
  CLOSING.lastIndex = at + 1;
  return CLOSING.test(text) ? at + 1 : at;
}

/** The offset after the closing quote, or the end of the text. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return i + 1;
    if (code === BACKSLASH) i++;
  }
  return text.length;
}
