import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

// The built program as a user starts it. `npm test` builds before it runs the tests.

const PROGRAM = fileURLToPath(new URL("../../bin/snmpgate", import.meta.url));
export const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Finished>;
  /** What it has written so far. */
  output(): { readonly stdout: string; readonly stderr: string };
}

/** When what a test has started is ended: with the test, or with `afterAll` once all tests of a file are over. */
export type AtEnd = (cleanUp: () => void | Promise<void>) => void;

/**
 * Starts `snmpgate …args`; killed when the test ends, should it still run.
 * @param options.shell  a script that does `exec "$@"` in the end, run with mounts of its own (`unshare -rm`)
 */
export function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { shell, atEnd = onTestFinished }: { readonly shell?: string | undefined; readonly atEnd?: AtEnd } = {},
): Running {
  const command = [process.execPath, PROGRAM, ...args];
  const [file, ...rest] =
    shell === undefined ? command : ["unshare", "-rm", "sh", "-c", shell, "sh", ...command];
  const child = spawn(file!, rest, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    cwd: PROJECT,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  atEnd(() => {
    child.kill("SIGKILL");
  });
  const ended = new Promise<Finished>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended, output: () => ({ stdout, stderr }) };
}

export function runProgram(
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Finished> {
  return startProgram(args, env).ended;
}

/** A folder of files that goes away with the test. */
export function temporaryFiles(
  files: Readonly<Record<string, string>>,
  atEnd: AtEnd = onTestFinished,
): string {
  const folder = mkdtempSync(join(tmpdir(), "snmpgate-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Polls `condition` until it holds; the test's own timeout is the bound. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
}
