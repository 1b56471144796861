/** Where what is collected says its value: the key of a description, further down, has none. */
const VALUE_WITHIN_LINES = 3;

/**
 * The line, from 1, at which a metric or dimension is collected; undefined when the text does not name it, for a key may
 * be sent otherwise than it is written.
 */
export function lineOfKey(text: string, key: string): number | undefined {
  const lines = text.split("\n");
  const named = lines.flatMap((line, i) => (namesKey(line, key) ? [i] : []));
  const collected = named.find((i) => /\bvalue\s*:/.test(ownLines(lines, i)));
  const found = collected ?? named[0];
  return found === undefined ? undefined : found + 1;
}

function namesKey(line: string, key: string): boolean {
  const written = /(?:^|[\s{,-])key\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s,}#]+))/.exec(line);
  return written !== null && (written[1] ?? written[2] ?? written[3]) === key;
}

/** A line and those after it, up to the next entry. */
function ownLines(lines: readonly string[], at: number): string {
  const after = lines.slice(at + 1, at + VALUE_WITHIN_LINES);
  const next = after.findIndex((line) => /^\s*-\s/.test(line));
  return [lines[at], ...(next < 0 ? after : after.slice(0, next))].join("\n");
}
