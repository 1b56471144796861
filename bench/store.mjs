// The metric store on a real disk, as it stands beside polling: a million series (ports of W1, 8 metrics each) through
// `append`, minute by minute on a clock that the bench moves, the store's own second sixty times a minute; then flush,
// queries of one interface over 24 hours, and opening after kill -9 of another process. CPU is that of the whole
// process, LevelDB's thread and the kernel's part included.
// Options: --ports N (125000), --minutes N (3), --filled N (ports that get 24 h, 500), --dir PATH (the host's temp
// folder), --quick (a twentieth of it all).
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { silentLogger } from "../dist/base/index.js";
import { KEY_AREAS, openKeyValue } from "../dist/store/index.js";
import { machine, quantile, rounded, table } from "./figures.mjs";
import {
  devicesOf,
  METRICS,
  MINUTE_MS,
  MovedClock,
  openStore,
  PORTS_PER_DEVICE,
  renewed,
} from "./store/lines.mjs";

const DAY_MINUTES = 1_440;
const SECONDS = 60;
/** A day in simulated time would take as many writes as it has seconds. */
const SLICES_OF_FILLED_DAY = 4;
const QUERIES = 300;
/** Minutes that the killed process had: more than the log goes back. */
const KILLED_AFTER_MINUTES = 2;
const LIMIT = { samplesPerSecond: 130_000, queryMs: 20, openMs: 5_000 };
const KILLED = fileURLToPath(new URL("store/killed.mjs", import.meta.url));
const USAGE = "store [--ports 125000] [--minutes 3] [--filled 500] [--dir PATH] [--quick]";

export async function run(args) {
  const options = optionsOf(args);
  const folder = await mkdtemp(join(options.dir, "snmpgate-bench-store-"));
  try {
    const kept = await measuredInProcess(options, folder);
    progress("open after kill -9 …");
    const open = await openedAfterKill(join(folder, "killed"), options.ports);
    const report = reportOf({ ...kept, open });
    process.stderr.write(`\n${shown(report)}`);
    return report;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: {
      ports: { type: "string", default: "125000" },
      minutes: { type: "string", default: "3" },
      filled: { type: "string", default: "500" },
      dir: { type: "string", default: tmpdir() },
      quick: { type: "boolean", default: false },
    },
  });
  const scale = values.quick ? 20 : 1;
  const numberOf = (text) => Math.ceil(Number(text) / scale);
  const [ports, filled, minutes] = [numberOf(values.ports), numberOf(values.filled), Number(values.minutes)];
  if (!(ports >= 1 && filled >= 1 && minutes >= 1)) throw new Error(`usage: npm run bench -- ${USAGE}`);
  return { ports, filled: Math.min(filled, ports), minutes, dir: values.dir };
}

async function measuredInProcess({ ports, minutes, filled }, folder) {
  const clock = new MovedClock();
  const devices = devicesOf(ports);
  const rssBefore = process.memoryUsage().rss;
  const { kv } = await openKeyValue(join(folder, "store"), { logger: silentLogger });
  const store = await openStore(kv, clock);
  progress(`${devices.length * PORTS_PER_DEVICE * METRICS} new series …`);
  const first = await appended(store, clock, devices, { minutes: 1, slices: SECONDS });
  progress(`${minutes} minutes of known series …`);
  const known = await appended(store, clock, devices, { minutes, slices: SECONDS });
  const { series } = store.stats();
  const rssPerSeries = (process.memoryUsage().rss - rssBefore) / series;
  progress("flush …");
  const flushFromMs = performance.now();
  await store.flush();
  const flushMs = performance.now() - flushFromMs;
  const own = devices.slice(0, Math.ceil(filled / PORTS_PER_DEVICE));
  progress(`24 hours of ${own.length * PORTS_PER_DEVICE} ports …`);
  const [samplesBefore, bytesBefore] = [store.stats().samples, await chunkBytes(kv)];
  await appended(store, clock, own, { minutes: DAY_MINUTES, slices: SLICES_OF_FILLED_DAY });
  await store.flush();
  const samples = store.stats().samples - samplesBefore;
  const bytesPerSample = ((await chunkBytes(kv)) - bytesBefore) / samples;
  progress(`${QUERIES} queries …`);
  const query = await queried(store, clock, own.length);
  await store.close();
  await kv.close();
  return { series, first, known, rssPerSeries, flushMs, bytesPerSample, query };
}

/** Appends so many minutes; a store that falls behind with its seconds holds the bench up. */
async function appended(store, clock, devices, { minutes, slices }) {
  const figures = { samples: 0, renewMs: 0, appendMs: 0, longestAppendMs: 0 };
  const renewCpuMs = renewCpuMsOf(devices);
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  for (let slice = 0; slice < minutes * slices; slice++) {
    await clock.asleep();
    clock.move(MINUTE_MS / slices);
    for (let n = slice % slices; n < devices.length; n += slices) {
      appendOne(store, devices[n], clock.wallMs(), figures);
      if (n % 8 === 0) await nextTurn();
    }
    await nextTurn();
  }
  const { samples, renewMs, appendMs, longestAppendMs } = figures;
  const coreAtLimit = ((cpuMsSince(cpuBefore) / samples - renewCpuMs) * LIMIT.samplesPerSecond) / 1_000;
  return {
    // What one core does; and what came of it here, with the disk's answer awaited sixty times a minute.
    samplesPerSecond: LIMIT.samplesPerSecond / coreAtLimit,
    samplesPerSecondAwaited: samples / ((performance.now() - startedAtMs - renewMs) / 1_000),
    coreAtLimit,
    appendNanos: (appendMs / samples) * 1e6,
    longestAppendMs,
  };
}

function cpuMsSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** What the bench itself takes for a line. Its CPU, for the time of a loop on a busy machine is longer. */
function renewCpuMsOf(devices) {
  const before = process.cpuUsage();
  let lines = 0;
  for (let n = 0; lines < 200_000; n++)
    lines += renewed(devices[n % devices.length], 1_700_000_000_000).lines;
  return cpuMsSince(before) / lines;
}

function appendOne(store, device, atMs, figures) {
  const renewFromMs = performance.now();
  const batch = renewed(device, atMs);
  const fromMs = performance.now();
  store.append(batch);
  const ms = performance.now() - fromMs;
  figures.renewMs += fromMs - renewFromMs;
  figures.appendMs += ms;
  figures.longestAppendMs = Math.max(figures.longestAppendMs, ms);
  figures.samples += batch.lines;
}

/** Keys and values of the chunks as they are given to LevelDB, which makes keys shorter and compresses blocks. */
async function chunkBytes(kv) {
  let bytes = 0;
  const range = { from: Uint8Array.of(KEY_AREAS.chunks), below: Uint8Array.of(KEY_AREAS.chunks + 1) };
  for await (const page of kv.pages(range))
    for (const [key, value] of page) bytes += key.length + value.length;
  return bytes;
}

/** One interface over 24 hours: 8 metrics, each found by its dimensions and read in slots of a minute. */
async function queried(store, clock, devices) {
  const metrics = [...store.metrics()];
  const grid = { startMs: clock.wallMs() - DAY_MINUTES * MINUTE_MS, stepMs: MINUTE_MS, slots: DAY_MINUTES };
  const [all, reading] = [[], []];
  let points = 0;
  for (let n = 0; n < QUERIES; n++) {
    const [name, index] = [`switch-${n % devices}.example.net`, String(10_101 + (n % PORTS_PER_DEVICE))];
    const conditions = [
      { dimension: "device.name", test: (value) => value === name },
      { dimension: "if.idx", test: (value) => value === index },
    ];
    const fromMs = performance.now();
    const tuples = [];
    for (const metric of metrics)
      for await (const tuple of store.tuples(metric, conditions)) tuples.push(tuple);
    const foundAtMs = performance.now();
    await store.read(tuples, grid, ({ count }) => {
      points += count.filter((samples) => samples > 0).length;
    });
    reading.push(performance.now() - foundAtMs);
    all.push(performance.now() - fromMs);
  }
  return {
    pointsPerQuery: points / QUERIES,
    p50Ms: rounded(quantile(all, 0.5)),
    p99Ms: rounded(quantile(all, 0.99)),
    readP50Ms: rounded(quantile(reading, 0.5)),
    readP99Ms: rounded(quantile(reading, 0.99)),
  };
}

async function openedAfterKill(folder, ports) {
  const child = fork(KILLED, [folder, String(ports), String(KILLED_AFTER_MINUTES)]);
  await once(child, "message");
  child.kill("SIGKILL");
  await once(child, "exit");
  const fromMs = performance.now();
  const { kv, state } = await openKeyValue(folder, { logger: silentLogger });
  const kvMs = performance.now() - fromMs;
  const store = await openStore(kv, new MovedClock());
  const ms = performance.now() - fromMs;
  const { series } = store.stats();
  await store.close();
  await kv.close();
  return { ms: rounded(ms), levelDbMs: rounded(kvMs), state, series };
}

function reportOf({ series, first, known, rssPerSeries, flushMs, bytesPerSample, query, open }) {
  const shownOf = (own) =>
    Object.fromEntries(Object.entries(own).map(([name, value]) => [name, rounded(value)]));
  return {
    bench: "store",
    ...machine(),
    series,
    limit: LIMIT,
    newSeries: shownOf(first),
    append: { ...shownOf(known), ratioToLimit: rounded(known.samplesPerSecond / LIMIT.samplesPerSecond) },
    rssBytesPerSeries: rounded(rssPerSeries),
    bytesPerSampleOnDisk: rounded(bytesPerSample),
    flushMs: rounded(flushMs),
    query24h: { ...query, ratioToLimit: rounded(query.p99Ms / LIMIT.queryMs) },
    openAfterKill: { ...open, ratioToLimit: rounded(open.ms / LIMIT.openMs) },
  };
}

function shown({
  series,
  append,
  newSeries,
  rssBytesPerSeries,
  bytesPerSampleOnDisk,
  query24h,
  openAfterKill,
}) {
  return table([
    [`${series} series`, "figure", "limit"],
    ["samples/s of a core", append.samplesPerSecond, LIMIT.samplesPerSecond],
    ["samples/s of new series", newSeries.samplesPerSecond, ""],
    ["cores at the limit", append.coreAtLimit, ""],
    ["octets of memory a series", rssBytesPerSeries, ""],
    ["octets on disk a sample", bytesPerSampleOnDisk, ""],
    ["24 h of an interface, p99 ms", query24h.p99Ms, LIMIT.queryMs],
    ["open after kill -9, ms", openAfterKill.ms, LIMIT.openMs],
  ]);
}

const progress = (text) => process.stderr.write(`store: ${text}\n`);
