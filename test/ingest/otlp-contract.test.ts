import { gunzipSync } from "node:zlib";
import { createOtlpSink } from "../../src/ingest/index.ts";
import { httpSinkContract } from "../contract/http-sink.ts";
import { textOf } from "../support/delivery-run.ts";
import { encodeWith, type FlatPoint, flatPoints } from "../support/otlp-proto.ts";

/** The line that a point was made of, as the suite writes lines. */
function lineOf({ attributes, point }: FlatPoint): string {
  const filler = ((attributes["filler"] ?? "") as string).replace(/["\\]/g, "\\$&");
  return textOf(Number(point["asDouble"]), Number(String(point["timeUnixNano"]).slice(0, -6)), filler);
}

const answer = (message: object) => ({
  status: 200,
  headers: { "content-type": "application/x-protobuf" },
  body: encodeWith("ExportMetricsServiceResponse", { ...message }),
});

httpSinkContract("OTLP", {
  path: "/v1/metrics",
  make: (options) => createOtlpSink({ ...options, name: "collector", infoOf: () => undefined }),
  linesOf: ({ body }) => flatPoints(gunzipSync(body)).map(lineOf),
  taken: () => answer({}),
  // The protocol tells how many, not which.
  takenInPart: (_, rejected) =>
    answer({ partialSuccess: { rejectedDataPoints: rejected.length, errorMessage: "no" } }),
});
