import { describe, expect, test } from "vitest";
import {
  answerTo,
  errorAnswer,
  readPartial,
  readStatusMessage,
  type Signal,
  successAnswer,
} from "../../src/otlp/index.ts";
import { decodeWith } from "../support/otlp-proto.ts";

const jsonOf = ({ body }: { body: Uint8Array }): unknown => JSON.parse(Buffer.from(body).toString("utf8"));

describe("answers", () => {
  test("success is an empty message", () => {
    expect(successAnswer("metrics", "protobuf")).toMatchObject({
      status: 200,
      contentType: "application/x-protobuf",
      body: { length: 0 },
    });
    expect(jsonOf(successAnswer("metrics", "json"))).toEqual({});
  });

  test.each([
    ["metrics", "rejectedDataPoints"],
    ["logs", "rejectedLogRecords"],
    ["traces", "rejectedSpans"],
  ] satisfies [Signal, string][])("what was rejected of %s is a partial success", (signal, field) => {
    const taken = { accepted: 2, rejected: 3, message: "why" };
    const answer = answerTo(signal, "protobuf", taken);
    expect(answer.status).toBe(200);
    expect(decodeWith("ExportMetricsServiceResponse", answer.body)).toEqual({
      partialSuccess: { rejectedDataPoints: "3", errorMessage: "why" },
    });
    expect(jsonOf(answerTo(signal, "json", taken))).toEqual({
      partialSuccess: { [field]: "3", errorMessage: "why" },
    });
    expect(readPartial(signal, answer.body)).toEqual({ rejected: 3, message: "why" });
  });

  test("nothing rejected with a text is a warning", () => {
    const { body } = successAnswer("traces", "protobuf", { rejected: 0, message: "traces not stored" });
    expect(readPartial("traces", body)).toEqual({ rejected: 0, message: "traces not stored" });
  });

  test("a request of which nothing could be taken is a bad one", () => {
    const answer = answerTo("metrics", "protobuf", { accepted: 0, rejected: 2, message: "why" });
    expect(answer.status).toBe(400);
    expect(decodeWith("RpcStatus", answer.body)).toEqual({ code: 3, message: "why" });
  });

  test("an empty request is a good one", () => {
    expect(answerTo("metrics", "json", { accepted: 0, rejected: 0, message: "" }).status).toBe(200);
  });

  test.each([
    [401, 16],
    [403, 7],
    [413, 8],
    [415, 3],
    [429, 8],
    [503, 14],
    [418, 2],
  ])("an error %i is a google.rpc.Status with code %i", (status, code) => {
    expect(jsonOf(errorAnswer("json", status, "why"))).toEqual({ code, message: "why" });
    expect(decodeWith("RpcStatus", errorAnswer("protobuf", status, "why").body)).toEqual({
      code,
      message: "why",
    });
  });

  test("what is no such message is told from an empty one", () => {
    expect(readPartial("metrics", Buffer.from("<html>"))).toBeUndefined();
    expect(readStatusMessage(Buffer.from("<html>"))).toBeUndefined();
    expect(readPartial("metrics", new Uint8Array())).toEqual({ rejected: 0, message: "" });
  });
});
