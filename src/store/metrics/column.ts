import {
  type ByteReader,
  type ByteWriter,
  DamagedBytes,
  INTEGER_MAX,
  varintBytes,
  zigzagOf,
} from "./bytes.ts";

// A column of numbers in the shortest of a few forms. The first octet: form in the low four bits, decimals in the high
// four (the numbers are integers divided by a power of ten).

const FORMS = { constant: 0, steps: 1, packed: 2, runs: 3, floats: 4 } as const;
const DECIMALS_MAX = 6;
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000] as const;

let integers = new Float64Array(2_048);

/** @param count  at least 1 */
export function writeColumn(writer: ByteWriter, values: Float64Array, count: number): void {
  if (integers.length < count) integers = new Float64Array(2 * count);
  const decimals = decimalsOf(values, count);
  if (decimals < 0) return writeFloats(writer, values, count);
  const power = POWERS[decimals]!;
  for (let i = 0; i < count; i++) integers[i] = Math.round(values[i]! * power);
  writeIntegers(writer, integers, count, decimals << 4);
}

/** @param out  has room for `count` numbers. @throws {DamagedBytes} */
export function readColumn(reader: ByteReader, out: Float64Array, count: number): void {
  const first = reader.byte();
  const form = first & 15;
  if (form === FORMS.floats) return readFloats(reader, out, count);
  readIntegers(reader, form, out, count);
  const power = POWERS[first >> 4];
  if (power === undefined) throw new DamagedBytes("a column has too many decimals");
  if (power > 1) for (let i = 0; i < count; i++) out[i]! /= power;
}

/** How many decimals make all of them integers that give the same numbers again; -1 when none do. */
function decimalsOf(values: Float64Array, count: number): number {
  for (let decimals = 0; decimals <= DECIMALS_MAX; decimals++) {
    let i = 0;
    while (i < count && isExact(values[i]!, decimals)) i += 1;
    if (i === count) return decimals;
  }
  return -1;
}

function isExact(value: number, decimals: number): boolean {
  const power = POWERS[decimals]!;
  const integer = Math.round(value * power);
  return Math.abs(integer) < INTEGER_MAX / 4 && integer / power === value;
}

function writeIntegers(writer: ByteWriter, values: Float64Array, count: number, high: number): void {
  const shape = shapeOf(values, count);
  const { min, width, stepBytes, runBytes } = shape;
  if (width === 0) {
    writer.byte(high | FORMS.constant);
    writer.zigzag(min);
    return;
  }
  const packedBytes = 1 + varintBytes(zigzagOf(min)) + Math.ceil((count * width) / 8);
  if (runBytes <= packedBytes && runBytes <= stepBytes) {
    writer.byte(high | FORMS.runs);
    writeRuns(writer, values, count);
  } else if (stepBytes < packedBytes) {
    writer.byte(high | FORMS.steps);
    writeSteps(writer, values, count);
  } else {
    writer.byte(high | FORMS.packed);
    writer.zigzag(min);
    writer.byte(width);
    writePacked(writer, values, count, min, width);
  }
}

function shapeOf(values: Float64Array, count: number) {
  let min = values[0]!;
  let max = min;
  let stepBytes = varintBytes(zigzagOf(min));
  let runBytes = stepBytes;
  let run = 1;
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    if (value < min) min = value;
    else if (value > max) max = value;
    const bytes = varintBytes(zigzagOf(value - values[i - 1]!));
    stepBytes += bytes;
    if (value === values[i - 1]) run += 1;
    else {
      runBytes += bytes + varintBytes(run);
      run = 1;
    }
  }
  return { min, width: bitsOf(max - min), stepBytes, runBytes: runBytes + varintBytes(run) };
}

function bitsOf(range: number): number {
  if (range < 2 ** 31) return 32 - Math.clz32(range);
  return 32 + bitsOf(Math.floor(range / 2 ** 32));
}

function writeSteps(writer: ByteWriter, values: Float64Array, count: number): void {
  let before = 0;
  for (let i = 0; i < count; i++) {
    writer.zigzag(values[i]! - before);
    before = values[i]!;
  }
}

function writeRuns(writer: ByteWriter, values: Float64Array, count: number): void {
  let before = 0;
  for (let i = 0; i < count; ) {
    const value = values[i]!;
    let end = i + 1;
    while (end < count && values[end] === value) end += 1;
    writer.zigzag(value - before);
    writer.varint(end - i);
    before = value;
    i = end;
  }
}

function writePacked(
  writer: ByteWriter,
  values: Float64Array,
  count: number,
  min: number,
  width: number,
): void {
  let octet = 0;
  let filled = 0;
  for (let i = 0; i < count; i++) {
    let rest = values[i]! - min;
    for (let left = width; left > 0; ) {
      const taken = Math.min(left, 8 - filled);
      const factor = 1 << taken;
      const high = Math.floor(rest / factor);
      octet |= (rest - high * factor) << filled;
      rest = high;
      filled += taken;
      left -= taken;
      if (filled < 8) continue;
      writer.byte(octet);
      octet = 0;
      filled = 0;
    }
  }
  if (filled > 0) writer.byte(octet);
}

function readIntegers(reader: ByteReader, form: number, out: Float64Array, count: number): void {
  switch (form) {
    case FORMS.constant:
      out.fill(reader.zigzag(), 0, count);
      return;
    case FORMS.steps:
      for (let i = 0, value = 0; i < count; i++) out[i] = value += reader.zigzag();
      return;
    case FORMS.runs:
      return readRuns(reader, out, count);
    case FORMS.packed:
      return readPacked(reader, out, count);
    default:
      throw new DamagedBytes(`a column has form ${form}`);
  }
}

function readRuns(reader: ByteReader, out: Float64Array, count: number): void {
  let value = 0;
  for (let at = 0; at < count; ) {
    value += reader.zigzag();
    const length = reader.varint();
    if (length === 0 || at + length > count) throw new DamagedBytes("a run has a wrong length");
    out.fill(value, at, at + length);
    at += length;
  }
}

function readPacked(reader: ByteReader, out: Float64Array, count: number): void {
  const min = reader.zigzag();
  const width = reader.byte();
  if (width === 0 || width > 53) throw new DamagedBytes("a column has a wrong width");
  let octet = 0;
  let left = 0;
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let got = 0; got < width; ) {
      if (left === 0) {
        octet = reader.byte();
        left = 8;
      }
      const taken = Math.min(width - got, left);
      const bits = octet & ((1 << taken) - 1);
      value += got < 24 ? bits << got : bits * 2 ** got;
      octet >>>= taken;
      left -= taken;
      got += taken;
    }
    out[i] = min + value;
  }
}

const cell = new DataView(new ArrayBuffer(16));

/** Each as what differs from the one before: how many octets, and of them those from the first to the last that differ. */
function writeFloats(writer: ByteWriter, values: Float64Array, count: number): void {
  writer.byte(FORMS.floats);
  cell.setFloat64(8, 0);
  for (let i = 0; i < count; i++) {
    cell.setFloat64(0, values[i]!);
    let first = 0;
    while (first < 8 && cell.getUint8(first) === cell.getUint8(8 + first)) first += 1;
    let end = 8;
    while (end > first && cell.getUint8(end - 1) === cell.getUint8(7 + end)) end -= 1;
    writer.byte((first << 4) | (end - first));
    for (let at = first; at < end; at++) writer.byte(cell.getUint8(at));
    cell.setFloat64(8, values[i]!);
  }
}

function readFloats(reader: ByteReader, out: Float64Array, count: number): void {
  cell.setFloat64(8, 0);
  for (let i = 0; i < count; i++) {
    const control = reader.byte();
    const first = control >> 4;
    const end = first + (control & 15);
    if (end > 8) throw new DamagedBytes("a float is too long");
    for (let at = first; at < end; at++) cell.setUint8(8 + at, reader.byte());
    out[i] = cell.getFloat64(8);
  }
}
