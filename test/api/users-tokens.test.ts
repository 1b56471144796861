import { describe, expect, test } from "vitest";
import { ROLES, SCOPES_OF_ROLE, TOKEN_SCOPES } from "../../src/access/index.ts";
import { PASSWORD } from "../support/access.ts";
import { NAME_OF, SESSION, startAccessBench, TOKENS, USERS } from "../support/access-bench.ts";

const AUDIT = "/api/snmpgate/audit";

describe("each role", () => {
  const routes = [
    ["GET", USERS, "users.read"],
    ["POST", USERS, "users.write"],
    ["PUT", `${USERS}/nobody`, "users.write"],
    ["DELETE", `${USERS}/nobody`, "users.write"],
    ["GET", TOKENS, "apiTokens.read"],
    ["POST", TOKENS, "apiTokens.write"],
    ["DELETE", `${TOKENS}/x`, "apiTokens.write"],
    ["GET", AUDIT, "auditLogs.read"],
    ["POST", "/api/v2/metrics/ingest", "metrics.ingest"],
    ["POST", "/api/v2/otlp/v1/logs", "logs.ingest"],
  ] as const;

  test.each(ROLES)("%s comes through the doors that its scopes open, and no others", async (role) => {
    const { ask, login } = await startAccessBench();
    const { cookie, csrf } = await login(NAME_OF[role]);
    for (const [method, path, scope] of routes) {
      const { status, text } = await ask(method, path, { cookie, csrf });
      const isOpen = SCOPES_OF_ROLE[role].includes(scope);
      expect({ path, refused: status === 403 && text.includes(scope) }).toEqual({ path, refused: !isOpen });
    }
  });
});

describe("users", () => {
  test("are made, listed, changed and removed, and no answer has a trace of a password", async () => {
    const { ask, login } = await startAccessBench();
    const { cookie, csrf } = await login("root");
    const as = { cookie, csrf };
    const made = await ask("POST", USERS, {
      ...as,
      body: { name: "new", role: "viewer", password: "battery staple" },
    });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      name: "new",
      role: "viewer",
      createdAt: "2025-10-09T08:53:20.000Z",
      disabled: false,
    });
    expect((await login("new", "battery staple")).status).toBe(200);
    const changed = await ask("PUT", `${USERS}/new`, { ...as, body: { disabled: true } });
    expect(changed.json).toMatchObject({ name: "new", role: "viewer", disabled: true });
    const list = await ask("GET", USERS, as);
    expect((list.json["users"] as { name: string }[]).map(({ name }) => name)).toEqual([
      "root",
      "ops",
      "eve",
      "new",
    ]);
    expect(list.text).not.toMatch(/salt|hash|scrypt|battery/);
    expect((await ask("DELETE", `${USERS}/new`, as)).status).toBe(204);
    expect((await ask("DELETE", `${USERS}/new`, as)).status).toBe(404);
  });

  test.each([
    ["a name that is taken", "POST", USERS, { name: "eve", role: "viewer", password: PASSWORD }, 409],
    ["a name that is none", "POST", USERS, { name: "a b", role: "viewer", password: PASSWORD }, 400],
    ["a role that is none", "POST", USERS, { name: "new", role: "root", password: PASSWORD }, 400],
    ["a password that is short", "POST", USERS, { name: "new", role: "viewer", password: "short" }, 400],
    ["a user that is unknown", "PUT", `${USERS}/nobody`, { role: "viewer" }, 404],
    ["less power for the last admin", "PUT", `${USERS}/root`, { role: "viewer" }, 409],
    ["the last admin disabled", "PUT", `${USERS}/root`, { disabled: true }, 409],
  ])("with %s are refused", async (_, method, path, body, status) => {
    const { ask, login, noted } = await startAccessBench();
    const { cookie, csrf } = await login("root");
    const refused = await ask(method, path, { cookie, csrf, body });
    expect(refused.status).toBe(status);
    expect(refused.text).not.toContain((body as { password?: string }).password ?? "no password");
    expect(noted.map(({ action }) => action)).toEqual(["session.create"]);
  });

  test("are not made or taken over by a token that may less than they", async () => {
    const { ask, token } = await startAccessBench();
    const headers = await token("users.read", "users.write", ...SCOPES_OF_ROLE.viewer);
    const post = (role: string) =>
      ask("POST", USERS, { headers, body: { name: role, role, password: "battery staple" } });
    expect((await post("admin")).status).toBe(403);
    expect((await post("viewer")).status).toBe(201);
    const takeOver = { headers, body: { password: "battery staple" } };
    expect((await ask("PUT", `${USERS}/root`, takeOver)).status).toBe(403);
    expect((await ask("DELETE", `${USERS}/ops`, { headers })).status).toBe(403);
    expect((await ask("PUT", `${USERS}/eve`, takeOver)).status).toBe(200);
  });
});

describe("tokens in the vendor's shape", () => {
  test("are made, work, are listed without their secret part, and are revoked", async () => {
    const { ask, login } = await startAccessBench();
    const as = await login("root");
    const body = { name: "backup script", scopes: ["metrics.read"], expirationDate: "now+1d" };
    const made = await ask("POST", TOKENS, { cookie: as.cookie, csrf: as.csrf, body });
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      id: expect.stringMatching(/^dt0c01\.[A-Z0-9]{24}$/),
      token: expect.stringMatching(/^dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}$/),
      expirationDate: "2025-10-10T08:53:20.000Z",
    });
    const [id, token] = [String(made.json["id"]), String(made.json["token"])];
    const headers = { authorization: `Api-Token ${token}` };
    expect((await ask("GET", SESSION, { headers })).json).toMatchObject({ id, scopes: ["metrics.read"] });
    const list = await ask("GET", TOKENS, { cookie: as.cookie });
    expect(list.json).toEqual({
      totalCount: 1,
      pageSize: 1,
      nextPageKey: null,
      apiTokens: [
        {
          id,
          name: "backup script",
          enabled: true,
          owner: "user:root",
          creationDate: "2025-10-09T08:53:20.000Z",
          expirationDate: "2025-10-10T08:53:20.000Z",
          scopes: ["metrics.read"],
        },
      ],
    });
    expect((await ask("GET", `${TOKENS}/${id}`, { cookie: as.cookie })).json).toMatchObject({ id });
    expect((await ask("DELETE", `${TOKENS}/${id}`, { cookie: as.cookie, csrf: as.csrf })).status).toBe(204);
    expect((await ask("GET", SESSION, { headers })).status).toBe(401);
    expect((await ask("GET", `${TOKENS}/${id}`, { cookie: as.cookie })).status).toBe(404);
  });

  test("are unknown from the moment that they expire", async () => {
    const { ask, login, clock } = await startAccessBench();
    const { cookie, csrf } = await login("root");
    const body = { name: "short", scopes: ["metrics.read"], expirationDate: "now+5m" };
    const made = await ask("POST", TOKENS, { cookie, csrf, body });
    const headers = { authorization: `Api-Token ${String(made.json["token"])}` };
    await clock.advance(299_999);
    expect((await ask("GET", SESSION, { headers })).status).toBe(200);
    await clock.advance(1);
    expect((await ask("GET", SESSION, { headers })).status).toBe(401);
  });

  test("never have a scope that their maker lacks", async () => {
    const { ask, token } = await startAccessBench();
    const headers = await token("apiTokens.write", "metrics.read");
    const post = (...scopes: string[]) =>
      ask("POST", TOKENS, { headers, body: { name: scopes.join(), scopes } });
    expect((await post("metrics.read")).status).toBe(201);
    const refused = await post("metrics.read", "users.write");
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("users.write");
  });

  test.each([
    ["a scope that is none", { name: "x", scopes: ["metric.read"] }, 400],
    ["no scope", { name: "x", scopes: [] }, 400],
    ["no name", { name: "", scopes: ["metrics.read"] }, 400],
    ["an end in the past", { name: "x", scopes: ["metrics.read"], expirationDate: "now-1d" }, 400],
    ["an end that is no time", { name: "x", scopes: ["metrics.read"], expirationDate: "soon" }, 400],
    ["a name that is taken", { name: "metrics.read", scopes: ["metrics.read"] }, 409],
  ])("with %s are refused", async (_, body, status) => {
    const { ask, login, token } = await startAccessBench();
    await token("metrics.read");
    const { cookie, csrf } = await login("root");
    expect((await ask("POST", TOKENS, { cookie, csrf, body })).status).toBe(status);
  });

  test("are there below /e/{id} as well", async () => {
    const { ask, token } = await startAccessBench();
    const headers = await token(...TOKEN_SCOPES);
    expect((await ask("GET", `/e/abc${TOKENS}`, { headers })).status).toBe(200);
  });
});

test("the audit log has who did what from where for each change, and no secret", async () => {
  const { ask, login, noted } = await startAccessBench();
  await login("eve", "wrong password");
  await login("hunter2-hunter2", "wrong password");
  const { cookie, csrf } = await login("root");
  const as = { cookie, csrf };
  const secret = "battery staple horse";
  await ask("POST", USERS, { ...as, body: { name: "new", role: "viewer", password: secret } });
  await ask("PUT", `${USERS}/new`, { ...as, body: { role: "operator", password: secret } });
  await ask("DELETE", `${USERS}/new`, as);
  const made = await ask("POST", TOKENS, { ...as, body: { name: "t", scopes: ["metrics.read"] } });
  const id = String(made.json["id"]);
  await ask("DELETE", `${TOKENS}/${id}`, as);
  const audit = await ask("GET", AUDIT, { cookie });
  await ask("DELETE", SESSION, as);
  expect(noted.map(({ who, action, object, details }) => [who, action, object, details])).toEqual([
    ["user:eve", "session.refused", "eve", undefined],
    ["user:root", "session.create", "root", undefined],
    ["user:root", "user.create", "new", { role: "viewer" }],
    ["user:root", "user.change", "new", { role: "operator", password: "new" }],
    ["user:root", "user.delete", "new", undefined],
    ["user:root", "token.create", id, { name: "t", scopes: ["metrics.read"] }],
    ["user:root", "token.delete", id, { name: "t" }],
    ["user:root", "session.delete", "root", undefined],
  ]);
  expect(noted.every(({ address }) => address === "127.0.0.1")).toBe(true);
  const everything = JSON.stringify(noted) + audit.text;
  const secrets = [secret, PASSWORD, String(made.json["token"]).slice(32), csrf, cookie!.slice(9), "hunter2"];
  for (const each of secrets) expect(everything).not.toContain(each);
  expect((audit.json["entries"] as unknown[])[0]).toMatchObject({ action: "token.delete", object: id });
});
