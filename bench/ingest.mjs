// Lines that come in, on one core: bodies of about a megabyte from a seed to canonical lines, and batches to points.
// Options: --lines N (1000000), --seed N (1). The corpus is that of switches with 48 ports and 10 metrics each: 10 to
// 16 dimensions, some 250 bytes a line. CPU time of this process, garbage collection included; making bodies is not.
import { parseArgs } from "node:util";
import { seededRandom } from "../dist/base/index.js";
import { LineParser, LineReader } from "../dist/ingest/index.js";
import { machine, rounded } from "./figures.mjs";

const WANTED_LINES_PER_SECOND = 500_000;
const NOW_MS = 1_760_000_000_000;
const METRICS = Array.from({ length: 10 }, (_, n) =>
  n % 2 === 0 ? `demo.if.metric_${n}` : `demo.if.m${n}.count`,
);
const PORTS = 48;
/** Twenty switches of the corpus; they come again and again, as series do. */
const ROWS = 20 * PORTS;
const ROWS_PER_BODY = 400;
const LINES_PER_BODY = ROWS_PER_BODY * METRICS.length;
/** Bodies before the first that is measured, so that the compiler is done. */
const WARM_BODIES = 30;

export function run(args) {
  const { values } = parseArgs({
    args,
    options: { lines: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } },
  });
  const [lines, seed] = [Number(values.lines), Number(values.seed)];
  const corpora = {
    canonical: { text: canonicalLine, rowOf: (n) => n % ROWS },
    canonicalShuffled: { text: canonicalLine, rowOf: (n) => n % ROWS, shuffled: true },
    canonicalFirstSeen: { text: canonicalLine, rowOf: (n) => n },
    lenient: { text: lenientLine, rowOf: (n) => n % ROWS },
  };
  const figures = Object.entries(corpora).map(([name, corpus]) => [name, parse(corpus, lines, seed)]);
  const parsed = Object.fromEntries(figures);
  const reader = read(corpora.canonical, lines, seed);
  const perSecond = (figure) => rounded(figure.lines / figure.seconds);
  const all = { ...parsed, reader };
  return {
    bench: "ingest",
    workload: {
      lines,
      seed,
      linesPerBody: LINES_PER_BODY,
      bytesPerLine: rounded(parsed.canonical.bytes / parsed.canonical.lines),
    },
    ...machine(),
    linesPerSecond: Object.fromEntries(
      Object.entries(all).map(([name, figure]) => [name, perSecond(figure)]),
    ),
    limit: { linesPerSecond: WANTED_LINES_PER_SECOND, for: ["canonical", "lenient"] },
    timesLimit: Object.fromEntries(
      Object.entries(all).map(([name, figure]) => [
        name,
        rounded(perSecond(figure) / WANTED_LINES_PER_SECOND),
      ]),
    ),
  };
}

function parse(corpus, lines, seed) {
  const parser = new LineParser();
  return measured(corpus, lines, seed, (body) => {
    const { linesOk, linesInvalid } = parser.parse(body, { nowMs: NOW_MS });
    if (linesInvalid > 0) throw new Error(`${linesInvalid} lines of the corpus are invalid`);
    return linesOk;
  });
}

function read(corpus, lines, seed) {
  const reader = new LineReader();
  return measured(corpus, lines, seed, (bytes) => {
    let points = 0;
    reader.read({ bytes, lines: LINES_PER_BODY, timestampMs: NOW_MS }, () => (points += 1));
    return points;
  });
}

function measured({ text, rowOf, shuffled }, lines, seed, subject) {
  const random = seededRandom(seed);
  const sum = { lines: 0, bytes: 0, seconds: 0 };
  for (let body = -WARM_BODIES; sum.lines < lines; body++) {
    const bytes = bodyOf((body + WARM_BODIES) * ROWS_PER_BODY, text, rowOf, random, shuffled);
    const before = process.cpuUsage();
    const taken = subject(bytes);
    const { user, system } = process.cpuUsage(before);
    if (taken !== LINES_PER_BODY) throw new Error(`${taken} of ${LINES_PER_BODY} lines were taken`);
    if (body < 0) continue;
    sum.lines += taken;
    sum.bytes += bytes.length;
    sum.seconds += (user + system) / 1e6;
  }
  return sum;
}

function bodyOf(firstRow, text, rowOf, random, shuffled) {
  const lines = [];
  for (let n = firstRow; n < firstRow + ROWS_PER_BODY; n++) {
    const row = dimensionsOf(rowOf(n));
    for (const key of METRICS) lines.push(text(key, row, Math.floor(random.next() * 1e9), NOW_MS - 1_000));
  }
  if (shuffled) shuffle(lines, random);
  return Buffer.from(`${lines.join("\n")}\n`);
}

function shuffle(list, random) {
  for (let i = list.length - 1; i > 0; i--) {
    const other = Math.floor(random.next() * (i + 1));
    [list[i], list[other]] = [list[other], list[i]];
  }
}

/** 10 to 16, as their row has it. */
function dimensionsOf(row) {
  const [device, port] = [Math.floor(row / PORTS), 1 + (row % PORTS)];
  const all = [
    ["device", `sw-${device}`],
    ["device.address", `10.${device >> 8}.${device & 255}.1`],
    ["device.name", `switch-${device}`],
    ["if.alias", `uplink to row ${port}`],
    ["if.descr", `GigabitEthernet1/0/${port}`],
    ["if.idx", `${port}`],
    ["if.name", `Gi1/0/${port}`],
    ["if.speed", "1000"],
    ["if.type", "6"],
    ["site", `hq-${device % 7}`],
    ["vendor", "acme"],
    ["vlan", `${100 + (port % 9)}`],
    ["wing", "north"],
    ["x.model", "x48"],
    ["y.rack", `${device % 40}`],
    ["zone", "a"],
  ];
  return all.slice(0, 10 + (row % 7));
}

function canonicalLine(key, row, number, atMs) {
  const payload = key.endsWith(".count") ? "count,delta=" : "gauge,";
  return `${key}${row.map(([name, value]) => `,${name}="${value}"`).join("")} ${payload}${number} ${atMs}`;
}

/** As scripts write them: bare values, a tab between the parts, no timestamp. */
function lenientLine(key, row, number) {
  const payload = key.endsWith(".count") ? `count,delta=${number}` : number;
  return `${key}${row.map(([name, value]) => `,${name}=${value.replaceAll(" ", "\\ ")}`).join("")}\t${payload}`;
}
