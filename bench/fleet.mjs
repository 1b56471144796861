// Workload W1 to delivered lines through the real service at an interval of a minute: farm, service and stub endpoint
// are processes on one machine. Measured after every device has been polled once.
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startWorker } from "./children.mjs";
import { startEndpoint } from "./endpoint.mjs";
import { startFarm } from "./farm.mjs";
import { machine, median, rounded, table } from "./figures.mjs";
import { udpCounters } from "./proc.mjs";
import { activationOf, W1 } from "./w1.mjs";

const PORT = 16_181;
const DEAD_PORT = 16_182;
const MAX_REPLY_BYTES = 1_472;
/** A configuration holds no more (spec 6 §4). */
const DEVICES_PER_CONFIGURATION = 20_000;
const USAGE =
  "fleet [DEVICES…] [--minutes 2] [--interval 60] [--dead PERCENT] [--loss PERMILLE] [--store] [--profile FILE]";
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

export async function run(args) {
  const options = optionsOf(args);
  const runs = [];
  for (const devices of options.sizes) {
    const base = await measure({ ...options, devices });
    runs.push(base);
    for (const trouble of options.troubles) {
      const troubled = await measure({ ...options, ...trouble, devices });
      runs.push({ ...troubled, changeOfTheOthers: change(base, troubled) });
    }
  }
  process.stderr.write(`\n${shown(runs)}`);
  return {
    bench: "fleet",
    workload: W1.name,
    ...machine(),
    runs,
  };
}

function optionsOf(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      minutes: { type: "string", default: "2" },
      interval: { type: "string", default: String(W1.intervalMs / 1_000) },
      dead: { type: "string", default: "0" },
      loss: { type: "string", default: "0" },
      store: { type: "boolean", default: false },
      profile: { type: "string" },
    },
  });
  const numbers = [...positionals, values.minutes, values.interval, values.dead, values.loss].map(Number);
  if (!numbers.every((n) => n >= 0)) throw new Error(`usage: npm run bench -- ${USAGE}`);
  const [dead, loss] = [Number(values.dead), Number(values.loss)];
  return {
    sizes: positionals.length > 0 ? positionals.map(Number) : [5_000, 50_000],
    minutes: Number(values.minutes),
    intervalMs: Number(values.interval) * 1_000,
    profile: values.profile,
    store: values.store,
    troubles: [
      ...(dead > 0 ? [{ deadPercent: dead, deadKind: "silent" }] : []),
      ...(dead > 0 ? [{ deadPercent: dead, deadKind: "refusing" }] : []),
      ...(loss > 0 ? [{ lossPerMille: loss }] : []),
    ],
  };
}

/** One fleet from start to stop. */
async function measure(options) {
  const {
    devices,
    minutes,
    intervalMs,
    deadPercent = 0,
    deadKind,
    lossPerMille = 0,
    profile,
    store,
  } = options;
  const name = `${devices} devices${deadPercent > 0 ? `, ${deadPercent} % ${deadKind}` : ""}${lossPerMille > 0 ? `, ${lossPerMille} ‰ lost` : ""}`;
  const say = (text) => process.stderr.write(`fleet: ${name}: ${text}\n`);
  const folder = mkdtempSync(join(tmpdir(), "snmpgate-bench-"));
  const farm = await startFarm({ count: devices, port: PORT, maxReplyBytes: MAX_REPLY_BYTES, lossPerMille });
  const endpoint = await startEndpoint();
  const silent = deadKind === "silent" ? await silentSocket() : undefined;
  let service;
  try {
    const config = writeConfig(folder, {
      farm,
      devices,
      deadPercent,
      intervalMs,
      store,
      url: endpoint.url,
    });
    say("starting …");
    const job = { config, livePort: PORT, intervalMs, profile, store };
    service = await startWorker(here("fleet/service.mjs"), job);
    say("until every device was polled …");
    const warm = await service.tell({ do: "warm" });
    say(`measuring ${minutes} min …`);
    const before = { farm: await farm.totals(), endpointMs: endpoint.cpuMs(), udp: udpCounters() };
    const measured = await service.tell({ do: "measure", minutes });
    const after = { farm: await farm.totals(), endpointMs: endpoint.cpuMs(), udp: udpCounters() };
    say("stopping …");
    const end = await service.tell({ do: "stop" });
    const received = await endpoint.stop();
    return {
      devices,
      deadPercent,
      deadKind,
      lossPerMille,
      ...report({ devices, intervalMs, started: service.answer, warm, measured, before, after }),
      linesProduced: end.linesProduced,
      linesLost: end.linesProduced - received.lines,
      store: end.store,
      sinks: end.sinks,
      profiled: profile !== undefined,
    };
  } finally {
    silent?.close();
    await service?.stop();
    await endpoint.stop();
    await farm.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Activation files of so many devices as one may hold, and the service file that names them. */
function writeConfig(folder, { farm, devices, deadPercent, intervalMs, store, url }) {
  const endpoints = Array.from({ length: devices }, (_, i) => ({
    address: farm.addressOf(i),
    port: i % 100 < deadPercent ? DEAD_PORT : farm.port,
  }));
  const paths = [];
  for (let from = 0; from < devices; from += DEVICES_PER_CONFIGURATION) {
    const path = join(folder, `devices-${paths.length + 1}.json`);
    writeFileSync(
      path,
      JSON.stringify([activationOf(endpoints.slice(from, from + DEVICES_PER_CONFIGURATION))]),
    );
    paths.push(path);
  }
  const config = join(folder, "snmpgate.yaml");
  const service = {
    extensions: [W1.manifest],
    monitoringConfigurations: paths,
    dataDir: join(folder, "data"),
    // Figures of delivery alone stay comparable; what remembering costs is measured with --store.
    store,
    logLevel: "error",
    intervalMs,
    sinks: [
      { type: "dynatrace", name: "stub", url, token: { env: "BENCH_TOKEN" }, maxQueueLines: 10_000_000 },
    ],
  };
  writeFileSync(config, JSON.stringify(service)); // JSON is YAML
  return config;
}

/** Takes what comes and says nothing, on every address of this host; a port without it refuses by ICMP. */
function silentSocket() {
  const socket = createSocket("udp4");
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(DEAD_PORT, "0.0.0.0", () => resolve(socket));
  });
}

function report({ devices, intervalMs, started, warm, measured, before, after }) {
  const { polls, seconds, cpuMs, systemMs, rssBytes, threads } = measured;
  const perPoll = (amount) => rounded(amount / polls);
  const farm =
    after.farm === undefined ? undefined : farmShare(before.farm, after.farm, { perPoll, seconds });
  const rss = median(rssBytes);
  return {
    secondsToStart: rounded(started.loadMs / 1_000),
    secondsUntilAllWerePolled: rounded((warm.allPolledMs ?? warm.warmMs) / 1_000),
    secondsUntilCaughtUp: rounded(warm.warmMs / 1_000),
    devicesNeverPolled: warm.waiting,
    seconds: rounded(seconds),
    polls,
    devicesPerMinute: Math.round((polls * 60) / seconds),
    devicesPerMinutePlanned: Math.round(
      (Object.values(measured.codes).reduce((a, b) => a + b, 0) * 60_000) / intervalMs,
    ),
    ticksSkipped: measured.skipped,
    latenessMs: roundedAll(measured.latenessMs),
    pollDurationMs: roundedAll(measured.pollDurationMs),
    eventLoopDelayMs: roundedAll(measured.eventLoopDelayMs),
    cpuMsPerDevicePoll: perPoll(cpuMs),
    kernelCpuMsPerDevicePoll: perPoll(systemMs),
    threads: threads
      .map(({ name, cpuMs: own }) => ({
        name,
        cpuMsPerDevicePoll: perPoll(own),
        busyRatio: rounded(own / seconds / 1_000),
      }))
      .filter(({ busyRatio }, i) => i === 0 || busyRatio > 0.005),
    requestsPerDevicePoll: farm?.requestsPerDevicePoll,
    linesPerDevicePoll: perPoll(measured.lines),
    idleRssBytes: started.idleRssBytes,
    rssBytes: rss,
    rssBytesPerDevice: Math.round((rss - started.idleRssBytes) / devices),
    heapUsedBytes: measured.memory.heapUsed,
    codes: measured.codes,
    farm,
    endpoint: { cpuRatio: rounded((after.endpointMs - before.endpointMs) / seconds / 1_000) },
    udp: {
      receiveBufferErrors: after.udp.receiveBufferErrors - before.udp.receiveBufferErrors,
      noPorts: after.udp.noPorts - before.udp.noPorts,
    },
  };
}

function farmShare(before, after, { perPoll, seconds }) {
  const pdus = after.pdus - before.pdus;
  const bytes = after.bytes - before.bytes;
  return {
    requestsPerDevicePoll: perPoll(pdus),
    varbindsPerDevicePoll: perPoll(after.varbinds - before.varbinds),
    replyFillRatio: rounded(bytes / pdus / MAX_REPLY_BYTES),
    cpuRatio: rounded((after.cpuMs - before.cpuMs) / seconds / 1_000),
  };
}

function roundedAll(object) {
  return object && Object.fromEntries(Object.entries(object).map(([key, value]) => [key, rounded(value)]));
}

/** What trouble elsewhere costs the devices that are well, as a share of what they had without it. */
function change(base, troubled) {
  const of = (key, at) => rounded(troubled[key][at] / base[key][at] - 1);
  const both = (key) => ({ p50Ratio: of(key, "p50"), p99Ratio: of(key, "p99") });
  return { latenessMs: both("latenessMs"), pollDurationMs: both("pollDurationMs") };
}

function shown(runs) {
  const head = [
    "devices",
    "a minute",
    "late p50/p99/max ms",
    "poll p50/p99 ms",
    "skipped",
    "CPU ms",
    "requests",
    "kB a device",
  ];
  const rows = runs.map((own) => {
    const trouble =
      own.deadPercent > 0
        ? ` ${own.deadPercent}% ${own.deadKind}`
        : own.lossPerMille > 0
          ? ` ${own.lossPerMille}‰`
          : "";
    const { latenessMs: late, pollDurationMs: poll } = own;
    return [
      `${own.devices}${trouble}`,
      own.devicesPerMinute,
      `${late?.p50}/${late?.p99}/${late?.max}`,
      `${poll?.p50}/${poll?.p99}`,
      own.ticksSkipped,
      own.cpuMsPerDevicePoll,
      own.requestsPerDevicePoll,
      rounded(own.rssBytesPerDevice / 1_000),
      own.linesLost,
    ];
  });
  return table([[...head, "lines lost"], ...rows]);
}
