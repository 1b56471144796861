import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { SCOPES_OF_ROLE } from "../../src/access/index.ts";
import { PASSWORD } from "../support/access.ts";
import { SESSION, startAccessBench, TOKENS, USERS } from "../support/access-bench.ts";
import { rawExchange } from "../support/api-bench.ts";

const NEW_PASSWORD = "battery staple horse";

describe("asking who one is", () => {
  test("is 401 for nobody who is known, and 204 for a page that asks whether there is somebody", async () => {
    const { ask, login } = await startAccessBench({ loopbackWithoutToken: false });
    const stale = { cookie: "snmpgate=of-another-start" };
    for (const headers of [{}, stale]) {
      expect((await ask("GET", SESSION, { headers })).status).toBe(401);
      const optional = await ask("GET", `${SESSION}?optional=true`, { headers });
      expect([optional.status, optional.text]).toEqual([204, ""]);
    }
    const { cookie } = await login("ops");
    const known = await ask("GET", `${SESSION}?optional=true`, { headers: { cookie: cookie! } });
    expect(known.json).toMatchObject({ id: "user:ops" });
  });
});

describe("logging in", () => {
  test("answers who one is now, with a cookie that no script reads and no other site sends", async () => {
    const { login } = await startAccessBench();
    const { status, json, headers } = await login("ops");
    expect(status).toBe(200);
    expect(json).toEqual({
      id: "user:ops",
      kind: "session",
      user: "ops",
      role: "operator",
      scopes: SCOPES_OF_ROLE.operator,
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(headers.get("set-cookie")).toMatch(
      /^snmpgate=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    );
  });

  test("behind a proxy with TLS gives a cookie that never goes out in clear text", async () => {
    const { ask } = await startAccessBench();
    const cookieOf = async (proto: string) => {
      const headers = { "x-forwarded-proto": proto };
      const { headers: answered } = await ask("POST", SESSION, {
        body: { name: "ops", password: PASSWORD },
        headers,
      });
      return answered.get("set-cookie");
    };
    expect(await cookieOf("https")).toMatch(/; SameSite=Strict; Secure$/);
    expect(await cookieOf("https, http")).toMatch(/; Secure$/);
    expect(await cookieOf("http")).not.toContain("Secure");
  });

  test("with a wrong password or an unknown name is 401 with the same words, and no cookie", async () => {
    const { login } = await startAccessBench();
    const [wrong, unknown] = [await login("ops", "wrong password"), await login("nobody")];
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(unknown.text);
    expect(wrong.cookie).toBeUndefined();
    // A page tells by it that the password is wrong, and not that its session has ended.
    expect(wrong.headers.has("www-authenticate")).toBe(false);
  });

  test("after five wrong passwords is 429 with Retry-After, also with the right one, for a minute", async () => {
    const { login, clock } = await startAccessBench();
    for (let n = 0; n < 5; n++) expect((await login("ops", "wrong password")).status).toBe(401);
    const locked = await login("ops");
    expect(locked.status).toBe(429);
    expect(locked.headers.get("retry-after")).toBe("60");
    expect(locked.text).toContain("the next try counts in 60 seconds");
    await clock.advance(60_000);
    expect((await login("ops")).status).toBe(200);
  });

  test("that does not end keeps out nobody who is known", async () => {
    const { api, ask } = await startAccessBench({ limits: { questionsInFlight: 1 } });
    const slow = connect(api.port, "127.0.0.1");
    slow.write(
      `POST ${SESSION} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90\r\nExpect: 100-continue\r\n\r\n`,
    );
    // "100 Continue": it is being read.
    await once(slow, "data");
    expect((await ask("GET", SESSION)).status).toBe(200);
    slow.destroy();
  });

  test("from a page of another site is refused: 403", async () => {
    const { ask } = await startAccessBench();
    const body = { name: "ops", password: PASSWORD };
    const headers = { origin: "https://example.com" };
    expect((await ask("POST", SESSION, { body, headers })).status).toBe(403);
  });
});

describe("a session", () => {
  test("may read what its role may", async () => {
    const { ask, login } = await startAccessBench();
    const { cookie, csrf } = await login("root");
    expect((await ask("GET", USERS, { cookie })).status).toBe(200);
    expect((await ask("GET", SESSION, { cookie })).json).toMatchObject({ user: "root", csrfToken: csrf });
    const viewer = await login("eve");
    const refused = await ask("GET", USERS, { cookie: viewer.cookie });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("the role viewer of user eve lacks the scope users.read");
    expect(refused.text).toContain("snmpgate user role eve admin");
  });

  test.each([
    ["without the CSRF token", {}, "X-CSRF-Token"],
    ["with the CSRF token of nobody", { "x-csrf-token": "A".repeat(43) }, "X-CSRF-Token"],
    ["from a page of another site", { "sec-fetch-site": "cross-site" }, "another site"],
    ["from another host of this site", { "sec-fetch-site": "same-site" }, "another site"],
    ["from another origin, of an older browser", { origin: "http://example.com" }, "another site"],
  ])("changes nothing %s: 403", async (_, headers, words) => {
    const { ask, login, users } = await startAccessBench();
    const { cookie, csrf } = await login("root");
    const own = words === "another site" ? { csrf } : {};
    const refused = await ask("DELETE", `${USERS}/eve`, { cookie, ...own, headers });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(words);
    expect(await users.find("eve")).toBeDefined();
  });

  test("changes what it may from a page of ours", async () => {
    const { ask, login, users } = await startAccessBench();
    const { cookie, csrf } = await login("root");
    const headers = { "sec-fetch-site": "same-origin" };
    expect((await ask("DELETE", `${USERS}/eve`, { cookie, csrf, headers })).status).toBe(204);
    expect(await users.find("eve")).toBeUndefined();
  });

  test("ends with logging out", async () => {
    const { ask, login } = await startAccessBench();
    const { cookie, csrf } = await login("ops");
    const ended = await ask("DELETE", SESSION, { cookie, csrf });
    expect(ended.status).toBe(204);
    expect(ended.headers.get("set-cookie")).toMatch(/^snmpgate=; Path=\/; Max-Age=0; /);
    const after = await ask("GET", SESSION, { cookie });
    expect(after.status).toBe(401);
    expect(after.text).toContain("Log in again");
  });

  test.each([
    ["its role changes", { role: "viewer" }],
    ["its password is set by somebody else", { password: NEW_PASSWORD }],
    ["it is disabled", { disabled: true }],
  ])("of a user ends when %s", async (_, body) => {
    const { ask, login } = await startAccessBench();
    const [ops, root] = [await login("ops"), await login("root")];
    const { cookie, csrf } = root;
    expect((await ask("PUT", `${USERS}/ops`, { cookie, csrf, body })).status).toBe(200);
    expect((await ask("GET", SESSION, { cookie: ops.cookie })).status).toBe(401);
    expect((await ask("GET", SESSION, { cookie })).status).toBe(200);
  });

  test("ends when the files of the service change from outside", async () => {
    const { ask, login, users } = await startAccessBench();
    const { cookie } = await login("ops");
    await users.change("ops", { role: "viewer" });
    expect((await ask("GET", SESSION, { cookie })).status).toBe(401);
    // The first answer has closed it: taking the change back does not open it again.
    await users.change("ops", { role: "operator" });
    expect((await ask("GET", SESSION, { cookie })).status).toBe(401);
  });

  test("changes its own password with the current one, and goes on in a new session alone", async () => {
    const { ask, login } = await startAccessBench();
    const [elsewhere, { cookie, csrf }] = [await login("ops"), await login("ops")];
    const change = (currentPassword: string) =>
      ask("PUT", `${SESSION}/password`, {
        cookie,
        csrf,
        body: { currentPassword, newPassword: NEW_PASSWORD },
      });
    expect((await change("wrong password")).status).toBe(401);
    const changed = await change(PASSWORD);
    expect(changed.status).toBe(200);
    expect((await ask("GET", SESSION, { cookie: changed.cookie })).status).toBe(200);
    expect((await ask("GET", SESSION, { cookie })).status).toBe(401);
    expect((await ask("GET", SESSION, { cookie: elsewhere.cookie })).status).toBe(401);
    expect((await login("ops")).status).toBe(401);
    expect((await login("ops", NEW_PASSWORD)).status).toBe(200);
  });
});

describe("without a login", () => {
  test("a token learns who it is", async () => {
    const { ask, token } = await startAccessBench();
    const headers = await token("metrics.read");
    expect((await ask("GET", SESSION, { headers })).json).toEqual({
      id: headers.authorization.slice(10, 41),
      kind: "token",
      scopes: ["metrics.read"],
    });
  });

  test("programs on this host may send and read data, and nothing of users, tokens or the audit log", async () => {
    const { ask } = await startAccessBench();
    expect((await ask("GET", SESSION)).json).toEqual({
      id: "loopback",
      kind: "loopback",
      scopes: [
        "metrics.ingest",
        "logs.ingest",
        "openTelemetryTrace.ingest",
        "metrics.read",
        "entities.read",
        "events.read",
      ],
    });
    for (const path of [USERS, TOKENS, "/api/snmpgate/audit"]) {
      expect((await ask("GET", path)).status).toBe(401);
    }
  });

  test.each(["cross-site", "same-site"])(
    "a page that embeds what is here is a stranger: %s",
    async (site) => {
      const { ask } = await startAccessBench();
      expect((await ask("GET", SESSION, { headers: { "sec-fetch-site": site } })).status).toBe(401);
      expect((await ask("GET", SESSION, { headers: { "sec-fetch-site": "same-origin" } })).status).toBe(200);
    },
  );

  test("a page whose name was made to point to loopback reads nothing", async () => {
    const { api } = await startAccessBench();
    const get = (host: string) =>
      rawExchange(api, `GET ${SESSION} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect((await get(`attacker.example:${api.port}`)).answer).toMatch(/^HTTP\/1\.1 401 /);
    for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
      expect((await get(`${name}:${api.port}`)).answer).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});
