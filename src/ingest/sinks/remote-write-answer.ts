import type { HttpAnswer, Shown } from "./http-answer.ts";
import {
  droppedOutcome,
  firstOf,
  quoteOf,
  redirectedOutcome,
  refusedOutcome,
  waitOf,
} from "./http-answer.ts";
import type { Said } from "./remote-write-search.ts";

/**
 * What an answer to a remote write means (remote write specification 1.0): 2xx is taken, 5xx and 429 ask for the same
 * again, any other 4xx must not be repeated. The last is about samples; what is wrong with address or credentials holds
 * for every batch, so the queue is kept and the server probed until a person has mended it.
 */
export function remoteWriteAnswer(answer: HttpAnswer, shown: Shown, wallMs: number): Said {
  const { status } = answer;
  if (status >= 200 && status < 300)
    return isPage(answer) ? notTheReceiver(answer, shown) : { kind: "taken" };
  if (status >= 300 && status < 400) return { kind: "failed", outcome: redirectedOutcome(answer, shown) };
  const reason = reasonOf(answer, shown);
  switch (status) {
    case 400:
      return { kind: "refused", reason };
    case 401:
    case 403:
      return {
        kind: "failed",
        outcome: refusedOutcome(reason, "Check user and password, or the token, of this sink."),
      };
    case 404:
    case 405:
      return { kind: "failed", outcome: refusedOutcome(reason, ADDRESS_REMEDY) };
    case 407:
      return { kind: "failed", outcome: refusedOutcome(reason, PROXY_REMEDY) };
    case 413:
      return { kind: "failed", outcome: { kind: "tooLarge", reason } };
    default:
      break;
  }
  if (status >= 500 || status === 429) {
    return { kind: "failed", outcome: { kind: "retry", reason, afterMs: waitOf(answer, wallMs) } };
  }
  return { kind: "failed", outcome: droppedOutcome(reason, ADDRESS_REMEDY) };
}

const ADDRESS_REMEDY =
  "Check url: for Prometheus http://<host>:9090/api/v1/write, and start it with --web.enable-remote-write-receiver.";
const PROXY_REMEDY = "The proxy wants to know who we are: configure its user and password.";

/** A proxy's login page also answers 200; taking it for success would lose every line. */
const isPage = ({ headers }: HttpAnswer): boolean =>
  firstOf(headers["content-type"])?.startsWith("text/html") === true;

function notTheReceiver({ status }: HttpAnswer, { shownUrl }: Shown): Said {
  const reason = `${shownUrl} answered ${status} with a web page, not as a remote-write receiver does.`;
  return { kind: "failed", outcome: refusedOutcome(reason, ADDRESS_REMEDY) };
}

function reasonOf({ status, body }: HttpAnswer, shown: Shown): string {
  return `${shown.shownUrl} answered ${status}${quoteOf(body?.toString("utf8"), shown)}.`;
}
