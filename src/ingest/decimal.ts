const ZERO = 0x30;
const MINUS = 0x2d;
/** Nine digits are what 32-bit arithmetic takes. */
const GROUP = 1_000_000_000;

/** More than any number takes: sign, 17 digits, point, exponent; a Counter64 has 20. */
export const NUMBER_MAX_BYTES = 400;

/**
 * Writes a number as the line protocol has it: exact, and an exponent only with a decimal point before it (`1.0e+21`).
 * @returns where the text ends; `at` itself when there is no text for it (NaN, infinities)
 */
export function writeNumber(target: Uint8Array, at: number, value: number | bigint): number {
  if (Number.isSafeInteger(value)) return writeInteger(target, at, value as number);
  const text = textOfNumber(value);
  return text === undefined ? at : writeAscii(target, at, text);
}

function writeInteger(target: Uint8Array, at: number, value: number): number {
  let start = at;
  let rest = value;
  if (value < 0) {
    target[start++] = MINUS;
    rest = -value;
  }
  if (rest < GROUP) return writeDigits(target, start, rest, digitsOf(rest));
  const high = Math.floor(rest / GROUP);
  return writeDigits(target, writeInteger(target, start, high), rest - high * GROUP, 9);
}

/** @param value  0 … 999 999 999 */
function writeDigits(target: Uint8Array, at: number, value: number, digits: number): number {
  let rest = value | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    target[i] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return at + digits;
}

function digitsOf(value: number): number {
  let digits = 1;
  for (let power = 10; power <= value && digits < 9; power *= 10) digits += 1;
  return digits;
}

function textOfNumber(value: number | bigint): string | undefined {
  if (!Number.isFinite(Number(value))) return undefined;
  const text = String(value);
  const exponentAt = text.indexOf("e");
  if (exponentAt < 0 || text.includes(".")) return text;
  return `${text.slice(0, exponentAt)}.0${text.slice(exponentAt)}`;
}

/** Writes a text that is known to be ASCII. @returns where it ends */
export function writeAscii(target: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) target[at + i] = text.charCodeAt(i);
  return at + text.length;
}
