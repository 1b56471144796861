import { compareOids, type ObjectCatalogue, type Oid } from "../smi/index.ts";
import { listOf, objectPart, rowPart, shortName } from "./trace-names.ts";

/** What a reply is told by: the request that it answers. */
export interface RequestShape {
  readonly pdu: "get" | "getNext" | "getBulk" | "discovery";
  readonly oids: readonly Oid[];
  readonly nonRepeaters: number;
}

export interface ShownVarbind {
  readonly oid: Oid;
  readonly type: string;
  readonly text: string;
}

/** What came for one OID of a request. */
export interface ReplyColumn {
  /** Undefined when the request is not known. */
  readonly asked: Oid | undefined;
  readonly varbinds: readonly ShownVarbind[];
}

/** What came belongs to another object. */
export const NO_MORE_ROWS = "no more rows";
/** Lines for a reply before the rest is counted. */
const LINES_SHOWN_MAX = 16;
const TEXT_SHOWN_MAX = 60;

/**
 * The varbinds of a reply by column: `ifName.1 … ifName.20 (20)`, and `rows 1 … 20 (20) of ifName, ifAlias` where
 * columns have the same rows. What came alone is shown with its value; a column that has no more rows is only named.
 */
export function foldReply(
  varbinds: readonly ShownVarbind[],
  request: RequestShape | undefined,
  catalogue: ObjectCatalogue,
): string[] {
  const lines = new Map<string, [FoldedColumn, ...FoldedColumn[]]>();
  for (const column of columnsOf(varbinds, request)) {
    const folded = foldColumn(column, catalogue);
    const alike = lines.get(folded.group);
    if (alike === undefined) lines.set(folded.group, [folded]);
    else alike.push(folded);
  }
  const told = [...lines].map(([group, columns]) =>
    columns.length === 1 ? columns[0].alone : `${group} of ${listOf(columns.map(({ object }) => object))}`,
  );
  const more = told.length - LINES_SHOWN_MAX;
  return more > 0 ? [...told.slice(0, LINES_SHOWN_MAX), `… and ${more} more`] : told;
}

/** Varbinds of a GETBULK reply go round the repeaters (RFC 3416 §4.2.3), so position tells the column. */
export function columnsOf(
  varbinds: readonly ShownVarbind[],
  request: RequestShape | undefined,
): readonly ReplyColumn[] {
  const columns = new Map<number, { asked: Oid | undefined; varbinds: ShownVarbind[] }>();
  const repeaters = request?.pdu === "getBulk" ? request.oids.length - request.nonRepeaters : 0;
  const nonRepeaters = repeaters > 0 ? (request?.nonRepeaters ?? 0) : 0;
  varbinds.forEach((varbind, position) => {
    const isRepeater = repeaters > 0 && position >= nonRepeaters;
    const number = isRepeater ? nonRepeaters + ((position - nonRepeaters) % repeaters) : position;
    const column = columns.get(number);
    if (column === undefined) columns.set(number, { asked: request?.oids[number], varbinds: [varbind] });
    else column.varbinds.push(varbind);
  });
  return [...columns.values()];
}

interface FoldedColumn {
  /** Columns with the same text share a line. */
  readonly group: string;
  readonly object: string;
  readonly alone: string;
}

function foldColumn({ asked, varbinds }: ReplyColumn, catalogue: ObjectCatalogue): FoldedColumn {
  const [first, last] = [varbinds[0]!, varbinds.at(-1)!];
  const [firstName, lastName] = [shortName(first.oid, catalogue), shortName(last.oid, catalogue)];
  const object = objectPart(asked === undefined ? firstName : shortName(asked, catalogue));
  const words = columnWords(varbinds, catalogue);
  if (object === undefined) return { group: words, object: firstName, alone: words };
  if (objectPart(firstName) !== object)
    return { group: NO_MORE_ROWS, object, alone: `${NO_MORE_ROWS} of ${object}` };
  const isRange = varbinds.length > 1 && objectPart(lastName) === object && isOrdered(varbinds);
  if (!isRange || isEnd(last)) return { group: words, object, alone: words };
  const rows = `rows ${rowPart(firstName)} … ${rowPart(lastName)} (${varbinds.length})`;
  return { group: rows, object, alone: words };
}

/** The first varbind of a column and its last, or the only one with its value. */
export function columnWords(varbinds: readonly ShownVarbind[], catalogue: ObjectCatalogue): string {
  const [first, last] = [varbinds[0]!, varbinds.at(-1)!];
  if (varbinds.length === 1) {
    const { oid, type, text } = first;
    return varbindWords({ oid, type, text: clipped(text) }, catalogue);
  }
  const end = isEnd(last) ? ", end of the MIB" : "";
  const names = `${shortName(first.oid, catalogue)} … ${shortName(last.oid, catalogue)}`;
  return `${names} (${varbinds.length}${end}${isOrdered(varbinds) ? "" : ", not increasing"})`;
}

/** `sysName.0 = OctetString: sw1`; an exception has no value (RFC 3416 §3). */
export function varbindWords({ oid, type, text }: ShownVarbind, catalogue: ObjectCatalogue): string {
  const value = EXCEPTIONS.has(type) ? type : `${type}: ${text}`;
  return `${shortName(oid, catalogue)} = ${value}`;
}

const EXCEPTIONS: ReadonlySet<string> = new Set(["noSuchObject", "noSuchInstance", "endOfMibView"]);

const isEnd = ({ type }: ShownVarbind): boolean => type === "endOfMibView";

/** endOfMibView repeats the name of the OID asked for, which is no step back. */
function isOrdered(varbinds: readonly ShownVarbind[]): boolean {
  return varbinds.every(
    (varbind, i) => i === 0 || isEnd(varbind) || compareOids(varbinds[i - 1]!.oid, varbind.oid) < 0,
  );
}

function clipped(text: string): string {
  return text.length <= TEXT_SHOWN_MAX ? text : `${text.slice(0, TEXT_SHOWN_MAX)}…`;
}
