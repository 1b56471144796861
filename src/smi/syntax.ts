import type { Oid } from "./oid.ts";

/**
 * What a MIB says about an object beyond its wire type, as far as it changes how a value is shown.
 * An object without an entry is rendered by its wire type alone.
 */
export type ObjectSyntax =
  | { readonly kind: "enumeration"; readonly names: ReadonlyMap<number, string> }
  /** BITS (RFC 2578 §7.1.4) by position; shown as the names that are set, `bridge,router`. */
  | { readonly kind: "bits"; readonly names: ReadonlyMap<number, string> }
  | { readonly kind: "physAddress" }
  | { readonly kind: "dateAndTime" }
  | { readonly kind: "inetAddress"; readonly typeColumn: Oid | undefined };

/**
 * Names and syntaxes of MIB objects: the built-in catalogue, or modules read from MIB files.
 * Look-ups take numeric OIDs without instance (`1.3.6.1.2.1.2.2.1.8`), or of an instance below them.
 */
export interface ObjectCatalogue {
  /** `sysName`, `SNMPv2-MIB::sysName` → OID of the object; undefined when the name is unknown. */
  oidOf(name: string): Oid | undefined;
  /**
   * How the object (or the instance below it) is shown; undefined when nothing more is known.
   * @param byNumber  the manifest wrote the OID by number: then built-in modules that a Dynatrace ActiveGate does
   *   not bring stay silent, and the value is shown plainly, as it is there (spec 1 §8.3)
   */
  syntaxOf(oid: Oid, byNumber?: boolean): ObjectSyntax | undefined;
  /** `1.3.6.1.2.1.2.2.1.8.3` → `IF-MIB::ifOperStatus.3` (longest known prefix); undefined when none is known. */
  nameOf(oid: Oid): string | undefined;
  /**
   * Names of a module's objects without the module, of all modules when none is given: to find the one that was
   * meant. Empty when the module is not known.
   */
  namesIn(module?: string): readonly string[];
}
