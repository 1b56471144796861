import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { startIngestStub } from "../support/ingest-stub.ts";
import { activation, startNetwork } from "../support/network.ts";
import { type Running, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// What happens to the disk and the clock of a host: the service goes on polling and delivering, and says what is wrong.

const TOKEN = `dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`;

interface Bench {
  readonly folder: string;
  readonly stub: Awaited<ReturnType<typeof startIngestStub>>;
  /** Lets the other side be away. */
  away: boolean;
  run(options?: { readonly in?: string; readonly preload?: string }): Running;
}

async function setUp(dataDir = "data"): Promise<Bench> {
  const network = await startNetwork([
    {
      name: "sw",
      communities: ["public"],
      instances: {
        "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 1_000 },
        "1.3.6.1.2.1.1.5.0": { type: "OctetString", value: Buffer.from("sw") },
      },
    },
  ]);
  const state = { away: false };
  const stub = await startIngestStub({
    token: TOKEN,
    script: () => (state.away ? { status: 503 } : undefined),
    nowMs: () => Date.now() + clockAheadMs,
  });
  onTestFinished(() => stub.close());
  const folder = temporaryFiles({
    "extension.yaml": SMALL_EXTENSION,
    "switches.json": activation({ devices: [{ endpoint: network.get("sw")! }] }),
    "snmpgate.yaml": `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: ${dataDir}
intervalMs: 1000
sinks:
  - { type: dynatrace, url: "${stub.url}", token: { env: INGEST_TOKEN } }
`,
  });
  const run: Bench["run"] = ({ in: shell, preload } = {}) => {
    const args = ["run", "--config", `${folder}/snmpgate.yaml`];
    const env = { INGEST_TOKEN: TOKEN, ...(preload && { NODE_OPTIONS: `--import=${preload}` }) };
    return startProgram(
      args,
      env,
      shell === undefined ? undefined : { shell: shell.replaceAll("DATA", `${folder}/data`) },
    );
  };
  return Object.assign(state, { folder, stub, run });
}

let clockAheadMs = 0;

const received = ({ stub }: Bench): number => stub.received.filter(({ kind }) => kind === "data").length;

async function moreLines(bench: Bench, count = 3): Promise<void> {
  const before = received(bench);
  await until(() => received(bench) >= before + count);
}

async function stop(running: Running): Promise<string> {
  running.child.kill("SIGTERM");
  const { code, stderr } = await running.ended;
  expect(code).toBe(0);
  return stderr;
}

/** A file system of one's own needs namespaces, which some containers do not have. */
const hasNamespaces = spawnSync("unshare", ["-rm", "true"]).status === 0;

describe.skipIf(!hasNamespaces)("a data directory on a disk", () => {
  test("that is full: lines are delivered from memory with an alarm, and from disk again once there is room", async () => {
    const bench = await setUp();
    // Filled before the start, emptied when the file `room` appears beside it.
    const running = bench.run({
      in: `mkdir -p DATA && mount -t tmpfs -o size=64k tmpfs DATA && mkdir DATA/queue && (cat /dev/zero > DATA/filler || true) && (while [ ! -e DATA/../room ]; do sleep 0.1; done; rm DATA/filler) & exec "$@"`,
    });
    await moreLines(bench);
    await until(() => running.output().stderr.includes('"queue.disk"'));
    await moreLines(bench);
    writeFileSync(`${bench.folder}/room`, "");
    await until(() => running.output().stderr.includes('"queue.disk-ok"'));
    await moreLines(bench);
    const log = await stop(running);
    expect(log).toContain("Make room on the disk");
  });

  test("that is read-only: the service polls and delivers all the same, and says what is not kept", async () => {
    const bench = await setUp();
    const running = bench.run({ in: `mkdir -p DATA && mount -t tmpfs -o ro tmpfs DATA && exec "$@"` });
    await moreLines(bench);
    const log = await stop(running);
    expect(log).toContain('"app.data-dir"');
    expect(log).toContain('"queue.disk"');
    expect(log).toContain("write access to dataDir");
  });
});

test("a damaged file of the queue is set aside and said; what it held before and what comes after is delivered", async () => {
  const bench = await setUp();
  bench.away = true;
  const first = bench.run();
  const folder = `${bench.folder}/data/queue`;
  const segment = (): string | undefined =>
    readdirSync(folder, { encoding: "utf8" }).find((name) => name.endsWith(".lines"));
  await until(() => bench.stub.requests.length > 0);
  await until(() => readFileSync(`${folder}/${segment()!}`).length > 800);
  first.child.kill("SIGKILL");
  await first.ended;
  const path = `${folder}/${segment()!}`;
  const bytes = readFileSync(path);
  const at = bytes.lastIndexOf("small.uptime");
  bytes[at] = bytes[at]! ^ 1; // of the last record: a torn or flipped octet
  writeFileSync(path, bytes);
  bench.away = false;
  const second = bench.run();
  await moreLines(bench, 5);
  const log = await stop(second);
  expect(log).toContain('"queue.damaged"');
});

test("a clock that steps by two hours, forth and back, costs no poll and no line", async () => {
  const bench = await setUp();
  const preload = `${bench.folder}/step.mjs`;
  writeFileSync(
    preload,
    `const now = Date.now; let aheadMs = 0;
Date.now = () => now() + aheadMs;
process.on("SIGUSR2", () => { aheadMs = aheadMs === 0 ? 7_200_000 : 0; });\n`,
  );
  onTestFinished(() => {
    clockAheadMs = 0;
  });
  const running = bench.run({ preload });
  await moreLines(bench);
  for (const aheadMs of [7_200_000, 0]) {
    clockAheadMs = aheadMs;
    running.child.kill("SIGUSR2");
    await sleep(200);
    await moreLines(bench);
  }
  await stop(running);
  const times = bench.stub.received.flatMap((line) => (line.kind === "data" ? (line.timestampMs ?? 0) : []));
  expect(times.some((ms) => ms > Date.now() + 3_600_000)).toBe(true);
  expect(bench.stub.requests.length).toBeGreaterThan(0);
});
