import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import { nearest } from "../source/index.ts";

/**
 * What to do about a MIB name that is not known, `; did you mean 'IF-MIB::ifName'?` or another end of a sentence.
 * @param name  `ifNme` or `IF-MIB::ifNme`, without instance
 */
export function nameRemedy(name: string, catalogue: ObjectCatalogue | undefined): string {
  const { module } = split(name);
  const meant = catalogue === undefined ? undefined : similarName(name, catalogue);
  if (meant !== undefined) return `; did you mean '${meant}'?`;
  if (module !== undefined && (catalogue?.namesIn(module).length ?? 0) > 0) {
    return `: the ${module} at hand has no such object; check the spelling, or put a newer one into the package's snmp/ folder`;
  }
  return "; put its MIB into the package's snmp/ folder, or write the OID in numbers";
}

/**
 * The known name that a mistyped one most likely means, written as fully as the one given:
 * similarName("ifNme", catalogue) → "ifName"; similarName("IF-MIB::ifNme", catalogue) → "IF-MIB::ifName".
 */
export function similarName(name: string, catalogue: ObjectCatalogue): string | undefined {
  const { module, object } = split(name);
  if (module === undefined) return nearest(object, withSameStart(object, catalogue.namesIn()));
  const own = nearest(object, catalogue.namesIn(module));
  if (own !== undefined) return `${module}::${own}`;
  // The object is known, and its module was mistaken.
  const oid = catalogue.oidOf(object);
  return oid === undefined ? undefined : catalogue.nameOf(oid);
}

/**
 * The known column of which an OID names an instance: its name and OID; undefined for a column itself.
 * Columns are told by the name of their conceptual row, which ends in Entry (RFC 2578 §7.1.12, by convention).
 */
export function columnAbove(
  oid: Oid,
  catalogue: ObjectCatalogue,
): { readonly name: string; readonly oid: string } | undefined {
  const [name = "", ...instance] = catalogue.nameOf(oid)?.split(".") ?? [];
  if (instance.length === 0) return undefined;
  const column = oid.split(".").slice(0, -instance.length);
  const row = catalogue.nameOf(column.slice(0, -1).join(".") as Oid);
  return row?.endsWith("Entry") === true ? { name, oid: column.join(".") } : undefined;
}

/** A manifest may hold hundreds of unknown names and the MIBs ten thousands of known ones. */
function withSameStart(word: string, names: readonly string[]): readonly string[] {
  const start = word.slice(0, 2).toLowerCase();
  return names.filter((name) => name.slice(0, 2).toLowerCase() === start);
}

function split(name: string): { readonly module: string | undefined; readonly object: string } {
  const at = name.indexOf("::");
  if (at < 0) return { module: undefined, object: name };
  return { module: name.slice(0, at), object: name.slice(at + 2) };
}
