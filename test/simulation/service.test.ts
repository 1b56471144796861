import { afterEach, beforeEach, expect, test } from "vitest";
import { LearnedStore } from "../../src/app/learned-store.ts";
import { silentLogger } from "../../src/base/index.ts";
import { MemoryFolder } from "../support/memory-folder.ts";
import { indexes } from "../support/snmp-bench.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import {
  MINUTE_MS,
  PORT_TOPOLOGY,
  seriesOf,
  VirtualService,
  type VirtualServiceOptions,
} from "../support/virtual-service.ts";
import { switchMib } from "../support/virtual-switch.ts";

// The whole service in virtual time on devices that lose, delay and restart: an hour in a second. That every delta is
// true under any trouble is shown in faults.test.ts.

const SEEDS = [1, 7, 42];
const DEVICES = 8;
const PORTS = 3;

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

/** Eight switches behind bad links, of which some restart in the hour. */
function badFleet(seed: number, options: Partial<VirtualServiceOptions> = {}) {
  bench = new VirtualBench({ seed });
  const agents = indexes(DEVICES).map((i) =>
    bench.agent({
      address: `192.0.2.${i}`,
      mib: switchMib(PORTS),
      link: { delayMs: Number(i) * 10, jitterMs: 30, lossRatio: Number(i) / 50, duplicateRatio: 0.1 },
    }),
  );
  for (const [i, agent] of agents.entries()) {
    for (let n = 1; n <= i % 4; n++) agent.rebootAt(n * 700_000 + i * 10_000, { downMs: i * 20_000 });
  }
  const service = new VirtualService(bench, {
    devices: agents.map((agent) => ({ agent })),
    topology: PORT_TOPOLOGY,
    ...options,
  });
  return { agents, service };
}

test.each(SEEDS)(
  "seed %i: every device is known with its ports, and none was asked twice at once",
  async (seed) => {
    const { agents, service } = badFleet(seed);
    await service.minutes(60);
    expect((await service.service.topology()).entities).toHaveLength(DEVICES * PORTS);
    for (const { polls, skipped, verdict } of service.service.devices()) {
      expect(polls).toBeGreaterThanOrEqual(50);
      expect(polls + skipped).toBeGreaterThanOrEqual(59);
      expect(["OK", "WARNING", "DEVICE_CONNECTION_ERROR"]).toContain(verdict.code);
    }
    for (const { inFlightMax } of agents) expect(inFlightMax).toBeLessThanOrEqual(4);
    await service.stop();
  },
);

test("the same seed gives the same lines, another seed others", async () => {
  const texts: string[] = [];
  for (const seed of [5, 5, 6]) {
    const { service } = badFleet(seed);
    await service.minutes(15);
    texts.push(service.texts.join("\n"));
    await service.stop();
    bench.clean();
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[2]).not.toBe(texts[0]);
});

test("a stop in the middle of a poll ends at once, and nothing is sent or delivered after it", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), serviceMs: 3_000 });
  const service = new VirtualService(bench, { devices: [{ agent, advanced: { timeoutMs: 10_000 } }] });
  await service.minutes(1);
  const asked = agent.datagrams;
  while (agent.datagrams === asked) await bench.clock.advance(100);
  const stopping = service.service.stop();
  await bench.clock.advance(100);
  await stopping;
  const [datagrams, lines] = [agent.datagrams, service.texts.length];
  await service.minutes(3);
  expect(agent.datagrams).toBe(datagrams);
  expect(service.texts).toHaveLength(lines);
});

test("after a restart the service asks as it had learned to: no time-out to learn a size, and the first poll is whole", async () => {
  const folder = new MemoryFolder(() => bench.clock.wallMs());
  const agent = bench.agent({ mib: switchMib(80), link: { mtuBytes: 728 } });
  const asked: number[] = [];
  for (let start = 0; start < 2; start++) {
    const learned = new LearnedStore({ folder, clock: bench.clock, logger: silentLogger });
    const service = new VirtualService(bench, { devices: [{ agent }], learned });
    const before = agent.datagrams;
    const lines = await service.minutes(1);
    asked.push(agent.datagrams - before);
    expect(seriesOf(lines, "if.status").size).toBe(80);
    await service.minutes(3);
    await service.stop();
    await learned.stop();
    await bench.clock.advance(MINUTE_MS);
  }
  expect(agent.network.counts.tooLong).toBeGreaterThan(0);
  const { tooLong } = agent.network.counts;
  expect(tooLong).toBeLessThanOrEqual(12);
  expect(asked[1]).toBeLessThan(asked[0]!);
});
