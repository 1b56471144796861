import { hashRatio } from "../../base/index.ts";
import { oid, type Varbind } from "../../smi/index.ts";
import type { Motion, Motions } from "./motion.ts";

const UPTIMES = new Set([oid("1.3.6.1.2.1.1.3.0"), oid("1.3.6.1.2.1.25.1.1.0")]); // sysUpTime, hrSystemUptime
const ENGINE_TIME = oid("1.3.6.1.6.3.10.2.1.3.0"); // snmpEngineTime, seconds

const IF_ENTRY = "1.3.6.1.2.1.2.2.1.";
const IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1.";
/** ifTable's 32-bit counters and the ifXTable counters whose lower half they show (RFC 2863 §3.1.6). */
const HIGH_CAPACITY_TWIN: Readonly<Record<string, string>> = { 10: "6", 11: "7", 16: "10", 17: "11" };
const OCTETS = /^1\.3\.6\.1\.2\.1\.(2\.2\.1\.1[06]|31\.1\.1\.1\.(6|10))\./;
const ERRORS_AND_DISCARDS = /^1\.3\.6\.1\.2\.1\.2\.2\.1\.(1[3459]|20)\./;

/** Each counter at a rate of its own that never changes: what a test can foretell. */
export function steadyMotions(entries: readonly Varbind[], byOid: ReadonlyMap<string, Varbind>): Motions {
  const motions = new Map<number, Motion>();
  for (const [position, entry] of entries.entries()) {
    const motion = motionOf(entry, byOid);
    if (motion !== undefined) motions.set(position, motion);
  }
  return motions;
}

function motionOf({ oid: name, value }: Varbind, byOid: ReadonlyMap<string, Varbind>): Motion | undefined {
  if (value.type === "TimeTicks") {
    return { kind: UPTIMES.has(name) ? "upTimeTicks" : "stampTicks", base: BigInt(value.value) };
  }
  if (value.type === "Integer32" && name === ENGINE_TIME) {
    return { kind: "upTimeSeconds", base: BigInt(value.value) };
  }
  if (value.type === "Counter64") {
    return { kind: "counter64", base: value.value, perSecond: rateOf(name, value.value) };
  }
  if (value.type !== "Counter32") return undefined;
  const twin = highCapacityTwin(name, byOid);
  const base = twin?.base ?? BigInt(value.value);
  return { kind: "counter32", base, perSecond: rateOf(twin?.name ?? name, base) };
}

function highCapacityTwin(
  name: string,
  byOid: ReadonlyMap<string, Varbind>,
): { readonly name: string; readonly base: bigint } | undefined {
  if (!name.startsWith(IF_ENTRY)) return undefined;
  const [column = "", index = ""] = name.slice(IF_ENTRY.length).split(".");
  const twin = HIGH_CAPACITY_TWIN[column];
  const varbind = twin === undefined ? undefined : byOid.get(`${IF_X_ENTRY}${twin}.${index}`);
  return varbind?.value.type === "Counter64" ? { name: varbind.oid, base: varbind.value.value } : undefined;
}

/**
 * Per second, the same for an OID in every run. A counter that was recorded as zero belongs to something unused
 * and stays there; octets move by 1 kB to 1 MB, errors by one in minutes or hours, the rest by 0.1 to 1000.
 */
function rateOf(name: string, recorded: bigint): number {
  if (recorded === 0n) return 0;
  const [slowest, decades] = OCTETS.test(name)
    ? [1_000, 3]
    : ERRORS_AND_DISCARDS.test(name)
      ? [0.0001, 2]
      : [0.1, 4];
  return slowest * 10 ** (decades * hashRatio(name));
}
