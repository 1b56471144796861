// One poller process of a benchmark: polls a job's devices some rounds, delivers the lines, prints what it cost.
import { createNameService, openSnmp, pollOnce, prepareAdHoc } from "../dist/app/index.js";
import { Secret, silentLogger, systemClock, systemRandom } from "../dist/base/index.js";
import { createDynatraceSink, createMemoryDelivery } from "../dist/ingest/index.js";

const job = JSON.parse(process.argv[2]);
const nothing = {
  devices: [],
  advanced: {},
  featureSets: undefined,
  vars: {},
  mibDirs: [],
  intervalMs: undefined,
};
const { ready, findings } = await prepareAdHoc({ ...nothing, manifest: job.manifest, config: job.config });
if (ready === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));

const clients = [];
const open = openSnmp(systemClock);
const sink = createDynatraceSink({
  name: "stub",
  ingestUrl: job.ingestUrl,
  token: new Secret("bench"),
  timeoutMs: 10_000,
  clock: systemClock,
});
const queue = { maxLines: 10_000_000, maxBytes: 4_000_000_000 };
const delivery = createMemoryDelivery({
  sink,
  clock: systemClock,
  random: systemRandom,
  logger: silentLogger,
  queue,
});

const idleRss = process.memoryUsage.rss();
let lines = 0;
let warm;
const report = await pollOnce({
  prepared: ready,
  // The first round warms up: sockets are opened, code is compiled, counters have no baseline.
  polls: job.rounds + 1,
  intervalMs: 0,
  clock: systemClock,
  logger: silentLogger,
  names: createNameService(systemClock),
  labelRefreshMs: 600_000,
  open: (target) => {
    const client = open(target);
    clients.push(client);
    return client;
  },
  onRound: (number, outcomes) => {
    for (const outcome of outcomes) {
      lines += outcome.batch.lines;
      delivery.enqueue(outcome.batch);
    }
    if (number === 1) warm = snapshot();
  },
});
await delivery.drain(60_000);
const end = snapshot();
await delivery.stop();

const devices = report.devices.length;
const polls = devices * job.rounds;
const seconds = (end.atMs - warm.atMs) / 1_000;
const cpuMs = (end.cpu.user + end.cpu.system - warm.cpu.user - warm.cpu.system) / 1_000;
const of = (key) => end.totals[key] - warm.totals[key];
process.stdout.write(
  JSON.stringify({
    rounds: job.rounds,
    devicesOk: report.devices.filter(({ verdict }) => verdict.code === "OK").length,
    devicesPerSecond: round(polls / seconds),
    cpuMsPerDevicePoll: round(cpuMs / polls),
    requestsPerDevicePoll: round(of("requests") / polls),
    varbindsPerDevicePoll: round(of("varbinds") / polls),
    varbindsPerSecond: round(of("varbinds") / seconds),
    linesPerDevicePoll: round((end.lines - warm.lines) / polls),
    linesPerSecond: round((end.lines - warm.lines) / seconds),
    linesProduced: lines,
    linesDelivered: delivery.stats().delivered,
    retries: of("retries"),
    rssBytesPerDevice: Math.round((process.memoryUsage.rss() - idleRss) / devices),
  }),
);

function snapshot() {
  const totals = { requests: 0, varbinds: 0, retries: 0 };
  for (const client of clients) {
    const stats = client.stats();
    for (const key of Object.keys(totals)) totals[key] += stats[key];
  }
  return { atMs: performance.now(), cpu: process.cpuUsage(), totals, lines };
}

function round(n) {
  return Math.round(n * 1_000) / 1_000;
}
