import { DOT, endOfDigits, LOWER_E, MINUS, PLUS, ZERO } from "./line-bytes.ts";

// Numbers of the line protocol: ["-"] digits ["." digits] [("e"/"E") ["+"/"-"] digits], in the range of a double.

/** Longer ones are not taken; no double and no Counter64 needs them. */
export const NUMBER_MAX_CHARS = 400;
/** So many digits always fit into 53 bits. */
const EXACT_DIGITS = 15;
/** Powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, n) => 10 ** n);
/** Without an exponent, so many characters cannot leave the range of a double. */
const SURELY_FINITE_CHARS = 300;

/** Where the number at `start` ends; `start` itself when none stands there. */
export function endOfNumber(bytes: Uint8Array, start: number, end: number): number {
  const digits = bytes[start] === MINUS ? start + 1 : start;
  let at = endOfDigits(bytes, digits, end);
  if (at === digits) return start;
  if (at < end && bytes[at] === DOT) {
    const fraction = at + 1;
    at = endOfDigits(bytes, fraction, end);
    if (at === fraction) return start;
  }
  return isExponentSign(bytes, at, end) ? endOfExponent(bytes, start, at + 1, end) : at;
}

function endOfExponent(bytes: Uint8Array, start: number, after: number, end: number): number {
  const isSigned = after < end && (bytes[after] === PLUS || bytes[after] === MINUS);
  const digits = isSigned ? after + 1 : after;
  const at = endOfDigits(bytes, digits, end);
  return at === digits ? start : at;
}

function isExponentSign(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && (bytes[at]! | 0x20) === LOWER_E;
}

/** Where the exponent of a number begins; -1 when it has none. */
export function exponentAt(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if ((bytes[at]! | 0x20) === LOWER_E) return at;
  return -1;
}

/** Whether a number lies in the range of a double. */
export function isFiniteNumber(bytes: Buffer, start: number, end: number): boolean {
  if (end - start <= SURELY_FINITE_CHARS && exponentAt(bytes, start, end) < 0) return true;
  return Number.isFinite(Number(bytes.toString("latin1", start, end)));
}

/**
 * The value of a number, which must be one from `start` to `end`.
 * @returns a bigint for an integer beyond 2⁵³ only
 */
export function numberOf(bytes: Buffer, start: number, end: number): number | bigint {
  const isNegative = bytes[start] === MINUS;
  const from = isNegative ? start + 1 : start;
  if (end - from > EXACT_DIGITS + 1) return anyNumberOf(bytes, start, end);
  let digits = 0;
  let dotAt = end;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === DOT) dotAt = at + 1;
    else if ((byte | 0x20) === LOWER_E) return anyNumberOf(bytes, start, end);
    else digits = digits * 10 + (byte - ZERO);
  }
  if (end - from > EXACT_DIGITS && dotAt === end) return anyNumberOf(bytes, start, end);
  // Both are exact, so the quotient is the nearest double, as that of Number() would be.
  const size = dotAt === end ? digits : digits / POWERS_OF_TEN[end - dotAt]!;
  return isNegative ? -size : size;
}

function anyNumberOf(bytes: Buffer, start: number, end: number): number | bigint {
  const text = bytes.toString("latin1", start, end);
  const value = Number(text);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(text) ? value : BigInt(text);
}
