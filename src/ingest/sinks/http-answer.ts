import type { Outcome } from "../sink.ts";

// What all HTTP sinks read from an answer in the same way. Pure.

/** After a refusal that a person must mend (token, scope, address): try again this often. */
export const PROBE_EVERY_MS = 60_000;
const MAX_TEXT_CHARS = 300;

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined when it was longer than we read, or did not end in time. */
  readonly body: Buffer | undefined;
}

/** What may be shown of an exchange. */
export interface Shown {
  /** The address without its query. */
  readonly shownUrl: string;
  /** Takes secrets out of what the other side wrote. */
  readonly redact: (text: string) => string;
}

/**
 * How long the server asks us to wait: `Retry-After` in seconds or as HTTP date (RFC 9110 §10.2.3), else
 * `X-RateLimit-Reset` in microseconds since the epoch. Undefined when neither lies ahead.
 */
export function waitOf({ headers }: Pick<HttpAnswer, "headers">, wallMs: number): number | undefined {
  const retryAfter = firstOf(headers["retry-after"])?.trim() ?? "";
  const reset = firstOf(headers["x-ratelimit-reset"])?.trim() ?? "";
  const candidates = [
    /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - wallMs,
    /^\d{1,18}$/.test(reset) ? Math.ceil(Number(reset) / 1_000) - wallMs : Number.NaN,
  ];
  return candidates.find((ms) => ms > 0);
}

/** One bounded line without secrets. Redacted before it is cut: half a token is a secret too. */
export function tidy(text: string, redact: (text: string) => string): string {
  const line = redact(text)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return line.length > MAX_TEXT_CHARS ? `${line.slice(0, MAX_TEXT_CHARS)}…` : line;
}

/**
 * `: what the server said`, to follow "answered 503"; nothing when it said nothing.
 * @param said  the message in the body, or else its text; undefined when the body was not read to its end
 */
export function quoteOf(said: string | undefined, { shownUrl, redact }: Shown): string {
  if (said === undefined) return " with a very long text, or one that did not end";
  // Many servers repeat the address they were asked for; the reason begins with it.
  const text = tidy(said, redact).replaceAll(shownUrl, "this address");
  return text === "" ? "" : `: ${text.replace(/\.$/, "")}`;
}

/** Where a 3xx leads; what may be secret in it is cut off. */
export function redirectedOutcome({ status, headers }: HttpAnswer, { shownUrl, redact }: Shown): Outcome {
  const location = tidy(firstOf(headers["location"]) ?? "another address", redact).replace(/[?#].*$/, "");
  return refusedOutcome(
    `${shownUrl} answered ${status} and points to ${location}; the token is not sent there.`,
    "If that address is right, set url to it.",
  );
}

export const refusedOutcome = (reason: string, remedy: string): Outcome => ({
  kind: "refused",
  reason,
  remedy,
  afterMs: PROBE_EVERY_MS,
});

export const droppedOutcome = (reason: string, remedy: string): Outcome => ({ kind: "drop", reason, remedy });

export const firstOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
