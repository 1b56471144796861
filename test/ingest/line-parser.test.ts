import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Point } from "../../src/ingest/index.ts";
import { type LineFault, LineParser, LineWriter, parseLines, textsOf } from "../../src/ingest/index.ts";
import { parseLine } from "../support/line-grammar.ts";

const NOW_MS = 1_760_000_000_000;
const HOUR_MS = 3_600_000;

const parsed = (body: string | Uint8Array, maxLines?: number) =>
  parseLines(typeof body === "string" ? Buffer.from(body) : body, { nowMs: NOW_MS, maxLines });

/** The canonical line of a line that is valid. */
function canonical(line: string): string {
  const { batch, invalidLines } = parsed(line);
  expect(invalidLines).toEqual([]);
  const [text] = textsOf(batch);
  return text!;
}

/** Why a line is invalid. */
function fault(line: string): string {
  const { batch, linesOk, invalidLines } = parsed(line);
  expect([batch.lines, batch.bytes.length, linesOk, invalidLines.length]).toEqual([0, 0, 0, 1]);
  return invalidLines[0]!.error;
}

const dimensions = (count: number) => Array.from({ length: count }, (_, n) => `,d${n}=v`).join("");

describe("the forms of a line that are taken, and what they become", () => {
  const at = `${NOW_MS}`;

  test("the canonical form stays as it is", () => {
    const line = `demo.if.util,device.address="192.0.2.7",if.name="Gi1/0/1" gauge,17.25 ${at}`;
    expect(canonical(line)).toBe(line);
  });

  test.each([
    ["a bare number is a gauge", "demo.key 55", "demo.key gauge,55"],
    ["a number below zero", "demo.key gauge,-0.5", "demo.key gauge,-0.5"],
    ["a count", "demo.key count,delta=500", "demo.key count,delta=500"],
    ["bare dimension values", "demo.key,a=x,b=y 1", 'demo.key,a="x",b="y" gauge,1'],
    ["tabs between the parts", "demo.key,a=x\tgauge,1\t1760000000000", 'demo.key,a="x" gauge,1'],
    ["several blanks between the parts", "demo.key   1   1760000000000", "demo.key gauge,1"],
    ["blanks around a line", "  demo.key 1 \t", "demo.key gauge,1"],
    [
      "a quoted value with blanks, commas and equals signs",
      'demo.key,a="x, y=z" 1',
      'demo.key,a="x, y=z" gauge,1',
    ],
    [
      "an escaped comma and equals sign in a bare value",
      "demo.key,a=x\\,y\\=z 1",
      'demo.key,a="x,y=z" gauge,1',
    ],
    [
      "an escaped blank, quote and backslash in a bare value",
      'demo.key,a=x\\ \\"\\\\ 1',
      'demo.key,a="x \\"\\\\" gauge,1',
    ],
    ["escapes in a quoted value", 'demo.key,a="\\"\\\\" 1', 'demo.key,a="\\"\\\\" gauge,1'],
    ["an exponent", "demo.key 1.5E+10", "demo.key gauge,1.5E+10"],
    ["an exponent without decimal point, which gets one", "demo.key 1e10", "demo.key gauge,1.0e10"],
    [
      "the exponents of a summary too",
      "demo.key gauge,min=1e1,max=1E1,sum=1e1,count=1",
      "demo.key gauge,min=1.0e1,max=1.0E1,sum=1.0e1,count=1",
    ],
    [
      "a summary in any order",
      "demo.key gauge,count=2,sum=4,max=3,min=1",
      "demo.key gauge,min=1,max=3,sum=4,count=2",
    ],
    ["upper case, digits and signs in a metric key", "Demo.5min.a-b_c 1", "Demo.5min.a-b_c gauge,1"],
    ["a dimension key that starts with a digit", "demo.key,1a=x 1", 'demo.key,1a="x" gauge,1'],
    [
      "a dimension that names an entity",
      "demo.key,dt.entity.host=HOST-1 1",
      'demo.key,dt.entity.host="HOST-1" gauge,1',
    ],
    ["text of any language in a value", 'demo.key,a="Zürich 東京 🛰" 1', 'demo.key,a="Zürich 東京 🛰" gauge,1'],
    [
      "control characters between quotes, a run as one _",
      'demo.key,a="x\t\u0001\u0085y" 1',
      'demo.key,a="x_y" gauge,1',
    ],
  ])("%s", (_, line, expected) => {
    expect(canonical(line)).toBe(`${expected} ${at}`);
  });

  test("a line without timestamp has the time of its arrival", () => {
    expect(canonical("demo.key 1")).toBe(`demo.key gauge,1 ${NOW_MS}`);
    expect(parsed("demo.key 1").batch.timestampMs).toBe(NOW_MS);
  });

  test("an empty value takes its dimension away and leaves the line", () => {
    expect(canonical('demo.key,a="",b="x" 1')).toBe(`demo.key,b="x" gauge,1 ${at}`);
  });

  test("of a dimension given twice the last stands", () => {
    expect(canonical("demo.key,a=long-first,b=y,a=z 1")).toBe(`demo.key,b="y",a="z" gauge,1 ${at}`);
    expect(canonical("demo.key,a=1,b=2,c=3,b=4,a=5,b=6 1")).toBe(`demo.key,c="3",a="5",b="6" gauge,1 ${at}`);
  });

  test("of a dimension given twice an empty last one takes it away", () => {
    expect(canonical('demo.key,a=x,b=y,a="" 1')).toBe(`demo.key,b="y" gauge,1 ${at}`);
  });

  test("50 dimensions", () => {
    expect(parsed(`demo.key${dimensions(50)} 1`).linesOk).toBe(1);
  });

  test("a value of 255 characters, escapes and long characters counted as one", () => {
    for (const value of ["x".repeat(255), "é".repeat(255), "🛰".repeat(255), '\\"'.repeat(255)]) {
      expect(parsed(`demo.key,a="${value}" 1`).linesOk).toBe(1);
    }
  });

  test("a metric key of 255 characters", () => {
    expect(parsed(`${"x".repeat(255)} 1`).linesOk).toBe(1);
  });

  test.each([
    ["exactly an hour ago", NOW_MS - HOUR_MS],
    ["exactly ten minutes ahead", NOW_MS + 600_000],
  ])("a timestamp %s, in both forms", (_, ms) => {
    expect(canonical(`demo.key 1 ${ms}`)).toBe(`demo.key gauge,1 ${ms}`);
    expect(canonical(`demo.key gauge,1 ${ms}\n`)).toBe(`demo.key gauge,1 ${ms}`);
  });
});

describe("a line is invalid, with its column and the rule", () => {
  test.each([
    [
      "missing blank before the payload",
      'demo.key,a="x"gauge,5',
      "line 1, column 15: comma or blank expected after the quoted value",
    ],
    [
      "missing blank before the payload, bare value",
      "demo.key,a=xgauge,5",
      "line 1, column 20: dimension without value",
    ],
    ["no payload", "demo.key,a=x", "line 1, column 13: value missing"],
    [
      "gauge, without value",
      "demo.key gauge,",
      "line 1, column 16: number expected, such as -1.5 or 1.0e+10",
    ],
    [
      "three of four summaries",
      "demo.key gauge,min=1,max=2,sum=3",
      "line 1, column 16: a summary needs min, max, sum and count",
    ],
    [
      "a summary part given twice",
      "demo.key gauge,min=1,min=2,sum=3,count=1",
      "line 1, column 22: min is given twice",
    ],
    [
      "an unknown summary part",
      "demo.key gauge,avg=1,min=2,sum=3,count=1",
      "line 1, column 16: min=, max=, sum= or count= expected",
    ],
    [
      "a summary of nothing",
      "demo.key gauge,min=0,max=0,sum=0,count=0",
      "line 1, column 16: a summary needs min ≤ max, count ≥ 1 and a sum between count × min and count × max",
    ],
    [
      "a summary whose sum cannot be",
      "demo.key gauge,min=1,max=2,sum=9,count=2",
      "line 1, column 16: a summary needs min ≤ max, count ≥ 1 and a sum between count × min and count × max",
    ],
    ["count,5", "demo.key count,5", "line 1, column 10: count without delta (write count,delta=5)"],
    ["a negative delta", "demo.key count,delta=-5", "line 1, column 22: negative delta"],
    [
      "another word than gauge",
      "demo.key gouge,5",
      "line 1, column 10: a number, gauge,… or count,delta=… expected",
    ],
    [
      "a trailing comma after the key",
      "demo.key, 5",
      "line 1, column 10: dimension key expected after the comma",
    ],
    ["a dimension without value", "demo.key,a 5", "line 1, column 11: dimension without value"],
    [
      "a dimension with nothing after =",
      "demo.key,a= 5",
      "line 1, column 12: value missing after the equals sign",
    ],
    ["an unterminated quote", 'demo.key,a="x 5', "line 1, column 12: quote is not closed"],
    [
      "a lone backslash between quotes",
      'demo.key,a="C:\\temp" 5',
      'line 1, column 15: backslash before something other than " or \\ (write \\\\ for a backslash)',
    ],
    [
      "a quote inside a bare value",
      'demo.key,a=x"y 5',
      "line 1, column 13: quote or equals sign in a value without quotes (quote the value, or put a backslash before it)",
    ],
    [
      "an equals sign inside a bare value",
      "demo.key,a=x=y 5",
      "line 1, column 13: quote or equals sign in a value without quotes (quote the value, or put a backslash before it)",
    ],
    ["a backslash at the end", "demo.key,a=x\\", "line 1, column 13: backslash at the end of the line"],
    [
      "a control character in a bare value",
      "demo.key,a=x\u0001 5",
      "line 1, column 13: control character in a value without quotes",
    ],
    ["51 dimensions", `demo.key${dimensions(51)} 5`, "line 1, column 299: more than 50 dimensions"],
    [
      "a value of 256 characters",
      `demo.key,a="${"é".repeat(256)}" 5`,
      "line 1, column 12: dimension value longer than 255 characters",
    ],
    [
      "a dimension key of 101 characters",
      `demo.key,${"k".repeat(101)}=x 5`,
      "line 1, column 10: dimension key longer than 100 characters",
    ],
    [
      "upper case in a dimension key",
      "demo.key,hostName=x 5",
      "line 1, column 14: character not allowed in a dimension key (a-z 0-9 - _ : and single dots between)",
    ],
    [
      "a dot at the end of a dimension key",
      "demo.key,a.=x 5",
      "line 1, column 11: character not allowed in a dimension key (a-z 0-9 - _ : and single dots between)",
    ],
    [
      "a timestamp in seconds",
      "demo.key 5 1760000000",
      "line 1, column 12: timestamp older than an hour (UTC milliseconds expected)",
    ],
    [
      "a timestamp of an hour and a millisecond ago",
      `demo.key 5 ${NOW_MS - HOUR_MS - 1}`,
      "line 1, column 12: timestamp older than an hour (UTC milliseconds expected)",
    ],
    [
      "a timestamp ten minutes and a millisecond ahead",
      `demo.key 5 ${NOW_MS + 600_001}`,
      "line 1, column 12: timestamp more than 10 minutes ahead (UTC milliseconds expected)",
    ],
    [
      "a timestamp in nanoseconds",
      "demo.key 5 1760000000000000000",
      "line 1, column 12: timestamp more than 10 minutes ahead (UTC milliseconds expected)",
    ],
    [
      "text after the timestamp",
      "demo.key 5 1760000000000 x",
      "line 1, column 25: timestamp expected in UTC milliseconds, and nothing after it",
    ],
    ["text after the number", "demo.key 5x", "line 1, column 11: blank expected after the value"],
    ["NaN", "demo.key NaN", "line 1, column 10: number expected, such as -1.5 or 1.0e+10"],
    [
      "a number with a plus sign",
      "demo.key +5",
      "line 1, column 10: number expected, such as -1.5 or 1.0e+10",
    ],
    [
      "a number beyond a double",
      "demo.key 1.0e309",
      "line 1, column 10: number beyond the range of a double",
    ],
    [
      "a number of 401 digits in a canonical line",
      `demo.key gauge,${"0".repeat(401)} ${NOW_MS}\n`,
      "line 1, column 16: number longer than 400 characters",
    ],
    [
      "a number of 401 digits",
      `demo.key ${"0".repeat(401)}`,
      "line 1, column 10: number longer than 400 characters",
    ],
    [
      "a metric key that is not Latin",
      "métrique.clé 5",
      "line 1, column 2: character not allowed in a metric key (a-z A-Z 0-9 _ - and single dots between)",
    ],
    [
      "a metric key that starts with a digit",
      "5min 5",
      "line 1, column 1: a metric key starts with a letter or _",
    ],
    [
      "a section that starts with -",
      "demo.-key 5",
      "line 1, column 5: section of a metric key that is empty or starts with -",
    ],
    [
      "an empty section",
      "demo..key 5",
      "line 1, column 5: section of a metric key that is empty or starts with -",
    ],
    [
      "the prefix builtin:",
      "builtin:host.cpu 5",
      "line 1, column 8: character not allowed in a metric key (a-z A-Z 0-9 _ - and single dots between)",
    ],
    ["the prefix dt.", "dt.demo.key 5", "line 1, column 1: metric keys that start with dt. are reserved"],
    [
      "a metric key of 256 characters",
      `${"x".repeat(256)} 5`,
      "line 1, column 1: metric key longer than 255 characters",
    ],
    ["a metric key of 2 characters", "up 5", "line 1, column 1: metric key shorter than 3 characters"],
    [
      "a line of 50,001 characters",
      `demo.key,a="${"é".repeat(49_985)}" 555`,
      "line 1, column 1: line longer than 50000 characters",
    ],
    [
      "a comment that is no metadata",
      "# counters of my switch",
      "line 1, column 2: metadata line: a metric key starts with a letter or _",
    ],
    [
      "metadata without properties",
      "#demo.key gauge",
      "line 1, column 16: metadata line: gauge or count expected, and a property after it",
    ],
    [
      "metadata of another property",
      '#demo.key gauge dt.meta.colour="red"',
      "line 1, column 17: metadata line: dt.meta.displayName=, dt.meta.description= or dt.meta.unit= expected",
    ],
    [
      "metadata whose value has blanks and no quotes",
      "#demo.key gauge dt.meta.unit=a b",
      "line 1, column 31: metadata line: comma expected between properties, and quotes around values with blanks",
    ],
  ])("%s", (_, line, error) => {
    expect(fault(line)).toBe(error);
  });

  test("when it is not UTF-8, while its neighbours are taken", () => {
    const body = Buffer.concat([
      Buffer.from('demo.key,a="é" 1\ndemo.key,a="'),
      Buffer.from([0xe9]),
      Buffer.from('" 2\ndemo.key,a="x" 3\n'),
    ]);
    const { linesOk, invalidLines } = parsed(body);
    expect(linesOk).toBe(2);
    expect(invalidLines.map(({ error }) => error)).toEqual(["line 2, column 13: text that is not UTF-8"]);
  });
});

describe("a body", () => {
  test("that is empty has no lines at all", () => {
    expect(parsed("")).toEqual({
      batch: { bytes: new Uint8Array(), lines: 0, timestampMs: 0 },
      linesOk: 0,
      linesInvalid: 0,
      invalidLines: [],
      changedKeys: [],
      metadata: [],
    });
  });

  test("may have CRLF, blank lines and no break at its end", () => {
    const { batch, linesOk } = parsed("\r\ndemo.one 1\r\n\n  \ndemo.two 2");
    expect(textsOf(batch)).toEqual([`demo.one gauge,1 ${NOW_MS}`, `demo.two gauge,2 ${NOW_MS}`]);
    expect([batch.lines, linesOk]).toEqual([2, 2]);
  });

  test("may start with the mark of UTF-8", () => {
    expect(parsed("\ufeffdemo.one 1").linesOk).toBe(1);
  });

  test("keeps its valid lines in order when others are invalid, which are numbered with blank lines counted", () => {
    const sent = [
      `demo.a gauge,1 ${NOW_MS}`,
      "",
      "broken",
      `demo.b gauge,2 ${NOW_MS}`,
      "demo.c 3",
      "demo.d x",
    ];
    const { batch, linesOk, linesInvalid, invalidLines } = parsed(sent.join("\n"));
    expect(textsOf(batch)).toEqual([sent[0], sent[3], `demo.c gauge,3 ${NOW_MS}`]);
    expect([linesOk, linesInvalid]).toEqual([3, 2]);
    expect(invalidLines.map(({ line, column }) => [line, column])).toEqual([
      [3, 7],
      [6, 8],
    ]);
  });

  test("has columns in characters, not bytes", () => {
    expect(parsed('demo.key,a="東京" x').invalidLines).toMatchObject([{ column: 17 }]);
  });

  test("of a hundred thousand broken lines is answered with the first thousand of them", () => {
    const { linesInvalid, invalidLines } = parsed("x\n".repeat(100_000));
    expect([linesInvalid, invalidLines.length]).toEqual([100_000, 1_000]);
  });

  test("of more lines than are allowed has those beyond refused, blank ones not counted", () => {
    const { linesOk, invalidLines } = parsed("demo.a 1\n\ndemo.b 2\n\ndemo.c 3\n\n", 2);
    expect(linesOk).toBe(2);
    expect(invalidLines.map(({ error }) => error)).toEqual([
      "line 5, column 1: more than 2 lines in one request",
    ]);
  });

  test("has the time of its first line", () => {
    expect(parsed(`demo.a 1 ${NOW_MS - 5}\ndemo.b 1`).batch.timestampMs).toBe(NOW_MS - 5);
  });

  test("leaves lines in memory of their own", () => {
    const line = `demo.key,a="x" gauge,1 ${NOW_MS}`;
    const body = Buffer.from(`${line}\n`);
    const { batch } = parsed(body);
    body.fill(0);
    expect(textsOf(batch)).toEqual([line]);
  });

  test("of escapes and short values only, which grow most, comes out whole", () => {
    const lines = Array.from({ length: 500 }, (_, n) =>
      `abc${",k=\\\\".repeat(50)},k=${n} 1`.replace(",k=\\\\", ""),
    );
    const { batch, linesOk } = parsed(lines.join("\n"));
    expect(linesOk).toBe(500);
    expect(textsOf(batch)).toEqual(lines.map((_, n) => `abc,k="${n}" gauge,1 ${NOW_MS}`));
  });

  test("that is not UTF-8 does not disturb what is known of the lines before", () => {
    const parser = new LineParser();
    const line = `demo.key,a="x" gauge,1 ${NOW_MS}\n`;
    const bodies = [Buffer.from(`x\n${line}`), Buffer.from("a.b 1\n\xff\n", "latin1"), Buffer.from(line)];
    const oks = bodies.map((bytes) => parser.parse(bytes, { nowMs: NOW_MS }).linesOk);
    expect(oks).toEqual([1, 1, 1]);
  });
});

describe("keys that the classic store changes", () => {
  test.each([
    [
      "a count gets .count",
      "demo.key count,delta=1",
      ["metric key demo.key of a count is stored as demo.key.count"],
    ],
    ["a count that has it stays", "demo.key.count count,delta=1", []],
    [
      "a gauge that ends with .count gets .gauge",
      "demo.key.count 1",
      ["metric key demo.key.count of a gauge is stored as demo.key.count.gauge"],
    ],
    ["any other gauge stays", "demo.key 1", []],
    [
      "metadata follows the same rules",
      "#demo.key count dt.meta.unit=Byte",
      ["metric key demo.key of a count is stored as demo.key.count"],
    ],
  ])("%s", (_, line, warnings) => {
    expect(parsed(line).changedKeys.map(({ warning }) => warning)).toEqual(warnings);
  });

  test("are told with their line, and the line keeps its key", () => {
    const { batch, changedKeys } = parsed("demo.a 1\ndemo.b count,delta=1");
    expect(changedKeys.map(({ line }) => line)).toEqual([2]);
    expect(textsOf(batch)[1]).toBe(`demo.b count,delta=1 ${NOW_MS}`);
  });

  test("are told of canonical lines as well", () => {
    const { changedKeys } = parsed(`demo.b count,delta=1 ${NOW_MS}\n`.repeat(2));
    expect(changedKeys.map(({ line }) => line)).toEqual([1, 2]);
  });
});

describe("metadata lines", () => {
  test("alone are lines that are right, and no data points", () => {
    const { batch, linesOk, metadata } = parsed(
      '#demo.key count dt.meta.displayName="Octets \\"in\\"", dt.meta.description="Zürich",dt.meta.unit=Byte\n',
    );
    expect([batch.lines, batch.bytes.length, linesOk]).toEqual([0, 0, 1]);
    expect(metadata).toEqual([
      { key: "demo.key", type: "count", displayName: 'Octets "in"', description: "Zürich", unit: "Byte" },
    ]);
  });

  test("may spell their properties in any case", () => {
    expect(parsed("#demo.key gauge dt.meta.displayname=a,DT.META.UNIT=Byte").metadata).toEqual([
      { key: "demo.key", type: "gauge", displayName: "a", unit: "Byte" },
    ]);
  });

  test("of one key: the first wins", () => {
    const { linesOk, metadata } = parsed(
      "#demo.key gauge dt.meta.unit=Byte\n#demo.key gauge dt.meta.unit=Bit",
    );
    expect(linesOk).toBe(2);
    expect(metadata).toEqual([{ key: "demo.key", type: "gauge", unit: "Byte" }]);
  });

  test("of one line and one property: the first wins", () => {
    expect(parsed("#demo.key gauge dt.meta.unit=Byte,dt.meta.unit=Bit").metadata).toMatchObject([
      { unit: "Byte" },
    ]);
  });

  test("may stand between data lines, which stay in order", () => {
    const { batch } = parsed(
      `demo.a gauge,1 ${NOW_MS}\n#demo.a gauge dt.meta.unit=Byte\ndemo.b gauge,1 ${NOW_MS}\n`,
    );
    expect(textsOf(batch)).toEqual([`demo.a gauge,1 ${NOW_MS}`, `demo.b gauge,1 ${NOW_MS}`]);
  });
});

describe("whatever comes", () => {
  const value = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: "grapheme", maxLength: 12 }));
  const number = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: 0n, max: 2n ** 64n }),
  );
  const points = fc.array(
    fc.record({
      key: fc.stringMatching(/^[a-z]{3,5}(\.[A-Z0-9_]{1,4}){0,2}$/),
      type: fc.constantFrom("gauge" as const, "count" as const),
      value: fc.oneof(
        number,
        fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((n) => ({ min: n, max: n, sum: n, count: 1 })),
      ),
      dimensions: fc
        .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_]{1,4}$/), value), {
          selector: ([name]) => name,
          maxLength: 5,
        })
        .map((entries) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1))),
      timestampMs: fc.integer({ min: NOW_MS - HOUR_MS, max: NOW_MS + 600_000 }),
    }),
    { maxLength: 8 },
  );

  test("what our writer writes is taken unchanged, byte for byte", () => {
    const [writer, parser] = [new LineWriter(), new LineParser()];
    const noted: [Point, LineFault][] = [];
    fc.assert(
      fc.property(points, (list) => {
        const written = writer.write(list, (point, rule) => noted.push([point, rule]));
        const { batch, linesOk, linesInvalid } = parser.parse(written.bytes, { nowMs: NOW_MS });
        expect(Buffer.from(batch.bytes).toString()).toBe(Buffer.from(written.bytes).toString());
        expect([batch.lines, linesOk, linesInvalid]).toEqual([written.lines, written.lines, 0]);
      }),
      { numRuns: 1_000, seed: 3 },
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(
      "demo.key",
      "dt.x",
      "#demo.key",
      ",",
      "=",
      " ",
      "\t",
      '"',
      "\\",
      "gauge,",
      "count,delta=",
      "min=1",
      "max=2",
      "sum=3",
      "count=2",
      "5",
      "-1",
      "1e9",
      ".",
      `${NOW_MS}`,
      "\r",
      "\n",
      ",a=",
      ",b=",
      '"x"',
      "é",
      "🛰",
      "\u0001",
      "\u0085",
      "dt.meta.unit=",
      "gauge ",
    ),
    fc.string({ maxLength: 3 }),
  );
  const body = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

  test("bytes of any kind are counted line by line, and nothing is thrown", () => {
    const parser = new LineParser();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          body.map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const { linesOk, linesInvalid, batch, invalidLines } = parser.parse(bytes, { nowMs: NOW_MS });
          expect(invalidLines).toHaveLength(linesInvalid);
          expect(linesOk).toBeGreaterThanOrEqual(batch.lines);
        },
      ),
      { numRuns: 5_000, seed: 3 },
    );
  });

  const anyLine = fc
    .record({
      key: fc.constantFrom("demo.key", "a.b", "Demo"),
      dims: fc.array(
        fc.tuple(
          fc.constantFrom("a", "b", "c.d", "_e"),
          fc.oneof(
            value.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`),
            fc.stringMatching(/^[a-z./-]{1,6}$/),
            fc.constant('""'),
          ),
        ),
        { maxLength: 6 },
      ),
      gap: fc.constantFrom(" ", "\t", "  "),
      payload: fc.constantFrom("5", "gauge,-1.5", "1e10", "count,delta=7", "gauge,max=3,min=1,count=2,sum=4"),
      time: fc.constantFrom("", ` ${NOW_MS}`, `\t${NOW_MS - 1}`),
    })
    .map(
      ({ key, dims, gap, payload, time }) =>
        `${key}${dims.map(([k, v]) => `,${k}=${v}`).join("")}${gap}${payload}${time}`,
    );

  test("what comes out is what a strict reader takes, with the dimensions that were meant", () => {
    const parser = new LineParser();
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 6 }), (lines) => {
        const { batch } = parser.parse(Buffer.from(lines.join("\n")), { nowMs: NOW_MS });
        for (const text of textsOf(batch)) expect(parseLine(text, NOW_MS)).toMatchObject({ ok: true });
      }),
      { numRuns: 2_000, seed: 3 },
    );
  });

  test("what comes out goes in again and comes out the same", () => {
    const [first, second] = [new LineParser(), new LineParser()];
    fc.assert(
      fc.property(
        fc.oneof(
          body,
          fc.array(anyLine, { maxLength: 6 }).map((lines) => lines.join("\n")),
        ),
        (text) => {
          const once = first.parse(Buffer.from(text), { nowMs: NOW_MS }).batch;
          const again = second.parse(once.bytes, { nowMs: NOW_MS });
          expect(again.linesInvalid).toBe(0);
          expect(Buffer.from(again.batch.bytes).toString()).toBe(Buffer.from(once.bytes).toString());
        },
      ),
      { numRuns: 3_000, seed: 3 },
    );
  });

  test("a parser that has seen other bodies says the same as a new one", () => {
    const used = new LineParser();
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyLine,
            anyLine.map((line) => canonicalOr(line)),
            body,
          ),
          { maxLength: 6 },
        ),
        (lines) => {
          const bytes = Buffer.from(`${lines.join("\n")}\n`);
          expect(used.parse(bytes, { nowMs: NOW_MS })).toEqual(
            new LineParser().parse(bytes, { nowMs: NOW_MS }),
          );
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});

function canonicalOr(line: string): string {
  return textsOf(parsed(line).batch)[0] ?? line;
}
