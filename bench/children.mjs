// Child processes of a benchmark: started here, ended here by their own id.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Starts a program and resolves with it and its first line of output: then it is ready. */
export async function startChild(command, args) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code} before it was ready`)));
  });
  const rest = [];
  lines.on("line", (line) => rest.push(line));
  return { first, rest, stop: () => stop(child) };
}

function stop(child) {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("close", resolve);
    child.kill("SIGTERM");
  });
}
