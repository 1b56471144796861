import type { IncomingMessage } from "node:http";
import {
  type Role,
  SCOPES_OF_ROLE,
  type Session,
  type Sessions,
  type TokenCheck,
  type TokenScope,
  type UserDirectory,
} from "../access/index.ts";
import { ApiError } from "./api-error.ts";
import { sessionCookieOf } from "./cookies.ts";
import { isFromThisHost } from "./loopback.ts";
import type { Sender } from "./options.ts";
import { demandOwnPage } from "./same-site.ts";

/** Who was let in, and what they may do. */
export interface Admitted extends Sender {
  readonly scopes: readonly TokenScope[];
  /** Who came with a session. */
  readonly login?:
    | { readonly user: string; readonly role: Role; readonly session: Session; readonly cookie: string }
    | undefined;
}

export interface AdmittanceOptions {
  readonly tokens: TokenCheck;
  readonly loopbackWithoutToken: boolean;
  /** Undefined: nobody can log in. */
  readonly logins?: { readonly users: UserDirectory; readonly sessions: Sessions } | undefined;
  readonly isTls: boolean;
}

const CREDENTIALS = /^(?:api-token|bearer) +(\S+)$/i;
/** RFC 9110 §11.6.1 wants it beside every 401. */
const CHALLENGE = { "www-authenticate": 'Api-Token realm="snmpgate"' };

/** What programs on this host may do without a token: send, and look at what was sent and polled. */
export const LOOPBACK_SCOPES: readonly TokenScope[] = [
  "metrics.ingest",
  "logs.ingest",
  "openTelemetryTrace.ingest",
  "metrics.read",
  "entities.read",
  "events.read",
];

/** Says who may call: a token with the scope, somebody logged in, or a program on this host when that is open. */
export class Admittance {
  readonly #tokens: TokenCheck;
  readonly #loopbackIsOpen: boolean;
  readonly #logins: AdmittanceOptions["logins"];
  readonly #isTls: boolean;

  constructor({ tokens, loopbackWithoutToken, logins, isTls }: AdmittanceOptions) {
    this.#tokens = tokens;
    this.#loopbackIsOpen = loopbackWithoutToken;
    this.#logins = logins;
    this.#isTls = isTls;
  }

  /**
   * Lets in who may do what the scope names.
   * @throws {ApiError} 401 for nobody we know, 403 without the scope, or for a page of another site
   */
  async admit(request: IncomingMessage, scope: TokenScope): Promise<Admitted> {
    const found = await this.#identify(request);
    if (found === undefined) throw nobody(scope);
    if (found.scopes.includes(scope)) return found;
    // What is open on loopback ends before this scope; a token or a login opens it.
    throw found.id === LOOPBACK_ID ? nobody(scope) : scopeMissing(found, scope);
  }

  /** Says who calls, whatever they may do. @throws {ApiError} 401, 403 for a page of another site */
  async identify(request: IncomingMessage): Promise<Admitted> {
    const found = await this.#identify(request);
    if (found === undefined) throw nobody(undefined);
    return found;
  }

  /**
   * For the path of a OneAgent, which takes no token and nobody from another host (spec 3 §3).
   * @throws {ApiError} 403 from elsewhere, 401 when loopback is not open and there is no known token
   */
  async admitLocal(request: IncomingMessage, scope: TokenScope): Promise<Admitted> {
    if (!isFromThisHost(request)) {
      throw new ApiError(403, "api.not-local", "this path takes what programs on this host send", {
        remedy: `Send to /api/v2/metrics/ingest with a token of scope ${scope}.`,
      });
    }
    return this.#loopbackIsOpen ? local(request) : this.admit(request, scope);
  }

  /** What is sent to say who it is must be right on loopback, too: who tries it out wants to know. */
  async #identify(request: IncomingMessage): Promise<Admitted | undefined> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.#ofToken(request, authorization);
    const cookie = sessionCookieOf(request, this.#isTls);
    if (cookie !== undefined && this.#logins !== undefined)
      return this.#ofSession(request, cookie, this.#logins);
    return this.#loopbackIsOpen && isFromThisHost(request) ? local(request) : undefined;
  }

  async #ofToken(request: IncomingMessage, authorization: string): Promise<Admitted> {
    const token = CREDENTIALS.exec(authorization.trim())?.[1];
    if (token === undefined) throw unreadable();
    const found = await this.#tokens.find(token);
    if (found === undefined) throw unknownToken();
    return { id: found.id, address: addressOf(request), scopes: found.scopes };
  }

  async #ofSession(
    request: IncomingMessage,
    cookie: string,
    { users, sessions }: NonNullable<AdmittanceOptions["logins"]>,
  ): Promise<Admitted> {
    const session = sessions.find(cookie);
    if (session === undefined) throw loggedOut();
    const user = await users.find(session.user);
    if (!sessions.isOf(session, user)) {
      sessions.close(cookie);
      throw loggedOut();
    }
    demandOwnPage(request, session);
    const { name, role } = user;
    const login = { user: name, role, session, cookie };
    return { id: `user:${name}`, address: addressOf(request), scopes: SCOPES_OF_ROLE[role], login };
  }
}

const LOOPBACK_ID = "loopback";

function local(request: IncomingMessage): Admitted {
  return { id: LOOPBACK_ID, address: addressOf(request), scopes: LOOPBACK_SCOPES };
}

export function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? "unknown";
}

/** @param scope  undefined when any would do */
function nobody(scope: TokenScope | undefined): ApiError {
  return new ApiError(401, "api.no-token", "no token was sent, and nobody is logged in", {
    remedy: `Send the header "Authorization: Api-Token <token>"; snmpgate token create --scopes ${scope ?? "<list>"} makes one. In a browser, log in.`,
    headers: CHALLENGE,
  });
}

function unreadable(): ApiError {
  return new ApiError(401, "api.credentials", "the Authorization header is not readable", {
    remedy: 'Write "Api-Token <token>" or "Bearer <token>".',
    headers: CHALLENGE,
  });
}

function unknownToken(): ApiError {
  return new ApiError(401, "api.unknown-token", "the token is not known here, has expired or was revoked", {
    remedy: "snmpgate token list shows the known ones; snmpgate token create makes another.",
    headers: CHALLENGE,
  });
}

function loggedOut(): ApiError {
  return new ApiError(401, "api.session", "the session has ended", {
    remedy: "Log in again with POST /api/snmpgate/session.",
    headers: CHALLENGE,
  });
}

function scopeMissing({ id, login }: Admitted, scope: TokenScope): ApiError {
  if (login === undefined) {
    return new ApiError(403, "api.scope", `the token ${id} lacks the scope ${scope}`, {
      remedy: `Make one with snmpgate token create --scopes ${scope}.`,
    });
  }
  return new ApiError(
    403,
    "api.role",
    `the role ${login.role} of user ${login.user} lacks the scope ${scope}`,
    {
      remedy: `An administrator can change it: snmpgate user role ${login.user} ${roleWith(scope)}.`,
    },
  );
}

function roleWith(scope: TokenScope): Role {
  return SCOPES_OF_ROLE.operator.includes(scope) ? "operator" : "admin";
}
