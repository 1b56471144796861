import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineParser, LineReader, LineWriter, type Point } from "../../src/ingest/index.ts";

const NOW_MS = 1_760_000_000_000;
const none = () => {
  throw new Error("no point of this test breaks a rule");
};
const batchOf = (text: string) => ({ bytes: Buffer.from(text), lines: 1, timestampMs: NOW_MS });

function pointsOf(text: string, reader = new LineReader()): { points: Point[]; passedOver: number } {
  const points: Point[] = [];
  const passedOver = reader.read(batchOf(text), (point) => points.push(point));
  return { points, passedOver };
}

const valueOf = (payload: string) => pointsOf(`demo.key ${payload} ${NOW_MS}\n`).points[0]?.value;

describe("the points of a batch", () => {
  test("come in its order, whole", () => {
    const { points } = pointsOf(
      `demo.a,if.idx="1",if.name="Zürich \\"A\\\\" gauge,1.5 ${NOW_MS}\ndemo.b count,delta=7 ${NOW_MS + 1}\n`,
    );
    expect(points).toEqual([
      {
        key: "demo.a",
        type: "gauge",
        value: 1.5,
        dimensions: [
          ["if.idx", "1"],
          ["if.name", 'Zürich "A\\'],
        ],
        timestampMs: NOW_MS,
      },
      { key: "demo.b", type: "count", value: 7, dimensions: [], timestampMs: NOW_MS + 1 },
    ]);
  });

  test("come with the offsets of their lines, breaks included", () => {
    const lines = [
      `demo.a,d="é" gauge,1 ${NOW_MS}\n`,
      '#demo.a gauge dt.meta.unit="x"\n',
      `demo.b gauge,22 ${NOW_MS}\n`,
    ];
    const batch = batchOf(lines.join(""));
    const texts: string[] = [];
    new LineReader().read(batch, (_, start, end) => texts.push(batch.bytes.subarray(start, end).toString()));
    expect(texts).toEqual([lines[0], lines[2]]);
  });

  test("have their dimensions sorted, whatever order the sender had", () => {
    const { points } = pointsOf(`demo.a,z="1",a="2",m="3" gauge,1 ${NOW_MS}\n`);
    expect(points[0]!.dimensions.map(([key]) => key)).toEqual(["a", "m", "z"]);
  });

  test("of one row share their dimensions, also in a later batch", () => {
    const reader = new LineReader();
    const text = `demo.a,d="x" gauge,1 ${NOW_MS}\ndemo.b,d="y" gauge,1 ${NOW_MS}\ndemo.b,d="x" gauge,1 ${NOW_MS}\n`;
    const [first, , third] = pointsOf(text, reader).points;
    expect(third!.dimensions).toBe(first!.dimensions);
    expect(pointsOf(text, reader).points[0]!.dimensions).toBe(first!.dimensions);
  });

  test("may have values that look like the end of a line", () => {
    const { points } = pointsOf(`demo.a,d="x gauge,1 ${NOW_MS}" gauge,2 ${NOW_MS}\n`);
    expect(points).toMatchObject([{ value: 2, dimensions: [["d", `x gauge,1 ${NOW_MS}`]] }]);
  });

  test("are read from a view into larger memory, with offsets of the view", () => {
    const line = `demo.a gauge,1 ${NOW_MS}\n`;
    const bytes = new Uint8Array(Buffer.from(`xxx${line}yyy`)).subarray(3, 3 + line.length);
    const seen: number[] = [];
    new LineReader().read({ bytes, lines: 1, timestampMs: NOW_MS }, (_, start, end) => seen.push(start, end));
    expect(seen).toEqual([0, line.length]);
  });
});

describe("values", () => {
  test.each<[string, Point["value"]]>([
    ["gauge,0", 0],
    ["gauge,-17.25", -17.25],
    ["gauge,0.1", 0.1],
    ["gauge,123456789.012345", 123456789.012345],
    ["gauge,1.5e-7", 1.5e-7],
    ["gauge,1.0E+21", 1e21],
    ["count,delta=9007199254740991", 9007199254740991],
    ["count,delta=9007199254740992", 9007199254740992n],
    ["count,delta=18446744073709551615", 18446744073709551615n],
    ["gauge,min=-1,max=3.5,sum=4,count=3", { min: -1, max: 3.5, sum: 4, count: 3 }],
  ])("%s", (payload, value) => {
    expect(valueOf(payload)).toEqual(value);
  });
});

describe("passed over and counted", () => {
  test.each([
    ["a metadata line", '#demo.a gauge dt.meta.unit="x"\n'],
    ["a line without timestamp", "demo.a gauge,1\n"],
    ["a line without its break", `demo.a gauge,1 ${NOW_MS}`],
    ["a bare number", `demo.a 1 ${NOW_MS}\n`],
    ["a bare dimension value", `demo.a,d=x gauge,1 ${NOW_MS}\n`],
    ["an empty dimension value", `demo.a,d="" gauge,1 ${NOW_MS}\n`],
    ["a dimension given twice", `demo.a,d="x",d="y" gauge,1 ${NOW_MS}\n`],
    ["an open quote", `demo.a,d="x gauge,1 ${NOW_MS}\n`],
    ["half a summary", `demo.a gauge,min=1,max=2 ${NOW_MS}\n`],
    ["an empty value", `demo.a gauge, ${NOW_MS}\n`],
    ["a summary of a count", `demo.a count,delta=min=1 ${NOW_MS}\n`],
    ["a blank line", "\n"],
  ])("%s", (_, text) => {
    const line = `demo.ok gauge,1 ${NOW_MS}\n`;
    const { points, passedOver } = pointsOf(`${line}${text}`);
    expect([points.length, passedOver]).toEqual([1, 1]);
  });
});

describe("whatever was written", () => {
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((n) => Number(n.toFixed(4))),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }),
  );
  const text = fc.oneof(
    fc.string({ minLength: 1, maxLength: 9 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 9 }),
  );
  const point = fc
    .record({
      key: fc.stringMatching(/^[a-z]{3,5}(\.[A-Z0-9_]{1,4}){0,2}$/),
      type: fc.constantFrom("gauge" as const, "count" as const),
      value: number,
      dimensions: fc
        .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_]{1,3}$/), text), {
          selector: ([name]) => name,
          maxLength: 4,
        })
        .map((entries) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      timestampMs: fc.integer({ min: NOW_MS - 1_000, max: NOW_MS }),
    })
    .filter(({ type, value, dimensions }) => {
      const isClean = dimensions.every(([, shown]) => !/[\p{Cc}\p{Cs}]/u.test(shown));
      return isClean && (type === "gauge" || value >= 0);
    });

  test("is read back as it was", () => {
    const [writer, reader] = [new LineWriter(), new LineReader()];
    fc.assert(
      fc.property(fc.array(point, { maxLength: 6 }), (points) => {
        const read: Point[] = [];
        expect(reader.read(writer.write(points, none), (one) => read.push(one))).toBe(0);
        // Text has one zero, and integers of a double beyond 2⁵³ are integers.
        expect(read.map(comparable)).toEqual(points.map(comparable));
      }),
      { numRuns: 1_000, seed: 5 },
    );
  });

  test("and whatever else comes, nothing is thrown and each line is read or counted", () => {
    const reader = new LineReader();
    const piece = fc.constantFrom(
      "demo.a",
      ",d=",
      '"x"',
      '"',
      "\\",
      " ",
      "gauge,",
      "1",
      `${NOW_MS}`,
      "\n",
      "min=1,",
      "é",
    );
    const body = fc.array(piece, { maxLength: 30 }).map((pieces) => Buffer.from(pieces.join("")));
    fc.assert(
      fc.property(fc.oneof(body, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        let read = 0;
        const passedOver = reader.read({ bytes, lines: 1, timestampMs: NOW_MS }, () => (read += 1));
        const whole = Buffer.from(bytes).toString("latin1");
        const lines = whole.split("\n").length - (whole === "" || whole.endsWith("\n") ? 1 : 0);
        expect(read + passedOver).toBe(lines);
      }),
      { numRuns: 3_000, seed: 5 },
    );
  });

  test("and all that the parser lets through is read", () => {
    const [parser, reader] = [new LineParser(), new LineReader()];
    const line = fc.constantFrom(
      "demo.a,d=x 1",
      'demo.a,d="x y",e="\\"" gauge,1e5',
      "demo.b count,delta=5",
      "demo.c gauge,count=2,min=1,max=2,sum=3",
      'demo.d,a="",b=é -0.5',
      "broken",
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const { batch } = parser.parse(Buffer.from(lines.join("\n")), { nowMs: NOW_MS });
        let read = 0;
        expect(reader.read(batch, () => (read += 1))).toBe(0);
        expect(read).toBe(batch.lines);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

function comparable({ value, ...rest }: Point): unknown {
  return { ...rest, value: typeof value === "object" ? value : `${Number(value)}` };
}
