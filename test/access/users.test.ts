import { describe, expect, test } from "vitest";
import {
  isStoredUser,
  mayGrant,
  SCOPES_OF_ROLE,
  TOKEN_SCOPES,
  withChanged,
  withoutUser,
  withUser,
} from "../../src/access/index.ts";
import { userNamed } from "../support/access.ts";

describe("roles", () => {
  test("a viewer reads all but users, tokens and the audit log, and writes nothing", () => {
    const closed = new Set<string>(["apiTokens.read", "users.read", "auditLogs.read"]);
    const readable = TOKEN_SCOPES.filter((scope) => scope.endsWith(".read") && !closed.has(scope));
    expect(SCOPES_OF_ROLE.viewer.toSorted()).toEqual(readable.toSorted());
  });

  test("an operator also changes entities, extensions, configurations and credentials, and sends metrics", () => {
    const more = SCOPES_OF_ROLE.operator.filter((scope) => !SCOPES_OF_ROLE.viewer.includes(scope));
    expect(more.toSorted()).toEqual([
      "credentials.write",
      "entities.write",
      "extensionConfigurations.write",
      "extensionEnvironment.write",
      "extensions.write",
      "metrics.ingest",
    ]);
  });

  test("an admin may do all, and nobody may hand on more than they may do", () => {
    expect(SCOPES_OF_ROLE.admin).toEqual(TOKEN_SCOPES);
    expect(mayGrant(SCOPES_OF_ROLE.operator, SCOPES_OF_ROLE.viewer)).toBe(true);
    expect(mayGrant(SCOPES_OF_ROLE.operator, SCOPES_OF_ROLE.admin)).toBe(false);
  });
});

describe("users", () => {
  test("have each name once", async () => {
    const users = [await userNamed("root", "admin")];
    expect(() => withUser(users, users[0]!)).toThrow(expect.objectContaining({ code: "access.user-exists" }));
  });

  test("always have an admin who may log in: the last is neither removed nor disabled nor made less", async () => {
    const users = [await userNamed("root", "admin"), await userNamed("ops", "operator")];
    const refused = expect.objectContaining({ code: "access.last-admin" });
    expect(() => withoutUser(users, "root")).toThrow(refused);
    expect(() => withChanged(users, "root", { disabled: true })).toThrow(refused);
    expect(() => withChanged(users, "root", { role: "viewer" })).toThrow(refused);
    const two = withChanged(users, "ops", { role: "admin" });
    expect(withoutUser(two, "root").map(({ name }) => name)).toEqual(["ops"]);
  });

  test("that are unknown are not named in the error: it may be a password in the wrong place", () => {
    const error = (() => {
      try {
        return withoutUser([], "hunter2-hunter2");
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: "access.user-unknown" });
    expect(String(error)).not.toContain("hunter2");
  });

  test.each([
    { role: "root" },
    { name: "a b" },
    { name: "" },
    { password: { algorithm: "md5" } },
    { disabled: 1 },
    { createdAt: undefined },
  ])("with %j in the file are none", async (part) => {
    const user = await userNamed("ops");
    expect(isStoredUser(user)).toBe(true);
    expect(isStoredUser({ ...user, ...part })).toBe(false);
  });
});
