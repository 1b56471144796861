import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { lockDataDir } from "../../src/app/data-dir.ts";
import { temporaryFiles } from "../support/program.ts";

test("the data directory is created, claimed and given back", async () => {
  const folder = `${temporaryFiles({})}/a/b`;
  const lock = await lockDataDir(folder);
  expect(readFileSync(`${folder}/lock`, "utf8")).toBe(String(process.pid));
  await lock.release();
  expect(existsSync(`${folder}/lock`)).toBe(false);
});

test("a second service on the same directory is refused, with what to do", async () => {
  const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", "snmpgate"], {
    stdio: "ignore",
  });
  onTestFinished(() => {
    other.kill("SIGKILL");
  });
  const folder = temporaryFiles({ lock: String(other.pid) });
  await expect(lockDataDir(folder)).rejects.toMatchObject({
    code: "app.already-running",
    remedy: expect.stringContaining("dataDir"),
  });
});

test.each([
  ["a process that is gone", "4194300"],
  ["another program that has the number now", String(process.ppid)],
  ["nobody", "not a number"],
])("the claim of %s is taken over", async (_, owner) => {
  const folder = temporaryFiles({ lock: owner });
  await lockDataDir(folder);
  expect(readFileSync(`${folder}/lock`, "utf8")).toBe(String(process.pid));
});

test("a directory that cannot be made is named", async () => {
  const folder = temporaryFiles({});
  writeFileSync(`${folder}/file`, "");
  await expect(lockDataDir(`${folder}/file/data`)).rejects.toMatchObject({
    code: "app.data-dir",
    remedy: expect.any(String),
  });
});
