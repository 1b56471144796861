import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type LineFault,
  type LineMetadata,
  LineWriter,
  metadataLine,
  NO_LINES,
  textsOf,
} from "../../src/ingest/index.ts";
import type { Dimensions, Sample } from "../../src/mapping/index.ts";
import { type ParsedLine, parseLine } from "../support/line-grammar.ts";

const NOW_MS = 1_760_000_000_000;

function sampleOf(change: Partial<Sample> = {}): Sample {
  return {
    key: "demo.if.util",
    storedKey: "demo.if.util",
    type: "gauge",
    value: 17.25,
    dimensions: [
      ["device.address", "192.0.2.7"],
      ["if.name", "Gi1/0/1"],
    ],
    timestampMs: NOW_MS,
    ...change,
  };
}

/** What one sample becomes: its line, or why there is none. */
function written(sample: Sample): { readonly text: string } | { readonly fault: LineFault } {
  const faults: LineFault[] = [];
  const batch = new LineWriter().write([sample], (_, fault) => faults.push(fault));
  const [text] = textsOf(batch);
  return text === undefined ? { fault: faults[0]! } : { text };
}

function textOf(change: Partial<Sample>): string {
  const result = written(sampleOf(change));
  return "text" in result ? result.text : `rejected: ${result.fault}`;
}

const numberOf = (value: number | bigint) => /gauge,(\S+) /.exec(textOf({ value }))?.[1];

describe("a sample", () => {
  test("writes a gauge with quoted dimensions and its timestamp", () => {
    expect(textOf({})).toBe(
      'demo.if.util,device.address="192.0.2.7",if.name="Gi1/0/1" gauge,17.25 1760000000000',
    );
  });

  test("writes a count as delta", () => {
    expect(
      textOf({ key: "demo.in.count", type: "count", value: 91_822, dimensions: [["if.idx", "3"]] }),
    ).toBe('demo.in.count,if.idx="3" count,delta=91822 1760000000000');
  });

  test("writes a sample without dimensions", () => {
    expect(textOf({ dimensions: [] })).toBe("demo.if.util gauge,17.25 1760000000000");
  });

  test("escapes quotes and backslashes, and nothing else", () => {
    expect(textOf({ dimensions: [["d", 'a "b" \\c, d=e']] })).toContain('d="a \\"b\\" \\\\c, d=e"');
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [-3, "-3"],
    [0.1, "0.1"],
    [4_294_967_295, "4294967295"],
    [18_446_744_073_709_551_615n, "18446744073709551615"],
    [123_456_789_012_345_680_000, "123456789012345680000"],
    [1e21, "1.0e+21"],
    [1.5e300, "1.5e+300"],
    [1e-7, "1.0e-7"],
    [-2.5e-9, "-2.5e-9"],
  ])("writes the number %s as %s", (value, text) => {
    expect(numberOf(value)).toBe(text);
  });

  test.each([
    ["not-finite", { value: Number.NaN }],
    ["not-finite", { value: Number.POSITIVE_INFINITY }],
    ["not-finite", { value: -Infinity }],
    ["negative-delta", { type: "count", value: -1 }],
    ["negative-delta", { type: "count", value: -1n }],
    ["bad-timestamp", { timestampMs: 1_760_000_000 }],
    ["bad-timestamp", { timestampMs: 0.5 }],
    ["bad-metric-key", { key: "5min" }],
    ["bad-metric-key", { key: "dt.system.load" }],
    ["bad-metric-key", { key: "func:demo.rate" }],
    ["bad-metric-key", { key: "x".repeat(251) }],
    ["bad-dimension", { dimensions: [["If.Name", "x"]] }],
    ["bad-dimension", { dimensions: [["d", ""]] }],
    ["bad-dimension", { dimensions: [["d", "x".repeat(251)]] }],
    ["bad-dimension", { dimensions: [["d", "half of a pair: \ud83d"]] }],
    [
      "bad-dimension",
      {
        dimensions: [
          ["d", "1"],
          ["d", "2"],
        ],
      },
    ],
    ["too-many-dimensions", { dimensions: Array.from({ length: 51 }, (_, n) => [`d${n}`, "x"] as const) }],
  ] satisfies [string, Partial<Sample>][])("rejects as %s: case %#", (reason, change) => {
    expect(written(sampleOf(change))).toEqual({ fault: reason });
  });

  test("the longest line that can be made stays below the 50 000 characters a server takes", () => {
    const dimensions: Dimensions = Array.from(
      { length: 50 },
      (_, n) => [`d${n}`.padEnd(100, "x"), "\\".repeat(250)] as const,
    ).toSorted(([a], [b]) => (a < b ? -1 : 1));
    const { length } = textOf({ key: "k".repeat(250), dimensions });
    expect(length).toBeGreaterThan(30_000);
    expect(length).toBeLessThan(50_000);
  });

  test("a device's text cannot smuggle in a second line", () => {
    expect(textOf({ dimensions: [["sys.descr", 'x"\nevil.metric gauge,1']] })).toBe(
      "rejected: bad-dimension",
    );
  });

  test("writes the dimensions of one row the same for all its metrics", () => {
    const dimensions: Dimensions = [["if.name", 'the "uplink"']];
    const lines = [textOf({ dimensions, key: "demo.a" }), textOf({ dimensions, key: "demo.b", value: 2 })];
    expect(lines).toEqual([
      'demo.a,if.name="the \\"uplink\\"" gauge,17.25 1760000000000',
      'demo.b,if.name="the \\"uplink\\"" gauge,2 1760000000000',
    ]);
  });
});

describe("whatever a normalised sample holds, an independent parser reads it back", () => {
  const section = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);
  const key = fc
    .array(section, { minLength: 1, maxLength: 5 })
    .map((sections) => sections.join("."))
    .filter((text) => text.length >= 3 && !text.startsWith("dt."));
  const dimensionKey = fc.stringMatching(/^[a-z_][a-z0-9_:-]{0,20}(\.[a-z0-9_:-]{1,10}){0,2}$/);
  const value = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 80 })
    .map((text) => text.replace(/\p{Cc}/gu, "_"))
    .filter((text) => Array.from(text).length <= 250);
  const awkward = fc.constantFrom(
    '"',
    "\\",
    '\\"',
    '\\\\"',
    " ",
    ",",
    "=",
    "#",
    "gauge,1 2",
    'a" gauge,1 ',
    "🛰".repeat(250),
  );
  const dimensions = fc
    .uniqueArray(fc.tuple(dimensionKey, fc.oneof(value, awkward)), {
      selector: ([name]) => name,
      maxLength: 50,
    })
    .map((entries) => entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
  );
  const sample = fc
    .record({
      key,
      type: fc.constantFrom("gauge" as const, "count" as const),
      value: number,
      dimensions,
      timestampMs: fc.integer({ min: NOW_MS - 3_600_000, max: NOW_MS + 600_000 }),
    })
    .map((made): Sample => {
      const size = made.value < 0 ? -made.value : made.value;
      return { ...made, storedKey: made.key, value: made.type === "count" ? size : made.value };
    });

  test("to the same key, dimensions, type, number and time", () => {
    fc.assert(
      fc.property(sample, (made) => {
        const result = written(made);
        if ("fault" in result) throw new Error(`rejected: ${result.fault}`);
        const parsed = parseLine(result.text, NOW_MS);
        if (!parsed.ok) throw new Error(`${parsed.error} in ${result.text}`);
        const line = parsed.line as ParsedLine & { kind: "data" };
        expect(line.key).toBe(made.key);
        expect([...line.dimensions]).toEqual(made.dimensions);
        expect(line.timestampMs).toBe(made.timestampMs);
        expect(line.payload.type).toBe(made.type);
        const text = line.payload.type === "summary" ? "" : line.payload.number;
        const readBack = typeof made.value === "bigint" ? BigInt(text) : Number(text);
        // Minus zero is written as 0.
        expect(readBack).toBe(made.value === 0 ? 0 : made.value);
      }),
      { numRuns: 300 },
    );
  });

  test("and whatever text a dimension holds, the line is sound or is not made", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 260 }), (text) => {
        const result = written(sampleOf({ dimensions: [["d", text]] }));
        if ("fault" in result) return;
        const parsed = parseLine(result.text, NOW_MS);
        expect(parsed).toMatchObject({ ok: true, line: { dimensions: new Map([["d", text]]) } });
      }),
      { numRuns: 300 },
    );
  });
});

describe("metadataLine", () => {
  const metadataText = (metadata: LineMetadata) =>
    textsOf(metadataLine(metadata, NOW_MS) ?? NO_LINES).join("\n");

  test("writes name, description and unit, each when there is one", () => {
    const metadata = { key: "demo.in.count", type: "count", displayName: "Octets in", unit: "Byte" } as const;
    expect(metadataText(metadata)).toBe(
      '#demo.in.count count dt.meta.displayName="Octets in",dt.meta.unit="Byte"',
    );
  });

  test("folds line breaks of a description into blanks and escapes quotes", () => {
    const metadata = { key: "demo.a", type: "gauge", description: ' the "first"\r\n  line\n' } as const;
    const text = metadataText(metadata);
    expect(text).toBe('#demo.a gauge dt.meta.description="the \\"first\\" line"');
    expect(parseLine(text)).toMatchObject({
      ok: true,
      line: { kind: "metadata", properties: new Map([["dt.meta.description", 'the "first" line']]) },
    });
  });

  test.each([
    ["nothing to say", { key: "demo.a", type: "gauge", displayName: " ", unit: undefined } as const],
    ["a key of the server's own", { key: "dt.a.b", type: "gauge", displayName: "x" } as const],
  ])("makes no line of %s", (_, metadata) => {
    expect(metadataLine(metadata, NOW_MS)).toBeUndefined();
  });
});
