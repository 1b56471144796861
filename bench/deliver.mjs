// The way of workload W1's samples to an endpoint, without polling: written as lines, queued, sent by the dynatrace
// sink to a stub in a process of its own. Writing alone and the whole way take turns, so that a busy machine slows them
// alike. CPU is that of this process, all threads, and the kernel's for it: sending over loopback counts here, too.
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Secret, silentLogger, systemClock, systemRandom } from "../dist/base/index.js";
import {
  createDynatraceSink,
  createMemoryDelivery,
  DEFAULT_QUEUE,
  LineWriter,
} from "../dist/ingest/index.js";
import { samplesOfDevice } from "./deliver/samples.mjs";
import { startEndpoint } from "./endpoint.mjs";
import { machine, median, rounded, table } from "./figures.mjs";

/** So many different devices that no cache of the processor holds their samples. */
const DEVICES = 400;
/** Polls between two turns of the event loop. */
const POLLS_A_TURN = 4;
/** As long as more than this waits we do, for bounds of the queue are not what is measured. */
const QUEUED_BYTES_MAX = 4_000_000;
const USAGE = "deliver [--polls 10000] [--rounds 5]";

export async function run(args) {
  const { polls, rounds } = optionsOf(args);
  const devices = Array.from({ length: DEVICES }, (_, n) => samplesOfDevice(n, Date.now() + n));
  const endpoint = await startEndpoint();
  const way = openWay(endpoint.url);
  const writing = [];
  const delivering = [];
  try {
    await deliverPolls(devices, polls, way); // warms up: code is compiled, the connection is open
    for (let round = 1; round <= rounds; round++) {
      process.stderr.write(`deliver: round ${round} of ${rounds} …\n`);
      writing.push(await measured(polls, () => writePolls(devices, polls, way)));
      delivering.push(await measured(polls, () => deliverPolls(devices, polls, way)));
    }
    const rssBytes = process.memoryUsage.rss();
    const stats = way.delivery.stats();
    await way.delivery.stop();
    const received = await endpoint.stop();
    const report = {
      bench: "deliver",
      ...machine(),
      endpoint: endpoint.name,
      linesPerPoll: devices[0].length,
      bytesPerLine: rounded(received.bytes / received.lines),
      polls,
      rounds,
      write: medians(writing, devices[0].length),
      whole: medians(delivering, devices[0].length),
      bytesPerRequest: Math.round(received.bytes / received.requests),
      linesLost: way.produced - received.lines,
      dropped: stats.dropped,
      rssBytes,
    };
    process.stderr.write(`\n${shown(report)}`);
    return report;
  } finally {
    await way.delivery.stop();
    await endpoint.stop();
  }
}

function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: { polls: { type: "string", default: "10000" }, rounds: { type: "string", default: "5" } },
  });
  const [polls, rounds] = [Number(values.polls), Number(values.rounds)];
  if (!(polls >= 1 && rounds >= 1)) throw new Error(`usage: npm run bench -- ${USAGE}`);
  return { polls, rounds };
}

function openWay(ingestUrl) {
  const [clock, random] = [systemClock, systemRandom];
  const token = new Secret("bench");
  const sink = createDynatraceSink({ name: "stub", ingestUrl, token, timeoutMs: 10_000, clock });
  const delivery = createMemoryDelivery({ sink, clock, random, logger: silentLogger, queue: DEFAULT_QUEUE });
  return { writer: new LineWriter(), delivery, produced: 0 };
}

function refuse({ key }, fault) {
  throw new Error(`${key}: ${fault}`);
}

async function writePolls(devices, polls, { writer }) {
  let bytes = 0;
  for (let n = 0; n < polls; n++) {
    bytes += writer.write(devices[n % DEVICES], refuse).bytes.length;
    if (n % POLLS_A_TURN === 0) await nextTurn();
  }
  return bytes;
}

async function deliverPolls(devices, polls, way) {
  const { writer, delivery } = way;
  let bytes = 0;
  for (let n = 0; n < polls; n++) {
    const batch = writer.write(devices[n % DEVICES], refuse);
    bytes += batch.bytes.length;
    way.produced += batch.lines;
    delivery.enqueue(batch);
    if (n % POLLS_A_TURN !== 0) continue;
    do await nextTurn();
    while (delivery.stats().queuedBytes > QUEUED_BYTES_MAX);
  }
  await delivery.drain();
  return bytes;
}

/** What so many polls cost. */
async function measured(polls, work) {
  const [startedAtMs, before] = [performance.now(), process.cpuUsage()];
  const bytes = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  return {
    cpuMicrosPerPoll: (user + system) / polls,
    kernelMicrosPerPoll: system / polls,
    megabytesPerSecond: bytes / 1e6 / seconds,
  };
}

function medians(runs, linesPerPoll) {
  const of = (key) => median(runs.map((own) => own[key]));
  return {
    cpuMicrosPerPoll: rounded(of("cpuMicrosPerPoll")),
    cpuMicrosPerLine: rounded(of("cpuMicrosPerPoll") / linesPerPoll),
    kernelMicrosPerPoll: rounded(of("kernelMicrosPerPoll")),
    kernelRatio: rounded(of("kernelMicrosPerPoll") / of("cpuMicrosPerPoll")),
    megabytesPerSecond: rounded(of("megabytesPerSecond")),
  };
}

function shown({ write, whole, linesLost }) {
  const row = (name, own) => [
    name,
    own.cpuMicrosPerPoll,
    own.cpuMicrosPerLine,
    own.kernelMicrosPerPoll,
    own.megabytesPerSecond,
  ];
  const head = ["", "µs CPU a poll", "a line", "kernel a poll", "MB/s"];
  return `${table([head, row("write", write), row("write, queue, send", whole)])}lines lost: ${linesLost}\n`;
}
