import type { Oid } from "../oid.ts";
import type { ObjectCatalogue, ObjectSyntax } from "../syntax.ts";
import { bridgeMib, etherlikeMib, pBridgeMib, powerEthernetMib, qBridgeMib } from "./bridge-mibs.ts";
import {
  ciscoCdpMib,
  ciscoEntitySensorMib,
  ciscoEnvmonMib,
  ciscoMemoryPoolMib,
  ciscoProcessMib,
  ciscoSmi,
} from "./cisco-mibs.ts";
import {
  IANA_IF_TYPE,
  ianaIfTypeMib,
  ifMib,
  inetAddressMib,
  SHARED_TYPES,
  snmpFrameworkMib,
  snmpv2Mib,
  snmpv2Smi,
} from "./core-mibs.ts";
import { entityMib, entitySensorMib, lldpMib } from "./entity-mibs.ts";
import { f5Common, f5Global } from "./f5-global-mibs.ts";
import { f5LocalPools } from "./f5-local-pools.ts";
import { f5LocalVirtualServers } from "./f5-local-virtual-servers.ts";
import { f5SystemNetwork, f5SystemPlatform } from "./f5-system-mib.ts";
import { hostResourcesMib, hostResourcesTypes, ucdSnmpMib } from "./host-mibs.ts";
import { ipMib, rfc1213Mib, tcpMib, udpMib } from "./ip-mibs.ts";
import { type ModuleNotation, parseModule, parseTypes } from "./notation.ts";
import { type CatalogueModule, type CatalogueObject, catalogueOf } from "./object-catalogue.ts";

export {
  type CatalogueModule,
  type CatalogueObject,
  catalogueOf,
  layerCatalogues,
} from "./object-catalogue.ts";

/** Modules that a Dynatrace ActiveGate does not bring: there their OIDs work by number, with plain numbers. */
const ONLY_BY_NAME: ReadonlySet<string> = new Set([
  "P-BRIDGE-MIB",
  "Q-BRIDGE-MIB",
  "SNMP-FRAMEWORK-MIB",
  "ENTITY-MIB",
  "ENTITY-SENSOR-MIB",
  "LLDP-MIB",
  "POWER-ETHERNET-MIB",
  "CISCO-PROCESS-MIB",
  "CISCO-MEMORY-POOL-MIB",
  "CISCO-ENTITY-SENSOR-MIB",
  "CISCO-CDP-MIB",
]);

/** In order of precedence: a name or an OID that two modules share belongs to the earlier one. */
const NOTATIONS: readonly ModuleNotation[] = [
  snmpv2Mib,
  ifMib,
  ianaIfTypeMib,
  ipMib,
  tcpMib,
  udpMib,
  hostResourcesMib,
  hostResourcesTypes,
  bridgeMib,
  pBridgeMib,
  qBridgeMib,
  etherlikeMib,
  inetAddressMib,
  snmpFrameworkMib,
  entityMib,
  entitySensorMib,
  lldpMib,
  powerEthernetMib,
  ucdSnmpMib,
  ciscoSmi,
  ciscoEnvmonMib,
  ciscoProcessMib,
  ciscoMemoryPoolMib,
  ciscoEntitySensorMib,
  ciscoCdpMib,
  f5Common,
  f5Global,
  f5LocalPools,
  f5LocalVirtualServers,
  f5SystemNetwork,
  f5SystemPlatform,
  snmpv2Smi,
  rfc1213Mib,
];

/**
 * The modules of the built-in catalogue, in order of precedence. Reading them takes some milliseconds,
 * so they are read when first asked for and not at import.
 */
export function builtinModules(): readonly CatalogueModule[] {
  modules ??= readModules();
  return modules;
}

/** Textual conventions by name, for modules that import them from a MIB which is not at hand. */
export function builtinTypes(): ReadonlyMap<string, ObjectSyntax> {
  types ??= parseTypes(SHARED_TYPES + IANA_IF_TYPE);
  return types;
}

let types: ReadonlyMap<string, ObjectSyntax> | undefined;
let modules: readonly CatalogueModule[] | undefined;
let catalogue: ObjectCatalogue | undefined;

const builtin = (): ObjectCatalogue => {
  catalogue ??= catalogueOf(builtinModules());
  return catalogue;
};

/** Names and syntaxes of the MIB modules that need no file. */
export const builtinCatalogue: ObjectCatalogue = Object.freeze({
  oidOf: (name: string) => builtin().oidOf(name),
  syntaxOf: (oid: Oid, byNumber?: boolean) => builtin().syntaxOf(oid, byNumber),
  nameOf: (oid: Oid) => builtin().nameOf(oid),
  namesIn: (module?: string) => builtin().namesIn(module),
});

function readModules(): readonly CatalogueModule[] {
  const read = new Map<string, CatalogueModule>();
  for (const notation of NOTATIONS) {
    const { name, objects } = parseModule(notation, builtinTypes());
    const earlier = read.get(name)?.objects ?? []; // a large module stands in several files
    const onlyByName = ONLY_BY_NAME.has(name);
    read.set(name, {
      name,
      onlyByName,
      objects: [...earlier, ...objects, ...borrowedObjects(notation, read)],
    });
  }
  return [...read.values()];
}

function borrowedObjects(
  notation: ModuleNotation,
  read: ReadonlyMap<string, CatalogueModule>,
): CatalogueObject[] {
  return (notation.borrows ?? []).flatMap(({ from, root, upTo }) => {
    const lender = read.get(from);
    if (lender === undefined) throw new Error(`${notation.module} borrows from ${from}, which stands later`);
    return lender.objects.filter(({ oid }) => isWithin(oid, root, upTo));
  });
}

/** `root` itself, or below it with a next arc of at most `upTo`. */
function isWithin(oid: Oid, root: string, upTo: number): boolean {
  if (oid === root) return true;
  return oid.startsWith(`${root}.`) && Number(oid.slice(root.length + 1).split(".")[0]) <= upTo;
}
