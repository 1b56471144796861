import { type LineBatch, textOfLine } from "../line-batch.ts";
import type { Outcome, RejectedLine } from "../sink.ts";
import {
  droppedOutcome,
  type HttpAnswer,
  quoteOf,
  redirectedOutcome,
  refusedOutcome,
  type Shown,
  tidy,
  waitOf,
} from "./http-answer.ts";
import { countOf, objectOf, parseObject, saidIn } from "./json-answer.ts";

// What an answer of the metric ingest API means for the batch. Pure: status, headers and body in, outcome out.

const MAX_REASONS = 10;

export interface AnswerContext extends Shown {
  /** What was sent. */
  readonly batch: LineBatch;
  readonly wallMs: number;
  /** How the token may be shown, e.g. `token dt0c01.ABC…`; undefined without a token. */
  readonly shownToken: string | undefined;
  /** The body was compressed. */
  readonly gzip: boolean;
}

/**
 * Reads an answer of `POST …/metrics/ingest`.
 * A batch that got a validation answer is settled for good, whatever it says: its valid lines are stored, and sending
 * them again would add every count twice.
 */
export function outcomeOf(answer: HttpAnswer, context: AnswerContext): Outcome {
  const { status } = answer;
  const body = answer.body?.toString("utf8");
  const validation = parseValidation(body);
  if (status === 202) return taken(validation, context);
  if (status === 400 && validation !== undefined) return taken(validation, context);
  if (status === 204 || (status >= 200 && status < 300 && validation !== undefined)) {
    return taken(validation, context);
  }
  if (status >= 200 && status < 300) return notTheApi(status, body, context);
  if (status >= 300 && status < 400) return redirectedOutcome(answer, context);
  return failed(answer, body, context);
}

function taken(validation: Validation | undefined, { batch, redact }: AnswerContext): Outcome {
  const rejectedCount = Math.min(validation?.linesInvalid ?? 0, batch.lines);
  return {
    kind: "delivered",
    accepted: batch.lines - rejectedCount,
    rejected: (validation?.invalidLines ?? []).map(({ index, reason }) => ({
      index,
      reason: tidy(reason, redact),
    })),
    rejectedCount,
    warnings: (validation?.changedKeys ?? []).map(({ index, reason }) => {
      const key = /^#?([^, ]*)/.exec(textOfLine(batch, index) ?? "")?.[1] ?? "";
      return `${key === "" ? "" : `${key}: `}${tidy(reason, redact)}`;
    }),
  };
}

/** A proxy's login page also answers 200; taking it for success would lose every line. */
function notTheApi(status: number, body: string | undefined, context: AnswerContext): Outcome {
  return refusedOutcome(
    `${context.shownUrl} answered ${status}, but not as the ingest API does${quoteOf(saidIn(body), context)}.`,
    "Check that url is the full address of the API, and that no proxy or portal answers in its place.",
  );
}

function failed(answer: HttpAnswer, body: string | undefined, context: AnswerContext): Outcome {
  const { status } = answer;
  const { shownUrl, shownToken = "a token (none is configured)" } = context;
  const reason = `${shownUrl} answered ${status}${quoteOf(saidIn(body), context)}.`;
  switch (status) {
    case 401:
      return refusedOutcome(
        reason,
        `The server does not know ${shownToken}: it is missing, mistyped, expired or disabled, or belongs to another ` +
          "environment. Configure a valid one with the scope metrics.ingest.",
      );
    case 402:
    case 403:
      return refusedOutcome(
        reason,
        `The server does not let ${shownToken} write metrics. Give it the scope metrics.ingest, or use one that has it.`,
      );
    case 407:
      return refusedOutcome(reason, "The proxy wants to know who we are: check proxyUser and proxyPassword.");
    case 404:
      return droppedOutcome(
        reason,
        "Check url: https://<environment>.live.dynatrace.com/api/v2/metrics/ingest for a tenant, " +
          "https://<host>:9999/e/<environment>/api/v2/metrics/ingest for an ActiveGate.",
      );
    case 415:
      return droppedOutcome(reason, context.gzip ? GZIP_REMEDY : URL_REMEDY);
    case 413:
      return { kind: "tooLarge", reason };
    case 429:
    case 408:
      return { kind: "retry", reason, afterMs: waitOf(answer, context.wallMs) };
    default:
      if (status >= 500) return { kind: "retry", reason, afterMs: waitOf(answer, context.wallMs) };
      return droppedOutcome(reason, URL_REMEDY);
  }
}

const URL_REMEDY = "Check that url leads to the metric ingest API, version 2.";
const GZIP_REMEDY = "The server takes no compressed lines: leave gzip out of this sink.";

interface Validation {
  readonly linesInvalid: number;
  readonly invalidLines: readonly RejectedLine[];
  readonly changedKeys: readonly RejectedLine[];
}

/** Tenants and ActiveGates say `linesOk`, the OneAgent documentation says `linesValid`; without either it is none. */
function parseValidation(body: string | undefined): Validation | undefined {
  const answer = parseObject(body);
  if (countOf(answer?.["linesOk"]) === undefined && countOf(answer?.["linesValid"]) === undefined)
    return undefined;
  const error = objectOf(answer?.["error"]);
  const warnings = objectOf(answer?.["warnings"]);
  const invalidLines = linesOf(error?.["invalidLines"], "error");
  return {
    linesInvalid: countOf(answer?.["linesInvalid"]) ?? invalidLines.length,
    invalidLines: invalidLines.slice(0, MAX_REASONS),
    changedKeys: linesOf(warnings?.["changedMetricKeys"], "warning"),
  };
}

/** `[{ line: 1-based, <textKey>: … }]`; elements of another shape are passed over. */
function linesOf(value: unknown, textKey: string): RejectedLine[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((element: unknown) => {
    const entry = objectOf(element);
    const line = countOf(entry?.["line"]);
    const text = entry?.[textKey];
    return line === undefined || line < 1 || typeof text !== "string"
      ? []
      : [{ index: line - 1, reason: text }];
  });
}
