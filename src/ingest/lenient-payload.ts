import { COMMA, DOT, EQUALS, endOfDigits, hasWord, LOWER_C, MINUS } from "./line-bytes.ts";
import type { LineCursor } from "./line-cursor.ts";
import type { LineOutput } from "./line-output.ts";
import { isSummary } from "./line-protocol.ts";
import { endOfNumber, exponentAt, isFiniteNumber, NUMBER_MAX_CHARS, numberOf } from "./number-bytes.ts";

const LOWER_G = 0x67;
const SUMMARY_NAMES = ["min", "max", "sum", "count"] as const;
const NO_NUMBER = "number expected, such as -1.5 or 1.0e+10";

/** Reads the payload of one line and writes it in its canonical form: `gauge,…` or `count,delta=…`. */
export class LenientPayload {
  type: "gauge" | "count" = "gauge";
  // Where the four numbers of a summary lie in the line, in the order of SUMMARY_NAMES; an end of 0 = not given.
  readonly #starts = new Int32Array(SUMMARY_NAMES.length);
  readonly #ends = new Int32Array(SUMMARY_NAMES.length);

  /** There must be room for the bytes of the line and 32 more. */
  read(cursor: LineCursor, output: LineOutput): boolean {
    const first = cursor.peek();
    this.type = first === LOWER_C ? "count" : "gauge";
    if (first === LOWER_C) return readCount(cursor, output);
    output.putText("gauge,");
    if (first !== LOWER_G) return readNumber(cursor, output);
    if (!hasWord(cursor.bytes, cursor.at, cursor.end, "gauge,")) {
      return cursor.fail(cursor.at, "a number, gauge,… or count,delta=… expected");
    }
    cursor.at += "gauge,".length;
    return isLetter(cursor.peek()) ? this.#readSummary(cursor, output) : readNumber(cursor, output);
  }

  #readSummary(cursor: LineCursor, output: LineOutput): boolean {
    const start = cursor.at;
    this.#ends.fill(0);
    let given = 0;
    do {
      if (given > 0) cursor.at += 1;
      if (!this.#readPart(cursor)) return false;
      given += 1;
    } while (cursor.peek() === COMMA);
    if (given < SUMMARY_NAMES.length) return cursor.fail(start, "a summary needs min, max, sum and count");
    return this.#isSound(cursor) ? this.#write(cursor, output) : cursor.fail(start, RULES.unsound);
  }

  #readPart(cursor: LineCursor): boolean {
    const { bytes, at, end } = cursor;
    const index = SUMMARY_NAMES.findIndex((name) => isNamed(cursor, name));
    if (index < 0) return cursor.fail(at, "min=, max=, sum= or count= expected");
    if (this.#ends[index] !== 0) return cursor.fail(at, `${SUMMARY_NAMES[index]} is given twice`);
    const numberAt = at + SUMMARY_NAMES[index]!.length + 1;
    const isCount = SUMMARY_NAMES[index] === "count";
    const numberEnd = isCount ? endOfDigits(bytes, numberAt, end) : endOfNumber(bytes, numberAt, end);
    if (!isNumberSound(cursor, numberAt, numberEnd)) return false;
    this.#starts[index] = numberAt;
    this.#ends[index] = numberEnd;
    cursor.at = numberEnd;
    return true;
  }

  #isSound({ bytes }: LineCursor): boolean {
    const [min, max, sum, count] = SUMMARY_NAMES.map((_, i) =>
      Number(numberOf(bytes, this.#starts[i]!, this.#ends[i]!)),
    ) as [number, number, number, number];
    return isSummary({ min, max, sum, count });
  }

  #write({ bytes }: LineCursor, output: LineOutput): true {
    for (const [i, name] of SUMMARY_NAMES.entries()) {
      output.putText(i === 0 ? `${name}=` : `,${name}=`);
      putNumber(output, bytes, this.#starts[i]!, this.#ends[i]!);
    }
    return true;
  }
}

const RULES = {
  unsound: "a summary needs min ≤ max, count ≥ 1 and a sum between count × min and count × max",
} as const;

function readCount(cursor: LineCursor, output: LineOutput): boolean {
  if (!hasWord(cursor.bytes, cursor.at, cursor.end, "count,delta=")) {
    return cursor.fail(cursor.at, "count without delta (write count,delta=5)");
  }
  cursor.at += "count,delta=".length;
  if (cursor.peek() === MINUS) return cursor.fail(cursor.at, "negative delta");
  output.putText("count,delta=");
  return readNumber(cursor, output);
}

function readNumber(cursor: LineCursor, output: LineOutput): boolean {
  const { bytes, at, end } = cursor;
  const numberEnd = endOfNumber(bytes, at, end);
  if (!isNumberSound(cursor, at, numberEnd)) return false;
  putNumber(output, bytes, at, numberEnd);
  cursor.at = numberEnd;
  return true;
}

function isNumberSound(cursor: LineCursor, start: number, end: number): boolean {
  if (end === start) return cursor.fail(start, NO_NUMBER);
  if (end - start > NUMBER_MAX_CHARS)
    return cursor.fail(start, `number longer than ${NUMBER_MAX_CHARS} characters`);
  return (
    isFiniteNumber(cursor.bytes, start, end) || cursor.fail(start, "number beyond the range of a double")
  );
}

/** `1e10` is taken and becomes `1.0e10`: the form with an exponent needs the decimal point. */
function putNumber(output: LineOutput, bytes: Uint8Array, start: number, end: number): void {
  const exponent = exponentAt(bytes, start, end);
  if (exponent < 0 || bytes.subarray(start, exponent).includes(DOT))
    return output.putRange(bytes, start, end);
  output.putRange(bytes, start, exponent);
  output.putText(".0");
  output.putRange(bytes, exponent, end);
}

function isNamed({ bytes, at, end }: LineCursor, name: string): boolean {
  return hasWord(bytes, at, end, name) && bytes[at + name.length] === EQUALS;
}

function isLetter(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a;
}
