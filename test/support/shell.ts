import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { PROJECT } from "./program.ts";

export interface Typed {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One shell that is typed into, script after script: variables stay from one to the next. */
export class Shell {
  readonly #state: string;

  /** @param folder  where the variables are kept between scripts */
  constructor(folder: string, variables: Readonly<Record<string, string>>) {
    this.#state = join(folder, "shell-variables");
    const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
    writeFileSync(this.#state, `${lines.join("\n")}\n`);
  }

  run(script: string): Promise<Typed> {
    return this.start(script).ended;
  }

  /** Begins what does not end by itself. */
  start(script: string): { readonly ended: Promise<Typed>; output(): string; stop(): void } {
    const text = `set -a\n. '${this.#state}'\n${script}\nstatus=$?\nexport -p > '${this.#state}'\nexit $status\n`;
    const child = spawn("sh", ["-c", text], {
      cwd: PROJECT,
      env: { PATH: process.env["PATH"] },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const written = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (part: string) => {
        written[name] += part;
      });
    }
    const ended = new Promise<Typed>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code, ...written }));
    });
    // A group of its own: what the script started ends with it.
    const stop = (): void => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, "SIGKILL");
    };
    onTestFinished(stop);
    return { ended, output: () => written.stdout, stop };
  }
}
