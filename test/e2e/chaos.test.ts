import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Random, seededRandom } from "../../src/base/index.ts";
import { type PeerAnswer, startHttpPeer } from "../support/http-peer.ts";
import { startIngestStub } from "../support/ingest-stub.ts";
import { activation, startNetwork } from "../support/network.ts";
import type { FlatPoint } from "../support/otlp-proto.ts";
import { startOtlpStub } from "../support/otlp-stub.ts";
import { type Running, startProgram, temporaryFiles, until } from "../support/program.ts";
import { readWriteRequest, type WrittenSample } from "../support/remote-write.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// The real process with 200 switches and four sinks whose other sides fail at random, ended by kill -9 twenty times.
// Afterwards every sink has every line, and none twice but the batches that were under way.

const SEED = Number(process.env["CHAOS_SEED"] ?? 20_261_128);
const SWITCHES = 200;
const PORTS = 4;
const KILLS = Number(process.env["CHAOS_KILLS"] ?? 20);
const MAX_BATCH_LINES = 1_000;

const TOKEN = `dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`;

/** Every fifth request or so meets an outage. */
function trouble(random: Random): PeerAnswer | undefined {
  const dice = random.next();
  if (dice < 0.05) return { status: 503 };
  if (dice < 0.1) return "cut";
  if (dice < 0.13) return "hang";
  if (dice < 0.16) return { status: 429, headers: { "retry-after": "1" } };
  return undefined;
}

async function startSwitches(): Promise<string> {
  const names = Array.from({ length: SWITCHES }, (_, n) => `sw-${n}`);
  const network = await startNetwork(
    names.map((name) => ({
      name,
      communities: ["public"],
      moving: true,
      instances: {
        "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 1_000 },
        "1.3.6.1.2.1.1.5.0": { type: "OctetString", value: Buffer.from(name) },
        ...Object.fromEntries(
          Array.from({ length: PORTS }, (_, port) => [
            [
              `1.3.6.1.2.1.31.1.1.1.1.${port + 1}`,
              { type: "OctetString", value: Buffer.from(`p${port + 1}`) },
            ],
            [`1.3.6.1.2.1.31.1.1.1.6.${port + 1}`, { type: "Counter64", value: 1_000_000n }],
          ]).flat(),
        ),
      },
    })),
  );
  return activation({ devices: [...network.values()].map((endpoint) => ({ endpoint })) });
}

async function startSinks(random: Random) {
  let calm = false;
  const fault = (): PeerAnswer | undefined => (calm ? undefined : trouble(random));
  const dynatrace = await startIngestStub({ token: TOKEN, script: fault });
  const otlp = await startOtlpStub(fault);
  const samples: WrittenSample[] = [];
  const prometheus = await startHttpPeer({
    answer: ({ body }) => {
      const answer = fault();
      if (answer === undefined) samples.push(...readWriteRequest(body).samples);
      return answer ?? { status: 204 };
    },
  });
  onTestFinished(async () => {
    await Promise.all([dynatrace.close(), otlp.close(), prometheus.close()]);
  });
  return { dynatrace, otlp, prometheus, samples, calmDown: () => (calm = true) };
}

const service = (sinks: Awaited<ReturnType<typeof startSinks>>): string => `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: data
intervalMs: 2000
sinks:
  - { type: dynatrace, url: "${sinks.dynatrace.url}", token: { env: INGEST_TOKEN }, timeoutMs: 1000 }
  - { type: otlp, url: "${sinks.otlp.url}", timeoutMs: 1000 }
  - { type: prometheus, url: "${sinks.prometheus.origin}/api/v1/write", timeoutMs: 1000 }
  - { type: lines, path: lines.txt }
`;

/** How often each text is there. */
function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

const surplusOf = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count - 1, 0);

const seriesOf = ({ resource, metric, attributes, point }: FlatPoint): string =>
  JSON.stringify([metric["name"], resource, attributes, point["timeUnixNano"]]);

const deltaOf = (line: string): bigint => BigInt(/count,delta=(\d+)/.exec(line)?.[1] ?? 0);

const sumOf = (numbers: readonly bigint[]): bigint => numbers.reduce((sum, n) => sum + n, 0n);

/** Metric and time of a line: what all sinks can be compared by. */
const momentOf = (line: string): string => `${line.slice(0, line.indexOf(","))} ${line.slice(-13)}`;

test(`seed ${SEED}: after twenty kills and random outages, every sink has every line of every poll`, async () => {
  const random = seededRandom(SEED);
  const sinks = await startSinks(random);
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": await startSwitches(),
    "snmpgate.yaml": service(sinks),
  });
  const start = (): Running =>
    startProgram(["run", "--config", `${folder}/snmpgate.yaml`], { INGEST_TOKEN: TOKEN });
  const linesOfFile = (): string[] =>
    existsSync(`${folder}/lines.txt`)
      ? readFileSync(`${folder}/lines.txt`, "utf8").trimEnd().split("\n")
      : [];

  for (let kill = 0; kill < KILLS; kill++) {
    const running = start();
    await sleep(1_500 + 2_500 * random.next());
    running.child.kill("SIGKILL");
    await running.ended;
  }
  sinks.calmDown();
  const last = start();
  const before = linesOfFile().length;
  await until(() => linesOfFile().length > before + SWITCHES * (1 + PORTS));
  // The waits that outages left behind are a minute at most; a stop gives the sinks ten seconds.
  await until(
    () =>
      new Set(sinks.dynatrace.received.map(({ text }) => text)).size >=
      new Set(linesOfFile()).size - MAX_BATCH_LINES,
  );
  await sleep(3_000);
  last.child.kill("SIGTERM");
  expect((await last.ended).code).toBe(0);

  const file = counted(linesOfFile());
  const dynatrace = counted(
    sinks.dynatrace.received.flatMap(({ kind, text }) => (kind === "data" ? text : [])),
  );
  expect([...dynatrace.keys()].toSorted()).toEqual([...file.keys()].toSorted());
  for (const counts of [file, dynatrace])
    expect(surplusOf(counts)).toBeLessThanOrEqual(KILLS * MAX_BATCH_LINES);

  const polls = counted(
    [...file.keys()].map((line) => `${/device="[^"]*"/.exec(line)?.[0] ?? ""} ${momentOf(line)}`),
  );
  const partial = [...polls].filter(([poll, lines]) => lines !== (poll.includes("small.uptime") ? 1 : PORTS));
  expect(partial).toEqual([]);

  const moments = counted([...file.keys()].map(momentOf));
  // A point that came twice has the same series and time; only its start may be unknown the second time.
  const otlp = new Map(sinks.otlp.points.map((point) => [seriesOf(point), point]));
  expect(otlp.size).toBe(file.size);
  const deltas = [...otlp.values()].map(({ kind, point }) =>
    kind === "sum" ? BigInt(String(point["asInt"])) : 0n,
  );
  expect(sumOf(deltas)).toBe(sumOf([...file.keys()].map(deltaOf)));
  const uptimes = new Set(
    sinks.samples
      .filter(({ labels }) => labels.some(([name, value]) => name === "__name__" && value === "small_uptime"))
      .map(({ labels, timestampMs }) => `${JSON.stringify(labels)} ${timestampMs}`),
  );
  const uptimeLines = [...moments].filter(([moment]) => moment.startsWith("small.uptime"));
  expect(uptimes.size).toBe(uptimeLines.reduce((sum, [, lines]) => sum + lines, 0));
}, 240_000);
