import { describe, expect, test } from "vitest";
import {
  SCOPES_OF_ROLE,
  passwordProblem as serviceProblem,
  TOKEN_SCOPES,
} from "../../../src/access/index.ts";
import { Secret } from "../../../src/base/index.ts";
import { detailWords } from "../../../src/ui/access/audit-words.ts";
import { ownPath } from "../../../src/ui/access/own-path.ts";
import { passwordProblem } from "../../../src/ui/access/password-problem.ts";
import { lockedSeconds } from "../../../src/ui/access/refusal.ts";
import { ROLES } from "../../../src/ui/access/role-words.ts";
import { SCOPE_GROUPS, SCOPE_PRESETS } from "../../../src/ui/access/scope-words.ts";

describe("after signing in", () => {
  test.each(["/devices/192.0.2.1:161?tab=ports", "/explore?q=a%3Asum"])("one goes on to %s", (path) => {
    expect(ownPath(path)).toBe(path);
  });

  test.each([
    null,
    "",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/a\\b",
    "/a\n//evil.example",
    "/sign-in?next=/sign-in",
    "/devices/../../api/docs",
    "/devices/%2e%2e/..",
    "devices",
  ])("one does not go to %j but to the devices", (path) => {
    expect(ownPath(path)).toBe("/devices");
  });
});

test("a lock-out says for how many seconds", () => {
  expect(lockedSeconds("Too many wrong passwords; the next try counts in 42 seconds")).toBe(42);
  expect(lockedSeconds("The name or the password is wrong, or the user is disabled")).toBeUndefined();
});

test.each([
  "short",
  "aaaaaaaaaaaaaaaa",
  "admin-and-root",
  "correct horse battery",
  "x".repeat(200),
  "abc1".repeat(65),
])("the page takes the password %j when the service does", (text) => {
  const isTaken = serviceProblem(new Secret(text), "Admin-and-Root") === undefined;
  expect(passwordProblem(text, "Admin-and-Root") === undefined).toBe(isTaken);
});

describe("the words", () => {
  test("of the scopes cover each of them once", () => {
    const told = SCOPE_GROUPS.flatMap(({ scopes }) => scopes.map(({ scope }) => scope));
    expect(told.toSorted()).toEqual([...TOKEN_SCOPES].toSorted());
  });

  test("of a preset offer nothing that an operator may not hand on, but for sending data", () => {
    for (const { label, scopes } of SCOPE_PRESETS) {
      if (label === "Send data") continue;
      expect(SCOPES_OF_ROLE.operator).toEqual(expect.arrayContaining([...scopes]));
    }
  });

  test("of the roles are those of the service, from least to most", () => {
    expect(ROLES).toEqual(Object.keys(SCOPES_OF_ROLE));
  });

  test("of an entry of the audit log tell its details in one line", () => {
    const entry = { timestamp: 0, who: "user:a", address: "::1", action: "user.change", object: "b" };
    expect(detailWords({ ...entry, details: { role: "viewer", disabled: true, scopes: ["a", "b"] } })).toBe(
      "role: viewer, disabled: true, scopes: a b",
    );
    expect(detailWords(entry)).toBe("");
  });
});
