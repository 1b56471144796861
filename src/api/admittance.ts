import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.ts";
import { isFromThisHost } from "./loopback.ts";
import type { Sender } from "./options.ts";
import type { TokenCheck, TokenScope } from "./tokens.ts";

const CREDENTIALS = /^(?:api-token|bearer) +(\S+)$/i;
/** RFC 9110 §11.6.1 wants it beside every 401. */
const CHALLENGE = { "www-authenticate": 'Api-Token realm="snmpgate"' };

/** Says who may call: a token with the scope, or a program on this host when that is open. */
export class Admittance {
  readonly #tokens: TokenCheck;
  readonly #loopbackIsOpen: boolean;

  constructor(options: { readonly tokens: TokenCheck; readonly loopbackWithoutToken: boolean }) {
    this.#tokens = options.tokens;
    this.#loopbackIsOpen = options.loopbackWithoutToken;
  }

  /**
   * A token that is sent is checked on loopback, too: who tries out a token wants to know whether it is good.
   * @throws {ApiError} 401 without a known token, 403 without the scope
   */
  async admit(request: IncomingMessage, scope: TokenScope): Promise<Sender> {
    const { authorization } = request.headers;
    if (authorization === undefined) return this.#withoutToken(request, scope);
    const token = CREDENTIALS.exec(authorization.trim())?.[1];
    if (token === undefined) throw unreadable();
    const found = await this.#tokens.find(token);
    if (found === undefined) throw unknownToken();
    if (!found.scopes.includes(scope)) throw scopeMissing(found.id, scope);
    return { id: found.id, address: addressOf(request) };
  }

  /**
   * For the path of a OneAgent, which takes no token and nobody from another host (spec 3 §3).
   * @throws {ApiError} 403 from elsewhere, 401 when loopback is not open and there is no known token
   */
  async admitLocal(request: IncomingMessage, scope: TokenScope): Promise<Sender> {
    if (!isFromThisHost(request)) {
      throw new ApiError(403, "api.not-local", "this path takes what programs on this host send", {
        remedy: `Send to /api/v2/metrics/ingest with a token of scope ${scope}.`,
      });
    }
    return this.#loopbackIsOpen ? local(request) : this.admit(request, scope);
  }

  #withoutToken(request: IncomingMessage, scope: TokenScope): Sender {
    if (this.#loopbackIsOpen && isFromThisHost(request)) return local(request);
    throw new ApiError(401, "api.no-token", "no token was sent", {
      remedy: `Send the header "Authorization: Api-Token <token>"; snmpgate token create --scopes ${scope} makes one.`,
      headers: CHALLENGE,
    });
  }
}

function local(request: IncomingMessage): Sender {
  return { id: "loopback", address: addressOf(request) };
}

function addressOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? "unknown";
}

function unreadable(): ApiError {
  return new ApiError(401, "api.credentials", "the Authorization header is not readable", {
    remedy: 'Write "Api-Token <token>" or "Bearer <token>".',
    headers: CHALLENGE,
  });
}

function unknownToken(): ApiError {
  return new ApiError(401, "api.unknown-token", "the token is not known here, or was revoked", {
    remedy: "snmpgate token list shows the known ones; snmpgate token create makes another.",
    headers: CHALLENGE,
  });
}

function scopeMissing(id: string, scope: TokenScope): ApiError {
  return new ApiError(403, "api.scope", `the token ${id} lacks the scope ${scope}`, {
    remedy: `Make one with snmpgate token create --scopes ${scope}.`,
  });
}
