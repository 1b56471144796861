import type { FastifyInstance } from "fastify";
import { ApiError } from "./api-error.ts";
import type { QuietLog } from "./quiet-log.ts";
import { asEnvelope, refuse } from "./replies.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Answers 404 to unknown paths, and 405 to other methods than those of the routes that `add` adds. */
export function addRoutesAlone(app: FastifyInstance, log: QuietLog, add: () => void): void {
  const refusal = { log, write: asEnvelope };
  const added = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    added.set(url, (added.get(url) ?? new Set()).add([method].flat().join()));
  });
  add();
  for (const [url, own] of added) {
    const methods = METHODS.filter((method) => !own.has(method));
    const error = wrongMethod([...own].join(", "));
    app.route({ method: methods, url, handler: (request, reply) => refuse(request, reply, error, refusal) });
  }
  app.setNotFoundHandler((request, reply) => refuse(request, reply, unknownPath(), refusal));
}

function wrongMethod(allow: string): ApiError {
  return new ApiError(405, "api.method", "the path is not for this method", {
    remedy: `Use ${allow}.`,
    headers: { allow },
  });
}

function unknownPath(): ApiError {
  return new ApiError(404, "api.path", "there is nothing at this path", {
    remedy: "Metric lines go to /api/v2/metrics/ingest, OTLP to /api/v2/otlp/v1/{metrics,logs,traces}.",
  });
}
