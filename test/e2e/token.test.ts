import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";
import { runProgram, temporaryFiles } from "../support/program.ts";

function gateway() {
  const folder = temporaryFiles({ "snmpgate.yaml": "listen: 127.0.0.1:0\ndataDir: data\n" });
  const token = (action: string, ...args: readonly string[]) =>
    runProgram(["token", action, "--config", `${folder}/snmpgate.yaml`, ...args]);
  return { token, file: `${folder}/data/tokens.json` };
}

test("a token is printed once, as the last word on standard output, and kept as a hash for the owner alone", async () => {
  const { token, file } = gateway();
  const made = await token("create", "--name", "script", "--scopes", "metrics.ingest,logs.ingest");
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(/^dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}\n$/);
  const secret = made.stdout.trim().slice(32);
  expect(made.stderr).toContain("may metrics.ingest, logs.ingest");
  expect(made.stderr).not.toContain(secret);
  expect(readFileSync(file, "utf8")).not.toContain(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("tokens are listed without their secret part, as a table and as JSON, until they are revoked", async () => {
  const { token } = gateway();
  const made = (await token("create", "--name", "script", "--scopes", "metrics.ingest")).stdout.trim();
  const id = made.slice(0, 31);
  const table = await token("list");
  expect(table.stdout).toMatch(
    new RegExp(`^name +id +created +scopes\nscript +${id} +\\S+Z +metrics\\.ingest\n$`),
  );
  expect(JSON.parse((await token("list", "--json")).stdout)).toEqual([
    { name: "script", id, scopes: ["metrics.ingest"], createdAt: expect.any(String) },
  ]);
  expect((await token("revoke", "script")).stdout).toBe(`token script (${id}) is revoked\n`);
  expect((await token("list")).stdout).toBe("no tokens\n");
});

test("a scope that is mistyped is refused with the one that is meant", async () => {
  const { token } = gateway();
  const { code, stderr } = await token("create", "--name", "x", "--scopes", "metric.ingest");
  expect(code).toBe(2);
  expect(stderr).toContain("Did you mean metrics.ingest?");
});

test.each([
  [["create", "--name", "a b", "--scopes", "metrics.ingest"], 2, "--name is not usable"],
  [["create", "--name", "x", "--scopes", ","], 2, "--scopes is empty"],
  [["create", "--name", "x"], 2, "--scopes <list>"],
  [["revoke", "nobody"], 1, "there is no token of this name or id"],
] as const)("token %j is refused", async ([action, ...args], expected, message) => {
  const { token } = gateway();
  const { code, stdout, stderr } = await token(action, ...args);
  expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
  expect(stderr).toContain(message);
});

test.each([["token"], ["token", "create"], ["token", "list"], ["token", "revoke"]])(
  "the help of %s %s has examples",
  async (...command) => {
    const { code, stdout } = await runProgram([...command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples\n  snmpgate token ");
  },
);
