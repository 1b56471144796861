import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { activation, startNetwork } from "../support/network.ts";
import { PROJECT, type Running, startProgram, temporaryFiles, until } from "../support/program.ts";

// What the service remembers, through kills, full disks and spoilt files. Polling and delivery go on in each case.

const KEY = "store.kill.count";

interface Bench {
  readonly folder: string;
  run(options?: { readonly in?: string }): Promise<Life>;
}

/** One run of the service. */
interface Life {
  readonly running: Running;
  readonly url: string;
}

async function setUp(settings = ""): Promise<Bench> {
  const network = await startNetwork([
    { name: "host", data: "linux-host", communities: ["public"], moving: true },
    { name: "switch", data: "access-sw-1", communities: ["public"], moving: true },
  ]);
  const devices = [...network.values()].map((endpoint) => ({ endpoint }));
  const folder = temporaryFiles({
    "switches.json": activation({ version: "1.0.0", devices }),
    "snmpgate.yaml": `
extensions: [${join(PROJECT, "extension.yaml")}]
monitoringConfigurations: [switches.json]
dataDir: data
listen: 127.0.0.1:0
intervalMs: 1000
${settings}
sinks: [{ type: lines, path: lines.txt }]
`,
  });
  return {
    folder,
    run: async ({ in: shell } = {}) => {
      const running = startProgram(
        ["run", "--config", join(folder, "snmpgate.yaml")],
        {},
        shell === undefined ? undefined : { shell: shell.replaceAll("DATA", join(folder, "data")) },
      );
      const find = () => /"listen":"(http:[^"]+)"/.exec(running.output().stderr)?.[1];
      await until(() => find() !== undefined || running.child.exitCode !== null);
      return { running, url: find()! };
    },
  };
}

async function get(
  url: string,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const answer = await fetch(`${url}${path}?${new URLSearchParams(query).toString()}`);
  expect(answer.status).toBe(200);
  return await answer.json();
}

/** All that the store has of the counter, as one number. */
async function totalOf(url: string): Promise<number> {
  const query = { metricSelector: `${KEY}:splitBy()`, from: "now-1h", resolution: "Inf" };
  const { result } = (await get(url, "/api/v2/metrics/query", query)) as {
    readonly result: readonly { readonly data: readonly { readonly values: readonly (number | null)[] }[] }[];
  };
  return result[0]!.data[0]?.values[0] ?? 0;
}

interface Named {
  readonly entityId: string;
  readonly displayName: string;
  readonly firstSeenTms: number;
}

async function entitiesOf(url: string): Promise<ReadonlyMap<string, Named>> {
  const query = {
    entitySelector: 'type("network:interface")',
    fields: "+firstSeenTms",
    pageSize: "1000",
  };
  const { entities } = (await get(url, "/api/v2/entities", query)) as { readonly entities: readonly Named[] };
  return new Map(entities.map((entity) => [entity.entityId, entity]));
}

async function end({ running }: Life): Promise<string> {
  running.child.kill("SIGTERM");
  const { code, stderr } = await running.ended;
  expect(code).toBe(0);
  return stderr;
}

async function polledAndDelivered({ folder }: Bench): Promise<void> {
  const path = join(folder, "lines.txt");
  const size = () => (existsSync(path) ? statSync(path).size : 0);
  const before = size();
  await until(() => size() > before + 10_000);
}

describe("files of the store that a bad disk has spoilt", () => {
  test.each([
    ["the list of files is cut off", /^MANIFEST-/, () => Buffer.from("x")],
    ["the name of the list is gone", /^CURRENT$/, () => Buffer.from("nowhere\n")],
    [
      "octets of all tables and logs differ",
      /\.(ldb|log)$/,
      (bytes: Buffer) => bytes.map((one, i) => (i % 97 === 5 ? one ^ 0x55 : one)),
    ],
  ])(
    "%s: the service says what became of it, and goes on",
    async (_, which, spoil) => {
      const bench = await setUp();
      const first = await bench.run();
      await polledAndDelivered(bench);
      await sleep(2_000);
      await end(first);
      const folder = join(bench.folder, "data", "store");
      const files = readdirSync(folder).filter((name) => which.test(name));
      expect(files.length).toBeGreaterThan(0);
      for (const name of files) {
        const path = join(folder, name);
        writeFileSync(path, spoil(readFileSync(path)));
      }
      const second = await bench.run();
      await polledAndDelivered(bench);
      await until(async () => (await entitiesOf(second.url)).size > 20);
      expect(await end(second)).toMatch(/repaired|moved aside|cannot be read|passed over|damaged/);
    },
    60_000,
  );
});

/** A file system of one's own needs namespaces, which some containers do not have. */
const hasNamespaces = spawnSync("unshare", ["-rm", "true"]).status === 0;

test.skipIf(!hasNamespaces)(
  "a store whose disk is full says so and what to do, polling and delivery go on, and it writes again once there is room",
  async () => {
    const bench = await setUp();
    const life = await bench.run({
      in: `mkdir -p DATA/store && mount -t tmpfs -o size=12m tmpfs DATA/store && (while [ ! -e DATA/../fill ] && [ -e DATA ]; do sleep 0.1; done; cat /dev/zero > DATA/store/filler; while [ ! -e DATA/../room ] && [ -e DATA ]; do sleep 0.1; done; rm DATA/store/filler) & exec "$@"`,
    });
    const warnings = async () => JSON.stringify(await get(life.url, "/api/snmpgate/status"));
    await polledAndDelivered(bench);
    expect(await warnings()).not.toContain("store.disk");
    writeFileSync(join(bench.folder, "fill"), "");
    await until(async () => (await warnings()).includes('"store.disk"'));
    expect(await warnings()).toContain("Free space there");
    await polledAndDelivered(bench);
    writeFileSync(join(bench.folder, "room"), "");
    await until(async () => !(await warnings()).includes('"store.disk"'));
    await polledAndDelivered(bench);
    expect(await end(life)).toContain('"store.full"');
  },
  90_000,
);

test("a store that is off leaves no trace on disk; the API answers that there is nothing, and all else goes on", async () => {
  const bench = await setUp("store: false");
  const life = await bench.run();
  await polledAndDelivered(bench);
  expect((await entitiesOf(life.url)).size).toBe(0);
  expect(await totalOf(life.url)).toBe(0);
  expect(existsSync(join(bench.folder, "data", "store"))).toBe(false);
  await end(life);
});
