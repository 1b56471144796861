import { AppError } from "../base/index.ts";
import type { Varbind } from "../smi/index.ts";
import { BerReader, encodeArcs, encodeValue, TAG, tlv } from "./ber.ts";
import type { Faults } from "./faults.ts";
import { type Motions, valueAt } from "./motion/motion.ts";
import { arcsAt, compareAt, findPosition, type Recording, varbindAt } from "./recording.ts";

/** An instance as the agent shows it at one moment. */
export interface Instance {
  readonly arcs: ArrayLike<number>;
  /** The encoded varbind. */
  readonly wire: Uint8Array;
  /** Position in the recording, −1 for an invented instance. */
  readonly position: number;
}

/** `genErr`: there is an instance, and the agent fails on it. */
export type Found = Instance | "genErr" | undefined;

/** One agent's view of a recording: its own overrides, its moving values, its faults. */
export interface MibView {
  /** The instance with exactly these arcs. */
  get(arcs: ArrayLike<number>, options: ViewOptions): Found;
  /** The first instance behind these arcs. */
  next(arcs: ArrayLike<number>, options: ViewOptions): Found;
  /** As `next` of the instance's arcs, without searching again. */
  nextOf(instance: Instance, options: ViewOptions): Found;
}

export interface ViewOptions {
  /** Milliseconds since the simulator started. */
  readonly nowMs: number;
  /** SNMPv1 does not see Counter64 instances (RFC 3584 §4.2.2.1). */
  readonly skipCounter64: boolean;
}

export interface ViewSpec {
  readonly agent: string;
  readonly recording: Recording;
  /** Values of this agent alone, for instances that the recording has. */
  readonly overrides: readonly Varbind[];
  /** By position, for the values that move. */
  readonly motions: Motions;
  /** Asked at every request, so that faults may be exchanged. */
  readonly faults: () => Faults;
}

export function createMibView({ agent, recording, overrides, motions, faults }: ViewSpec): MibView {
  const own = encodeOverrides(agent, recording, overrides);

  const at = (position: number, nowMs: number): Instance => {
    const motion = own.has(position) ? undefined : motions.get(position);
    const recorded = own.get(position) ?? varbindAt(recording, position);
    const wire = motion === undefined ? recorded : withValue(recorded, valueAt(motion, faults(), nowMs));
    return { arcs: arcsAt(recording, position), wire, position };
  };

  const skipHidden = (position: number, { skipCounter64 }: ViewOptions): number => {
    if (!skipCounter64) return position;
    let visible = position;
    while (recording.counter64.has(visible)) visible++;
    return visible;
  };

  const next = (arcs: ArrayLike<number>, options: ViewOptions): Found =>
    follow(arcs, skipHidden(findPosition(recording, arcs, true), options), options);

  const follow = (from: ArrayLike<number>, natural: number, options: ViewOptions): Found => {
    const oddities = faults();
    const position = misled(recording, oddities, from, natural) ?? natural;
    const endless = oddities.endlessColumn;
    if (endless !== undefined) {
      const invented = invent(recording, arcsOf(endless), from, position);
      if (invented !== undefined) return invented;
    }
    if (position >= recording.size) return undefined;
    return guarded(at(position, options.nowMs), oddities);
  };

  return {
    get: (arcs, options) => {
      const position = findPosition(recording, arcs, false);
      if (position >= recording.size || compareAt(recording, position, arcs) !== 0) return undefined;
      if (options.skipCounter64 && recording.counter64.has(position)) return undefined;
      return guarded(at(position, options.nowMs), faults());
    },
    next,
    nextOf: (instance, options) =>
      instance.position < 0
        ? next(instance.arcs, options)
        : follow(instance.arcs, skipHidden(instance.position + 1, options), options),
  };
}

function encodeOverrides(
  agent: string,
  recording: Recording,
  overrides: readonly Varbind[],
): ReadonlyMap<number, Uint8Array> {
  const own = new Map<number, Uint8Array>();
  for (const { oid, value } of overrides) {
    const arcs = arcsOf(oid);
    const position = findPosition(recording, arcs, false);
    if (position >= recording.size || compareAt(recording, position, arcs) !== 0) {
      throw new AppError(
        "simulator.unknown-override",
        `agent ${agent}: its recording has no instance ${oid}`,
        {
          remedy: "Override only instances of the recording.",
        },
      );
    }
    own.set(position, tlv(TAG.sequence, encodeArcs(arcs), encodeValue(value)));
  }
  return own;
}

/** The encoded varbind with another value. */
function withValue(varbind: Uint8Array, value: Uint8Array): Uint8Array {
  return tlv(TAG.sequence, nameAndValue(varbind).name, value);
}

function nameAndValue(varbind: Uint8Array): { readonly name: Uint8Array; readonly value: Uint8Array } {
  const reader = new BerReader(varbind);
  reader.enter(TAG.sequence);
  const name = reader.objectIdentifier().tlv;
  return { name, value: varbind.subarray(reader.position) };
}

/** Where a walk with faults goes instead of `natural`; undefined when it goes there. */
function misled(
  recording: Recording,
  { stuckAt, circularSubtree }: Faults,
  from: ArrayLike<number>,
  natural: number,
): number | undefined {
  if (stuckAt !== undefined && isWithin(from, arcsOf(stuckAt))) {
    const position = findPosition(recording, arcsOf(stuckAt), false);
    if (position < recording.size && compareAt(recording, position, from) === 0) return position;
  }
  if (circularSubtree === undefined) return undefined;
  const root = arcsOf(circularSubtree);
  if (!isWithin(from, root) || (natural < recording.size && isWithin(arcsAt(recording, natural), root))) {
    return undefined;
  }
  const first = findPosition(recording, root, true);
  return first < recording.size && isWithin(arcsAt(recording, first), root) ? first : undefined;
}

/** The instance that an endless column has behind its last: the last index + 1, with the last recorded value. */
function invent(
  recording: Recording,
  column: readonly number[],
  from: ArrayLike<number>,
  natural: number,
): Instance | undefined {
  if (from.length <= column.length || !isWithin(from, column)) return undefined;
  if (natural < recording.size && isWithin(arcsAt(recording, natural), column)) return undefined;
  const arcs = Array.from(from);
  const last = arcs.pop() ?? 0;
  if (last >= 0xffff_ffff || natural === 0) return undefined;
  arcs.push(last + 1);
  const { value } = nameAndValue(varbindAt(recording, natural - 1));
  return { arcs, wire: tlv(TAG.sequence, encodeArcs(arcs), value), position: -1 };
}

function guarded(instance: Instance, { genErrAt }: Faults): Found {
  const fails = genErrAt?.some((root) => isWithin(instance.arcs, arcsOf(root))) === true;
  return fails ? "genErr" : instance;
}

/** At or below the root. */
function isWithin(arcs: ArrayLike<number>, root: readonly number[]): boolean {
  return arcs.length >= root.length && root.every((arc, i) => arcs[i] === arc);
}

function arcsOf(oid: string): readonly number[] {
  return oid.split(".").map(Number);
}
