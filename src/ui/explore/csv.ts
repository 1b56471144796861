import type { SeriesRow } from "./series.ts";

/**
 * All values as a table that spreadsheets and scripts read (RFC 4180): one line for each series and time, times in UTC.
 * What was not measured has no line.
 */
export function csvOf(rows: readonly SeriesRow[]): string {
  const dimensions = [...new Set(rows.flatMap((row) => Object.keys(row.dimensions)))];
  const lines = [["time", "query", ...dimensions, "value", "unit"].map(cell).join(",")];
  for (const row of rows) {
    const named = dimensions.map((key) => cell(row.dimensions[key] ?? ""));
    for (const [i, value] of row.values.entries()) {
      if (value === null) continue;
      const time = new Date(row.timestamps[i]!).toISOString();
      lines.push([time, row.query, ...named, String(value), cell(row.unit)].join(","));
    }
  }
  return `${lines.join("\r\n")}\r\n`;
}

/** Names come from devices: one that begins like a formula must not be one in a spreadsheet. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
