export {
  builtinCatalogue,
  builtinModules,
  builtinTypes,
  type CatalogueModule,
  type CatalogueObject,
  catalogueOf,
  layerCatalogues,
} from "./catalogue/index.ts";
export { formatInetAddress, formatMac } from "./inet.ts";
export {
  formatNetwork,
  type NetworkKind,
  networkKindOf,
  networkKindOfValue,
} from "./network-format.ts";
export { OBJECT_ROLES, type ObjectMeaning, type ObjectRole, objectMeaning } from "./object-roles.ts";
export { childOid, compareOids, indexOf, isUnder, type Oid, oid, parseOid } from "./oid.ts";
export { narrow, renderNumber, renderText } from "./render.ts";
export type { ObjectCatalogue, ObjectSyntax } from "./syntax.ts";
export { restartedBetween, type UpTime } from "./up-time.ts";
export { isMissing, type SnmpValue, type Varbind } from "./value.ts";
export { SYS_DESCR, SYS_NAME, SYS_UP_TIME } from "./well-known.ts";
