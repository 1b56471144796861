import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { type ParsedLine, parseLine } from "../support/line-grammar.ts";

const PROGRAM = resolve(import.meta.dirname, "../../bin/snmpgate");

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the built program to its end.
 * @param onOutput is given all of standard output so far, each time there is more
 */
export async function runProgram(
  args: readonly string[],
  onOutput: (stdout: string) => void = () => {},
): Promise<ProgramRun> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    texts.stdout += chunk;
    onOutput(texts.stdout);
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => void (texts.stderr += chunk));
  const code = await new Promise<number | null>((done, fail) => child.on("close", done).on("error", fail));
  return { code, ...texts };
}

export type DataLine = Extract<ParsedLine, { kind: "data" }>;

/** Reads standard output as metric lines; whatever is no strict data line with a timestamp is an error. */
export function dataLinesOf(stdout: string): DataLine[] {
  return stdout
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => {
      const result = parseLine(text);
      if (!result.ok) throw new Error(`${result.error} in: ${text}`);
      if (result.line.kind !== "data" || result.line.timestampMs === undefined)
        throw new Error(`no data line with a timestamp: ${text}`);
      return result.line;
    });
}
