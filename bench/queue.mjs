// The log on disk beside the pipeline: lines of workload W1 are appended, written, taken by two sinks that do nothing
// with them, and settled. In batches of one poll (48 kB, 165 lines), as one thread appends them, and of 1 MB, as polling
// threads send them. CPU is that of this process, all threads, and the kernel's for it: checksums, copies, writes, syncs.
// Options: --polls N (10000), --rounds N (5), --sync eachSecond|eachBatch|never, --dir PATH (the host's temp folder).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { silentLogger, systemClock } from "../dist/base/index.js";
import { keptBatch, LineWriter, logFiles, openSinkQueues } from "../dist/ingest/index.js";
import { samplesOfDevice } from "./deliver/samples.mjs";
import { machine, median, rounded, table } from "./figures.mjs";

/** So many different devices that no cache of the processor holds their lines. */
const DEVICES = 400;
/** Without these a poll is 48 kB long, as those of the farm are. */
const LEFT_OUT = new Set([
  "sys.contact",
  "sys.location",
  "if.mtu",
  "if.promiscuousmode",
  "if.type",
  "if.speed",
  "if.descr",
]);
const SINKS = ["one", "two"];
const BOUNDS = { maxLines: 1e9, maxBytes: 4e9 };
/** What sinks take at once (the metric ingest API's limit is 1 MB). */
const TAKEN = { lines: 20_000, bytes: 1_000_000 };
const THREAD_BATCH_BYTES = 1_000_000;
/** As long as more than this waits for the disk we do. */
const UNWRITTEN_BYTES_MAX = 4_000_000;
/** The pipeline's CPU for a poll of W1, from `bench poll` (docs/performance.md). */
const PIPELINE_MICROS_PER_POLL = 1_200;
const LIMIT_RATIO = 0.15;
const USAGE = "queue [--polls 10000] [--rounds 5] [--sync eachSecond] [--dir PATH]";

export async function run(args) {
  const options = optionsOf(args);
  const polls = Array.from({ length: DEVICES }, (_, n) => pollOf(n));
  const folder = await mkdtemp(join(options.dir, "snmpgate-bench-queue-"));
  try {
    const loads = {
      onePoll: { batches: polls, pollsPerBatch: 1 },
      threadBatch: joined(polls),
    };
    const runs = { onePoll: [], threadBatch: [] };
    for (let round = 0; round <= options.rounds; round++) {
      process.stderr.write(`queue: round ${round} of ${options.rounds} …\n`);
      for (const [name, load] of Object.entries(loads)) {
        const figures = await measured(load, options, folder);
        if (round > 0) runs[name].push(figures); // the first warms up
      }
    }
    const report = {
      bench: "queue",
      ...machine(),
      sinks: SINKS.length,
      sync: options.sync,
      linesPerPoll: polls[0].lines,
      bytesPerPoll: polls[0].bytes.length,
      polls: options.polls,
      rounds: options.rounds,
      limit: { cpuRatio: LIMIT_RATIO, pipelineMicrosPerPoll: PIPELINE_MICROS_PER_POLL },
      onePoll: medians(runs.onePoll),
      threadBatch: medians(runs.threadBatch),
    };
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
      polls: { type: "string", default: "10000" },
      rounds: { type: "string", default: "5" },
      sync: { type: "string", default: "eachSecond" },
      dir: { type: "string", default: tmpdir() },
    },
  });
  const [polls, rounds] = [Number(values.polls), Number(values.rounds)];
  if (!(polls >= 1 && rounds >= 1)) throw new Error(`usage: npm run bench -- ${USAGE}`);
  return { polls, rounds, sync: values.sync, dir: values.dir };
}

/** The lines of a poll, with as many dimensions as make the size that W1 has on the wire. */
function pollOf(n) {
  const samples = samplesOfDevice(n, Date.now() + n).map((sample) => ({
    ...sample,
    dimensions: sample.dimensions.filter(([key]) => !LEFT_OUT.has(key)),
  }));
  return keptBatch(
    new LineWriter().write(samples, ({ key }, fault) => {
      throw new Error(`${key}: ${fault}`);
    }),
  );
}

/** Polls as a polling thread puts them together. */
function joined(polls) {
  const pollsPerBatch = Math.floor(THREAD_BATCH_BYTES / polls[0].bytes.length);
  const batches = [];
  for (let at = 0; at + pollsPerBatch <= polls.length; at += pollsPerBatch) {
    const own = polls.slice(at, at + pollsPerBatch);
    batches.push({
      bytes: Buffer.concat(own.map(({ bytes }) => bytes)),
      lines: own.reduce((sum, { lines }) => sum + lines, 0),
      timestampMs: own[0].timestampMs,
    });
  }
  return { batches, pollsPerBatch };
}

async function measured({ batches, pollsPerBatch }, { polls, sync }, folder) {
  const files = logFiles(join(folder, String(performance.now())));
  const sinks = SINKS.map((name) => ({ name, bounds: BOUNDS }));
  const queues = await openSinkQueues({ files, clock: systemClock, logger: silentLogger, sinks, sync });
  const [startedAtMs, before] = [performance.now(), process.cpuUsage()];
  const count = Math.ceil(polls / pollsPerBatch);
  const done = { isAppended: false, wake: {} };
  const taking = SINKS.map((name) => takeAll(queues, name, done));
  const appended = await appendAll(queues.log, batches, count);
  done.isAppended = true;
  for (const wake of Object.values(done.wake)) wake();
  const taken = await Promise.all(taking);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  for (const name of SINKS) await queues.of(name).close();
  await queues.log.close();
  return {
    cpuMicrosPerPoll: (user + system) / (count * pollsPerBatch),
    kernelMicrosPerPoll: system / (count * pollsPerBatch),
    megabytesPerSecond: appended.bytes / 1e6 / seconds,
    linesLost: taken.reduce((sum, lines) => sum + appended.lines - lines, 0),
  };
}

async function appendAll(log, batches, count) {
  const appended = { bytes: 0, lines: 0 };
  for (let n = 0; n < count; n++) {
    const batch = batches[n % batches.length];
    log.append(batch);
    appended.bytes += batch.bytes.length;
    appended.lines += batch.lines;
    if (log.end.position - log.readableEnd.position > UNWRITTEN_BYTES_MAX) await log.written();
    else await nextTurn();
  }
  await log.written();
  return appended;
}

async function takeAll({ log, of }, name, done) {
  const queue = of(name);
  let wake = () => undefined;
  log.onReadable(() => wake());
  let lines = 0;
  while (!done.isAppended || queue.lines > 0) {
    // As a delivery lingers, so that batches are full.
    if (!done.isAppended && !queue.fills(TAKEN.lines, TAKEN.bytes)) {
      await new Promise((resolve) => (wake = done.wake[name] = resolve));
      continue;
    }
    const batch = await queue.take(TAKEN.lines, TAKEN.bytes);
    lines += batch?.lines ?? 0;
    await queue.settle();
  }
  return lines;
}

function medians(runs) {
  const of = (key) => median(runs.map((own) => own[key]));
  const cpuMicrosPerPoll = of("cpuMicrosPerPoll");
  return {
    cpuMicrosPerPoll: rounded(cpuMicrosPerPoll),
    kernelMicrosPerPoll: rounded(of("kernelMicrosPerPoll")),
    cpuRatio: rounded(cpuMicrosPerPoll / PIPELINE_MICROS_PER_POLL),
    megabytesPerSecond: rounded(of("megabytesPerSecond")),
    linesLost: runs.reduce((sum, { linesLost }) => sum + linesLost, 0),
  };
}

function shown({ onePoll, threadBatch }) {
  const row = (name, own) => [
    name,
    own.cpuMicrosPerPoll,
    own.kernelMicrosPerPoll,
    own.cpuRatio,
    own.megabytesPerSecond,
    own.linesLost,
  ];
  const head = ["", "µs CPU a poll", "kernel", "of the pipeline", "MB/s", "lines lost"];
  return table([head, row("batches of a poll", onePoll), row("batches of 1 MB", threadBatch)]);
}
