import type { FastifyInstance } from "fastify";
import { addAuditRoute } from "./access/audit-route.ts";
import type { AccessContext } from "./access/context.ts";
import { addSessionRoutes } from "./access/session-routes.ts";
import { addTokenRoutes } from "./access/token-routes.ts";
import { addUserRoutes } from "./access/user-routes.ts";
import type { Door } from "./door.ts";

/** Sessions, users, tokens, and the log of what became of them. */
export function addAccessRoutes(app: FastifyInstance, door: Door, context: AccessContext): void {
  addSessionRoutes(app, door, context);
  addUserRoutes(app, door, context);
  addTokenRoutes(app, door, context);
  addAuditRoute(app, door, context);
}
