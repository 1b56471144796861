// What a device of a check is called, and a text of devices that is really a table.

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** A target of a check is shown with its port only where the text had one: `[2001:db8::1]:1161`, `sw1:1161`, `sw1`. */
export function hostOf({ target, port }: { readonly target: string; readonly port: number }): HostPort {
  const bracketed = /^\[([^\]]+)\]/.exec(target)?.[1];
  if (bracketed !== undefined) return { host: bracketed, port };
  const parts = target.split(":");
  return { host: parts.length === 2 ? parts[0]! : target, port };
}

/** As a text of targets has it. */
export const targetText = ({ host, port }: HostPort): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** The same device, whichever check it was in. */
export const keyOf = (device: { readonly target: string; readonly port: number }): string =>
  targetText(hostOf(device));

/** A pasted table: the columns, and which one holds the addresses. */
export interface PastedTable {
  readonly columns: readonly string[];
  readonly addressColumn: number;
  readonly rows: readonly (readonly string[])[];
}

const ADDRESS =
  /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2}|-[\d.]+)?|[\da-f]*:[\da-f:]*:[\da-f:.]*(?:\/\d{1,3})?)$/i;
const ADDRESS_HEADER =
  /^(?:ip|ip[ _-]?address|address|host|hostname|management[ _-]?ip|mgmt[ _-]?ip|primary[ _-]?ip)$/i;
const SEPARATORS = ["\t", ";", ","] as const;

/**
 * Recognises a CSV whose other columns would be taken for host names. A list of addresses alone is none.
 * @returns undefined for a text that is a list
 */
export function pastedTable(text: string): PastedTable | undefined {
  const lines = text
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  if (lines.length < 2) return undefined;
  const cells = SEPARATORS.map((separator) => tableOf(lines, separator)).find((rows) => rows !== undefined);
  if (cells === undefined) return undefined;
  const [head, ...body] = cells as readonly (readonly string[])[] &
    readonly [readonly string[], ...(readonly string[])[]];
  const hasHeader = !head.some((cell) => ADDRESS.test(cell));
  const rows = hasHeader ? body : cells;
  const isAddressed = (column: number): boolean => rows.every((row) => ADDRESS.test(row[column]!));
  const places = head.map((_, column) => column);
  const named = hasHeader ? places.find((column) => ADDRESS_HEADER.test(head[column]!)) : undefined;
  const addressColumn = named ?? places.find(isAddressed);
  // Addresses in every column are a list in several columns.
  if (addressColumn === undefined || places.every(isAddressed)) return undefined;
  const columns = hasHeader ? head : head.map((_, column) => `column ${column + 1}`);
  return { columns, addressColumn, rows };
}

/** @returns undefined when the lines have not all as many cells, and at least two */
function tableOf(lines: readonly string[], separator: string): readonly (readonly string[])[] | undefined {
  const rows: (readonly string[])[] = [];
  for (const line of lines) {
    const cells = cellsOf(line, separator);
    if (cells.length < 2 || cells.length !== (rows[0]?.length ?? cells.length)) return undefined;
    rows.push(cells);
  }
  return rows;
}

/** A cell in double quotes may hold the separator, and quotes twice (RFC 4180 §2). */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const char of line) {
    if (char === '"') isQuoted = !isQuoted;
    if (char === separator && !isQuoted) {
      cells.push(cell);
      cell = "";
    } else cell += char;
  }
  return [...cells, cell].map(plainCell);
}

const plainCell = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .replaceAll('""', '"');

/** The addresses of a table as a list; what stands beside each becomes its comment. */
export function listOfTable({ rows, addressColumn }: PastedTable): string {
  return rows
    .map((row) => {
      const rest = row.filter((cell, column) => column !== addressColumn && cell !== "").join(", ");
      return rest === "" ? row[addressColumn]! : `${row[addressColumn]} # ${rest.replaceAll("#", "")}`;
    })
    .join("\n");
}
