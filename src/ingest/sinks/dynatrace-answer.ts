import { type LineBatch, textOfLine } from "../line-batch.ts";
import type { Outcome, RejectedLine } from "../sink.ts";

// What an answer of the metric ingest API means for the batch. Pure: status, headers and body in, outcome out.

/** After a refusal that a person must mend (token, scope, address): try again this often. */
export const PROBE_EVERY_MS = 60_000;
const MAX_REASONS = 10;
const MAX_TEXT_CHARS = 300;

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined when it was longer than we read. */
  readonly body: string | undefined;
}

export interface AnswerContext {
  /** What was sent. */
  readonly batch: LineBatch;
  readonly wallMs: number;
  /** The address as it may be shown. */
  readonly shownUrl: string;
  /** How the token may be shown, e.g. `token dt0c01.ABC…`; undefined without a token. */
  readonly shownToken: string | undefined;
  /** Takes secrets out of what the other side wrote. */
  readonly redact: (text: string) => string;
}

/**
 * Reads an answer of `POST …/metrics/ingest`.
 * A batch that got a validation answer is settled for good, whatever it says: its valid lines are stored, and sending
 * them again would add every count twice.
 */
export function outcomeOf(answer: Answer, context: AnswerContext): Outcome {
  const { status } = answer;
  const validation = parseValidation(answer.body);
  if (status === 202) return taken(validation, context);
  if (status === 400 && validation !== undefined) return taken(validation, context);
  if (status === 204 || (status >= 200 && status < 300 && validation !== undefined)) {
    return taken(validation, context);
  }
  if (status >= 200 && status < 300) return notTheApi(answer, context);
  if (status >= 300 && status < 400) return redirected(answer, context);
  return failed(answer, context);
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
function notTheApi(answer: Answer, context: AnswerContext): Outcome {
  return refused(
    `${context.shownUrl} answered ${answer.status}, but not as the ingest API does${quote(answer.body, context)}.`,
    "Check that url is the full address of the API, and that no proxy or portal answers in its place.",
  );
}

function redirected(answer: Answer, { shownUrl, redact }: AnswerContext): Outcome {
  const location = tidy(first(answer.headers["location"]) ?? "another address", redact).replace(
    /[?#].*$/,
    "",
  );
  return refused(
    `${shownUrl} answered ${answer.status} and points to ${location}; the token is not sent there.`,
    "If that address is right, set url to it.",
  );
}

function failed(answer: Answer, context: AnswerContext): Outcome {
  const { status } = answer;
  const { shownUrl, shownToken = "a token (none is configured)" } = context;
  const reason = `${shownUrl} answered ${status}${quote(answer.body, context)}.`;
  switch (status) {
    case 401:
      return refused(
        reason,
        `The server does not know ${shownToken}: it is missing, mistyped, expired or disabled, or belongs to another ` +
          "environment. Configure a valid one with the scope metrics.ingest.",
      );
    case 402:
    case 403:
      return refused(
        reason,
        `The server does not let ${shownToken} write metrics. Give it the scope metrics.ingest, or use one that has it.`,
      );
    case 407:
      return refused(
        reason,
        "The proxy wants to know who we are: put user and password into the proxy's address.",
      );
    case 404:
      return dropped(
        reason,
        "Check url: https://<environment>.live.dynatrace.com/api/v2/metrics/ingest for a tenant, " +
          "https://<host>:9999/e/<environment>/api/v2/metrics/ingest for an ActiveGate.",
      );
    case 413:
      return { kind: "tooLarge", reason };
    case 429:
    case 408:
      return { kind: "retry", reason, afterMs: waitOf(answer, context.wallMs) };
    default:
      if (status >= 500) return { kind: "retry", reason, afterMs: waitOf(answer, context.wallMs) };
      return dropped(reason, "Check that url leads to the metric ingest API, version 2.");
  }
}

/**
 * How long the server asks us to wait: `Retry-After` in seconds or as HTTP date (RFC 9110 §10.2.3), else
 * `X-RateLimit-Reset` in microseconds since the epoch. Undefined when neither lies ahead.
 */
function waitOf({ headers }: Answer, wallMs: number): number | undefined {
  const retryAfter = first(headers["retry-after"])?.trim() ?? "";
  const reset = first(headers["x-ratelimit-reset"])?.trim() ?? "";
  const candidates = [
    /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - wallMs,
    /^\d{1,18}$/.test(reset) ? Math.ceil(Number(reset) / 1_000) - wallMs : Number.NaN,
  ];
  return candidates.find((ms) => ms > 0);
}

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

/** `: what the server said`, from an error envelope or else the start of the text. */
function quote(body: string | undefined, { redact, shownUrl }: AnswerContext): string {
  if (body === undefined) return " with a very long text";
  const message = objectOf(parseObject(body)?.["error"])?.["message"];
  const said = tidy(typeof message === "string" ? message : body, redact);
  // Many servers repeat the address they were asked for; the reason begins with it.
  const text = said.replaceAll(shownUrl, "this address");
  return text === "" ? "" : `: ${text.replace(/\.$/, "")}`;
}

/** One bounded line without secrets. Redacted before it is cut: half a token is a secret too. */
function tidy(text: string, redact: (text: string) => string): string {
  const line = redact(text)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS)}…` : line;
}

const refused = (reason: string, remedy: string): Outcome => ({
  kind: "refused",
  reason,
  remedy,
  afterMs: PROBE_EVERY_MS,
});

const dropped = (reason: string, remedy: string): Outcome => ({ kind: "drop", reason, remedy });

const first = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

const countOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    return text === undefined ? undefined : objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
