// One contender of the engine bench in a process of its own: node contender.mjs MODULE, then messages: the job, and
// for each `{ seconds }` a window of polling, answered with what it cost. A contender module exports
// `open(job): Promise<{ poll(i): Promise<number of values>, sessions }>`.
import process from "node:process";
import { passes } from "./passes.mjs";

const { open } = await import(process.argv[2]);
let subject;
let job;

process.on("message", (message) => {
  void answer(message).then((result) => process.send(result));
});
process.on("SIGTERM", () => process.exit(0));

async function answer(message) {
  if (subject !== undefined) return window(message.seconds);
  job = message;
  subject = await open(job);
  return { pid: process.pid };
}

async function window(seconds) {
  const before = process.cpuUsage();
  const done = await passes(seconds, { ...job, poll: subject.poll });
  const { user, system } = process.cpuUsage(before);
  return {
    ...done,
    cpuMs: (user + system) / 1_000,
    systemMs: system / 1_000,
    rssBytes: process.memoryUsage.rss(),
  };
}
