import { inspect } from "node:util";
import { expect, test } from "vitest";
import { hashToken, matchingToken, newToken, type StoredToken } from "../../src/access/index.ts";

function issued(): { readonly stored: StoredToken; readonly text: string } {
  const { id, token } = newToken();
  const text = token.reveal();
  const stored: StoredToken = {
    id,
    name: "x",
    scopes: ["metrics.ingest"],
    createdAt: "2025-10-09T08:53:20.000Z",
    sha256: hashToken(text),
  };
  return { stored, text };
}

test("a new token has the vendor's shape, and its public part is the id", () => {
  const { stored, text } = issued();
  expect(text).toMatch(/^dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}$/);
  expect(text.startsWith(`${stored.id}.`)).toBe(true);
});

test("no two tokens are alike", () => {
  expect(new Set(Array.from({ length: 1_000 }, () => issued().text)).size).toBe(1_000);
});

test("a new token does not print itself", () => {
  const { token } = newToken();
  expect([String(token), JSON.stringify({ token }), inspect({ token })].join(" ")).not.toContain(
    token.reveal(),
  );
});

test("what is kept does not hold the secret part", () => {
  const { stored, text } = issued();
  expect(JSON.stringify(stored)).not.toContain(text.slice(32));
});

test("a token is found among others", () => {
  const all = [issued(), issued(), issued()];
  const stored = all.map((one) => one.stored);
  for (const one of all) expect(matchingToken(stored, one.text, 0)).toBe(one.stored);
});

test.each([
  ["its last character", (text: string) => text.slice(0, -1) + (text.endsWith("A") ? "B" : "A")],
  ["its public part", (text: string) => text.replace(/(?<=^dt0c01\.)./, (one) => (one === "A" ? "B" : "A"))],
  ["nothing but its length", (text: string) => text.slice(0, -1)],
  ["a blank behind it", (text: string) => `${text} `],
])("a token that differs in %s is not", (_, changed) => {
  const { stored, text } = issued();
  expect(matchingToken([stored], changed(text), 0)).toBeUndefined();
});

test("a stored hash that is none matches nothing", () => {
  const { stored, text } = issued();
  expect(matchingToken([{ ...stored, sha256: "" }], text, 0)).toBeUndefined();
});
