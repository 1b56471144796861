import type { Encoding } from "./decode.ts";
import { type Int64, millisOf } from "./int64.ts";
import type { Maybe, Span, TracesRequest } from "./messages.ts";
import { toProtobuf } from "./protobuf-codec.ts";

const MAX_AGE_MS = 3_600_000;
const MAX_AHEAD_MS = 600_000;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;

export interface MappedTraces {
  readonly accepted: number;
  /** Spans without valid ids, or whose end is no time of now. They stay in `bytes`: nothing is rewritten. */
  readonly rejected: number;
  /** For the client; empty when nothing was rejected. */
  readonly message: string;
  /** The request as protobuf, for passing on: of a protobuf request its own bytes. */
  readonly bytes: Uint8Array;
}

/**
 * Validates and counts spans (our OTLP spec §7).
 * @param body  what `request` was decoded from
 */
export function tracesOf(
  request: TracesRequest,
  body: Uint8Array,
  encoding: Encoding,
  nowMs: number,
): MappedTraces {
  let [accepted, badIds, badTimes] = [0, 0, 0];
  for (const { scopeSpans } of request.resourceSpans ?? []) {
    for (const { spans } of scopeSpans ?? []) {
      for (const span of spans ?? []) {
        if (!hasIds(span)) badIds += 1;
        else if (!endsNow(span.endTimeUnixNano, nowMs)) badTimes += 1;
        else accepted += 1;
      }
    }
  }
  return {
    accepted,
    rejected: badIds + badTimes,
    message: messageOf(badIds, badTimes),
    bytes: encoding === "protobuf" ? body : toProtobuf("TracesRequest", request),
  };
}

function hasIds({ traceId, spanId }: Span): boolean {
  return isId(traceId, TRACE_ID_BYTES) && isId(spanId, SPAN_ID_BYTES);
}

/** An id of zeros is none (W3C Trace Context §3.2.2). */
const isId = (id: Maybe<Uint8Array>, bytes: number): boolean =>
  id?.length === bytes && id.some((byte) => byte !== 0);

function endsNow(end: Maybe<Int64>, nowMs: number): boolean {
  const endMs = end ? millisOf(end) : 0;
  return endMs >= nowMs - MAX_AGE_MS && endMs <= nowMs + MAX_AHEAD_MS;
}

function messageOf(badIds: number, badTimes: number): string {
  const faults = [
    ...(badIds > 0 ? [`${badIds} without a valid trace id and span id`] : []),
    ...(badTimes > 0 ? [`${badTimes} that ended more than an hour ago, or end in the future`] : []),
  ];
  return faults.length === 0 ? "" : `Spans were rejected: ${faults.join(", ")}.`;
}
