import { compareOids, isUnder, type ObjectCatalogue, type Oid } from "../smi/index.ts";

/** What a reply is told by: the request that it answers. */
export interface RequestShape {
  readonly pdu: "get" | "getNext" | "getBulk" | "discovery";
  readonly oids: readonly Oid[];
  readonly nonRepeaters: number;
}

interface Varbind {
  readonly oid: Oid;
  readonly type: string;
  readonly text: string;
}

/** Columns or instances of a reply that are shown before the rest is counted. */
const GROUPS_SHOWN_MAX = 16;
const TEXT_SHOWN_MAX = 60;

/** `IF-MIB::ifHCInOctets.3` without its module, or the number where no name is known. */
export function shortName(oid: Oid, catalogue: ObjectCatalogue): string {
  const name = catalogue.nameOf(oid);
  return name === undefined ? oid : name.slice(name.indexOf("::") + 2);
}

/**
 * The varbinds of a reply by column: `ifHCInOctets.1 … ifHCInOctets.20 (20)`. One alone is shown with its value.
 * Varbinds of a GETBULK reply go round the repeaters (RFC 3416 §4.2.3), so position tells the column.
 */
export function foldReply(
  varbinds: readonly Varbind[],
  request: RequestShape | undefined,
  catalogue: ObjectCatalogue,
): string[] {
  const groups = groupsOf(varbinds, request);
  const shown = groups.slice(0, GROUPS_SHOWN_MAX).map((group) => groupWords(group, catalogue));
  const more = groups.length - shown.length;
  return more === 0 ? shown : [...shown, `… and ${more} more`];
}

function groupsOf(varbinds: readonly Varbind[], request: RequestShape | undefined): readonly Varbind[][] {
  const groups = new Map<number, Varbind[]>();
  const repeaters = request?.pdu === "getBulk" ? request.oids.length - request.nonRepeaters : 0;
  const nonRepeaters = repeaters > 0 ? (request?.nonRepeaters ?? 0) : 0;
  varbinds.forEach((varbind, position) => {
    const isRepeater = repeaters > 0 && position >= nonRepeaters;
    const group = isRepeater ? nonRepeaters + ((position - nonRepeaters) % repeaters) : position;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [varbind]);
    else members.push(varbind);
  });
  return [...groups.values()];
}

function groupWords(group: readonly Varbind[], catalogue: ObjectCatalogue): string {
  const [first, last] = [group[0]!, group.at(-1)!];
  if (group.length === 1) return `${shortName(first.oid, catalogue)} = ${first.type}: ${clipped(first.text)}`;
  const end = last.type === "endOfMibView" ? ", end of the MIB" : "";
  const names = `${shortName(first.oid, catalogue)} … ${shortName(last.oid, catalogue)}`;
  return `${names} (${group.length}${end}${isOrdered(group) ? "" : ", not increasing"})`;
}

/** endOfMibView repeats the name of the OID asked for, which is no step back. */
function isOrdered(group: readonly Varbind[]): boolean {
  return group.every(
    ({ oid, type }, i) => i === 0 || type === "endOfMibView" || compareOids(group[i - 1]!.oid, oid) < 0,
  );
}

function clipped(text: string): string {
  return text.length <= TEXT_SHOWN_MAX ? text : `${text.slice(0, TEXT_SHOWN_MAX)}…`;
}

/** Whether an instance belongs to the object: it is the object itself, or below it. */
export function belongsTo(instance: Oid, object: Oid): boolean {
  return instance === object || isUnder(instance, object);
}
