import type { IncomingMessage } from "node:http";
import type { FastifyInstance } from "fastify";
import { passwordProblem, SCOPES_OF_ROLE, type Session, type StoredUser } from "../../access/index.ts";
import { Secret } from "../../base/index.ts";
import type { Admitted } from "../admittance.ts";
import { addressOf } from "../admittance.ts";
import { ApiError } from "../api-error.ts";
import { newSession, ownPassword, type WhoAmI, whoAmI, whoAmIQuery } from "../contract/access.ts";
import { endedCookie, sessionCookie } from "../cookies.ts";
import type { Door } from "../door.ts";
import { InFlight } from "../in-flight.ts";
import { addRoute } from "../json/add-route.ts";
import { type Answer, NO_CONTENT, ok } from "../json/route.ts";
import { demandOwnOrigin } from "../same-site.ts";
import { type AccessContext, answering, note, refusePassword } from "./context.ts";

const URL = "/api/snmpgate/session";
const TAG = "Access";
/** A name and a password, each character escaped. */
const LOGIN_BYTES_MAX = 8_192;
const LOGINS_AT_ONCE = 64;

/** Logging in and out, and who one is. */
export function addSessionRoutes(app: FastifyInstance, door: Door, context: AccessContext): void {
  const { logins, admittance, isTls } = context;
  const anybody = {
    url: URL,
    scope: undefined,
    admit: (request: Parameters<typeof admittance.identify>[0]) => admittance.identify(request),
  } as const;
  addRoute(app, beforeLogin(door), {
    method: "POST",
    url: URL,
    scope: undefined,
    doc: { tag: TAG, summary: "Log in", description: "Sets a cookie that no script can read." },
    body: newSession,
    bodyLimitBytes: LOGIN_BYTES_MAX,
    answers: { 200: { text: "Who one is now.", schema: whoAmI } },
    handle: ({ body, request }) =>
      answering(async () => {
        demandOwnOrigin(request);
        const address = addressOf(request);
        const user = await logins.check(body.name, new Secret(body.password), address);
        note(context, { id: `user:${user.name}`, address }, "session.create", user.name);
        return begin(context, user, request);
      }),
  });
  addRoute(app, door, {
    method: "GET",
    url: URL,
    scope: undefined,
    doc: { tag: TAG, summary: "Who am I", description: "For sessions and tokens." },
    query: whoAmIQuery,
    answers: {
      200: { text: "Who calls.", schema: whoAmI },
      204: { text: "Nobody who is known, where that is allowed for." },
    },
    handle: async ({ request, query: { optional = false } }) => {
      try {
        return ok(describe(await admittance.identify(request)));
      } catch (error) {
        if (optional && error instanceof ApiError && error.status === 401) return NO_CONTENT;
        throw error;
      }
    },
  });
  addRoute(app, door, {
    ...anybody,
    method: "DELETE",
    doc: { tag: TAG, summary: "Log out" },
    answers: { 204: { text: "The session has ended." } },
    handle: async ({ request }) => {
      const { login, ...caller } = await admittance.identify(request);
      if (login === undefined) return NO_CONTENT;
      logins.sessions.close(login.cookie);
      note(context, caller, "session.delete", login.user);
      return { ...NO_CONTENT, headers: { "set-cookie": endedCookie(isTls) } };
    },
  });
  addRoute(app, door, {
    ...anybody,
    method: "PUT",
    url: `${URL}/password`,
    doc: {
      tag: TAG,
      summary: "Change one's own password",
      description: "Ends all sessions of the user, and begins a new one.",
    },
    body: ownPassword,
    answers: { 200: { text: "The new session.", schema: whoAmI } },
    handle: ({ body, request }) =>
      answering(async () => {
        const caller = await admittance.identify(request);
        const passwords = { current: new Secret(body.currentPassword), wanted: new Secret(body.newPassword) };
        return begin(context, await changeOwn(context, caller, passwords), request);
      }),
  });
}

/** Places of their own for those who are not known yet: who sends slowly must not keep out those who are. */
function beforeLogin(door: Door): Door {
  const bounds = { requests: LOGINS_AT_ONCE, bytes: LOGINS_AT_ONCE * LOGIN_BYTES_MAX };
  return { ...door, inFlight: new InFlight(door.clock, bounds) };
}

async function changeOwn(
  context: AccessContext,
  caller: Admitted,
  { current, wanted }: { readonly current: Secret; readonly wanted: Secret },
): Promise<StoredUser> {
  const { logins } = context;
  if (caller.login === undefined) {
    throw new ApiError(403, "api.no-session", "only somebody who is logged in has a password", {
      remedy: "Log in first with POST /api/snmpgate/session.",
    });
  }
  const { user } = caller.login;
  refusePassword(passwordProblem(wanted, user), "/newPassword");
  await logins.check(user, current, caller.address);
  const changed = await logins.users.change(user, { password: await logins.passwords.hash(wanted) });
  logins.sessions.closeAllOf(user);
  note(context, caller, "user.password", user);
  return changed;
}

function begin({ logins, isTls }: AccessContext, user: StoredUser, request: IncomingMessage): Answer {
  const { cookie, session } = logins.sessions.open(user);
  return ok(ofSession(user, session), { "set-cookie": sessionCookie(cookie, request, isTls) });
}

function describe({ id, scopes, login }: Admitted): WhoAmI {
  if (login !== undefined) return ofSession({ name: login.user, role: login.role }, login.session);
  return { id, kind: id === "loopback" ? "loopback" : "token", scopes };
}

function ofSession({ name, role }: Pick<StoredUser, "name" | "role">, { csrfToken }: Session): WhoAmI {
  return { id: `user:${name}`, kind: "session", user: name, role, scopes: SCOPES_OF_ROLE[role], csrfToken };
}
