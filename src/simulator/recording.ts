import { readFile } from "node:fs/promises";
import { AppError, messageOf } from "../base/index.ts";
import type { Varbind } from "../smi/index.ts";
import { encodeArcs, encodeValue, TAG, tlv } from "./ber.ts";
import type { Motions } from "./motion/motion.ts";
import { steadyMotions } from "./motion/steady.ts";
import { readSnmprec, type SnmprecWarning, sortByOid } from "./snmprec.ts";

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
  readonly motions: Motions;
  /** Positions of Counter64 values: SNMPv1 cannot carry them. */
  readonly counter64: ReadonlySet<number>;
}

export interface LoadedRecording {
  readonly recording: Recording;
  /** What the file holds, in its order. */
  readonly entries: readonly Varbind[];
  readonly warnings: readonly SnmprecWarning[];
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
    motions: steadyMotions(entries, byOid),
    counter64,
  };
}

/**
 * Reads a `.snmprec` file.
 * @throws {AppError} `simulator.recording-unreadable` when the file cannot be read or holds no instance
 */
export async function loadRecording(path: string): Promise<LoadedRecording> {
  const { entries, warnings } = readSnmprec(await readBytes(path));
  if (entries.length === 0) {
    throw new AppError("simulator.recording-unreadable", `${path} holds no instance`, {
      remedy: "Give a file in the format of snmpsim: a line OID|tag|value for each instance.",
    });
  }
  return { recording: createRecording(entries), entries, warnings };
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
