import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { TokenScope } from "../access/index.ts";
import { ApiError, textOf } from "./api-error.ts";
import { readBody } from "./body.ts";
import type { Door } from "./door.ts";
import { localSchema, metricsSchema, otlpSchema } from "./ingest-docs.ts";
import { HIDDEN } from "./json/route-schema.ts";
import { mediaTypeOf } from "./media-type.ts";
import {
  type Ingest,
  OTLP_SIGNALS,
  type OtlpEncoding,
  type OtlpRequest,
  type OtlpSignal,
  type QueueFull,
  type Sender,
} from "./options.ts";
import { asEnvelope, refuse, sendJson, type WriteRefusal } from "./replies.ts";
import { throttled } from "./throttle.ts";
import { validationResponse } from "./validation-response.ts";

/** What the routes have in common. */
export interface IngestDoor extends Door {
  readonly ingest: Ingest;
  readonly maxRequestsPerSecond: number;
}

const SCOPES: Readonly<Record<OtlpSignal, TokenScope>> = {
  metrics: "metrics.ingest",
  logs: "logs.ingest",
  traces: "openTelemetryTrace.ingest",
};
const METRICS_PATH = "/api/v2/metrics/ingest";

/** The paths of an ActiveGate, of a OneAgent and of a plain collector (spec 3 §3, spec 5 §1). */
export function addIngestRoutes(app: FastifyInstance, door: IngestDoor): void {
  for (const url of [METRICS_PATH, `/e/:environment${METRICS_PATH}`]) {
    const schema = url === METRICS_PATH ? metricsSchema() : HIDDEN;
    app.post(url, { schema }, (request, reply) =>
      takeLines(door, request, reply, () => door.admittance.admit(request.raw, "metrics.ingest")),
    );
  }
  app.post("/metrics/ingest", { schema: localSchema() }, (request, reply) =>
    takeLines(door, request, reply, () => door.admittance.admitLocal(request.raw, "metrics.ingest")),
  );
  for (const signal of OTLP_SIGNALS) {
    for (const base of ["/api/v2/otlp", "/e/:environment/api/v2/otlp", ""]) {
      const schema = base.startsWith("/e/") ? HIDDEN : otlpSchema(signal, SCOPES[signal]);
      app.post(`${base}/v1/${signal}`, { schema }, (request, reply) =>
        takeOtlp(door, signal, request, reply),
      );
    }
  }
}

type Route = readonly [IngestDoor, FastifyRequest, FastifyReply];

async function takeLines(...[door, request, reply, admit]: [...Route, () => Promise<Sender>]) {
  try {
    const from = await admit();
    notMultipart(request);
    return await withBody(door, request, from, door.limits.metricsBytes, async (body) => {
      const answer = await door.ingest.metrics(body, from);
      if (isFull(answer)) throw queueFull(door, answer);
      const { status, text } = validationResponse(answer);
      return sendJson(reply, status, text);
    });
  } catch (error) {
    return refuse(request, reply, error, { log: door.log, write: asEnvelope });
  }
}

async function takeOtlp(
  door: IngestDoor,
  signal: OtlpSignal,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const encoding = encodingOf(request);
  try {
    const from = await door.admittance.admit(request.raw, SCOPES[signal]);
    if (encoding === undefined) throw notOtlp();
    return await withBody(door, request, from, door.limits.otlpBytes[signal], async (body) => {
      const answer = await door.ingest.otlp({ signal, encoding, body, ...logHints(request) }, from);
      if (isFull(answer)) throw queueFull(door, answer);
      return reply.code(answer.status).type(answer.contentType).send(answer.body);
    });
  } catch (error) {
    const write = encoding === undefined ? asEnvelope : asStatus(door.ingest, encoding);
    return refuse(request, reply, error, { log: door.log, write });
  }
}

/** Reads the body within all bounds and works on it; what it holds is given back in the end. */
async function withBody<T>(
  { rates, inFlight }: IngestDoor,
  request: FastifyRequest,
  from: Sender,
  limitBytes: number,
  work: (body: Uint8Array) => Promise<T>,
): Promise<T> {
  rates.take(from.id);
  const place = inFlight.enter();
  try {
    return await work(await readBody(request.raw, limitBytes, place));
  } finally {
    place.leave();
  }
}

/** The vendor asks for text/plain; curl and others write what they like, or nothing, and mean lines all the same. */
function notMultipart(request: FastifyRequest): void {
  if (!mediaTypeOf(request).startsWith("multipart/")) return;
  throw new ApiError(415, "api.content-type", "a form of several parts holds no metric lines", {
    remedy: 'Send the lines as the body, with "Content-Type: text/plain; charset=utf-8".',
  });
}

function encodingOf(request: FastifyRequest): OtlpEncoding | undefined {
  const type = mediaTypeOf(request);
  if (type === "application/x-protobuf") return "protobuf";
  return type === "application/json" ? "json" : undefined;
}

function notOtlp(): ApiError {
  return new ApiError(415, "api.content-type", "the Content-Type is not one of OTLP over HTTP", {
    remedy:
      "Send application/x-protobuf or application/json; OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf does it.",
  });
}

function logHints({ headers, query }: FastifyRequest): Pick<OtlpRequest, "attributes" | "structure"> {
  const header = headers["x-dynatrace-attr"];
  const { structure } = query as Readonly<Record<string, unknown>>;
  return {
    attributes: typeof header === "string" ? header : undefined,
    structure: structure === "raw" ? "raw" : "flattened",
  };
}

function asStatus(ingest: Ingest, encoding: OtlpEncoding): WriteRefusal {
  return (reply, error) => {
    const { contentType, body } = ingest.otlpError(encoding, error.status, textOf(error));
    return reply.code(error.status).type(contentType).send(body);
  };
}

function isFull(answer: object | QueueFull): answer is QueueFull {
  return "retryAfterMs" in answer;
}

function queueFull({ clock, maxRequestsPerSecond }: IngestDoor, { retryAfterMs }: QueueFull): ApiError {
  const message = "the queue is full; nothing of the body was taken";
  return throttled(clock, {
    code: "api.queue-full",
    message,
    waitMs: retryAfterMs,
    limit: maxRequestsPerSecond,
  });
}
