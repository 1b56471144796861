import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ByteReader, ByteWriter, DamagedBytes } from "../../../src/store/metrics/bytes.ts";
import { readChunk, writeChunk } from "../../../src/store/metrics/chunk.ts";
import { readColumn, writeColumn } from "../../../src/store/metrics/column.ts";
import { IdentityHash, IdentityTable } from "../../../src/store/metrics/identity.ts";
import { SlotList } from "../../../src/store/metrics/slots.ts";

const number = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: 0, max: 2 ** 50 }),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.integer({ min: -90_000, max: 90_000 }).map((n) => n / 1_000),
);

test("a column of any doubles comes back as it was", () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (values) => {
      const writer = new ByteWriter(1);
      writeColumn(writer, Float64Array.from(values), values.length);
      const out = new Float64Array(values.length);
      const reader = new ByteReader(writer.copy());
      readColumn(reader, out, values.length);
      expect(reader.isAtEnd).toBe(true);
      expect([...out]).toEqual(values.map((value) => value + 0));
    }),
    { seed: 5, numRuns: 500 },
  );
});

test("a quarter of an hour of a constant takes 7 octets, of a counter about as many bits as its range has", () => {
  const bytesOf = (valueOf: (n: number) => number): number => {
    const slots = new SlotList();
    for (let n = 0; n < 12; n++) {
      const value = valueOf(n);
      slots.add(1_000 + n, 1, value, value, value);
    }
    const writer = new ByteWriter();
    writeChunk(writer, slots, 0, 12, { start: 1_000, step: 1, isCount: true });
    return writer.length;
  };
  expect(bytesOf(() => 1_000)).toBeLessThanOrEqual(7);
  expect(bytesOf((n) => 60_000 + ((n * 7_919) % 65_536))).toBeLessThanOrEqual(33);
  expect(bytesOf((n) => (n === 5 ? 3 : 0))).toBeLessThanOrEqual(12);
});

test("every single octet that is changed or cut off makes a chunk a damaged one, or is found out by its length", () => {
  const slots = new SlotList();
  for (let n = 0; n < 20; n++) slots.add(n * (n % 3 === 0 ? 2 : 3), 1, n / 2, n / 2, n / 2);
  const writer = new ByteWriter();
  writeChunk(writer, slots, 0, slots.length, { start: 0, step: 1, isCount: false });
  const chunk = writer.copy();
  const ignore = { add: () => undefined };
  for (let at = 0; at < chunk.length; at++) {
    const changed = chunk.slice();
    changed[at]! ^= 0x10;
    expect(() => readChunk(changed, 0, 1, ignore)).toThrow(DamagedBytes);
  }
});

test("equal octets have equal hashes, and one octet, the type or the seed make others", () => {
  const hashOf = (text: string, type = 0, seed = 1) => {
    const hash = new IdentityHash(seed, 2);
    const bytes = Buffer.from(`..${text}`);
    hash.of(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 2, bytes.length, type);
    return `${hash.a} ${hash.b}`;
  };
  expect(hashOf('m,port="1"')).toBe(hashOf('m,port="1"'));
  const others = [
    hashOf('m,port="1"', 1),
    hashOf('m,port="2"'),
    hashOf('m,port="1"', 0, 3),
    hashOf('m,port="1'),
  ];
  expect(new Set([hashOf('m,port="1"'), ...others]).size).toBe(5);
});

test("a hundred thousand lines that differ little have as many identities, through growth", () => {
  const hash = new IdentityHash(11, 12);
  const table = new IdentityTable();
  const identities: (readonly [number, number])[] = [];
  for (let n = 0; n < 100_000; n++) {
    const bytes = Buffer.from(`if.in,device="10.0.${n >> 8}.${n & 255}",idx="${n % 48}"`);
    hash.of(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length, 1);
    identities.push([hash.a, hash.b]);
    table.set(hash.a, hash.b, n);
  }
  expect(table.count).toBe(100_000);
  expect(identities.every(([a, b], n) => table.find(a, b) === n)).toBe(true);
});
