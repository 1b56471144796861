import type { FastifyInstance } from "fastify";
import { isExpired, issueToken, type StoredToken } from "../../access/index.ts";
import { ApiError } from "../api-error.ts";
import { type ApiToken, createdToken, newToken, token, tokenList, tokenPath } from "../contract/access.ts";
import type { Door } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { NO_CONTENT, ok } from "../json/route.ts";
import { momentOf } from "../moment.ts";
import { type AccessContext, answering, demandGrant, note } from "./context.ts";

const URL = "/api/v2/apiTokens";
const TAG = "Access";

/** Tokens, in the vendor's shape. Nobody makes one that may do more than they may. */
export function addTokenRoutes(app: FastifyInstance, door: Door, context: AccessContext): void {
  const { logins, admittance, clock } = context;
  const shown = (stored: StoredToken): ApiToken => describe(stored, clock.wallMs());
  addRoute(app, door, {
    method: "GET",
    url: URL,
    scope: "apiTokens.read",
    doc: { tag: TAG, summary: "List tokens" },
    answers: { 200: { text: "All tokens, without their secret parts.", schema: tokenList } },
    handle: () =>
      answering(async () => {
        const apiTokens = (await logins.tokens.list()).map(shown);
        const count = apiTokens.length;
        return ok({ totalCount: count, pageSize: count, nextPageKey: null, apiTokens });
      }),
  });
  addRoute(app, door, {
    method: "GET",
    url: `${URL}/:id`,
    scope: "apiTokens.read",
    doc: { tag: TAG, summary: "Get a token" },
    params: tokenPath,
    answers: { 200: { text: "The token, without its secret part.", schema: token } },
    handle: ({ params }) =>
      answering(async () => {
        const found = (await logins.tokens.list()).find(({ id }) => id === params.id);
        if (found === undefined) throw unknown();
        return ok(shown(found));
      }),
  });
  addRoute(app, door, {
    method: "POST",
    url: URL,
    scope: "apiTokens.write",
    doc: { tag: TAG, summary: "Create a token" },
    body: newToken,
    answers: { 201: { text: "Created; the token is shown this once.", schema: createdToken } },
    handle: ({ request, body: { name, scopes, expirationDate } }) =>
      answering(async () => {
        const caller = await admittance.admit(request, "apiTokens.write");
        demandGrant(caller, scopes);
        const expiresAt = expiryOf(expirationDate, clock.wallMs());
        const wish = { name, scopes: [...new Set(scopes)], expiresAt, owner: caller.id };
        const issued = issueToken(wish, clock.wallMs());
        await logins.tokens.add(issued.stored);
        const { id } = issued.stored;
        note(context, caller, "token.create", id, { name, scopes, ...(expiresAt && { expiresAt }) });
        return { status: 201, body: { id, token: issued.token.reveal(), expirationDate: expiresAt } };
      }),
  });
  addRoute(app, door, {
    method: "DELETE",
    url: `${URL}/:id`,
    scope: "apiTokens.write",
    doc: { tag: TAG, summary: "Revoke a token" },
    params: tokenPath,
    answers: { 204: { text: "Revoked." } },
    handle: ({ request, params }) =>
      answering(async () => {
        const caller = await admittance.admit(request, "apiTokens.write");
        const { id, name } = await logins.tokens.remove(params.id);
        note(context, caller, "token.delete", id, { name });
        return NO_CONTENT;
      }),
  });
}

function describe(stored: StoredToken, nowMs: number): ApiToken {
  const { id, name, owner, createdAt, expiresAt, scopes } = stored;
  return {
    id,
    name,
    enabled: !isExpired(stored, nowMs),
    owner: owner ?? "cli",
    creationDate: createdAt,
    ...(expiresAt === undefined ? {} : { expirationDate: expiresAt }),
    scopes,
  };
}

/** ISO 8601; undefined: never. @throws {ApiError} 400 for no time, or one that is over */
function expiryOf(text: string | undefined, nowMs: number): string | undefined {
  if (text === undefined) return undefined;
  const atMs = momentOf(text, nowMs);
  if (atMs !== undefined && atMs > nowMs) return new Date(atMs).toISOString();
  const message = "expirationDate is not a time in the future";
  const violation = { path: "/expirationDate", message, parameterLocation: "PAYLOAD_BODY" } as const;
  throw new ApiError(400, "api.expiration", message, {
    remedy: "Write it like 2030-12-31T00:00:00Z or now+14d.",
    violations: [violation],
  });
}

function unknown(): ApiError {
  return new ApiError(404, "access.token-unknown", "there is no token of this id", {
    remedy: "GET /api/v2/apiTokens lists them; the id ends before the second dot.",
  });
}
