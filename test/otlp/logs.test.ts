import { describe, expect, test } from "vitest";
import {
  decodeLogs,
  encodeLogs,
  type LogsOptions,
  logsOf,
  type MappedLogs,
  parseExtraAttributes,
} from "../../src/otlp/index.ts";
import { attributesOf, decodeWith, encodeWith, type Plain } from "../support/otlp-proto.ts";

const NOW_MS = 1_760_000_000_123;
const nanos = (ms: number) => `${ms}000000`;
const text = (key: string, value: string): Plain => ({ key, value: { stringValue: value } });
const mapOf = (...values: Plain[]): Plain => ({ kvlistValue: { values } });

interface Around {
  readonly resource?: readonly Plain[];
  readonly scope?: Plain;
}

function map(
  record: Plain,
  { resource = [], scope }: Around = {},
  options: Partial<LogsOptions> = {},
): MappedLogs {
  const body = encodeWith("ExportLogsServiceRequest", {
    resourceLogs: [{ resource: { attributes: resource }, scopeLogs: [{ scope, logRecords: [record] }] }],
  });
  const decoded = decodeLogs(body, "protobuf");
  if (!decoded.ok) throw new Error(decoded.message);
  return logsOf(decoded.request, { nowMs: NOW_MS, ...options });
}
const recordOf = (...args: Parameters<typeof map>) => map(...args).records[0]!;
const attributesIn = (...args: Parameters<typeof map>) => Object.fromEntries(recordOf(...args).attributes);

describe("the time of a record", () => {
  test.each([
    ["its own", { timeUnixNano: nanos(NOW_MS - 5) }, NOW_MS - 5],
    ["that of an attribute, in ms", { attributes: [text("timestamp", String(NOW_MS - 7))] }, NOW_MS - 7],
    ["in seconds", { attributes: [text("epochSecond", "1760000000")] }, 1_760_000_000_000],
    ["in nanoseconds", { attributes: [text("ts", "1760000000001000000")] }, 1_760_000_000_001],
    ["as an ISO date", { attributes: [text("@timestamp", "2025-10-09T08:53:20.5Z")] }, 1_760_000_000_500],
    [
      "as a date with an offset",
      { attributes: [text("time", "2025-10-09 10:53:20 +0200")] },
      1_760_000_000_000,
    ],
    [
      "as a date without zone, which is UTC",
      { attributes: [text("date", "2025-10-09T08:53:20")] },
      1_760_000_000_000,
    ],
    [
      "of the body before the attributes",
      { body: mapOf(text("time", "1760000000002")), attributes: [text("time", "1")] },
      1_760_000_000_002,
    ],
    ["that of arrival", { attributes: [text("time", "yesterday")] }, NOW_MS],
    ["that of arrival when it lies too far ahead", { timeUnixNano: nanos(NOW_MS + 600_001) }, NOW_MS],
  ])("%s", (_, record, timestampMs) => {
    expect(recordOf(record)).toMatchObject({ timestampMs });
  });

  test("a record older than a day is rejected and counted", () => {
    expect(map({ timeUnixNano: nanos(NOW_MS - 86_400_001) })).toMatchObject({
      records: [],
      accepted: 0,
      rejected: 1,
      message: expect.stringContaining("older than 24 hours"),
    });
    expect(map({ timeUnixNano: nanos(NOW_MS - 86_400_000) })).toMatchObject({
      accepted: 1,
      rejected: 0,
      message: "",
    });
  });
});

describe("the severity", () => {
  test.each([
    [{ severityText: "Warn", severityNumber: 1 }, "WARN"],
    [{ severityNumber: 1 }, "TRACE"],
    [{ severityNumber: 8 }, "DEBUG"],
    [{ severityNumber: 9 }, "INFO"],
    [{ severityNumber: 16 }, "WARN"],
    [{ severityNumber: 17 }, "ERROR"],
    [{ severityNumber: 24 }, "FATAL"],
    [{ severityNumber: 25 }, "NONE"],
    [{ attributes: [text("level", "error")] }, "ERROR"],
    [{}, "NONE"],
  ])("of %j is %s", (record, severity) => {
    expect(recordOf(record)).toMatchObject({ severity });
  });
});

describe("the content", () => {
  test.each([
    ["a text", { stringValue: "hello" }, "hello"],
    ["the message of a map", mapOf(text("message", "hello"), text("log", "no")), "hello"],
    ["a map without one", mapOf(text("a", "b")), '{"a":"b"}'],
    ["a number", { intValue: 5 }, "5"],
    ["an array", { arrayValue: { values: [{ stringValue: "a" }, { boolValue: true }] } }, '["a",true]'],
    ["bytes", { bytesValue: "AQI=" }, "AQI="],
    ["nothing", undefined, ""],
  ])("is %s", (_, body, content) => {
    expect(recordOf({ body })).toMatchObject({ content });
  });

  test("is cut to 8 kB, never inside a character", () => {
    const { content } = recordOf({ body: { stringValue: "ü".repeat(5_000) } });
    expect(content).toBe("ü".repeat(4_096));
    expect(recordOf({ body: { stringValue: `a${"ü".repeat(5_000)}` } }).content).toBe(
      `a${"ü".repeat(4_095)}`,
    );
  });
});

describe("attributes", () => {
  test("are flat, in lower case, with arrays of one kind as several values", () => {
    const attributes = [
      { key: "Http", value: mapOf(text("Method", "GET"), { key: "size", value: { intValue: 5 } }) },
      { key: "list", value: { arrayValue: { values: [{ intValue: 1 }, { intValue: 2 }] } } },
      { key: "mixed", value: { arrayValue: { values: [{ intValue: 1 }, { stringValue: "a" }] } } },
      { key: "octets", value: { bytesValue: "AQI=" } },
      { key: "double", value: { doubleValue: 0.5 } },
      text("empty", ""),
    ];
    expect(attributesIn({ attributes })).toEqual({
      "http.method": "GET",
      "http.size": "5",
      list: ["1", "2"],
      mixed: '[1,"a"]',
      octets: "AQI=",
      double: "0.5",
    });
  });

  test("maps stay one text when raw ones are asked for", () => {
    const attributes = [{ key: "http", value: mapOf(text("method", "GET")) }];
    expect(attributesIn({ attributes }, {}, { structure: "raw" })).toEqual({ http: '{"method":"GET"}' });
  });

  test("of one name on several levels the resource keeps it, and the others move", () => {
    const around = {
      resource: [text("a", "resource")],
      scope: { name: "lib", attributes: [text("a", "scope"), text("b", "scope")] },
    };
    expect(attributesIn({ attributes: [text("a", "record"), text("b", "record")] }, around)).toEqual({
      a: "resource",
      "overwritten1.a": "scope",
      b: "scope",
      "otel.scope.name": "lib",
      "overwritten2.a": "record",
      "overwritten2.b": "record",
    });
  });

  test("trace and span id are hex", () => {
    const traceId = Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex").toString("base64");
    const spanId = Buffer.from("b7ad6b7169203331", "hex").toString("base64");
    expect(attributesIn({ traceId, spanId })).toEqual({
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: "b7ad6b7169203331",
    });
  });

  test("are bounded in number, key, value and values", () => {
    const many = Array.from({ length: 60 }, (_, n) => text(`k${n}`, "v"));
    expect(recordOf({ attributes: many }).attributes).toHaveLength(50);
    const long = { key: "k".repeat(200), value: { stringValue: "v".repeat(300) } };
    expect(attributesIn({ attributes: [long] })).toEqual({ ["k".repeat(100)]: "v".repeat(250) });
    const list = {
      key: "list",
      value: { arrayValue: { values: Array.from({ length: 40 }, () => ({ intValue: 1 })) } },
    };
    expect(attributesIn({ attributes: [list] })["list"]).toHaveLength(32);
  });

  test("maps deeper than five levels become one text", () => {
    const deep = (levels: number): Plain =>
      levels === 0 ? { intValue: 1 } : mapOf({ key: "m", value: deep(levels - 1) });
    expect(attributesIn({ attributes: [{ key: "a", value: deep(5) }] })).toEqual({ "a.m.m.m.m": '{"m":1}' });
  });

  test("of the header are added where the record has no such key", () => {
    const extraAttributes = parseExtraAttributes("Env=prod&a=header&broken&=x");
    expect(extraAttributes).toEqual([
      ["env", "prod"],
      ["a", "header"],
    ]);
    expect(attributesIn({ attributes: [text("a", "record")] }, {}, { extraAttributes })).toEqual({
      a: "record",
      env: "prod",
    });
  });
});

describe("the export of records", () => {
  const record = {
    timestampMs: NOW_MS,
    severity: "NONE",
    content: "linkDown",
    attributes: [
      ["device.address", "192.0.2.1"],
      ["snmp.trap_oid", "1.3.6.1.6.3.1.1.5.3"],
      ["list", ["a", "b"]],
      ["trace_id", "0af7651916cd43dd8448eb211c80319c"],
    ],
  } as const;
  interface Sent {
    readonly resourceLogs: { resource: Plain; scopeLogs: { logRecords: Plain[] }[] }[];
  }
  const send = (...records: Parameters<typeof encodeLogs>[0]) =>
    (decodeWith("ExportLogsServiceRequest", encodeLogs(records)) as unknown as Sent).resourceLogs;

  test("a trap is a record without severity, under the resource of its device", () => {
    const [only] = send(record);
    expect(attributesOf(only!.resource)).toEqual({
      "service.name": "snmpgate",
      "device.address": "192.0.2.1",
    });
    const [sent] = only!.scopeLogs[0]!.logRecords;
    expect(sent).toMatchObject({
      timeUnixNano: nanos(NOW_MS),
      body: { stringValue: "linkDown" },
      traceId: Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex").toString("base64"),
    });
    expect(sent).not.toHaveProperty("severityNumber");
    expect(sent).not.toHaveProperty("severityText");
    expect(attributesOf(sent)).toMatchObject({
      "device.address": "192.0.2.1",
      "snmp.trap_oid": "1.3.6.1.6.3.1.1.5.3",
      list: { values: [{ stringValue: "a" }, { stringValue: "b" }] },
    });
  });

  test("a severity keeps its name, and has its number where OTLP has one", () => {
    const sent = send({ ...record, severity: "ERROR" }, { ...record, severity: "NOTICE" });
    expect(sent[0]!.scopeLogs[0]!.logRecords).toMatchObject([
      { severityNumber: 17, severityText: "ERROR" },
      { severityText: "NOTICE" },
    ]);
    expect(sent[0]!.scopeLogs[0]!.logRecords[1]).not.toHaveProperty("severityNumber");
  });

  test("what is sent comes in again as it was", () => {
    const decoded = decodeLogs(encodeLogs([record]), "protobuf");
    const [read] = decoded.ok ? logsOf(decoded.request, { nowMs: NOW_MS }).records : [];
    expect(read).toMatchObject({ timestampMs: NOW_MS, severity: "NONE", content: "linkDown" });
    expect(Object.fromEntries(read!.attributes)).toMatchObject({
      ...Object.fromEntries(record.attributes),
      "service.name": "snmpgate",
    });
  });
});
