import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import type { SnmpValue } from "../../src/smi/index.ts";
import { startNetwork } from "../support/network.ts";
import { runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";

// The configuration changes all the time, by files and by the API, while devices are polled. Each octet counter is
// polled twice, as a count and as a gauge: so the lines themselves say what the deltas must add up to.

const DEVICES = Number(process.env["CHANGES_DEVICES"] ?? 300);
const CHANGES = Number(process.env["CHANGES"] ?? 1_000);
const SEED = Number(process.env["CHANGES_SEED"] ?? 11);
const INTERVAL_MS = Math.max(3_000, DEVICES * 4);
/** Devices that come, go and change. */
const RESTLESS = 24;
const COMMUNITIES = ["public", "public2"];
const PORTS = 3;

const manifest = (version: string, more = ""): string => `
name: custom:twice
version: ${version}
minDynatraceVersion: "1.236"
author: { name: test }
snmp:
  - group: all
    interval: { minutes: 1 }
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.idx, value: "oid:1.3.6.1.2.1.2.2.1.1" }]
        metrics:
          - { key: twice.octets.count, value: "oid:1.3.6.1.2.1.31.1.1.1.6", type: count }
          - { key: twice.octets, value: "oid:1.3.6.1.2.1.31.1.1.1.6" }
${more}`;

const MORE = '          - { key: twice.speed, value: "oid:1.3.6.1.2.1.31.1.1.1.15" }\n';

function instancesOf(number: number): Record<string, SnmpValue> {
  const instances: Record<string, SnmpValue> = {
    "1.3.6.1.2.1.1.3.0": { type: "TimeTicks", value: 1_000_000 },
    "1.3.6.1.2.1.1.5.0": { type: "OctetString", value: Buffer.from(`sw${number}`) },
  };
  for (let port = 1; port <= PORTS; port++) {
    instances[`1.3.6.1.2.1.2.2.1.1.${port}`] = { type: "Integer32", value: port };
    const value = BigInt(number * 1_000_003 + port * 7_919);
    instances[`1.3.6.1.2.1.31.1.1.1.6.${port}`] = { type: "Counter64", value };
    instances[`1.3.6.1.2.1.31.1.1.1.15.${port}`] = { type: "Gauge32", value: 1_000 };
  }
  return instances;
}

interface Device {
  readonly ip: string;
  readonly port: number;
  readonly authentication: object;
  readonly advanced?: object;
}

/** A configuration as it shall be; written to a file or sent to the API. */
interface Wanted {
  description: string;
  version: string;
  enabled: boolean;
  devices: readonly Device[];
}

const elementOf = ({ description, version, enabled, devices }: Wanted) => ({
  extension: "custom:twice",
  scope: "ag_group-default",
  value: { version, description, enabled, featureSets: [], vars: {}, snmp: { devices } },
});

/** As editors and git write: beside it, then renamed over it. */
function replaceFile(path: string, content: unknown): void {
  writeFileSync(`${path}.tmp`, JSON.stringify(content));
  renameSync(`${path}.tmp`, path);
}

test(`${CHANGES} changes under load cost the devices that they do not touch no delta and double none (seed ${SEED}, ${DEVICES} devices)`, async () => {
  const random = seededRandom(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!;
  const network = await startNetwork(
    Array.from({ length: DEVICES + RESTLESS }, (_, i) => ({
      name: `sw${i}`,
      communities: COMMUNITIES,
      moving: true,
      instances: instancesOf(i),
    })),
  );
  const deviceOf = (endpoint: string, credential: string): Device => {
    const [ip = "", port] = endpoint.split(":");
    return { ip, port: Number(port), authentication: { credential } };
  };
  const endpoints = [...network.values()];
  const untouched = endpoints.slice(0, DEVICES);
  const restless = endpoints.slice(DEVICES).map((endpoint) => deviceOf(endpoint, "restless"));
  const half = untouched.length >> 1;
  const wanted: Record<"steady" | "mixed" | "restless", Wanted> = {
    // Its file changes, its devices do not.
    steady: {
      description: "steady",
      version: "1.0.0",
      enabled: true,
      devices: untouched.slice(0, half).map((endpoint) => deviceOf(endpoint, "steady")),
    },
    // Devices come and go between others that stay.
    mixed: {
      description: "mixed",
      version: "1.0.0",
      enabled: true,
      devices: [
        ...untouched.slice(half).map((endpoint) => deviceOf(endpoint, "steady")),
        ...restless.slice(0, 8),
      ],
    },
    restless: { description: "restless", version: "1.0.0", enabled: true, devices: restless.slice(8) },
  };
  const folder = temporaryFiles({
    "snmpgate.yaml": `
configDir: conf
dataDir: data
listen: 127.0.0.1:0
ingest: { maxRequestsPerSecond: 10000 }
intervalMs: ${INTERVAL_MS}
snmp: { workers: 2 }
sinks: [{ type: lines, path: lines.txt, maxFileBytes: 2000000000 }]
`,
  });
  const conf = (...names: string[]): string => join(folder, "conf", ...names);
  for (const name of ["extensions", "monitoring", "credentials"]) mkdirSync(conf(name), { recursive: true });
  writeFileSync(conf("extensions", "one.yaml"), manifest("1.0.0"));
  writeFileSync(conf("extensions", "two.yaml"), manifest("1.1.0", MORE));
  for (const name of ["steady", "restless"])
    replaceFile(conf("credentials", `${name}.json`), { type: "SNMPv2c", community: "public" });
  for (const [name, one] of Object.entries(wanted))
    replaceFile(conf("monitoring", `${name}.json`), elementOf(one));
  const config = ["--config", join(folder, "snmpgate.yaml")];
  const scopes = "extensionConfigurations.write,extensionConfigurations.read,credentials.write,events.read";
  const env = { HOME: folder };
  const created = await runProgram(["token", "create", ...config, "--name", "t", "--scopes", scopes], env);
  const token = created.stdout.trim().split(/\s+/).at(-1)!;
  const running = startProgram(["run", ...config], env);
  const find = () => /"listen":"(http:[^"]+)"/.exec(running.output().stderr)?.[1];
  await until(() => find() !== undefined);
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${find()!}${path}`, {
      method,
      headers: { authorization: `Api-Token ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    expect([answer.status, text.slice(0, 300)]).toEqual([
      expect.toSatisfy((status) => status < 300),
      expect.anything(),
    ]);
    return text === "" ? undefined : JSON.parse(text);
  };
  const devicesNow = async () =>
    (await call("GET", "/api/snmpgate/devices?pageSize=500")) as {
      readonly totalCount: number;
      readonly devices: readonly { readonly id: string; readonly polls: number }[];
    };
  await until(async () => (await devicesNow()).devices.every(({ polls }) => polls >= 2));

  const store = async (name: keyof typeof wanted): Promise<void> => {
    const element = elementOf(wanted[name]);
    const path = `/api/v2/extensions/custom:twice/monitoringConfigurations/${name}`;
    if (random.next() < 0.5) await call("PUT", path, { value: element.value });
    else replaceFile(conf("monitoring", `${name}.json`), element);
  };
  const steps: readonly (() => Promise<void>)[] = [
    async () => {
      wanted.steady.description = `steady ${random.next()}`;
      await store("steady");
    },
    async () => {
      const moving = restless.slice(0, 8).filter(() => random.next() < 0.5);
      const tuned = moving.map((device) => ({
        ...device,
        advanced: { retries: Math.floor(random.next() * 4) },
      }));
      wanted.mixed.devices = [...wanted.mixed.devices.filter((device) => !isRestless(device)), ...tuned];
      await store("mixed");
    },
    async () => {
      wanted.restless.version = pick(["1.0.0", "1.1.0"]);
      await store("restless");
    },
    async () => {
      wanted.restless.enabled = random.next() < 0.7;
      await store("restless");
    },
    async () => {
      const authentication = { type: "SNMPv2c", community: pick(COMMUNITIES) };
      if (random.next() < 0.5) await call("PUT", "/api/snmpgate/credentials/restless", { authentication });
      else replaceFile(conf("credentials", "restless.json"), authentication);
    },
  ];
  const isRestless = ({ port }: Device): boolean => restless.some((one) => one.port === port);
  for (let change = 0; change < CHANGES; change++) {
    await pick(steps)();
    await sleep(20 + 40 * random.next());
  }
  const expected = Object.values(wanted).reduce(
    (sum, { enabled, devices }) => sum + (enabled ? devices.length : 0),
    0,
  );
  await until(async () => (await devicesNow()).totalCount === expected);
  await sleep(2 * INTERVAL_MS);
  running.child.kill("SIGTERM");
  expect((await running.ended).code).toBe(0);

  const series = seriesOf(readFileSync(join(folder, "lines.txt"), "utf8"));
  const wrong = untouched.flatMap((endpoint) =>
    Array.from({ length: PORTS }, (_, port) => `${endpoint} ${port + 1}`).flatMap((name) => {
      const problem = problemOf(series.get(name));
      return problem === undefined ? [] : [`${name}: ${problem}`];
    }),
  );
  expect(wrong).toEqual([]);
}, 600_000);

interface Series {
  readonly counters: Map<string, bigint>;
  readonly deltas: Map<string, bigint>;
}

/** By device and port; of both kinds of lines the value by time. */
function seriesOf(text: string): ReadonlyMap<string, Series> {
  const series = new Map<string, Series>();
  const pattern =
    /^twice\.octets(?:\.count)?,.*?device="([^"]+)".*?if\.idx="(\d+)" (gauge,|count,delta=)(\d+) (\d+)$/gm;
  for (const [, device, port, kind, value, time] of text.matchAll(pattern)) {
    const name = `${device} ${port}`;
    const own = series.get(name) ?? { counters: new Map(), deltas: new Map() };
    series.set(name, own);
    const values = kind === "gauge," ? own.counters : own.deltas;
    if (values.has(time!)) values.set(`${time} again`, BigInt(value!));
    else values.set(time!, BigInt(value!));
  }
  return series;
}

/** What is wrong with a series that nothing has touched; undefined when all is well. */
function problemOf(series: Series | undefined): string | undefined {
  if (series === undefined || series.counters.size < 3) return "hardly any lines";
  const counters = [...series.counters].toSorted(([a], [b]) => a.localeCompare(b));
  const grown = counters.at(-1)![1] - counters[0]![1];
  const sum = [...series.deltas.values()].reduce((a, b) => a + b, 0n);
  if (sum !== grown) return `the deltas add up to ${sum}, the counter grew by ${grown}`;
  if (series.deltas.size !== counters.length - 1)
    return `${series.deltas.size} deltas for ${counters.length} polls`;
  return undefined;
}
