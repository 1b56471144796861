import * as fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { decodeLogs, decodeMetrics, decodeTraces, type Encoding } from "../../src/otlp/index.ts";
import { encodeWith } from "../support/otlp-proto.ts";

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const writer = () => protobuf.Writer.create();
const nested = (field: number, bytes: Uint8Array) =>
  writer()
    .uint32(field * 8 + 2)
    .bytes(bytes)
    .finish();
/** A request around the bytes of one data point of a histogram. */
const histogramOf = (point: Uint8Array) => nested(1, nested(2, nested(2, nested(9, nested(1, point)))));
const histogramPoint = (body: Uint8Array) => {
  const decoded = decodeMetrics(body, "protobuf");
  if (!decoded.ok) throw new Error(decoded.message);
  return decoded.request.resourceMetrics![0]!.scopeMetrics![0]!.metrics![0]!.histogram!.dataPoints![0]!;
};

describe("protobuf", () => {
  test("repeated numbers are read packed and one by one", () => {
    const packed = nested(7, Buffer.concat([writer().double(1).finish(), writer().double(2).finish()]));
    const single = writer().uint32(57).double(1).uint32(57).double(2).finish();
    expect(histogramPoint(histogramOf(packed)).explicitBounds).toEqual([1, 2]);
    expect(histogramPoint(histogramOf(single)).explicitBounds).toEqual([1, 2]);
  });

  test("the last of repeated scalars wins", () => {
    const twice = writer().uint32(41).double(1).uint32(41).double(2).finish();
    expect(histogramPoint(histogramOf(twice)).sum).toBe(2);
  });

  test("unknown fields of every kind are passed over", () => {
    const unknown = writer()
      .uint32(800)
      .uint32(5)
      .uint32(801)
      .fixed64(5)
      .uint32(802)
      .string("x")
      .uint32(805)
      .fixed32(5)
      .uint32(803)
      .uint32(800)
      .uint32(1)
      .uint32(804)
      .uint32(41)
      .double(2)
      .finish();
    expect(histogramPoint(histogramOf(unknown)).sum).toBe(2);
  });

  test("an empty body is an empty request", () => {
    expect(decodeMetrics(new Uint8Array(), "protobuf")).toMatchObject({ ok: true });
  });

  test("messages that lie too deep in each other are refused", () => {
    let value = writer().uint32(10).string("x").finish();
    for (let n = 0; n < 30; n++) value = nested(6, nested(1, nested(2, value)));
    const body = nested(1, nested(2, nested(2, nested(5, value))));
    expect(decodeLogs(body, "protobuf")).toMatchObject({
      ok: false,
      status: 400,
      message: expect.stringContaining("levels deep"),
    });
  });

  test("more elements than memory allows are refused before they are built", () => {
    const body = nested(1, nested(2, nested(2, nested(5, nested(5, Buffer.alloc(2_200_000, "\x0a\x00"))))));
    expect(decodeLogs(body, "protobuf")).toMatchObject({
      ok: false,
      status: 400,
      message: expect.stringContaining("1000000 elements"),
    });
  });
});

describe("JSON", () => {
  const body = (point: object, metric: object = {}) =>
    json({
      resourceMetrics: [
        { scopeMetrics: [{ metrics: [{ name: "a", gauge: { dataPoints: [point] }, ...metric }] }] },
      ],
    });
  const pointOf = (point: object) => {
    const decoded = decodeMetrics(body(point), "json");
    if (!decoded.ok) throw new Error(decoded.message);
    return decoded.request.resourceMetrics![0]!.scopeMetrics![0]!.metrics![0]!.gauge!.dataPoints![0]!;
  };

  test.each(["12884901889", 12_884_901_889])("a number of 64 bits may be text or number: %j", (asInt) => {
    expect(pointOf({ asInt }).asInt).toMatchObject({ high: 3, low: 1 });
  });

  test.each([
    [1.5, 1.5],
    ["1.5", 1.5],
    ["Infinity", Number.POSITIVE_INFINITY],
  ])("the double %j is %j", (asDouble, value) => {
    expect(pointOf({ asDouble }).asDouble).toBe(value);
  });

  test("names that are not known are passed over, and null is nothing", () => {
    expect(pointOf({ asDouble: null, later: [{}], asInt: 1 })).toEqual({ asInt: { low: 1, high: 0 } });
  });

  test("ids are hex, other octets base64", () => {
    const decoded = decodeLogs(
      json({
        resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: "0aff", body: { bytesValue: "AQI=" } }] }] }],
      }),
      "json",
    );
    const record = decoded.ok ? decoded.request.resourceLogs![0]!.scopeLogs![0]!.logRecords![0]! : undefined;
    expect([...record!.traceId!]).toEqual([0x0a, 0xff]);
    expect([...record!.body!.bytesValue!]).toEqual([1, 2]);
  });

  test.each([
    [Buffer.from("{"), "no JSON"],
    [json([]), "the body is no object"],
    [json({ resourceMetrics: {} }), "resourceMetrics is no array"],
    [body({ asInt: "x" }), "dataPoints[0].asInt is no sfixed64"],
    [body({ asDouble: true }), "asDouble is no double"],
    [body({}, { name: 5 }), "name is no string"],
    [body({ attributes: [5] }), "attributes[0] is no object"],
  ])("%s is refused with the place of the fault", (bytes, text) => {
    expect(decodeMetrics(bytes, "json")).toMatchObject({
      ok: false,
      status: 400,
      message: expect.stringContaining(text),
    });
  });
});

describe("limits", () => {
  test.each([
    ["metrics", decodeMetrics, 4_194_304],
    ["logs", decodeLogs, 10_485_760],
    ["traces", decodeTraces, 8_388_608],
  ])("%s: a body beyond the limit is too large", (_, decode, bytes) => {
    expect(decode(new Uint8Array(bytes + 1), "protobuf")).toMatchObject({ ok: false, status: 413 });
  });

  test.each(["protobuf", "json"] satisfies Encoding[])(
    "15 000 data points are taken, more drop all: %s",
    (encoding) => {
      const request = (points: number) => ({
        resourceMetrics: [
          {
            scopeMetrics: [
              { metrics: [{ name: "a", gauge: { dataPoints: Array.from({ length: points }, () => ({})) } }] },
            ],
          },
        ],
      });
      const decode = (points: number) =>
        decodeMetrics(
          encoding === "json"
            ? json(request(points))
            : encodeWith("ExportMetricsServiceRequest", request(points)),
          encoding,
        );
      expect(decode(15_000)).toMatchObject({ ok: true });
      expect(decode(15_001)).toMatchObject({
        ok: false,
        status: 413,
        message: expect.stringContaining("OTLP_MESSAGE_MAX_SIZE_EXCEEDED"),
      });
    },
  );
});

test.each([decodeMetrics, decodeLogs, decodeTraces])("whatever arrives, nothing is thrown: %o", (decode) => {
  const tag = fc.constantFrom(0x0a, 0x12, 0x1a, 0x2a, 0x3a, 0x4a, 0x0b, 0x0c, 0x08, 0x09, 0x0d);
  const bytes = fc.uint8Array({ maxLength: 60 });
  const wireLike = fc.array(fc.oneof(tag, fc.nat(255))).map((list) => Uint8Array.from(list));
  fc.assert(
    fc.property(fc.oneof(bytes, wireLike), (body) => {
      expect(typeof decode(body, "protobuf").ok).toBe("boolean");
    }),
    { numRuns: 2_000, seed: 7 },
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(typeof decode(Buffer.from(text), "json").ok).toBe("boolean");
    }),
    { numRuns: 500, seed: 7 },
  );
});
