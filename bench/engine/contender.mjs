// One contender of the engine bench in a process of its own: node contender.mjs MODULE, then messages: the job, and
// for each `{ seconds }` a window of polling, answered with what it cost. A contender module exports
// `open(job): Promise<{ poll(i): Promise<number of values>, sessions }>`.
import process from "node:process";

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

/** Polls all devices, so many at once, again and again until the time is over; whole passes only. */
async function window(seconds) {
  const { count, atOnce } = job;
  const before = process.cpuUsage();
  const startMs = performance.now();
  let polls = 0;
  let values = 0;
  do {
    let next = 0;
    const lane = async () => {
      while (next < count) {
        const got = await subject.poll(next++);
        values += got;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    polls += count;
  } while (performance.now() - startMs < seconds * 1_000);
  const wallMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(before);
  return {
    polls,
    values,
    wallMs,
    cpuMs: (user + system) / 1_000,
    systemMs: system / 1_000,
    rssBytes: process.memoryUsage.rss(),
  };
}
