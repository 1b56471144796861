import { isUnder, type ObjectCatalogue, type Oid } from "../smi/index.ts";

/** Names in a list before the rest is counted. */
const NAMES_SHOWN_MAX = 12;

/** `IF-MIB::ifHCInOctets.3` without its module, or the number where no name is known. */
export function shortName(oid: Oid, catalogue: ObjectCatalogue): string {
  const name = catalogue.nameOf(oid);
  return name === undefined ? oid : name.slice(name.indexOf("::") + 2);
}

/** `ifName.3` → `ifName`; a number has no name before its first dot. */
export function objectPart(name: string): string | undefined {
  if (/^\d/.test(name)) return undefined;
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

/** `ifName.3` → `3`. */
export function rowPart(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}

/** `ifName, ifAlias and 3 more`. */
export function listOf(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN_MAX;
  const shown = names.slice(0, NAMES_SHOWN_MAX).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Whether an instance belongs to the object: it is the object itself, or below it. */
export function belongsTo(instance: Oid, object: Oid): boolean {
  return instance === object || isUnder(instance, object);
}
