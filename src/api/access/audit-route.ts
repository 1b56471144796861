import type { FastifyInstance } from "fastify";
import { ApiError } from "../api-error.ts";
import { auditList, auditQuery } from "../contract/access.ts";
import type { Door } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { ok } from "../json/route.ts";
import { momentOf } from "../moment.ts";
import type { AccessContext } from "./context.ts";

const DEFAULT_LIMIT = 100;

/** Who changed what, and when. */
export function addAuditRoute(app: FastifyInstance, door: Door, { logins, clock }: AccessContext): void {
  addRoute(app, door, {
    method: "GET",
    url: "/api/snmpgate/audit",
    scope: "auditLogs.read",
    doc: { tag: "Access", summary: "Read the audit log", description: "Latest first." },
    query: auditQuery,
    answers: { 200: { text: "The latest entries that fit.", schema: auditList } },
    handle: async ({ query: { from, to, text, limit = DEFAULT_LIMIT } }) => {
      const nowMs = clock.wallMs();
      const range = { from: bound("from", from, nowMs), to: bound("to", to, nowMs) };
      return ok({ entries: await logins.audit.list({ ...range, text, limit }) });
    },
  });
}

function bound(path: "from" | "to", text: string | undefined, nowMs: number): number | undefined {
  const atMs = text === undefined ? undefined : momentOf(text, nowMs);
  if (atMs !== undefined || text === undefined) return atMs;
  const message = `${path} is not a time`;
  const violation = { path, message, parameterLocation: "QUERY" } as const;
  throw new ApiError(400, "api.time", message, {
    remedy: "Write epoch milliseconds, ISO 8601, or now-2h.",
    violations: [violation],
  });
}
