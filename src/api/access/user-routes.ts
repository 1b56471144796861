import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { passwordProblem, type StoredUser, type UserChange } from "../../access/index.ts";
import { Secret } from "../../base/index.ts";
import type { Admitted } from "../admittance.ts";
import { changedUser, newUser, type User, user, userList, userPath } from "../contract/access.ts";
import type { Door } from "../door.ts";
import { addRoute } from "../json/add-route.ts";
import { NO_CONTENT, ok } from "../json/route.ts";
import { type AccessContext, answering, demandRole, note, refusePassword } from "./context.ts";

const URL = "/api/snmpgate/users";
const TAG = "Access";

/** The users and their roles. Nobody makes or changes a user who may do more than they may. */
export function addUserRoutes(app: FastifyInstance, door: Door, context: AccessContext): void {
  const { logins, admittance, clock } = context;
  addRoute(app, door, {
    method: "GET",
    url: URL,
    scope: "users.read",
    doc: { tag: TAG, summary: "List users" },
    answers: { 200: { text: "All users.", schema: userList } },
    handle: () => answering(async () => ok({ users: (await logins.users.list()).map(shown) })),
  });
  addRoute(app, door, {
    method: "POST",
    url: URL,
    scope: "users.write",
    doc: { tag: TAG, summary: "Create a user" },
    body: newUser,
    answers: { 201: { text: "Created.", schema: user } },
    handle: ({ request, body: { name, role, password } }) =>
      answering(async () => {
        const caller = await admittance.admit(request, "users.write");
        demandRole(caller, role);
        const record = await hashed(context, name, password);
        const createdAt = new Date(clock.wallMs()).toISOString();
        const created = { name, role, password: record, createdAt };
        await logins.users.add(created);
        note(context, caller, "user.create", name, { role });
        return { status: 201, body: shown(created) };
      }),
  });
  addRoute(app, door, {
    method: "PUT",
    url: `${URL}/:name`,
    scope: "users.write",
    doc: {
      tag: TAG,
      summary: "Change a user",
      description: "Another role or password, or disabled, ends the sessions of the user.",
    },
    params: userPath,
    body: changedUser,
    answers: { 200: { text: "As it is now.", schema: user } },
    handle: ({ request, params: { name }, body }) =>
      answering(async () => {
        const caller = await admittance.admit(request, "users.write");
        await demandPower(context, caller, name);
        return ok(shown(await change(context, caller, name, body)));
      }),
  });
  addRoute(app, door, {
    method: "DELETE",
    url: `${URL}/:name`,
    scope: "users.write",
    doc: { tag: TAG, summary: "Remove a user" },
    params: userPath,
    answers: { 204: { text: "Removed; the sessions have ended." } },
    handle: ({ request, params: { name } }) =>
      answering(async () => {
        const caller = await admittance.admit(request, "users.write");
        await demandPower(context, caller, name);
        await logins.users.remove(name);
        logins.sessions.closeAllOf(name);
        note(context, caller, "user.delete", name);
        return NO_CONTENT;
      }),
  });
}

async function change(
  context: AccessContext,
  caller: Admitted,
  name: string,
  { role, password, disabled }: z.output<typeof changedUser>,
): Promise<StoredUser> {
  const { logins } = context;
  if (role !== undefined) demandRole(caller, role);
  const wanted: UserChange = {
    ...(role === undefined ? {} : { role }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(password === undefined ? {} : { password: await hashed(context, name, password) }),
  };
  const changed = await logins.users.change(name, wanted);
  if (Object.keys(wanted).length > 0) logins.sessions.closeAllOf(name);
  const details = Object.entries({ role, disabled, password: password && "new" });
  const changes = details.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  note(context, caller, "user.change", name, Object.fromEntries(changes));
  return changed;
}

async function hashed({ logins }: AccessContext, name: string, text: string) {
  const password = new Secret(text);
  refusePassword(passwordProblem(password, name), "/password");
  return logins.passwords.hash(password);
}

/** Whoever sets the password of a user may do what the user may. */
async function demandPower({ logins }: AccessContext, caller: Admitted, name: string): Promise<void> {
  const found = await logins.users.find(name);
  if (found !== undefined) demandRole(caller, found.role);
}

function shown({ name, role, createdAt, disabled }: StoredUser): User {
  return { name, role, createdAt, disabled: disabled === true };
}
