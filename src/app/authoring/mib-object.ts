import type { MibObjectJson } from "../../api/index.ts";
import type { ObjectSyntax, Oid } from "../../smi/index.ts";

/** Where an object stands in the tree. */
interface Surroundings {
  readonly parentName: string | undefined;
  readonly hasChildren: boolean;
  readonly syntax: ObjectSyntax | undefined;
}

/** Below it stand the notifications of SNMPv2-MIB; others stand below an arc 0 (RFC 2578 §8.5). */
const SNMP_TRAPS = "1.3.6.1.6.3.1.1.5.";

export function describedObject(
  { name, module, oid }: { readonly name: string; readonly module: string; readonly oid: Oid },
  surroundings: Surroundings,
): MibObjectJson {
  return { name, module, oid, kind: kindOf(name, oid, surroundings), ...syntaxOf(surroundings.syntax) };
}

/** Tables and rows are told by their names, as the convention of RFC 2578 §7.1.12 has them. */
function kindOf(name: string, oid: Oid, { parentName, hasChildren }: Surroundings): MibObjectJson["kind"] {
  if (parentName?.endsWith("Entry") === true) return "column";
  if (name.endsWith("Entry") && parentName?.endsWith("Table") === true) return "row";
  if (name.endsWith("Table")) return "table";
  if (hasChildren || parentName === undefined) return "node";
  return /\.0\.\d+$/.test(oid) || oid.startsWith(SNMP_TRAPS) ? "node" : "scalar";
}

function syntaxOf(syntax: ObjectSyntax | undefined): Pick<MibObjectJson, "syntax" | "values"> {
  switch (syntax?.kind) {
    case undefined:
      return {};
    case "enumeration":
      return { syntax: "INTEGER", values: valuesOf(syntax.names) };
    case "bits":
      return { syntax: "BITS", values: valuesOf(syntax.names) };
    case "physAddress":
      return { syntax: "PhysAddress" };
    case "dateAndTime":
      return { syntax: "DateAndTime" };
    case "inetAddress":
      return { syntax: "InetAddress" };
    default:
      return syntax satisfies never;
  }
}

const valuesOf = (names: ReadonlyMap<number, string>): NonNullable<MibObjectJson["values"]> =>
  [...names].map(([number, name]) => ({ number, name })).toSorted((a, b) => a.number - b.number);
