import { afterEach, beforeEach, expect, test } from "vitest";
import type { EngineNotice } from "../../src/snmp/index.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { type DataLine, MINUTE_MS, VirtualService } from "../support/virtual-service.ts";
import { switchMib } from "../support/virtual-switch.ts";
import { valueOf } from "./reading.ts";

// Names that do not resolve, sites that go dark, and a host that stands still: whose trouble it is.

const LINES_PER_POLL = 2;

let bench: VirtualBench;
let notices: EngineNotice[];
let service: VirtualService | undefined;
beforeEach(() => {
  notices = [];
  service = undefined;
  bench = new VirtualBench({ onNotice: (notice) => notices.push(notice) });
});
afterEach(async () => {
  await service?.stop();
  bench.clean();
});

const mib = switchMib(1);
const agentAt = (address: string): VirtualAgent => bench.agent({ address, mib });
const from = (lines: readonly DataLine[], address: string): number =>
  lines.filter(({ dimensions }) => dimensions.get("device.address") === address).length;
const verdictOf = (host: string) => service!.service.devices().find(({ id }) => id.startsWith(host))!.verdict;

/** More names than are checked at once when the service starts. */
const SLOW_NAMES = 300;

test("slow DNS: names that take long to fail hold up no device with an address, nor one whose name is known", async () => {
  const [good, named] = [agentAt("192.0.2.1"), agentAt("192.0.2.2")];
  const slow = Array.from({ length: SLOW_NAMES }, (_, i) => ({ host: `slow${i}.example`, agent: good }));
  service = new VirtualService(bench, {
    devices: [{ host: "named.example", agent: named }, ...slow, { agent: good }],
    addressesOf: async (host) => {
      if (host === "named.example") return [named.address];
      await bench.clock.sleepUntil(bench.clock.monotonicMs() + 10_000);
      throw new Error("ETIMEOUT");
    },
  });
  const lines = await service.minutes(4);
  // The first poll has no deltas.
  for (const { address } of [good, named]) expect(from(lines, address)).toBe(4 * LINES_PER_POLL - 1);
  expect(verdictOf("named.example").code).toBe("OK");
  expect(verdictOf("slow299.example").code).toBe("DEVICE_CONNECTION_ERROR");
});

test("a name service that hangs for ever: other devices go on, and the service stops", async () => {
  const good = agentAt("192.0.2.1");
  service = new VirtualService(bench, {
    devices: [{ host: "hangs.example", agent: good }, { agent: good }],
    addressesOf: () => new Promise(() => {}),
  });
  expect(from(await service.minutes(3), good.address)).toBe(3 * LINES_PER_POLL - 1);
  expect(verdictOf("hangs.example").code).toBe("DEVICE_CONNECTION_ERROR");
});

test("failing DNS: the device says so with its remedy, others do not notice, and it is polled once the name is there", async () => {
  const [good, late] = [agentAt("192.0.2.1"), agentAt("192.0.2.2")];
  let resolves = false;
  let lookups = 0;
  service = new VirtualService(bench, {
    devices: [{ agent: good }, { host: "late.example", agent: late }],
    addressesOf: (host) => {
      if (host !== "late.example") return Promise.resolve([host]);
      lookups += 1;
      return resolves ? Promise.resolve([late.address]) : Promise.reject(new Error("ENOTFOUND"));
    },
  });
  const lines = await service.minutes(3);
  expect(from(lines, good.address)).toBe(3 * LINES_PER_POLL - 1);
  expect(verdictOf("late.example")).toMatchObject({
    code: "DEVICE_CONNECTION_ERROR",
    message: expect.stringMatching(/late\.example.*DNS/),
  });
  expect(lookups).toBeLessThanOrEqual(5);
  resolves = true;
  expect(from(await service.minutes(2), late.address)).toBe(2 * LINES_PER_POLL - 1);
});

test("a name with several addresses is tried at each of them, and stays with the one that answers", async () => {
  const [first, second, third] = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map(agentAt);
  first!.network.detach();
  second!.network.refuse();
  service = new VirtualService(bench, {
    devices: [{ host: "many.example", agent: third! }],
    addressesOf: () => Promise.resolve([first!.address, second!.address, third!.address]),
  });
  await service.minutes(2);
  expect(verdictOf("many.example").code).toBe("OK");
  const asked = first!.datagrams + second!.datagrams;
  expect(from(await service.minutes(3), third!.address)).toBe(3 * LINES_PER_POLL);
  expect(first!.datagrams + second!.datagrams).toBe(asked);
});

test("a name that has moved is followed to its new address when the old one falls silent", async () => {
  const [old, next] = ["192.0.2.1", "192.0.2.2"].map(agentAt);
  let address = old!.address;
  service = new VirtualService(bench, {
    devices: [{ host: "moved.example", agent: old! }],
    addressesOf: () => Promise.resolve([address]),
  });
  await service.minutes(2);
  address = next!.address;
  old!.network.detach();
  await service.minutes(2);
  expect(from(await service.minutes(2), next!.address)).toBe(2 * LINES_PER_POLL);
});

const SITE = 2_000;
const ELSEWHERE = 10;
/** Four attempts, and two at something small: is it the device or the size? */
const DATAGRAMS_PER_DEVICE_MAX = 6;

test("a whole site (2,000 devices) going dark and returning at once: no storm, and nobody else is late", {
  timeout: 60_000,
}, async () => {
  const site = Array.from({ length: SITE }, (_, i) => agentAt(`10.0.${i >> 8}.${i & 255}`));
  const others = Array.from({ length: ELSEWHERE }, (_, i) => agentAt(`192.0.2.${i + 1}`));
  service = new VirtualService(bench, { devices: [...site, ...others].map((agent) => ({ agent })) });
  const sent = () => site.reduce((sum, { datagrams }) => sum + datagrams, 0);
  const cut = (isCut: boolean) => {
    for (const { network } of site) network.link = { ...network.link, cut: isCut };
  };
  /** How often each second of a minute saw a poll of the others: their rhythm. */
  const rhythmOf = (lines: readonly DataLine[]) =>
    lines
      .filter(({ dimensions }) => dimensions.get("device.address")!.startsWith("192.0.2."))
      .map(
        ({ key, timestampMs, dimensions }) =>
          `${dimensions.get("device.address")} ${key} ${timestampMs! % MINUTE_MS}`,
      )
      .toSorted();

  await service.minutes(1);
  const well = rhythmOf(await service.minutes(1));
  expect(well).toHaveLength(ELSEWHERE * LINES_PER_POLL);

  cut(true);
  for (let minute = 0; minute < 2; minute++) {
    const before = sent();
    expect(rhythmOf(await service.minutes(1))).toEqual(well);
    expect(sent() - before).toBeLessThanOrEqual(SITE * DATAGRAMS_PER_DEVICE_MAX);
  }

  cut(false);
  const seconds: number[] = [];
  const lines: DataLine[] = [];
  for (let second = 0; second < 120; second++) {
    const before = sent();
    lines.push(...(await service.minutes(1 / 60)));
    seconds.push(sent() - before);
  }
  // Polls of a minute spread over it: three requests each, and twice as many in the worst second.
  expect(Math.max(...seconds)).toBeLessThanOrEqual((SITE / 60) * DATAGRAMS_PER_DEVICE_MAX * 2);
  for (const { inFlightMax } of site) expect(inFlightMax).toBeLessThanOrEqual(1);
  const back = new Set(lines.map(({ dimensions }) => dimensions.get("device.address")));
  expect(back.size).toBe(SITE + ELSEWHERE);
  expect(rhythmOf(lines)).toEqual([...well, ...well].toSorted());
});

test("an event loop that stands still is told apart from a device that does not answer", async () => {
  const agent = bench.agent({ mib, serviceMs: 100 });
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 0 });
  const answer = valueOf(client);
  await bench.clock.advance(50);
  bench.clock.stall(20_000);
  expect(await bench.run(answer)).toBe("switch");
  expect(client.stats()).toMatchObject({ timeouts: 0 });
  expect(notices).toContainEqual(expect.objectContaining({ kind: "stall" }));
});
