import { afterEach, beforeEach, expect, test } from "vitest";
import type { DatagramEvents, DatagramSocketOptions } from "../../../src/snmp/transport/network.ts";
import { CALLER, ended, installedOf, jobToEnd, onboardingWith, PUBLIC } from "../../support/onboarding.ts";
import { SMALL_EXTENSION } from "../../support/small-extension.ts";
import { VirtualBench } from "../../support/virtual-bench.ts";
import { switchMib } from "../../support/virtual-switch.ts";

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

/** The virtual network, and when each datagram left. */
function watched() {
  const sentAtMs: number[] = [];
  const network = (options: DatagramSocketOptions, events: DatagramEvents) => {
    const socket = bench.network.open(options, events);
    return {
      send: (bytes: Uint8Array, port: number, address: string) => {
        sentAtMs.push(bench.clock.monotonicMs());
        socket.send(bytes, port, address);
      },
      localPort: () => socket.localPort(),
      close: () => socket.close(),
    };
  };
  return { sentAtMs, network };
}

const addressOf = (i: number): string => `10.0.${i >> 8}.${i & 255}`;
const list = (count: number): string => Array.from({ length: count }, (_, i) => addressOf(i + 1)).join("\n");

test("a thousand devices with every tenth dead have their verdicts within 5 s, at 500 datagrams a second at most", async () => {
  for (let i = 1; i <= 1_000; i++) {
    if (i % 10 !== 0) bench.agent({ address: addressOf(i), mib: switchMib(1) });
  }
  const { sentAtMs, network } = watched();
  const { port } = await onboardingWith({ clock: bench.clock, network });
  const startMs = bench.clock.monotonicMs();
  const { id } = await port.start({ targets: list(1_000), credentials: [PUBLIC] }, CALLER);
  let judgedAfterMs: number | undefined;
  port.follow(id, ({ checked }) => {
    if (checked === 1_000) judgedAfterMs ??= bench.clock.monotonicMs() - startMs;
  });
  const job = await bench.run(ended(port, id));
  expect(job).toMatchObject({ state: "done", total: 1_000, checked: 1_000, answering: 900, problems: [] });
  expect(judgedAfterMs).toBeLessThan(5_000);
  expect(busiestSecond(sentAtMs)).toBeLessThanOrEqual(520);
});

function busiestSecond(sentAtMs: readonly number[]): number {
  let [busiest, from] = [0, 0];
  for (const [i, atMs] of sentAtMs.entries()) {
    while (sentAtMs[from]! <= atMs - 1_000) from += 1;
    busiest = Math.max(busiest, i - from + 1);
  }
  return busiest;
}

test("a device is asked for what its extensions collect: what is missing is named, rows make the costs", async () => {
  bench.agent({ mib: switchMib(24) });
  const extension = await installedOf(
    SMALL_EXTENSION.replace(
      "snmp:",
      "snmp:\n  - group: odd\n    featureSet: fans\n    interval: { minutes: 5 }\n    metrics:\n      - { key: small.fan, value: 'oid:1.3.6.1.4.1.9999.1.0' }",
    ),
  );
  const { port } = await onboardingWith({
    clock: bench.clock,
    network: bench.network.open,
    installed: () => [extension],
  });
  const { devices } = await bench.run(jobToEnd(port, { targets: "192.0.2.1" }));
  expect(devices[0]!.extensions).toEqual([
    {
      name: "custom:small",
      version: "1.0.0",
      featureSets: [
        { name: "", supported: "yes", metrics: 2, missing: [], linesPerMinute: 25, series: 25 },
        { name: "fans", supported: "no", metrics: 1, missing: ["small.fan"], linesPerMinute: 0, series: 0 },
      ],
    },
  ]);
});

test("the look at what a device supports takes few requests", async () => {
  const agent = bench.agent({ mib: switchMib(48) });
  const extension = await installedOf(SMALL_EXTENSION);
  const { port } = await onboardingWith({
    clock: bench.clock,
    network: bench.network.open,
    installed: () => [extension],
  });
  await bench.run(jobToEnd(port, { targets: "192.0.2.1" }));
  expect(agent.requests.length).toBeLessThanOrEqual(6);
});

test("a cancelled job asks nobody any more, and keeps what it has found", async () => {
  bench.agent({ address: addressOf(1), mib: switchMib(1) });
  const { port } = await onboardingWith({ clock: bench.clock, network: bench.network.open });
  const { id } = await port.start({ targets: list(300), credentials: [PUBLIC] }, CALLER);
  const end = ended(port, id);
  await bench.clock.advance(500);
  expect(port.cancel(id)).toBe(true);
  const job = await end;
  expect(job).toMatchObject({ state: "cancelled", checked: 1, answering: 1 });
  expect(new Set(job.devices.map(({ verdict }) => verdict))).toEqual(new Set(["ok", "pending"]));
  const { sent } = bench.network;
  await bench.clock.advance(60_000);
  expect(bench.network.sent).toBe(sent);
  expect(bench.network.sockets).toEqual([]);
});

test("who follows hears each change until the end, and none when the job is unknown", async () => {
  bench.agent({ mib: switchMib(1) });
  const { port } = await onboardingWith({ clock: bench.clock, network: bench.network.open });
  const { id } = await port.start({ targets: "192.0.2.1", credentials: [PUBLIC] }, CALLER);
  const states: string[] = [];
  port.follow(id, ({ state, devices }) => states.push(`${state} ${devices[0]!.verdict}`));
  await bench.run(ended(port, id));
  expect(states).toEqual(["running ok", "running ok", "done ok"]);
  expect(port.follow("unknown", () => undefined)).toBeUndefined();
  expect(port.cancel("unknown")).toBe(false);
});

test("a fifth job at once is refused, and one that ended is forgotten after an hour", async () => {
  const { port, audited } = await onboardingWith({ clock: bench.clock, network: bench.network.open });
  const request = { targets: "192.0.2.1", credentials: [PUBLIC] };
  for (let i = 0; i < 4; i++) await port.start(request, CALLER);
  await expect(port.start(request, CALLER)).rejects.toMatchObject({ status: 429 });
  await bench.clock.advance(60_000);
  expect(port.jobs().map(({ state }) => state)).toEqual(["done", "done", "done", "done"]);
  await bench.clock.advance(3_600_000);
  expect(port.jobs()).toEqual([]);
  expect(audited).toEqual(Array.from({ length: 4 }, () => ["onboarding.start", "192.0.2.1"]));
});

test.each([
  [{ credentials: ["unknown"] }, "credentials/0"],
  [{ credentials: [PUBLIC, { type: "SNMPv3", userName: "ops" }] }, "credentials/1"],
  [{ advanced: { timeoutSecs: "x" } }, "advanced"],
])("a request that names what there is not is refused with its place: %j", async (part, path) => {
  const { port } = await onboardingWith({ clock: bench.clock, network: bench.network.open });
  const start = port.start({ targets: "192.0.2.1", credentials: [PUBLIC], ...part }, CALLER);
  await expect(start).rejects.toMatchObject({
    status: 400,
    violations: expect.arrayContaining([expect.objectContaining({ path })]),
  });
  expect(bench.network.sent).toBe(0);
});

test("a text without a target is refused, with what is wrong in it", async () => {
  const { port } = await onboardingWith({ clock: bench.clock, network: bench.network.open });
  const start = port.start({ targets: "10.0.0.0/8", credentials: [PUBLIC] }, CALLER);
  await expect(start).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("line 1: 10.0.0.0/8"),
  });
});
