import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { runProgram, temporaryFiles } from "../support/program.ts";

function gateway() {
  const folder = temporaryFiles({ "snmpgate.yaml": "listen: 127.0.0.1:0\ndataDir: data\n" });
  const user = (action: string, ...args: readonly string[]) =>
    runProgram(["user", action, "--config", `${folder}/snmpgate.yaml`, ...args]);
  return { user, folder };
}

test.each([
  [["add", "a b", "--role", "viewer"], 2, "the name is not usable"],
  [["add", "ops", "--role", "root"], 2, "There are viewer, operator, admin."],
  [["add", "ops"], 2, "--role <role>"],
  [["add", "ops", "--role", "viewer"], 2, "--password-stdin"],
  [["add", "ops", "--role", "viewer", "--password-stdin"], 2, "12 to 256 characters"],
  [["passwd", "nobody"], 1, "there is no user of this name"],
  [["role", "nobody", "viewer"], 1, "there is no user of this name"],
  [["remove", "nobody"], 1, "there is no user of this name"],
] as const)("user %j is refused", async ([action, ...args], expected, message) => {
  const { user, folder } = gateway();
  const { code, stdout, stderr } = await user(action, ...args);
  expect({ code, stdout }).toEqual({ code: expected, stdout: "" });
  expect(stderr).toContain(message);
  expect(existsSync(`${folder}/data/users.json`)).toBe(false);
});

test("without users the list says so", async () => {
  const { user } = gateway();
  expect((await user("list")).stdout).toBe("no users\n");
});

test.each(["", "add", "list", "passwd", "role", "remove"])(
  "the help of user %s has examples",
  async (command) => {
    const words = command === "" ? [] : [command];
    const { code, stdout } = await runProgram(["user", ...words, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples\n {2}\S.*snmpgate user |Examples\n {2}snmpgate user /);
  },
);
