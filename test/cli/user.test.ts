import { existsSync, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { ensureFirstUser } from "../../src/app/first-user.ts";
import { stateFolder } from "../../src/app/state-folder.ts";
import { openUserFile } from "../../src/app/user-file.ts";
import { silentLogger } from "../../src/base/index.ts";
import { listUsers, removeUser, setRole } from "../../src/cli/user.ts";
import { userNamed } from "../support/access.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { temporaryFiles } from "../support/program.ts";

async function gateway() {
  const folder = temporaryFiles({ "snmpgate.yaml": "listen: 127.0.0.1:0\ndataDir: data\n" });
  const users = openUserFile(stateFolder(`${folder}/data`));
  await ensureFirstUser(stateFolder(`${folder}/data`), users, {
    clock: new FakeClock(),
    logger: silentLogger,
  });
  await users.add(await userNamed("ops", "operator"));
  const out = new PassThrough();
  const terminal = { out, err: out } as unknown as { out: NodeJS.WriteStream; err: NodeJS.WriteStream };
  const context = { terminal, env: {}, signal: new AbortController().signal };
  return {
    folder,
    users,
    context,
    flags: { config: `${folder}/snmpgate.yaml` },
    shown: () => String(out.read() ?? ""),
  };
}

test("users are listed as a table and as JSON, without a trace of their passwords", async () => {
  const { context, flags, shown } = await gateway();
  await listUsers(flags, context);
  expect(shown()).toMatch(/^name +role +created\nadmin +admin +\S+Z\nops +operator +\S+Z\n$/);
  await listUsers({ ...flags, json: true }, context);
  expect(JSON.parse(shown())).toEqual([
    { name: "admin", role: "admin", createdAt: expect.any(String), disabled: false },
    { name: "ops", role: "operator", createdAt: expect.any(String), disabled: false },
  ]);
});

test("changes by the command line stand in the audit log, with the account of the host", async () => {
  const { context, flags, folder, shown } = await gateway();
  await setRole("ops", "viewer", flags, context);
  await removeUser("ops", flags, context);
  expect(shown()).toBe("user ops is viewer now\nuser ops is removed\n");
  const lines = readFileSync(`${folder}/data/audit.jsonl`, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { who: expect.stringMatching(/^cli:./), action: "user.role", object: "ops", details: { role: "viewer" } },
    { who: expect.stringMatching(/^cli:./), action: "user.delete", object: "ops" },
  ]);
});

test("a role that is mistyped is refused with the one that is meant, and nobody loses the last admin", async () => {
  const { context, flags, folder } = await gateway();
  await expect(setRole("ops", "amdin", flags, context)).rejects.toMatchObject({
    remedy: "Did you mean admin?",
  });
  await expect(removeUser("admin", flags, context)).rejects.toMatchObject({ code: "access.last-admin" });
  expect(existsSync(`${folder}/data/initial-admin-password`)).toBe(true);
});
