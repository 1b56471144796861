import type { Encoding, Signal } from "./decode.ts";
import { type Int64, int64Of, signedOf } from "./int64.ts";
import { fromProtobuf, toProtobuf } from "./protobuf-codec.ts";
import type { MessageName } from "./schema.ts";

// Answers of OTLP/HTTP, in the format of the request: an empty message, a partial success, or a google.rpc.Status.

export interface OtlpAnswer {
  readonly status: number;
  readonly contentType: "application/x-protobuf" | "application/json";
  readonly body: Uint8Array;
}

/** What was not taken; 0 with a text is a warning. */
export interface Partial {
  readonly rejected: number;
  readonly message: string;
}

const RESPONSES: Readonly<Record<Signal, readonly [name: MessageName, rejected: string]>> = {
  metrics: ["MetricsResponse", "rejectedDataPoints"],
  logs: ["LogsResponse", "rejectedLogRecords"],
  traces: ["TracesResponse", "rejectedSpans"],
};

/** google.rpc.Code by HTTP status. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  413: 8,
  415: 3,
  429: 8,
  500: 13,
  503: 14,
};
const RPC_UNKNOWN = 2;

/**
 * The answer to a request that was decoded: 200, or 400 when nothing of it could be taken.
 * @param taken  how many points, records or spans were taken
 */
export function answerTo(
  signal: Signal,
  encoding: Encoding,
  taken: { accepted: number } & Partial,
): OtlpAnswer {
  if (taken.accepted === 0 && taken.rejected > 0) return errorAnswer(encoding, 400, taken.message);
  return successAnswer(signal, encoding, taken);
}

export function successAnswer(signal: Signal, encoding: Encoding, partial?: Partial): OtlpAnswer {
  const [name, field] = RESPONSES[signal];
  const { rejected = 0, message = "" } = partial ?? {};
  if (rejected === 0 && message === "") return answer(encoding, 200, name, {});
  const count = encoding === "json" ? String(rejected) : int64Of(BigInt(rejected));
  return answer(encoding, 200, name, { partialSuccess: { [field]: count, errorMessage: message } });
}

/** @param status  of HTTP; the body says the same as a google.rpc.Status */
export function errorAnswer(encoding: Encoding, status: number, message: string): OtlpAnswer {
  return answer(encoding, status, "Status", { code: RPC_CODES[status] ?? RPC_UNKNOWN, message });
}

function answer(encoding: Encoding, status: number, name: MessageName, message: object): OtlpAnswer {
  return encoding === "json"
    ? { status, contentType: "application/json", body: Buffer.from(JSON.stringify(message)) }
    : { status, contentType: "application/x-protobuf", body: toProtobuf(name, message) };
}

interface PartialMessage {
  readonly rejectedDataPoints?: Int64 | null;
  readonly rejectedLogRecords?: Int64 | null;
  readonly rejectedSpans?: Int64 | null;
  readonly errorMessage?: string | null;
}

/** Reads what a receiver answered to us with 200; undefined when the body is no such message. */
export function readPartial(signal: Signal, body: Uint8Array): Partial | undefined {
  const [name, field] = RESPONSES[signal];
  try {
    const { partialSuccess } = fromProtobuf(name, body) as { partialSuccess?: PartialMessage | null };
    const rejected = partialSuccess?.[field as keyof PartialMessage] as Int64 | null | undefined;
    return {
      rejected: rejected ? Number(signedOf(rejected)) : 0,
      message: partialSuccess?.errorMessage ?? "",
    };
  } catch {
    return undefined;
  }
}

/** The message of a google.rpc.Status; undefined when the body is none. */
export function readStatusMessage(body: Uint8Array): string | undefined {
  try {
    const { message } = fromProtobuf("Status", body) as { message?: string | null };
    return message ?? undefined;
  } catch {
    return undefined;
  }
}
