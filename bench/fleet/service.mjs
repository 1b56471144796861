// The service of the fleet bench in a process of its own, so that its CPU and memory are its own. The first message is
// the job `{ config, livePort, intervalMs, profile }`; then `{ do: "warm" }`, `{ do: "measure", minutes }`,
// `{ do: "stop" }`, each answered when done.
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { createService } from "../../dist/app/index.js";
import { systemClock, systemRandom, tuneHeap } from "../../dist/base/index.js";
import { threads } from "../proc.mjs";
import { punctuality } from "./punctuality.mjs";

/** Sampling more often would measure the sampling. */
const LOOK_EVERY_MS = 5_000;
const RSS_EVERY_MS = 1_000;
const WARM_WITHIN_INTERVALS = 8;
/** Of the polls since the last look, the latest one. */
const CAUGHT_UP_MS = 1_000;
const LOOP_RESOLUTION_MS = 10;

let job;
let service;
let storeFigures;
const steps = { warm, measure, stop };

process.on("message", (message) => {
  const step = service === undefined ? start(message) : steps[message.do](message);
  void step.then((answer) => process.send(answer));
});
process.on("SIGTERM", () => process.exit(0));

async function start(message) {
  tuneHeap(); // as the program does
  job = message;
  const idleRssBytes = process.memoryUsage.rss();
  const startMs = performance.now();
  const host = {
    clock: systemClock,
    random: systemRandom,
    env: { BENCH_TOKEN: "bench" },
    stdout: process.stdout,
  };
  const created = await createService(job.config, host);
  service = created.service;
  storeFigures = created.storeFigures;
  service.start();
  return { idleRssBytes, loadMs: performance.now() - startMs };
}

/**
 * Until every device that lives has been polled, and polls that waited for their turn meanwhile have had it.
 */
async function warm() {
  const startMs = performance.now();
  const untilMs = startMs + WARM_WITHIN_INTERVALS * job.intervalMs;
  const lookMs = Math.min(LOOK_EVERY_MS, job.intervalMs / 2);
  let allPolledMs;
  for (;;) {
    const lookedAtMs = Date.now();
    await sleep(lookMs);
    const devices = live();
    // With the store on, two polls bring what it sees for the first time: gauges, then the increase of counters.
    const waiting = devices.filter(({ polls }) => polls < (job.store ? 2 : 1)).length;
    if (waiting === 0) allPolledMs ??= performance.now() - startMs;
    const latest = devices.filter(({ lastPollAtMs }) => lastPollAtMs > lookedAtMs);
    const lateMs = punctuality(latest, job.intervalMs).latenessMs?.max ?? 0;
    if ((waiting === 0 && lateMs < CAUGHT_UP_MS) || performance.now() > untilMs) {
      return { allPolledMs, warmMs: performance.now() - startMs, waiting };
    }
  }
}

async function measure({ minutes }) {
  const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  const before = snapshot();
  const profiler = job.profile === undefined ? undefined : await startProfiler();
  const rss = [];
  const sampler = setInterval(() => rss.push(process.memoryUsage.rss()), RSS_EVERY_MS);
  loop.enable();
  await sleep(minutes * 60_000);
  loop.disable();
  clearInterval(sampler);
  if (profiler !== undefined) await stopProfiler(profiler);
  const after = snapshot();
  const delay = (percentile) => Math.max(0, loop.percentile(percentile) / 1e6 - LOOP_RESOLUTION_MS);
  return {
    seconds: (after.atMs - before.atMs) / 1_000,
    cpuMs: after.cpuMs - before.cpuMs,
    systemMs: after.systemMs - before.systemMs,
    threads: threadsBetween(before.threads, after.threads),
    polls: after.polls - before.polls,
    skipped: after.skipped - before.skipped,
    lines: after.lines - before.lines,
    rssBytes: rss,
    memory: process.memoryUsage(),
    eventLoopDelayMs: {
      p50: delay(50),
      p99: delay(99),
      max: Math.max(0, loop.max / 1e6 - LOOP_RESOLUTION_MS),
    },
    ...punctuality(live(), job.intervalMs),
    codes: counted(live().map(({ verdict }) => verdict.code)),
  };
}

async function stop() {
  const store = storeFigures();
  await service.stop();
  const linesProduced = service.devices().reduce((sum, { linesTotal }) => sum + linesTotal, 0);
  return { linesProduced, sinks: service.sinks(), store };
}

/** The devices that answer; the others have the port where nobody does. */
function live() {
  const suffix = `:${job.livePort}`;
  return service.devices().filter(({ id }) => id.endsWith(suffix));
}

function snapshot() {
  const sums = { polls: 0, skipped: 0, lines: 0 };
  for (const { polls, skipped, linesTotal } of live()) {
    sums.polls += polls;
    sums.skipped += skipped;
    sums.lines += linesTotal;
  }
  const { user, system } = process.cpuUsage();
  const cpu = { cpuMs: (user + system) / 1_000, systemMs: system / 1_000 };
  return { ...sums, ...cpu, threads: threads(), atMs: performance.now() };
}

/** CPU of each thread in the meantime; the first is the main thread. */
function threadsBetween(before, after) {
  return [...after]
    .map(([id, { name, cpuMs }]) => ({ id, name, cpuMs: cpuMs - (before.get(id)?.cpuMs ?? 0) }))
    .filter(({ id, cpuMs }) => cpuMs > 0 || id === String(process.pid));
}

function counted(list) {
  const counts = {};
  for (const item of list) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
}

/** Of the main thread. Worker threads: node --cpu-prof writes a profile for each. */
async function startProfiler() {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 500 });
  await session.post("Profiler.start");
  return session;
}

async function stopProfiler(session) {
  const { profile } = await session.post("Profiler.stop");
  writeFileSync(job.profile, JSON.stringify(profile));
  session.disconnect();
}
