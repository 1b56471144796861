import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Passwords } from "../../src/access/index.ts";
import { ensureFirstUser, FIRST_PASSWORD_FILE } from "../../src/app/first-user.ts";
import { openAccess } from "../../src/app/open-access.ts";
import { stateFolder } from "../../src/app/state-folder.ts";
import { createToken, readTokens, revokeToken } from "../../src/app/token-file.ts";
import { openUserFile, USERS_FILE, watchUserFile } from "../../src/app/user-file.ts";
import { type Logger, Secret, silentLogger } from "../../src/base/index.ts";
import { userNamed } from "../support/access.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryFolder } from "../support/memory-folder.ts";

function open() {
  const clock = new FakeClock();
  const folder = new MemoryFolder(() => clock.wallMs());
  const told: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (fields) => told.push(fields) };
  return { clock, folder, told, logger, users: watchUserFile(folder, { clock, logger }) };
}

function diskFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "snmpgate-state-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe("the first start", () => {
  test("makes the user admin with a password that stands in a file, and names the file alone in the log", async () => {
    const { folder, users, told, ...options } = open();
    await ensureFirstUser(folder, users, options);
    const password = folder.text(FIRST_PASSWORD_FILE)!.trim();
    expect(password).toMatch(/^[A-Za-z2-9]{24}$/);
    const admin = (await users.find("admin"))!;
    expect(admin.role).toBe("admin");
    expect(await new Passwords().matches(new Secret(password), admin.password)).toBe(true);
    expect(told).toMatchObject([{ code: "app.first-user", file: `/state/${FIRST_PASSWORD_FILE}` }]);
    expect(JSON.stringify(told) + folder.text(USERS_FILE)!).not.toContain(password);
  });

  test("makes nobody where there are users", async () => {
    const { folder, users, told, ...options } = open();
    await users.add(await userNamed("root", "admin"));
    await ensureFirstUser(folder, users, options);
    expect((await users.list()).map(({ name }) => name)).toEqual(["root"]);
    expect(told).toEqual([]);
  });

  test("goes on without users when the disk takes nothing, and says so", async () => {
    const { folder, users, told, ...options } = open();
    folder.full = new Error("ENOSPC");
    await ensureFirstUser(folder, users, options);
    expect(await users.list()).toEqual([]);
    expect(told).toMatchObject([{ code: "app.users", reason: "ENOSPC" }]);
  });

  test("leaves no password behind once another is set, or admin is removed", async () => {
    const { folder, users, clock, logger } = open();
    const { password } = await userNamed("x");
    await ensureFirstUser(folder, users, { clock, logger });
    await users.change("admin", { disabled: false });
    expect(folder.text(FIRST_PASSWORD_FILE)).toBeDefined();
    await users.change("admin", { password });
    expect(folder.text(FIRST_PASSWORD_FILE)).toBeUndefined();
  });
});

describe("a running service", () => {
  test("sees what the command line changed within a second, and its own change at once", async () => {
    const { folder, users, clock } = open();
    await users.add(await userNamed("root", "admin"));
    await users.add(await userNamed("ops", "operator"));
    expect(await users.find("ops")).toBeDefined();
    await clock.advance(10);
    await openUserFile(folder).change("ops", { role: "viewer" });
    expect((await users.find("ops"))?.role).toBe("operator");
    await clock.advance(1_000);
    expect((await users.find("ops"))?.role).toBe("viewer");
  });

  test("keeps users, tokens and their log in files for the owner alone", async () => {
    const path = diskFolder();
    const { users, tokens, audit } = await openAccess(path, { clock: new FakeClock(), logger: silentLogger });
    await createToken(stateFolder(path), { name: "a", scopes: ["metrics.read"], nowMs: 0 });
    audit.record({ who: "user:admin", address: "127.0.0.1", action: "user.create", object: "x" });
    await audit.list({ limit: 1 });
    expect([await users.list(), await tokens.list()]).toMatchObject([[{ name: "admin" }], [{ name: "a" }]]);
    const files = readdirSync(path).toSorted();
    expect(files).toEqual(["audit.jsonl", "initial-admin-password", "tokens.json", "users.json"]);
    for (const file of files) expect(statSync(join(path, file)).mode & 0o777).toBe(0o600);
  });
});

describe("changes at the same time", () => {
  test("are all kept: none of forty tokens that are made and revoked at once is lost", async () => {
    const path = diskFolder();
    const names = Array.from({ length: 20 }, (_, n) => `token${n}`);
    // A folder of its own for each, as each process has one.
    const make = (name: string) =>
      createToken(stateFolder(path), { name, scopes: ["metrics.read"], nowMs: 0 });
    await make("old");
    await Promise.all([...names.map(make), revokeToken(stateFolder(path), "old")]);
    const kept = (await readTokens(stateFolder(path))).map(({ name }) => name);
    expect(kept.toSorted()).toEqual(names.toSorted());
    expect(readdirSync(path)).toEqual(["tokens.json"]);
  });

  test("go on ten seconds after a process died in the middle of one", async () => {
    const path = diskFolder();
    const lock = join(path, "tokens.json.lock");
    writeFileSync(lock, "4711");
    const longAgo = new Date("2020-01-01T00:00:00Z");
    utimesSync(lock, longAgo, longAgo);
    const made = Array.from({ length: 5 }, (_, n) =>
      createToken(stateFolder(path), { name: `t${n}`, scopes: ["metrics.read"], nowMs: 0 }),
    );
    await Promise.all(made);
    expect(await readTokens(stateFolder(path))).toHaveLength(5);
    expect(readdirSync(path)).toEqual(["tokens.json"]);
  });

  test("leave the file as it is when one is refused", async () => {
    const path = diskFolder();
    const folder = stateFolder(path);
    await createToken(folder, { name: "a", scopes: ["metrics.read"], nowMs: 0 });
    const again = createToken(folder, { name: "a", scopes: ["metrics.read"], nowMs: 0 });
    await expect(again).rejects.toMatchObject({ code: "access.token-name" });
    expect(await readTokens(folder)).toHaveLength(1);
    expect(readdirSync(path)).toEqual(["tokens.json"]);
  });
});
