import {
  builtinCatalogue,
  builtinTypes,
  type CatalogueModule,
  type CatalogueObject,
  type ObjectSyntax,
  type Oid,
  parseOid,
} from "../smi/index.ts";
import type { ParsedModule, ParsedNode, ParsedSyntax } from "./parsed-module.ts";

/** A module and the file it came from. */
export interface FiledModule {
  readonly file: string;
  readonly module: ParsedModule;
}

export interface LinkProblem {
  readonly file: string;
  readonly message: string;
  readonly line?: number;
}

/** Ancestors of an OID, and types that lead to a type: an OID has at most 128 arcs (RFC 2578 §3.5). */
const CHAIN_MAX = 128;
/** Names listed in a message; the rest is counted. */
const LISTED_MAX = 3;

/** Types whose name, not whose definition, says how a value is shown. */
const ADDRESS_TYPE = "InetAddressType";
const ADDRESS = "InetAddress";

/**
 * Joins modules by their imports: OIDs from parent to parent, values by their types.
 * What a module imports from one that is not among the files comes from the built-in catalogue if it is known
 * there. An object that cannot be placed is left out and reported with what is missing; the others stay.
 */
export function linkModules(filed: readonly FiledModule[]): {
  modules: readonly CatalogueModule[];
  problems: readonly LinkProblem[];
} {
  const linker = new Linker(filed);
  const modules = filed.map(({ module }) => linker.link(module));
  const problems = filed.flatMap(({ file, module }) => linker.problemsOf(file, module));
  return { modules, problems };
}

/** Something that keeps objects of a module from their OID or their names of values. */
interface Obstacle {
  readonly message: string;
  readonly neededBy: string[];
  readonly line: number;
}

class Linker {
  readonly #modules = new Map<string, ParsedModule>();
  readonly #nodes = new Map<ParsedModule, ReadonlyMap<string, ParsedNode>>();
  readonly #types = new Map<ParsedModule, ReadonlyMap<string, ParsedSyntax>>();
  readonly #oids = new Map<ParsedNode, Oid | undefined>();
  readonly #resolving = new Set<ParsedNode>();
  readonly #obstacles = new Map<ParsedModule, Map<string, Obstacle>>();

  constructor(filed: readonly FiledModule[]) {
    for (const { module } of filed) {
      this.#modules.set(module.name, module);
      this.#nodes.set(module, new Map(module.nodes.map((node) => [node.name, node])));
      this.#types.set(module, new Map(module.types.map(({ name, syntax }) => [name, syntax])));
      this.#obstacles.set(module, new Map());
    }
  }

  link(module: ParsedModule): CatalogueModule {
    const objects: CatalogueObject[] = [];
    const addressTypes = new Map<string | undefined, Oid>(); // the last one so far of each row
    for (const node of module.nodes) {
      const oid = this.#oidOf(module, node);
      if (oid === undefined) continue;
      const syntax = node.syntax && this.#syntaxOf(module, node, node.syntax, addressTypes.get(node.parent));
      objects.push({ name: node.name, oid, ...(syntax === undefined ? {} : { syntax }) });
      if (node.syntax && this.#isAddressType(module, node.syntax)) addressTypes.set(node.parent, oid);
    }
    return { name: module.name, objects };
  }

  problemsOf(file: string, module: ParsedModule): LinkProblem[] {
    return [...(this.#obstacles.get(module)?.values() ?? [])].map(({ message, neededBy, line }) => {
      const listed = neededBy.slice(0, LISTED_MAX).join(", ");
      const more = neededBy.length > LISTED_MAX ? ` and ${neededBy.length - LISTED_MAX} more` : "";
      return { file, line, message: `${message}; needed by ${listed}${more}` };
    });
  }

  #oidOf(module: ParsedModule, node: ParsedNode): Oid | undefined {
    if (this.#oids.has(node)) return this.#oids.get(node);
    const circular = this.#resolving.has(node);
    if (circular || this.#resolving.size >= CHAIN_MAX) {
      const fault = circular ? "leads back to itself" : `has more than ${CHAIN_MAX} ancestors`;
      this.#report(module, `the OID of ${node.name} ${fault}`, node);
      return undefined;
    }
    this.#resolving.add(node);
    const parent = node.parent === undefined ? "" : this.#parentOid(module, node, node.parent);
    const dotted = [parent, ...node.arcs].filter((arc) => arc !== "").join(".");
    const oid = parent === undefined ? undefined : parseOid(dotted);
    this.#resolving.delete(node);
    this.#oids.set(node, oid);
    return oid;
  }

  /** In the module itself, in the one it is imported from, then among what is built in. */
  #parentOid(module: ParsedModule, node: ParsedNode, symbol: string): Oid | undefined {
    const own = this.#nodes.get(module)?.get(symbol);
    if (own !== undefined) return this.#oidOf(module, own);
    const from = module.imports.get(symbol);
    const source = from === undefined ? undefined : this.#modules.get(from);
    const imported = source && this.#nodes.get(source)?.get(symbol);
    if (source !== undefined && imported !== undefined) return this.#oidOf(source, imported);
    // Vendors import `enterprises` from wherever they found it, so the bare name may do as well.
    const known = builtinCatalogue.oidOf(`${from}::${symbol}`) ?? builtinCatalogue.oidOf(symbol);
    if (known === undefined) this.#report(module, this.#whyMissing(module, symbol), node);
    return known;
  }

  #whyMissing(module: ParsedModule, symbol: string): string {
    const from = module.imports.get(symbol);
    if (from === undefined) return `${module.name} neither defines nor imports ${symbol}`;
    if (!this.#modules.has(from)) {
      return `${module.name} imports ${symbol} from ${from}, which is missing: add the file of ${from}`;
    }
    return `${module.name} imports ${symbol} from ${from}, which does not define it`;
  }

  /** Once for each message, however many objects it stops; what lies below those needs no message of its own. */
  #report(module: ParsedModule, message: string, node: ParsedNode): void {
    const obstacles = this.#obstacles.get(module);
    const known = obstacles?.get(message);
    if (known === undefined) obstacles?.set(message, { message, neededBy: [node.name], line: node.line });
    else known.neededBy.push(node.name);
  }

  /** The syntax of an object, following its type from module to module to the definition that decides. */
  #syntaxOf(
    module: ParsedModule,
    node: ParsedNode,
    written: ParsedSyntax,
    typeColumn: Oid | undefined,
  ): ObjectSyntax | undefined {
    const type = this.#decisiveType(module, written);
    if (type.syntax !== undefined) return type.syntax;
    if (type.name === ADDRESS) return { kind: "inetAddress", typeColumn };
    if (type.missing) this.#report(module, this.#whyMissing(type.module, type.name), node);
    return undefined;
  }

  #isAddressType(module: ParsedModule, written: ParsedSyntax): boolean {
    return written.type === ADDRESS_TYPE || this.#decisiveType(module, written).name === ADDRESS_TYPE;
  }

  #decisiveType(
    module: ParsedModule,
    written: ParsedSyntax,
    depth = 0,
  ): { module: ParsedModule; name: string; syntax?: ObjectSyntax; missing?: true } {
    const { type: name, names } = written;
    if (names !== undefined && name !== "BITS") {
      return { module, name, syntax: { kind: "enumeration", names: new Map(names) } };
    }
    if (depth > CHAIN_MAX || name === ADDRESS) return { module, name };
    const builtin = builtinTypes().get(name);
    if (builtin !== undefined && builtin.kind !== "enumeration") return { module, name, syntax: builtin };
    const found = this.#typeDefinition(module, name);
    if (found !== undefined) {
      const decisive = this.#decisiveType(found.module, found.syntax, depth + 1);
      return name === ADDRESS_TYPE ? { ...decisive, name } : decisive;
    }
    if (builtin !== undefined) return { module, name, syntax: builtin };
    const isImported = module.imports.has(name) && !isPlainType(name);
    return { module, name, ...(isImported ? { missing: true as const } : {}) };
  }

  #typeDefinition(
    module: ParsedModule,
    name: string,
  ): { module: ParsedModule; syntax: ParsedSyntax } | undefined {
    const from = module.imports.get(name);
    const source = from === undefined ? module : this.#modules.get(from);
    const syntax = source === undefined ? undefined : this.#types.get(source)?.get(name);
    return source === undefined || syntax === undefined ? undefined : { module: source, syntax };
  }
}

/** Types of the base modules that change nothing about how a value is shown: their wire type says all. */
function isPlainType(name: string): boolean {
  return PLAIN_TYPES.has(name);
}

const PLAIN_TYPES: ReadonlySet<string> = new Set(
  `INTEGER Integer32 Unsigned32 UInteger32 Counter Counter32 Counter64 Gauge Gauge32 TimeTicks IpAddress
  NetworkAddress Opaque Bits DisplayString SnmpAdminString AutonomousType InstancePointer VariablePointer
  RowPointer TestAndIncr TimeStamp TimeInterval TDomain TAddress InterfaceIndex InterfaceIndexOrZero
  OwnerString InetAddressPrefixLength InetPortNumber InetScopeType InetZoneIndex InetAutonomousSystemNumber
  InetAddressIPv4 InetAddressIPv6 CounterBasedGauge64 ZeroBasedCounter32 ZeroBasedCounter64 TimeFilter
  SnmpEngineID SnmpTagValue SnmpTagList Utf8String VlanId VlanIndex PortList BridgeId Timeout PhysicalIndex
  PhysicalIndexOrZero EntPhysicalIndexOrZero KBytes Percent EntryStatus`.split(/\s+/),
);
