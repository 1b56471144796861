/** Rows as aligned columns, two blanks apart; numbers to the right. The first row is the head. */
export function alignColumns(
  rows: readonly (readonly string[])[],
  numeric: ReadonlySet<number> = new Set(),
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, width(cell));
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = " ".repeat(widths[column]! - width(cell));
        return numeric.has(column) ? padding + cell : cell + padding;
      })
      .join("  ")
      .trimEnd(),
  );
}

/** The line as far as it fits a terminal; what is cut is shown by `…`. */
export function clip(line: string, columns: number): string {
  if (line.length * 2 <= columns || width(line) <= columns) return line;
  let [text, used] = ["", 0];
  for (const character of line) {
    used += width(character);
    if (used >= columns) break;
    text += character;
  }
  return `${text}…`;
}

const WIDE =
  /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;

/** Columns a text takes on a terminal: code points, wide ones (CJK, emoji) counted twice. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += WIDE.test(character) ? 2 : 1;
  return columns;
}
