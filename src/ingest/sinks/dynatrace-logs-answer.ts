import type { Outcome } from "../sink.ts";
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
import { saidIn } from "./json-answer.ts";

// What an answer of the logs API means for the records. Pure.

export interface LogsContext extends Shown {
  /** How many were sent. */
  readonly records: number;
  readonly wallMs: number;
  /** How the token may be shown; undefined without a token. */
  readonly shownToken: string | undefined;
}

const RETRIED: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Reads an answer of `POST …/logs/ingest`: 204 took all, 200 took some and says in words alone which it did not; both
 * are final, for sending again would store the others twice.
 */
export function logsOutcomeOf(answer: HttpAnswer, context: LogsContext): Outcome {
  const { status } = answer;
  const said = saidIn(answer.body?.toString("utf8"));
  if (status === 204 || status === 202) return taken(context, []);
  if (status === 200) return taken(context, [`some log records were not stored${quoteOf(said, context)}`]);
  if (status >= 300 && status < 400) return redirectedOutcome(answer, context);
  return failed(answer, said, context);
}

function taken({ records, redact }: LogsContext, warnings: readonly string[]): Outcome {
  const shown = warnings.map((text) => tidy(text, redact));
  return { kind: "delivered", accepted: records, rejected: [], rejectedCount: 0, warnings: shown };
}

function failed(answer: HttpAnswer, said: string | undefined, context: LogsContext): Outcome {
  const { status } = answer;
  const { shownUrl, shownToken = "a token (none is configured)" } = context;
  const reason = `${shownUrl} answered ${status}${quoteOf(said, context)}.`;
  if (RETRIED.has(status)) return { kind: "retry", reason, afterMs: waitOf(answer, context.wallMs) };
  switch (status) {
    case 401:
    case 403:
      return refusedOutcome(
        reason,
        `The server does not let ${shownToken} write logs: give it the scope logs.ingest.`,
      );
    case 402:
      return refusedOutcome(
        reason,
        "The environment's licence has no log records left, or log ingest is off there.",
      );
    case 407:
      return refusedOutcome(reason, "The proxy wants to know who we are: check proxyUser and proxyPassword.");
    case 413:
      return { kind: "tooLarge", reason };
    default:
      return droppedOutcome(reason, "Check that url leads to an environment with the logs API, version 2.");
  }
}
