import { OBJECT_ROLE_TABLE } from "./object-role-table.ts";
import { type Oid, parseOid } from "./oid.ts";

// What well-known MIB objects are good for, whatever a manifest calls its metrics: so ports, CPU and memory can be shown
// for every extension.

export const OBJECT_ROLES = [
  // Of an interface
  "if-index",
  "if-descr",
  "if-name",
  "if-alias",
  "if-type",
  "if-mac",
  "if-mtu",
  "if-last-change",
  "if-duplex",
  "speed",
  "admin-status",
  "oper-status",
  "in-octets",
  "out-octets",
  "in-errors",
  "out-errors",
  "in-discards",
  "out-discards",
  "in-unicast",
  "out-unicast",
  "in-multicast",
  "out-multicast",
  "in-broadcast",
  "out-broadcast",
  // Of a device
  "uptime",
  "cpu",
  "cpu-idle",
  "memory-percent",
  "memory-used",
  "memory-free",
  "memory-total",
  // Buffers and caches: taken, but given back on demand
  "memory-reclaimable",
  "storage-size",
  "storage-used",
  "storage-unit",
  "storage-type",
  "storage-name",
  // Its environment
  "sensor-value",
  "sensor-type",
  "sensor-scale",
  "sensor-precision",
  "sensor-status",
  "temperature",
  "voltage",
  "fan-state",
  "fan-speed",
  "power-state",
  "power",
  "power-budget",
  // What a neighbour says of itself, and where it was seen
  "neighbour-name",
  "neighbour-port",
  "neighbour-local-port",
] as const;
export type ObjectRole = (typeof OBJECT_ROLES)[number];

export interface ObjectMeaning {
  readonly role: ObjectRole;
  /** The object itself, without an instance. */
  readonly oid: Oid;
  /** The entry that it is a column of: used and free memory of one `table` belong together. */
  readonly table: Oid;
  /**
   * What is read, times this, is in the unit of the role: bit/s (speed), octets (octets, memory), percent, °C, V, W, rpm;
   * 1 where there is none.
   */
  readonly scale: number;
  /** Of several sources for a role that of the highest rank tells most: 64 bits before 32, a minute before seconds. */
  readonly rank: number;
}

const meanings = new Map<string, ObjectMeaning>();
for (const line of OBJECT_ROLE_TABLE.trim().split("\n")) {
  const meaning = parseLine(line.trim());
  meanings.set(meaning.oid, meaning);
}

/** `OID role [×scale] [^rank] name`; a scale of 1 and a rank of 0 are not written. */
function parseLine(line: string): ObjectMeaning {
  const [dotted = "", name, ...more] = line.split(" ");
  const oid = parseOid(dotted);
  const role = OBJECT_ROLES.find((one) => one === name);
  if (oid === undefined || role === undefined) throw new Error(`not an object with a role: ${line}`);
  const scale = Number(more.find((word) => word.startsWith("×"))?.slice(1) ?? 1);
  const rank = Number(more.find((word) => word.startsWith("^"))?.slice(1) ?? 0);
  return { role, oid, table: oid.slice(0, oid.lastIndexOf(".")) as Oid, scale, rank };
}

/** More arcs of an instance than any index of a known object has are not looked through. */
const INSTANCE_ARCS_MAX = 12;

/**
 * What an object is good for. Takes the object or an instance of it: `…31.1.1.1.6` and `…31.1.1.1.6.3` are both
 * ifHCInOctets. Undefined for all that is not known.
 */
export function objectMeaning(oid: Oid): ObjectMeaning | undefined {
  let object: string = oid;
  for (let arcs = 0; arcs <= INSTANCE_ARCS_MAX; arcs++) {
    const meaning = meanings.get(object);
    if (meaning !== undefined) return meaning;
    const dot = object.lastIndexOf(".");
    if (dot < 0) return undefined;
    object = object.slice(0, dot);
  }
  return undefined;
}
