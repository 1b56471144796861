import type { IncomingMessage } from "node:http";
import { isCsrfToken, type Session } from "../access/index.ts";
import { ApiError } from "./api-error.ts";

const READING: ReadonlySet<string | undefined> = new Set(["GET", "HEAD"]);

/**
 * A browser sends the cookie with whatever page makes it; what changes something must come from our own pages. They
 * know the CSRF token of the session, and the browser says whose page it is.
 * @throws {ApiError} 403
 */
export function demandOwnPage(request: IncomingMessage, session: Session): void {
  if (READING.has(request.method)) return;
  demandOwnOrigin(request);
  const token = request.headers["x-csrf-token"];
  if (typeof token !== "string" || !isCsrfToken(session, token)) throw withoutToken();
}

/** For logging in, where there is no session yet. @throws {ApiError} 403 for a page of another site */
export function demandOwnOrigin(request: IncomingMessage): void {
  if (!isFromOwnPage(request)) throw foreign();
}

/** Where neither header is, no browser calls: each of them sends Origin with what changes something. */
function isFromOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin, host } = headers;
  return origin === undefined || hostOf(origin) === host;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function foreign(): ApiError {
  return new ApiError(403, "api.foreign-page", "the request comes from a page of another site", {
    remedy:
      "Call from the pages of snmpgate, or with a token; a proxy in front must pass on the header Host.",
  });
}

function withoutToken(): ApiError {
  return new ApiError(403, "api.csrf", "the header X-CSRF-Token is missing, or not the one of this session", {
    remedy: "Send csrfToken as GET /api/snmpgate/session gives it.",
  });
}
