/** C0, C1 and line separators forge lines and steer terminals; bidirectional marks let a line read backwards. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Text from a file or a device as one line that a terminal can show: `\n` and `\u001b` in place of what they are. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return SHORT.get(character) ?? `\\u${code}`;
  });
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
