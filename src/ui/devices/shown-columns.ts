// Which columns are shown: a choice of each reader that stands in the address, as `cols=device,cpu`.

export const COLUMN_KEYS = [
  "status",
  "device",
  "cpu",
  "memory",
  "ports",
  "errors",
  "traffic",
  "in",
  "out",
  "kind",
  "address",
  "polled",
  "late",
  "duration",
  "lines",
  "extension",
  "configuration",
  "since",
] as const;
export type ColumnKey = (typeof COLUMN_KEYS)[number];

/** A row without these would say nothing. */
export const ALWAYS_SHOWN: readonly ColumnKey[] = ["status", "device"];
export const DEFAULT_COLUMNS: readonly ColumnKey[] = [
  "status",
  "device",
  "cpu",
  "memory",
  "ports",
  "traffic",
  "polled",
];

/** In the order of the table, whatever order the address has. */
export function readColumns(text: string | null): readonly ColumnKey[] {
  if (text === null || text === "") return DEFAULT_COLUMNS;
  const wanted = text.split(",");
  return COLUMN_KEYS.filter((key) => ALWAYS_SHOWN.includes(key) || wanted.includes(key));
}

/** @returns undefined for the usual ones */
export function columnsText(columns: readonly ColumnKey[]): string | undefined {
  const isUsual =
    columns.length === DEFAULT_COLUMNS.length && DEFAULT_COLUMNS.every((key) => columns.includes(key));
  return isUsual ? undefined : COLUMN_KEYS.filter((key) => columns.includes(key)).join(",");
}

export const toggledColumn = (columns: readonly ColumnKey[], key: ColumnKey): readonly ColumnKey[] =>
  COLUMN_KEYS.filter((one) => (one === key ? !columns.includes(key) : columns.includes(one)));
