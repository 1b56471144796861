import { childOid, type Oid } from "../smi/index.ts";

/** A new module or another firmware may bring an object that was not there. */
const NEITHER_FOR_MS = 60 * 60_000;

/**
 * What was learned about a device's scalars: manifests may name a scalar without its `.0` (vendor docs do), so an
 * OID that answers "no such" is asked once more with `.0`, and the answer is remembered (spec 1 §8.2).
 */
export class ScalarMemory {
  /** OIDs that answer only with `.0` appended. */
  #withZero: Set<Oid> | undefined;
  /** OIDs that answer neither way, and until when (monotonic ms) that is believed: not asked twice in every poll. */
  #neither: Map<Oid, number> | undefined;

  /** The instance to ask for. */
  instanceOf(wanted: Oid): Oid {
    return this.#withZero?.has(wanted) === true ? childOid(wanted, 0) : wanted;
  }

  /** Whether an OID that is not there is worth being asked for with `.0`. */
  isWorthZero(wanted: Oid, nowMs: number): boolean {
    return (
      !wanted.endsWith(".0") &&
      this.#withZero?.has(wanted) !== true &&
      (this.#neither?.get(wanted) ?? Number.NEGATIVE_INFINITY) <= nowMs
    );
  }

  answersWithZero(wanted: Oid): void {
    this.#withZero ??= new Set();
    this.#withZero.add(wanted);
  }

  answersNeither(wanted: Oid, nowMs: number): void {
    this.#neither ??= new Map();
    this.#neither.set(wanted, nowMs + NEITHER_FOR_MS);
  }
}
