export { childOid, compareOids, indexOf, isUnder, type Oid, oid, parseOid } from "./oid.ts";
export type { ObjectCatalogue, ObjectSyntax } from "./syntax.ts";
export { isMissing, type SnmpValue, type Varbind } from "./value.ts";
