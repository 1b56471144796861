import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import type { SnmpValue } from "../../src/smi/index.ts";
import { activation, startNetwork } from "../support/network.ts";
import { type Running, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

// Lines come in as fast as one sender can, for minutes now and long ago, and the process ends by kill -9 again and
// again. Body n of a life holds a delta of n for each series: what the store must have of a life is 1 + 2 + … + n, and
// any other sum would be a hole or a double.

const SEED = Number(process.env["KILL_SEED"] ?? 5);
const KILLS = Number(process.env["KILLS"] ?? 10);
const SWITCHES = 20;
const PORTS = 4;
const SERIES = 200;
/** Written once a second, and a second for a busy machine. */
const WRITTEN_AFTER_MS = 2_000;
/** Bodies are of so many minutes in turn: old ones take other ways through the store than the present one. */
const MINUTES = 40;
const MINUTE_MS = 60_000;

/** Its lines make a switch and its ports. */
const EXTENSION = `${SMALL_EXTENSION}
topology:
  types:
    - name: small:switch
      displayName: Switch
      enabled: true
      rules:
        - idPattern: "small_switch_{device}"
          instanceNamePattern: "{sys.name}"
          sources: [{ sourceType: Metrics, condition: "$prefix(small.uptime)" }]
          requiredDimensions: [{ key: sys.name }]
    - name: small:port
      displayName: Port
      enabled: true
      rules:
        - idPattern: "small_port_{device}_{if.name}"
          instanceNamePattern: "{if.name}"
          sources: [{ sourceType: Metrics, condition: "$prefix(small.if.)" }]
          requiredDimensions: [{ key: if.name }]
`;

interface Body {
  readonly n: number;
  readonly atMs: number;
  /** When the service said that it has it; never, when it was killed before. */
  ackAtMs?: number;
}

interface Life {
  readonly running: Running;
  readonly url: string;
  /** From the start of the process to its first answer about metrics. */
  readonly openMs: number;
}

const metricOf = (life: number): string => `kill.life${life}.count`;

const lineOf = (life: number, series: number, { n, atMs }: Body): string =>
  `${metricOf(life)},series="s${series}" count,delta=${n} ${atMs}`;

async function startLife(folder: string): Promise<Life> {
  const startedAt = performance.now();
  const running = startProgram(["run", "--config", join(folder, "snmpgate.yaml")]);
  const find = () => /"listen":"(http:[^"]+)"/.exec(running.output().stderr)?.[1];
  await until(() => find() !== undefined || running.child.exitCode !== null);
  const url = find();
  if (url === undefined) throw new Error(`it ended at its start: ${running.output().stderr}`);
  await get(url, "/api/v2/metrics", {});
  return { running, url, openMs: performance.now() - startedAt };
}

async function get(url: string, path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
  const answer = await fetch(`${url}${path}?${new URLSearchParams(query).toString()}`);
  expect(answer.status, await answer.clone().text()).toBe(200);
  return await answer.json();
}

/** Sends one body after the other until the process is gone. */
async function sendUntilGone(url: string, life: number): Promise<readonly Body[]> {
  const bodies: Body[] = [];
  for (;;) {
    const n = bodies.length + 1;
    const body: Body = { n, atMs: Date.now() - (n % MINUTES) * MINUTE_MS };
    bodies.push(body);
    const lines = Array.from({ length: SERIES }, (_, series) => lineOf(life, series, body));
    try {
      const answer = await fetch(`${url}/api/v2/metrics/ingest`, { method: "POST", body: lines.join("\n") });
      // Others are told to come again, for too much comes at once.
      if (answer.status === 202) body.ackAtMs = Date.now();
    } catch {
      return bodies;
    }
  }
}

interface Grid {
  readonly result: readonly {
    readonly data: readonly {
      readonly dimensionMap: Readonly<Record<string, string>>;
      readonly values: readonly (number | null)[];
    }[];
  }[];
}

/** Of each series the sum of all its deltas. */
async function sumsOf(url: string, life: number): Promise<ReadonlyMap<string, number>> {
  const query = { metricSelector: `${metricOf(life)}:splitBy("series")`, from: "now-2h", resolution: "Inf" };
  const { result } = (await get(url, "/api/v2/metrics/query", query)) as Grid;
  return new Map(result[0]!.data.map(({ dimensionMap, values }) => [dimensionMap["series"]!, values[0]!]));
}

interface Seen {
  readonly entityId: string;
  readonly displayName: string;
  readonly firstSeenTms: number;
}

async function entitiesOf(url: string, type: string): Promise<readonly Seen[]> {
  const query = {
    entitySelector: `type("${type}")`,
    fields: "+firstSeenTms",
    sort: "name",
    pageSize: "4000",
  };
  return ((await get(url, "/api/v2/entities", query)) as { readonly entities: readonly Seen[] }).entities;
}

async function allEntitiesOf(url: string): Promise<readonly Seen[]> {
  return [...(await entitiesOf(url, "small:switch")), ...(await entitiesOf(url, "small:port"))];
}

function isDelivered(lines: ReadonlySet<string>, life: number, body: Body): boolean {
  return Array.from({ length: SERIES }, (_, series) => lineOf(life, series, body)).every((line) =>
    lines.has(line),
  );
}

/** How many bodies a sum is made of. */
const bodiesIn = (sum: number): number => (Math.sqrt(8 * sum + 1) - 1) / 2;

/** @returns of each series the bodies that were kept, once it is sure that it is all of them up to one of the last */
function expectPrefixes(
  sums: ReadonlyMap<string, number>,
  bodies: readonly Body[],
  killedAtMs: number,
): void {
  const certain = bodies.filter(
    ({ ackAtMs }) => ackAtMs !== undefined && ackAtMs < killedAtMs - WRITTEN_AFTER_MS,
  );
  const counts = [...sums.values()].map(bodiesIn);
  expect(counts).toHaveLength(SERIES);
  expect(counts.filter((count) => !Number.isInteger(count))).toEqual([]);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(certain.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(bodies.length);
}

function instancesOf(name: string): Record<string, SnmpValue> {
  const instances: Record<string, SnmpValue> = {
    "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 1_000 },
    "1.3.6.1.2.1.1.5.0": { type: "OctetString", value: Buffer.from(name) },
  };
  for (let port = 1; port <= PORTS; port++) {
    instances[`1.3.6.1.2.1.31.1.1.1.1.${port}`] = { type: "OctetString", value: Buffer.from(`p${port}`) };
    instances[`1.3.6.1.2.1.31.1.1.1.6.${port}`] = { type: "Counter64", value: 1_000_000n };
  }
  return instances;
}

async function setUp(): Promise<string> {
  const network = await startNetwork(
    Array.from({ length: SWITCHES }, (_, n) => ({
      name: `sw${n}`,
      communities: ["public"],
      moving: true,
      instances: instancesOf(`sw${n}`),
    })),
  );
  const devices = [...network.values()].map((endpoint) => ({ endpoint }));
  return temporaryFiles({
    "extension.yaml": EXTENSION,
    "switches.json": activation({ devices }),
    "snmpgate.yaml": `
extensions: [extension.yaml]
monitoringConfigurations: [switches.json]
dataDir: data
listen: 127.0.0.1:0
ingest: { maxRequestsPerSecond: 10000 }
intervalMs: 1000
sinks: [{ type: lines, path: lines.txt, maxFileBytes: 2000000000 }]
`,
  });
}

interface Killed {
  readonly bodies: readonly Body[];
  readonly sums: ReadonlyMap<string, number>;
}

/** Kills a life that is sent to, and checks what the next one finds. */
async function killOne(folder: string, { running, url }: Life, n: number, forMs: number) {
  const sending = sendUntilGone(url, n);
  await sleep(forMs);
  running.child.kill("SIGKILL");
  const killedAtMs = Date.now();
  const bodies = await sending;
  await running.ended;
  const next = await startLife(folder);
  const sums = await sumsOf(next.url, n);
  expectPrefixes(sums, bodies, killedAtMs);
  return { next, killed: { bodies, sums } satisfies Killed };
}

test(`seed ${SEED}: ${KILLS} kills under load leave the last second out, and nothing else`, async () => {
  const random = seededRandom(SEED);
  const folder = await setUp();
  let life = await startLife(folder);
  const opened = [life.openMs];
  await until(async () => (await allEntitiesOf(life.url)).length === SWITCHES * (1 + PORTS));
  await sleep(WRITTEN_AFTER_MS);
  const entities = await allEntitiesOf(life.url);
  const killed: Killed[] = [];
  for (let n = 0; n < KILLS; n++) {
    const one = await killOne(folder, life, n, 2_500 + 1_500 * random.next());
    life = one.next;
    killed.push(one.killed);
    opened.push(life.openMs);
    expect(await allEntitiesOf(life.url)).toEqual(entities);
  }
  for (const [n, { sums }] of killed.entries()) expect(await sumsOf(life.url, n)).toEqual(sums);
  life.running.child.kill("SIGTERM");
  const { code, stderr } = await life.running.ended;
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/damaged|repair|aside/);
  process.stderr.write(`open after kill -9: ${opened.map((ms) => Math.round(ms)).join(", ")} ms\n`);
  const delivered = new Set(readFileSync(join(folder, "lines.txt"), "utf8").split("\n"));
  const missing = killed.flatMap(({ bodies }, n) =>
    bodies.filter((body) => body.ackAtMs !== undefined && !isDelivered(delivered, n, body)),
  );
  expect(missing).toEqual([]);
}, 300_000);
