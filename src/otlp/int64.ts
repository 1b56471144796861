/** 64 bits in two halves, as protobufjs has them (`Long`); either half may show as signed or unsigned. */
export interface Int64 {
  readonly low: number;
  readonly high: number;
}

const TWO_32 = 4_294_967_296;
const NANOS_PER_MS = 1_000_000n;

/**
 * Unix nanoseconds as whole UTC milliseconds. Exact: a double holds today's nanoseconds only to the next 256.
 * 2³² ns are 4 294 ms and 967 296 ns.
 */
export function millisOf({ low, high }: Int64): number {
  const highMs = high >>> 0;
  return highMs * 4_294 + Math.floor((highMs * 967_296 + (low >>> 0)) / 1_000_000);
}

/** The signed number; a bigint only beyond 2⁵³. */
export function signedOf({ low, high }: Int64): number | bigint {
  const value = (high | 0) * TWO_32 + (low >>> 0);
  if (Number.isSafeInteger(value)) return value;
  return (BigInt(high | 0) << 32n) | BigInt(low >>> 0);
}

/** The unsigned number, for counts of observations: beyond 2⁵³ the nearest double. */
export const unsignedOf = ({ low, high }: Int64): number => (high >>> 0) * TWO_32 + (low >>> 0);

export function int64Of(value: bigint): Int64 {
  return { low: Number(BigInt.asUintN(32, value)), high: Number(BigInt.asUintN(32, value >> 32n)) };
}

/** @param ms  whole UTC milliseconds, not negative */
export const nanosOf = (ms: number): Int64 => int64Of(BigInt(ms) * NANOS_PER_MS);
