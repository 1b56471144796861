import { readFile } from "node:fs/promises";
import { AppError, hashRatio, messageOf } from "../base/index.ts";
import { oid, type Varbind } from "../smi/index.ts";
import { encodeArcs, encodeValue, TAG, tlv } from "./ber.ts";
import { readSnmprec, type SnmprecWarning, sortByOid } from "./snmprec.ts";

/** How the value at one position moves with time. */
export type Motion =
  | { readonly kind: "counter32" | "counter64"; readonly base: bigint; readonly perSecond: number }
  | { readonly kind: "upTimeTicks" | "upTimeSeconds"; readonly base: bigint }
  | { readonly kind: "stampTicks"; readonly base: bigint };

/**
 * What a device answers, ready for the wire: instances sorted arc-wise, each varbind encoded once. It is never
 * changed, so that a thousand virtual devices can share one.
 */
export interface Recording {
  readonly size: number;
  /** All arcs one after the other; instance i has those from arcStart[i] to arcStart[i + 1]. */
  readonly arcs: Uint32Array;
  readonly arcStart: Uint32Array;
  /** All encoded varbinds one after the other, and where each of them starts. */
  readonly wire: Uint8Array;
  readonly wireStart: Uint32Array;
  /** Positions whose value moves when the agent's values do. */
  readonly motions: ReadonlyMap<number, Motion>;
  /** Positions of Counter64 values: SNMPv1 cannot carry them. */
  readonly counter64: ReadonlySet<number>;
}

/** A recording is one device's; larger files are something else. */
const FILE_BYTES_MAX = 256 * 1024 * 1024;

/** Makes a recording of varbinds in any order; of equal OIDs the last counts, exceptions are left out. */
export function createRecording(varbinds: readonly Varbind[]): Recording {
  const byOid = new Map(varbinds.map((varbind) => [varbind.oid, varbind]));
  const entries = sortByOid([...byOid.values()]).filter(({ value }) => !/^(noSuch|endOf)/.test(value.type));
  const arcLists = entries.map((entry) => entry.oid.split(".").map(Number));
  const wires = entries.map((entry, i) =>
    tlv(TAG.sequence, encodeArcs(arcLists[i] ?? []), encodeValue(entry.value)),
  );
  const arcStart = starts(arcLists);
  const wireStart = starts(wires);
  const arcs = new Uint32Array(arcStart[entries.length] ?? 0);
  for (const [i, list] of arcLists.entries()) arcs.set(list, arcStart[i] ?? 0);
  const wire = new Uint8Array(wireStart[entries.length] ?? 0);
  for (const [i, bytes] of wires.entries()) wire.set(bytes, wireStart[i] ?? 0);
  const counter64 = new Set(entries.flatMap(({ value }, i) => (value.type === "Counter64" ? [i] : [])));
  return {
    size: entries.length,
    arcs,
    arcStart,
    wire,
    wireStart,
    motions: motionsOf(entries, byOid),
    counter64,
  };
}

/**
 * Reads a `.snmprec` file.
 * @throws {AppError} `simulator.recording-unreadable` when the file cannot be read or holds no instance
 */
export async function loadRecording(
  path: string,
): Promise<{ readonly recording: Recording; readonly warnings: readonly SnmprecWarning[] }> {
  const { entries, warnings } = readSnmprec(await readBytes(path));
  if (entries.length === 0) {
    throw new AppError("simulator.recording-unreadable", `${path} holds no instance`, {
      remedy: "Give a file in the format of snmpsim: a line OID|tag|value for each instance.",
    });
  }
  return { recording: createRecording(entries), warnings };
}

/** Position of the first instance that is not before `arcs` (or, with `after`, that is behind it); `size` if none. */
export function findPosition(recording: Recording, arcs: ArrayLike<number>, after: boolean): number {
  let low = 0;
  let high = recording.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(recording, middle, arcs);
    if (order < 0 || (after && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Negative, zero or positive as the instance at `position` lies before, at or behind `arcs`. */
export function compareAt(recording: Recording, position: number, arcs: ArrayLike<number>): number {
  const start = recording.arcStart[position] ?? 0;
  const length = (recording.arcStart[position + 1] ?? 0) - start;
  const shared = Math.min(length, arcs.length);
  for (let i = 0; i < shared; i++) {
    const difference = (recording.arcs[start + i] ?? 0) - (arcs[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return length - arcs.length;
}

/** The encoded varbind at a position, as a view. */
export function varbindAt(recording: Recording, position: number): Uint8Array {
  return recording.wire.subarray(recording.wireStart[position], recording.wireStart[position + 1]);
}

/** The arcs of the instance at a position, as a view. */
export function arcsAt(recording: Recording, position: number): Uint32Array {
  return recording.arcs.subarray(recording.arcStart[position], recording.arcStart[position + 1]);
}

function starts(lists: readonly ArrayLike<number>[]): Uint32Array {
  const result = new Uint32Array(lists.length + 1);
  for (const [i, list] of lists.entries()) result[i + 1] = (result[i] ?? 0) + list.length;
  return result;
}

async function readBytes(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new AppError("simulator.recording-unreadable", `${path}: ${messageOf(error)}`, {
      cause: error,
      remedy: "Check the path and the permissions of the recording.",
    });
  }
  if (bytes.length > FILE_BYTES_MAX) {
    throw new AppError("simulator.recording-unreadable", `${path} has ${bytes.length} bytes`, {
      remedy: `A recording may have ${FILE_BYTES_MAX} bytes; record fewer subtrees.`,
    });
  }
  return bytes;
}

const UPTIMES = new Set([oid("1.3.6.1.2.1.1.3.0"), oid("1.3.6.1.2.1.25.1.1.0")]); // sysUpTime, hrSystemUptime
const ENGINE_TIME = oid("1.3.6.1.6.3.10.2.1.3.0"); // snmpEngineTime, seconds

const IF_ENTRY = "1.3.6.1.2.1.2.2.1.";
const IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1.";
/** ifTable's 32-bit counters and the ifXTable counters whose lower half they show (RFC 2863 §3.1.6). */
const HIGH_CAPACITY_TWIN: Readonly<Record<string, string>> = { 10: "6", 11: "7", 16: "10", 17: "11" };
const OCTETS = /^1\.3\.6\.1\.2\.1\.(2\.2\.1\.1[06]|31\.1\.1\.1\.(6|10))\./;
const ERRORS_AND_DISCARDS = /^1\.3\.6\.1\.2\.1\.2\.2\.1\.(1[3459]|20)\./;

function motionsOf(
  entries: readonly Varbind[],
  byOid: ReadonlyMap<string, Varbind>,
): ReadonlyMap<number, Motion> {
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
