import { readPartial, readStatusMessage, type Signal } from "../../otlp/index.ts";
import type { Outcome } from "../sink.ts";
import {
  droppedOutcome,
  firstOf,
  type HttpAnswer,
  quoteOf,
  redirectedOutcome,
  refusedOutcome,
  type Shown,
  tidy,
  waitOf,
} from "./http-answer.ts";

// What an answer of OTLP/HTTP means (our OTLP spec §5). Pure.

export interface OtlpSent {
  readonly signal: Signal;
  /** Lines, records or spans of the request: what the outcome counts. */
  readonly items: number;
  readonly wallMs: number;
  readonly shown: Shown;
}

/** A request that got 200 is settled, whatever was rejected of it: sending it again would add every count twice. */
export function otlpOutcome(answer: HttpAnswer, sent: OtlpSent): Outcome {
  const { status } = answer;
  if (status >= 200 && status < 300) return isPage(answer) ? notTheApi(answer, sent) : taken(answer, sent);
  if (status >= 300 && status < 400) return redirectedOutcome(answer, sent.shown);
  const reason = `${sent.shown.shownUrl} answered ${status}${quoteOf(saidIn(answer), sent.shown)}.`;
  switch (status) {
    case 401:
    case 403:
      return refusedOutcome(reason, tokenRemedy(sent.signal));
    case 404:
    case 405:
      return refusedOutcome(reason, ADDRESS_REMEDY);
    case 407:
      return refusedOutcome(reason, "The proxy wants to know who we are: configure its user and password.");
    case 413:
      return { kind: "tooLarge", reason };
    case 415:
      return refusedOutcome(reason, "It must take application/x-protobuf; try gzip: false for this sink.");
    default:
      if (status >= 500 || status === 429 || status === 408) {
        return { kind: "retry", reason, afterMs: waitOf(answer, sent.wallMs) };
      }
      return droppedOutcome(reason, "The receiver takes nothing of this request; its text should say why.");
  }
}

const ADDRESS_REMEDY =
  "Check url: https://<environment>.live.dynatrace.com/api/v2/otlp for a tenant, http://<host>:4318 for a collector.";

const SCOPES: Readonly<Record<Signal, string>> = {
  metrics: "metrics.ingest",
  logs: "logs.ingest",
  traces: "openTelemetryTrace.ingest",
};

const tokenRemedy = (signal: Signal): string =>
  "Check the credentials in headers of this sink: for Dynatrace Authorization: Api-Token <token>, " +
  `where the token has the scope ${SCOPES[signal]}.`;

function taken({ body }: HttpAnswer, { signal, items, shown }: OtlpSent): Outcome {
  const { rejected, message } = (body && readPartial(signal, body)) ?? { rejected: 0, message: "" };
  const rejectedCount = Math.min(Math.max(rejected, 0), items);
  return {
    kind: "delivered",
    accepted: items - rejectedCount,
    // The protocol does not say which.
    rejected: [],
    rejectedCount,
    warnings: message === "" ? [] : [tidy(message, shown.redact)],
  };
}

/** A proxy's login page also answers 200; taking it for success would lose every point. */
const isPage = ({ headers }: HttpAnswer): boolean =>
  firstOf(headers["content-type"])?.startsWith("text/html") === true;

function notTheApi({ status }: HttpAnswer, { shown }: OtlpSent): Outcome {
  const reason = `${shown.shownUrl} answered ${status} with a web page, not as an OTLP receiver does.`;
  return refusedOutcome(reason, ADDRESS_REMEDY);
}

/** A google.rpc.Status where it says that it is protobuf, else a text. */
function saidIn({ headers, body }: HttpAnswer): string | undefined {
  const isProtobuf = /protobuf/.test(firstOf(headers["content-type"]) ?? "");
  if (isProtobuf && body !== undefined) return readStatusMessage(body) ?? "";
  return body?.toString("utf8");
}
