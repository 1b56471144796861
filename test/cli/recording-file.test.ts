import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { openRecordingFile } from "../../src/cli/recording-file.ts";
import { temporaryFiles } from "../support/program.ts";

test("an older recording stays until the new one is kept", async () => {
  const folder = temporaryFiles({ "sw.snmprec": "old\n" });
  const path = `${folder}/sw.snmprec`;
  const file = await openRecordingFile(path);
  await file.write("new\n");
  expect(readFileSync(path, "utf8")).toBe("old\n");
  await file.keep();
  await file.close();
  expect(readFileSync(path, "utf8")).toBe("new\n");
  expect(readdirSync(folder)).toEqual(["sw.snmprec"]);
});

test("a recording that is not kept leaves nothing behind", async () => {
  const folder = temporaryFiles({});
  const file = await openRecordingFile(`${folder}/sw.snmprec`);
  await file.write("new\n");
  await file.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("a link stays a link, and its target becomes the recording", async () => {
  const folder = temporaryFiles({ "real.snmprec": "old\n" });
  symlinkSync(`${folder}/real.snmprec`, `${folder}/link.snmprec`);
  const file = await openRecordingFile(`${folder}/link.snmprec`);
  await file.write("new\n");
  await file.keep();
  await file.close();
  expect(readFileSync(`${folder}/real.snmprec`, "utf8")).toBe("new\n");
});

test("a pipe is written and not replaced", async () => {
  const folder = temporaryFiles({});
  const path = `${folder}/pipe`;
  execFileSync("mkfifo", [path]);
  const reader = spawn("cat", [path], { stdio: ["ignore", "pipe", "ignore"] });
  onTestFinished(() => void reader.kill());
  const file = await openRecordingFile(path);
  await file.write("new\n");
  await file.keep();
  await file.close();
  expect(await text(reader.stdout)).toBe("new\n");
  expect(readdirSync(folder)).toEqual(["pipe"]);
});

test("a folder that does not exist is named, with what to do", async () => {
  const folder = temporaryFiles({});
  await expect(openRecordingFile(`${folder}/none/sw.snmprec`)).rejects.toMatchObject({
    code: "cli.not-writable",
    message: expect.stringContaining(`${folder}/none/sw.snmprec cannot be written`),
    remedy: expect.stringContaining("folder that exists"),
  });
});
