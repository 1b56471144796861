import { afterEach, beforeEach, expect, test } from "vitest";
import { MetricInfos } from "../../src/app/metric-infos.ts";
import { fromPlainPlans, toPlainPlans } from "../../src/app/plain-plans.ts";
import { NameBatches } from "../../src/app/prometheus-names.ts";
import { Shard, type ShardOptions } from "../../src/app/shard.ts";
import type { ShardEvents } from "../../src/app/shard-events.ts";
import type { FromShard, ShardSettings, ToShard } from "../../src/app/shard-messages.ts";
import { ShardServer } from "../../src/app/shard-server.ts";
import type { ShardWords } from "../../src/app/shard-setup.ts";
import { ShardThread } from "../../src/app/shard-thread.ts";
import type { OpenThread, ThreadListener } from "../../src/app/thread-port.ts";
import { Secret, silentLogger } from "../../src/base/index.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { linesOf, polledOf, TRAFFIC, VirtualService } from "../support/virtual-service.ts";
import { IF, switchMib } from "../support/virtual-switch.ts";

// Both ends of polling threads in one thread: messages cross as structured clones, in order, and never at once.

const SETTINGS: ShardSettings = {
  dataDir: "unused",
  logLevel: "error",
  scrape: true,
  snmp: {
    bindAddress4: undefined,
    bindAddress6: undefined,
    receiveBufferBytes: undefined,
    inFlightMax: undefined,
    busyShareRatio: undefined,
    minGapMs: undefined,
    workers: undefined,
    labelRefreshMs: undefined,
  },
};
const THREADS = 2;

/** What runs on the other side of a port, until it dies. */
class FakeThread {
  readonly told: ToShard[] = [];
  readonly words: ShardWords[] = [];
  readonly #listener: ThreadListener;
  readonly #server: ShardServer;
  #isDead = false;

  constructor(options: ShardOptions, listener: ThreadListener) {
    this.#listener = listener;
    this.#server = new ShardServer({
      clock: options.clock,
      loggerOf: () => silentLogger,
      open: (_settings, { room }, events) => ({
        shard: new Shard({ ...options, room }, events),
        learn: (words) => this.words.push(words),
      }),
      post: (message) => this.#cross(message, (copy: FromShard) => listener.message(copy)),
    });
  }

  post(message: ToShard): void {
    this.told.push(message);
    this.#cross(message, (copy) => this.#server.take(copy));
  }

  die(): void {
    this.#isDead = true;
    this.#server.take({ kind: "stop" });
    this.#listener.exit();
  }

  #cross<T>(message: T, arrive: (copy: T) => void): void {
    const copy = structuredClone(message);
    queueMicrotask(() => {
      if (!this.#isDead) arrive(copy);
    });
  }
}

let bench: VirtualBench;
let agents: readonly VirtualAgent[];
let threads: FakeThread[];
let service: VirtualService;

function serve(groups?: string): void {
  const keys = new NameBatches();
  const common = { count: THREADS, settings: SETTINGS, infos: new MetricInfos([]), keys };
  service = new VirtualService(bench, {
    devices: agents.map((agent) => ({ agent })),
    ...(groups === undefined ? {} : { groups }),
    parts: (options) => (events: ShardEvents) =>
      Array.from({ length: THREADS }, (_, number) => {
        const open: OpenThread = (listener) => {
          const thread = new FakeThread(options, listener);
          threads.push(thread);
          return {
            post: (message) => thread.post(message),
            terminate: () => Promise.resolve(thread.die()),
          };
        };
        const { clock, logger } = options;
        return new ShardThread(
          { ...common, number, clock, logger: { ...logger, error: () => undefined }, open },
          events,
        );
      }),
  });
}

beforeEach(() => {
  bench = new VirtualBench();
  threads = [];
  agents = Array.from({ length: 6 }, (_, i) =>
    bench.agent({ address: `10.0.0.${i + 1}`, mib: switchMib(1) }),
  );
});
afterEach(async () => {
  await service.stop();
  bench.clean();
});

const linesByDevice = async (minutes: number) => {
  const lines = linesOf(await service.minutes(minutes), "if.status", "device.address");
  return agents.map(({ address }) => lines.get(address)?.length ?? 0);
};

const askFor = (address: string) =>
  bench.run(service.service.pollDetails({ configurationId: "c", deviceId: `${address}:161` }));

test("a thread tells how polling one of its devices goes, and threads that do not poll it stay silent", async () => {
  serve();
  await service.minutes(3);
  const details = await askFor(agents[0]!.address);
  expect(details?.rounds.at(-1)).toMatchObject({ outcome: "done", lines: 2 });
  expect(details?.tasks.map(({ lines }) => lines)).toEqual([2]);
  expect(details?.learned?.exchange.rtt).toBeDefined();
  expect(await askFor("10.9.9.9")).toBeUndefined();
});

test("a question to a thread that has died is answered with nothing, and in time", async () => {
  serve();
  await service.minutes(2);
  for (const thread of threads) thread.die();
  expect(await askFor(agents[0]!.address)).toBeUndefined();
});

test("threads poll what they are told at the start, each device in one of them", async () => {
  serve();
  await service.minutes(1);
  expect(await linesByDevice(3)).toEqual([3, 3, 3, 3, 3, 3]);
  const parts = threads.map(({ told }) => told.flatMap((one) => (one.kind === "start" ? one.plans : [])));
  const hosts = parts.map((plans) => plans.flatMap(({ devices }) => devices.map(({ host }) => host)));
  expect(hosts.every((part) => part.length > 0)).toBe(true);
  expect(hosts.flat().toSorted()).toEqual(agents.map(({ address }) => address).toSorted());
});

test("a change reaches the thread it concerns, and when it is made nothing more comes of what is gone", async () => {
  serve();
  await service.minutes(3);
  const [gone, edited, ...others] = agents;
  await service.apply({
    devices: [{ agent: edited!, advanced: { retries: 1 } }, ...others.map((agent) => ({ agent }))],
  });
  expect(await linesByDevice(3)).toEqual([0, 3, 3, 3, 3, 3]);
  await service.apply({ devices: agents.map((agent) => ({ agent })) });
  const [back] = await linesByDevice(3);
  expect(back).toBeGreaterThanOrEqual(3);
  expect(gone!.requests.length).toBeGreaterThan(0);
  expect(service.service.devices().map(({ verdict }) => verdict.code)).toEqual(agents.map(() => "OK"));
});

test("a thread that dies during a change does not hold it up, and the next one has the plans of now", async () => {
  serve();
  await service.minutes(2);
  const applied = service.service.apply(polledOf([{ devices: agents.slice(1).map((agent) => ({ agent })) }]));
  await Promise.resolve();
  for (const thread of threads.slice(0, THREADS)) thread.die();
  await applied;
  await service.minutes(2); // they are started again after seconds
  expect(threads).toHaveLength(2 * THREADS);
  expect(await linesByDevice(3)).toEqual([0, 3, 3, 3, 3, 3]);
});

test("names of keys are told in the order they came, to a thread that was started again as well", async () => {
  serve();
  const more = `${TRAFFIC}          - { key: if.speed, value: "oid:${IF.highSpeed}", type: gauge }\n`;
  await service.apply({ devices: agents.map((agent) => ({ agent })), groups: more });
  await service.apply({ devices: agents.slice(1).map((agent) => ({ agent })), groups: more });
  const keysOf = ({ words }: FakeThread) =>
    words.flatMap(({ names = [] }) => names.map(({ metrics = [] }) => metrics.map(({ key }) => key)));
  const keys = [["if.in.count", "if.status"], ["if.speed"]];
  for (const thread of threads) expect(keysOf(thread)).toEqual(keys);
  threads[0]!.die();
  await bench.clock.advance(6_000);
  expect(keysOf(threads.at(-1)!)).toEqual(keys);
});

test("plans cross with what they share once, and secrets are secrets again", () => {
  const credentials = { version: "2c", community: new Secret("maple") } as const;
  const configuration = { devices: agents.map((agent) => ({ agent, credentials })) };
  const { plans } = polledOf([configuration, { ...configuration, id: "d" }]);
  serve();
  const [first, second] = fromPlainPlans(structuredClone(toPlainPlans(plans)));
  expect(first!.tasks.map(({ id }) => id)).toEqual(plans[0]!.tasks.map(({ id }) => id));
  const crossed = [first!, second!].flatMap(({ devices }) => devices.map(({ config }) => config.credentials));
  expect(new Set(crossed).size).toBe(1);
  expect(crossed[0]).toMatchObject({ version: "2c" });
  expect(JSON.stringify(first)).not.toContain("maple");
  expect((crossed[0] as typeof credentials).community.reveal()).toBe("maple");
});
