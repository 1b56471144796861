import { expect, test } from "vitest";
import { resolveSecret } from "../../src/app/secrets.ts";
import { temporaryFiles } from "../support/program.ts";

test("a secret comes from the environment or a file, without the file's line break", async () => {
  const folder = temporaryFiles({ token: "from-file\n" });
  expect((await resolveSecret({ env: "T" }, "sink x", { T: "from-env" })).reveal()).toBe("from-env");
  expect((await resolveSecret({ file: `${folder}/token` }, "sink x", {})).reveal()).toBe("from-file");
});

test.each([
  ["an unset variable", { env: "NOT_SET" }, "NOT_SET is not set"],
  ["a missing file", { file: "/nowhere/token" }, "/nowhere/token cannot be read"],
])("%s is named by its place, with what to do", async (_, ref, message) => {
  await expect(resolveSecret(ref, "sink x", {})).rejects.toMatchObject({
    code: "app.secret-missing",
    message: expect.stringContaining(message),
    remedy: expect.any(String),
  });
});

test("an empty file holds no secret", async () => {
  const folder = temporaryFiles({ token: " \n" });
  await expect(resolveSecret({ file: `${folder}/token` }, "sink x", {})).rejects.toThrow("is empty");
});
