// Scalars of YAML, as they stand on one line.

/** What is written of a value so far, without an opening quote. */
export const started = (text: string): string => text.replace(/^["']/, "");

/** A value without quotes and comment. */
export function plain(text: string): string {
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(text)?.[1];
  return quoted === undefined ? text.replace(/(^|\s)#.*$/, "").trim() : unquoted(quoted);
}

/** A key or value without its quotes and escapes. */
export function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(.)/g, "$1") : text;
}
