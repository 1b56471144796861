import type { FastifyReply, FastifyRequest } from "fastify";
import { ApiError, envelope, textOf } from "./api-error.ts";
import { discardRest } from "./body.ts";
import type { QuietLog } from "./quiet-log.ts";

export const JSON_TYPE = "application/json; charset=utf-8";

export function sendJson(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type(JSON_TYPE).send(text);
}

/** How a refusal is written: an `ErrorEnvelope`, unless the protocol has a form of its own. */
export type WriteRefusal = (reply: FastifyReply, error: ApiError) => FastifyReply;

export const asEnvelope: WriteRefusal = (reply, error) =>
  sendJson(reply, error.status, envelope(error.status, textOf(error), error.violations));

/** Answers what went wrong; what is not a refusal is our bug, and its text is for the log alone. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  thrown: unknown,
  { log, write }: { readonly log: QuietLog; readonly write: WriteRefusal },
): FastifyReply {
  discardRest(request.raw);
  const error = thrown instanceof ApiError ? thrown : failed(thrown);
  const from = request.raw.socket.remoteAddress;
  // No URL: some senders put their token into the query.
  const fields = { status: error.status, route: request.routeOptions.url, from };
  if (thrown instanceof ApiError) log.warn(error.code, fields, error.message);
  else log.warn(error.code, { ...fields, err: thrown }, "a request failed for a reason that is our bug");
  return write(reply.headers(error.headers), error);
}

function failed(cause: unknown): ApiError {
  return new ApiError(500, "api.failed", "the request failed here", {
    remedy: "The log of snmpgate has the reason.",
    cause,
  });
}
