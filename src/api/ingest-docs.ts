import type { TokenScope } from "../access/index.ts";
import { validationResponse } from "./contract/ingest.ts";
import { type DocumentedSchema, documented } from "./json/route-schema.ts";
import { DEFAULT_LIMITS, type OtlpSignal } from "./options.ts";

// What the OpenAPI document says of the routes where data comes in.

const tag = "Ingest";

const LINES = {
  types: ["text/plain"],
  limitBytes: DEFAULT_LIMITS.metricsBytes,
  text: "Metric lines, one in a row; gzip is taken.",
};
const LINE_ANSWERS = {
  202: { text: "All lines are on their way.", schema: validationResponse },
  400: { text: "Some lines are not valid; the others are on their way.", schema: validationResponse },
};

export function metricsSchema(): DocumentedSchema {
  const doc = { tag, summary: "Takes metric lines." };
  return documented({ scope: "metrics.ingest", doc, file: LINES, answers: LINE_ANSWERS });
}

/** The path of a OneAgent. */
export function localSchema(): DocumentedSchema {
  const description = "Without a token, when the service is open to programs on its host.";
  const doc = { tag, summary: "Takes metric lines of programs on this host.", description };
  return documented({ scope: "metrics.ingest", doc, file: LINES, answers: LINE_ANSWERS });
}

export function otlpSchema(signal: OtlpSignal, scope: TokenScope): DocumentedSchema {
  const file = {
    types: ["application/x-protobuf", "application/json"],
    limitBytes: DEFAULT_LIMITS.otlpBytes[signal],
    text: `An OTLP request for ${signal}; gzip is taken.`,
  };
  const answers = { 200: { text: "Taken, wholly or in part, as the body says." } };
  return documented({ scope, doc: { tag, summary: `Takes OpenTelemetry ${signal}.` }, file, answers });
}
