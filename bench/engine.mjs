// The SNMP part of workload W1 alone: what a poll of a device costs our engine, net-snmp and Debian's
// prometheus-snmp-exporter, all of the same farm for the same values; and v3 against v2c. The contenders take turns, so
// that a busy machine slows them alike: a ratio is the median of the ratios of the rounds.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startWorker } from "./children.mjs";
import { startExporter } from "./engine/exporter.mjs";
import { startFarm, switchRecording } from "./farm.mjs";
import { machine, median, rounded, table } from "./figures.mjs";
import { W1, wishOfW1 } from "./w1.mjs";

const PORT = 16_171;
const EXPORTER_PORT = 16_172;
const REPLY_BYTES = [1_472, 60_000];
/** The exporter's default; net-snmp's is 20, which on 20 rows needs a request more for each column. */
const MAX_REPETITIONS = 25;
/** Labels are read again every ten minutes, at an interval of one. */
const LABELS_EVERY = 10;
const USER = {
  name: "bench",
  auth: { protocol: "SHA256", password: "authentication" },
  priv: { protocol: "AES", password: "privacy and more" },
};
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

export async function run(args) {
  const { values } = parseArgs({
    args,
    options: {
      devices: { type: "string", default: "100" },
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "1" },
      "at-once": { type: "string", default: "32" },
    },
  });
  const wish = await wishOfW1();
  const settings = {
    count: Number(values.devices),
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    atOnce: Number(values["at-once"]),
    maxRepetitions: MAX_REPETITIONS,
    wish: { ...wish, metrics: [...wish.metrics] },
  };
  const folder = mkdtempSync(join(tmpdir(), "snmpgate-bench-"));
  try {
    const runs = [];
    for (const maxReplyBytes of REPLY_BYTES) runs.push(await compare(settings, maxReplyBytes, folder));
    return {
      bench: "engine",
      workload: {
        name: `${W1.name}, the SNMP part`,
        devices: settings.count,
        atOnce: settings.atOnce,
        instances: wish.instances.length,
        columns: wish.columns.length,
      },
      rounds: settings.rounds,
      ...machine(),
      runs,
      v3: await compareV3(settings),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(settings, maxReplyBytes, folder) {
  const farm = await startFarm({ count: settings.count, port: PORT, maxReplyBytes });
  const targets = Array.from({ length: settings.count }, (_, i) => ({
    address: farm.addressOf(i),
    port: PORT,
  }));
  const job = { ...settings, targets };
  const contenders = {};
  try {
    contenders.ours = await startContender("ours", job);
    contenders.oursLabelsCached = await startContender("ours", { ...job, labelsEvery: LABELS_EVERY });
    contenders.netSnmp = await startContender("net-snmp", job);
    contenders.snmpExporter = await startExporter({ ...job, port: EXPORTER_PORT, folder });
    const windows = await inTurns(contenders, settings, farm.totals);
    const result = {
      maxReplyBytes,
      farm: farm.name,
      contenders: summaries(windows),
      ratios: ratios(windows, "ours"),
    };
    process.stderr.write(`\nreplies of ${maxReplyBytes} bytes at most\n${shown(result.contenders)}`);
    return result;
  } finally {
    for (const contender of Object.values(contenders)) await contender?.stop();
    await farm.stop();
  }
}

/** v2c and v3 authPriv (SHA-256, AES-128) of the same agents: ours alone. */
async function compareV3(settings) {
  const { count } = settings;
  const agents = await startWorker(here("engine/v3-agents.mjs"), {
    count,
    recording: switchRecording(),
    user: USER,
    maxReplyBytes: REPLY_BYTES[0],
  });
  const job = { ...settings, targets: agents.answer.endpoints };
  const contenders = {};
  try {
    contenders.v2c = await startContender("ours", job);
    contenders.v3 = await startContender("ours", { ...job, user: USER });
    const windows = await inTurns(contenders, settings, () => agents.tell({}));
    const result = {
      agents: "snmpgate simulator",
      maxReplyBytes: REPLY_BYTES[0],
      level: `authPriv ${USER.auth.protocol} ${USER.priv.protocol}`,
      contenders: summaries(windows),
      ratios: ratios(windows, "v2c"),
    };
    process.stderr.write(`\nour engine, v2c and v3 ${result.level}\n${shown(result.contenders)}`);
    return result;
  } finally {
    for (const contender of Object.values(contenders)) await contender.stop();
    await agents.stop();
  }
}

async function startContender(name, job) {
  const worker = await startWorker(here("engine/contender.mjs"), job, { args: [`./${name}.mjs`] });
  return { window: (seconds) => worker.tell({ seconds }), stop: worker.stop };
}

/** @returns windows by contender; undefined for one that is not installed. The first round warms up. */
async function inTurns(contenders, { rounds, seconds }, totals) {
  const names = Object.keys(contenders);
  const windows = Object.fromEntries(names.map((name) => [name, contenders[name] && []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names.filter((known) => contenders[known] !== undefined)) {
      process.stderr.write(`engine: round ${round} of ${rounds}, ${name} …\n`);
      const before = await totals();
      const window = await contenders[name].window(seconds);
      const after = await totals();
      if (round > 0) windows[name].push({ ...window, ...difference(before, after) });
    }
  }
  return windows;
}

/** What the agents answered meanwhile; nothing when they do not tell. */
function difference(before, after) {
  if (before === undefined || after === undefined) return {};
  return { pdus: after.pdus - before.pdus, varbinds: after.varbinds - before.varbinds };
}

function summaries(windows) {
  return Object.fromEntries(
    Object.entries(windows).map(([name, list]) => [
      name,
      list === undefined ? "not installed" : summary(list),
    ]),
  );
}

/** Costs with their smallest and middle round; counts of all rounds together. */
function summary(list) {
  const each = (of) => ({ min: rounded(Math.min(...list.map(of))), median: rounded(median(list.map(of))) });
  const total = (key) => list.reduce((sum, window) => sum + window[key], 0);
  const perPoll = (key) => rounded(total(key) / total("polls"));
  const known = list.every(({ pdus }) => pdus > 0);
  return {
    polls: total("polls"),
    cpuMsPerDevicePoll: each(({ cpuMs, polls }) => cpuMs / polls),
    ...(known && {
      cpuMicrosecondsPerPdu: each(({ cpuMs, pdus }) => (cpuMs * 1_000) / pdus),
      cpuMicrosecondsPerVarbind: each(({ cpuMs, varbinds }) => (cpuMs * 1_000) / varbinds),
      pdusPerDevicePoll: perPoll("pdus"),
      varbindsPerDevicePoll: perPoll("varbinds"),
    }),
    valuesPerDevicePoll: perPoll("values"),
    ...(list[0].systemMs !== undefined && { systemCpuRatio: rounded(total("systemMs") / total("cpuMs")) }),
    devicesPerSecond: Math.round(median(list.map(({ polls, wallMs }) => (polls * 1_000) / wallMs))),
    rssBytes: list.at(-1).rssBytes,
  };
}

/** How many times the CPU of `base` a device poll costs the others. */
function ratios(windows, base) {
  const cost = ({ cpuMs, polls }) => cpuMs / polls;
  const others = Object.entries(windows).filter(([name, list]) => name !== base && list !== undefined);
  return Object.fromEntries(
    others.map(([name, list]) => [
      name,
      rounded(median(list.map((own, i) => cost(own) / cost(windows[base][i])))),
    ]),
  );
}

function shown(contenders) {
  const head = [
    "",
    "ms CPU a poll",
    "(min)",
    "µs a PDU",
    "µs a varbind",
    "PDUs",
    "varbinds",
    "values",
    "polls/s",
  ];
  const rows = Object.entries(contenders).map(([name, figures]) => {
    if (typeof figures === "string") return [name, figures];
    const {
      cpuMsPerDevicePoll: cpu,
      cpuMicrosecondsPerPdu: pdu,
      cpuMicrosecondsPerVarbind: varbind,
    } = figures;
    const { pdusPerDevicePoll, varbindsPerDevicePoll, valuesPerDevicePoll, devicesPerSecond } = figures;
    const counts = [pdusPerDevicePoll, varbindsPerDevicePoll, valuesPerDevicePoll, devicesPerSecond];
    return [name, cpu.median, cpu.min, pdu?.median, varbind?.median, ...counts];
  });
  return table([head, ...rows]);
}
