// Child processes of a benchmark: started here, ended here by their own handle.
import { fork, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Starts a program and resolves with it and its first line of output: then it is ready.
 * `ask(signal)` sends a signal and resolves with the line it answers.
 */
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
  const ask = (signal) =>
    new Promise((resolve, reject) => {
      const gone = () => reject(new Error(`${command} is gone`));
      if (child.exitCode !== null || child.signalCode !== null) return gone();
      child.once("exit", gone);
      lines.once("line", (line) => {
        child.off("exit", gone);
        resolve(line);
      });
      child.kill(signal);
    });
  return { pid: child.pid, first, rest, ask, stop: () => stop(child) };
}

/**
 * Starts a module of ours that answers messages: the first with the result of `job`, then one for each `tell`.
 * Answers come in the order of the questions. @returns {Promise<{ pid, answer, tell, stop }>}
 */
export async function startWorker(module, job, { args = [], execArgv = [] } = {}) {
  const child = fork(module, args, { execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const tell = (message) =>
    new Promise((resolve, reject) => {
      const gone = (code) => reject(new Error(`${module} ended with ${code}`));
      child.once("exit", gone);
      child.once("message", (answer) => {
        child.off("exit", gone);
        resolve(answer);
      });
      child.send(message);
    });
  const answer = await tell(job);
  return { pid: child.pid, answer, tell, stop: () => stop(child) };
}

function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("close", resolve);
    child.kill("SIGTERM");
  });
}
