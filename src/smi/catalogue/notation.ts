import { type Oid, parseOid } from "../oid.ts";
import type { ObjectSyntax } from "../syntax.ts";
import type { CatalogueModule, CatalogueObject } from "./object-catalogue.ts";

/**
 * A MIB module as a tree in plain text, two blanks of indentation a level:
 * ```
 * type State = up(1) down(2)                 an enumeration used more than once
 * type Caps = bits other(0) bridge(2)        BITS, by position
 * 1.3.6.1.2.1.2 interfaces                   a root has its whole OID
 *   1 ifNumber
 *   2 ifTable
 *     1 ifEntry
 *       1 ifIndex, 2 ifDescr, 3 ifType: IANAifType
 *       6 ifPhysAddress: PhysAddress
 *       8 ifOperStatus: up(1) down(2)
 *         testing(3)                         a line that begins with a name goes on with the one before
 * ```
 * After the colon stands what changes how a value is shown: an enumeration or its type, `PhysAddress`, `MacAddress`,
 * `DateAndTime`, or `InetAddress(ipAddressAddrType)` with the sibling column that holds the address type.
 * Everything else is shown by its wire type and needs no syntax.
 */
export interface ModuleNotation {
  readonly module: string;
  readonly tree: string;
  /**
   * Names that this module shares with one that replaced it (RFC1213-MIB and its successors):
   * the objects of `from` at `root`, with a next arc up to `upTo`.
   */
  readonly borrows?: readonly { readonly from: string; readonly root: string; readonly upTo: number }[];
}

type Types = ReadonlyMap<string, ObjectSyntax>;

interface Level {
  readonly indent: number;
  readonly oid: string;
  readonly siblings: Map<string, Oid>;
}

/**
 * Reads a module's tree.
 * @param sharedTypes  types any module may use, besides those it defines itself
 * @throws {Error} when the text is not in the notation: a fault of our own source, found by its test
 */
export function parseModule(notation: ModuleNotation, sharedTypes: Types): CatalogueModule {
  const types = new Map(sharedTypes);
  const objects: CatalogueObject[] = [];
  const levels: Level[] = [];
  for (const line of logicalLines(notation.tree)) {
    const indent = line.search(/\S/);
    const type = /^\s*type (\S+) = (.+)$/.exec(line);
    if (type !== null) {
      types.set(type[1] ?? "", namedNumbers(type[2] ?? ""));
      continue;
    }
    while ((levels.at(-1)?.indent ?? -1) > indent) levels.pop();
    if (levels.at(-1)?.indent !== indent) {
      levels.push({ indent, oid: indent === 0 ? "" : (objects.at(-1)?.oid ?? ""), siblings: new Map() });
    }
    const level = levels.at(-1);
    if (level === undefined) continue;
    for (const item of line.trim().split(/,\s*/)) {
      objects.push(parseItem(item, level, types, notation.module));
    }
  }
  return { name: notation.module, objects };
}

/** Types that every module may use: `type` lines alone. */
export function parseTypes(text: string): Types {
  const types = new Map<string, ObjectSyntax>([
    ["PhysAddress", { kind: "physAddress" }],
    ["MacAddress", { kind: "physAddress" }],
    ["DateAndTime", { kind: "dateAndTime" }],
  ]);
  for (const line of logicalLines(text)) {
    const [, name, values] = /^type (\S+) = (.+)$/.exec(line.trim()) ?? [];
    if (name === undefined || values === undefined) throw new Error(`not a type: ${line}`);
    types.set(name, enumeration(values));
  }
  return types;
}

function logicalLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    if (/^\s*(\d|type )/.test(line)) lines.push(line);
    else lines.push(`${lines.pop() ?? ""} ${line.trim()}`);
  }
  return lines;
}

function parseItem(item: string, level: Level, types: Types, module: string): CatalogueObject {
  const [, arcs, name, written] = /^([\d.]+) ([\w-]+)(?:: (.+))?$/.exec(item) ?? [];
  // Below a root only digits are appended, so the root alone has to be checked: a third of the reading time.
  const oid = level.oid === "" ? parseOid(arcs ?? "") : (`${level.oid}.${arcs}` as Oid);
  if (name === undefined || oid === undefined) throw new Error(`${module}: not an object: ${item}`);
  level.siblings.set(name, oid);
  if (written === undefined) return { name, oid };
  return { name, oid, syntax: syntaxFrom(written, level, types, `${module}::${name}`) };
}

function syntaxFrom(written: string, level: Level, types: Types, object: string): ObjectSyntax {
  const type = types.get(written);
  if (type !== undefined) return type;
  const address = /^InetAddress\((\w*)\)$/.exec(written);
  if (address === null) return enumeration(written);
  const typeColumn = level.siblings.get(address[1] ?? "");
  if (typeColumn === undefined && address[1] !== "") {
    throw new Error(`${object}: ${address[1]} is not among the columns before it`);
  }
  return { kind: "inetAddress", typeColumn };
}

function namedNumbers(text: string): ObjectSyntax {
  if (!text.startsWith("bits ")) return enumeration(text);
  const { names } = enumeration(text.slice("bits ".length));
  return { kind: "bits", names };
}

/** `up(1) down(2)` → the enumeration; names as the MIB spells them, digits and hyphens included. */
function enumeration(text: string): Extract<ObjectSyntax, { kind: "enumeration" }> {
  const names = new Map<number, string>();
  for (const word of text.trim().split(/\s+/)) {
    const [, name, number] = /^([\w-]+)\((-?\d+)\)$/.exec(word) ?? [];
    if (name === undefined || names.has(Number(number))) throw new Error(`not an enumeration: ${text}`);
    names.set(Number(number), name);
  }
  return { kind: "enumeration", names };
}
