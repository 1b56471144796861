import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  keptBatch,
  type LineFault,
  LineWriter,
  type Point,
  type Summary,
  textsOf,
} from "../../src/ingest/index.ts";
import type { Dimensions, Sample } from "../../src/mapping/index.ts";
import { plainLine } from "../support/line-text.ts";

const NOW_MS = 1_760_000_000_000;
const none = () => {
  throw new Error("no sample of this test breaks a rule");
};

/** One row of a table with a sample per value. */
function rowOf(dimensions: Dimensions, values: readonly (number | bigint)[], timestampMs = NOW_MS): Sample[] {
  return values.map((value, n) => {
    const key = `demo.metric_${n}`;
    return { key, storedKey: key, type: n % 2 === 0 ? "gauge" : "count", value, dimensions, timestampMs };
  });
}

describe("a batch", () => {
  test("has the lines of all samples in their order, each with its break, their count and their time", () => {
    const samples = [...rowOf([["if.name", "Gi1"]], [1, 2]), ...rowOf([["if.name", "Zürich"]], [-0.5])];
    const batch = new LineWriter().write(samples, none);
    expect(Buffer.from(batch.bytes).toString()).toBe(
      'demo.metric_0,if.name="Gi1" gauge,1 1760000000000\n' +
        'demo.metric_1,if.name="Gi1" count,delta=2 1760000000000\n' +
        'demo.metric_0,if.name="Zürich" gauge,-0.5 1760000000000\n',
    );
    expect(batch).toMatchObject({ lines: 3, timestampMs: NOW_MS });
  });

  test("of no samples is empty", () => {
    expect(new LineWriter().write([], none)).toMatchObject({ lines: 0, bytes: new Uint8Array() });
  });

  test("goes on after a sample that breaks a rule, which is told with its rule", () => {
    const samples = rowOf([["d", "x"]], [1, -1, Number.NaN, 4]);
    const told: [string, LineFault][] = [];
    const batch = new LineWriter().write(samples, ({ key }, fault) => told.push([key, fault]));
    expect(textsOf(batch)).toHaveLength(2);
    expect(told).toEqual([
      ["demo.metric_1", "negative-delta"],
      ["demo.metric_2", "not-finite"],
    ]);
  });

  test("stands until the next poll is written, and a kept one stays", () => {
    const pollOf = (n: number) => rowOf([["poll", `${n}`.repeat(60)]], [n, n, n], NOW_MS + n);
    const writer = new LineWriter();
    const batches = Array.from({ length: 300 }, (_, n) => keptBatch(writer.write(pollOf(n), none)));
    const texts = batches.map((_, n) => pollOf(n).map((sample) => plainLine(sample)));
    expect(batches.map((batch) => textsOf(batch).map((text) => ({ text })))).toEqual(texts);
    const [earlier, later] = [writer.write(pollOf(1), none), writer.write(pollOf(2), none)];
    expect(earlier.bytes.buffer).toBe(later.bytes.buffer);
  });

  test("of a huge table is whole", () => {
    const samples = Array.from({ length: 20_000 }, (_, n) => rowOf([["row", `${n}`]], [n])).flat();
    const batch = new LineWriter().write(samples, none);
    expect(batch.lines).toBe(20_000);
    expect(textsOf(batch).at(-1)).toBe('demo.metric_0,row="19999" gauge,19999 1760000000000');
  });

  test("of a huge table leaves no huge memory behind", () => {
    const writer = new LineWriter();
    const dimensions: Dimensions = [["text", "x".repeat(250)]];
    const bytesHeld = (rows: number) => {
      const samples = Array.from({ length: rows }, (_, n) => rowOf(dimensions, [n])).flat();
      return writer.write(samples, none).bytes.buffer.byteLength;
    };
    expect(bytesHeld(50_000)).toBeGreaterThan(10_000_000);
    expect(bytesHeld(1)).toBeLessThan(1_000_000);
  });
});

describe("a summary", () => {
  const pointOf = (value: Summary, type: Point["type"] = "gauge"): Point => ({
    key: "demo.load",
    type,
    value,
    dimensions: [["d", "x"]],
    timestampMs: NOW_MS,
  });

  test("is one line with its four values", () => {
    const batch = new LineWriter().write([pointOf({ min: -1, max: 3.5, sum: 4, count: 3 })], none);
    expect(textsOf(batch)).toEqual([`demo.load,d="x" gauge,min=-1,max=3.5,sum=4,count=3 ${NOW_MS}`]);
  });

  test.each<[string, Point]>([
    ["of a count", pointOf({ min: 1, max: 1, sum: 1, count: 1 }, "count")],
    ["of no values", pointOf({ min: 0, max: 0, sum: 0, count: 0 })],
    ["of half a value", pointOf({ min: 1, max: 1, sum: 0.5, count: 0.5 })],
    ["with its least above its most", pointOf({ min: 2, max: 1, sum: 3, count: 2 })],
    ["with a sum that its values cannot have", pointOf({ min: 1, max: 2, sum: 5, count: 2 })],
    ["with an infinity", pointOf({ min: 1, max: Number.POSITIVE_INFINITY, sum: 5, count: 2 })],
    ["with what is no number", pointOf({ min: 1, max: 2, sum: Number.NaN, count: 2 })],
  ])("%s breaks a rule", (_, point) => {
    const faults: LineFault[] = [];
    const batch = new LineWriter().write([point], (_point, fault) => faults.push(fault));
    expect([batch.lines, faults]).toEqual([0, ["bad-summary"]]);
  });

  test("may have a sum that is off by what rounding does", () => {
    const value = 0.1 + 0.2;
    expect(new LineWriter().write([pointOf({ min: 0.3, max: 0.3, sum: value, count: 1 })], none).lines).toBe(
      1,
    );
  });

  test("of the longest numbers fits", () => {
    const point = pointOf({
      min: -1.234567890123456e-300,
      max: 1.234567890123456e300,
      sum: 1,
      count: 9e15,
    });
    const batch = new LineWriter().write(
      Array.from({ length: 3_000 }, () => point),
      none,
    );
    expect(batch.lines).toBe(3_000);
  });
});

describe("byte for byte what the plain way writes", () => {
  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_001, 2 ** 53, 1e21, 5e-324),
    fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
  );
  const key = fc.oneof(
    fc.stringMatching(/^[a-z]{1,5}(\.[A-Z0-9_-]{1,4}){0,2}$/),
    fc.constantFrom("dt.x.y", "", "a b", "x".repeat(250), "x".repeat(251)),
  );
  const value = fc.oneof(
    fc.string({ maxLength: 30 }),
    fc.string({ unit: "grapheme", maxLength: 30 }),
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.constantFrom('"', "\\", "\x7f", "é".repeat(250), "🛰".repeat(250), "🛰".repeat(251), '"'.repeat(250)),
  );
  const dimensions = fc
    .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_.A]{1,6}$/), value), {
      selector: ([name]) => name,
      maxLength: 6,
    })
    .map((entries) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const row = fc
    .tuple(dimensions, fc.array(fc.tuple(key, number, fc.boolean()), { maxLength: 4 }))
    .map(([dims, cells]) =>
      cells.map(
        ([name, size, isGauge]): Sample => ({
          key: name,
          storedKey: name,
          type: isGauge ? "gauge" : "count",
          value: size,
          dimensions: dims,
          timestampMs: NOW_MS,
        }),
      ),
    );

  test("for samples of any kind, polls of any length, by one writer", () => {
    const writer = new LineWriter();
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const samples = rows.flat();
        const faults: LineFault[] = [];
        const batch = writer.write(samples, (_, fault) => faults.push(fault));
        const plain = samples.map(plainLine);
        const texts = plain.flatMap((line) => ("text" in line ? [line.text] : []));
        expect(Buffer.from(batch.bytes).toString()).toBe(texts.map((text) => `${text}\n`).join(""));
        expect(batch.lines).toBe(texts.length);
        expect(faults).toEqual(plain.flatMap((line) => ("fault" in line ? [line.fault] : [])));
      }),
      { numRuns: 1_000 },
    );
  });

  test("for rows that differ from the one before in some values, their lengths, keys, or in being sound", () => {
    const cell = fc.constantFrom("1", "2", "10", "up", "-", "é", 'a"b', "", "a\nb");
    const column = fc.constantFrom("a", "b", "bb", "c", "d", "e", "no key");
    const rows = fc.array(
      fc
        .uniqueArray(fc.tuple(column, cell), { selector: ([name]) => name, maxLength: 6 })
        .map((entries) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      { minLength: 2, maxLength: 8 },
    );
    const writer = new LineWriter();
    fc.assert(
      fc.property(rows, (all) => {
        const samples = all.flatMap((dims) => rowOf(dims, [1]));
        const faults: LineFault[] = [];
        const batch = writer.write(samples, (_, fault) => faults.push(fault));
        const plain = samples.map(plainLine);
        expect(textsOf(batch)).toEqual(plain.flatMap((line) => ("text" in line ? [line.text] : [])));
        expect(faults).toEqual(plain.flatMap((line) => ("fault" in line ? [line.fault] : [])));
      }),
      { numRuns: 2_000 },
    );
  });

  test("a key that comes twice is a fault, also where the row before had it at that place", () => {
    const writer = new LineWriter();
    const faults: LineFault[] = [];
    const rows: Dimensions[] = [
      [
        ["a", "1"],
        ["b", "2"],
      ],
      [
        ["b", "1"],
        ["b", "2"],
      ],
    ];
    writer.write(
      rows.flatMap((dims) => rowOf(dims, [1])),
      (_, fault) => faults.push(fault),
    );
    expect(faults).toEqual(["bad-dimension"]);
  });
});
