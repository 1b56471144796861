import { describe, expect, test } from "vitest";
import { livelyMotions, loadRecording } from "../../../src/simulator/index.ts";
import { valueAt } from "../../../src/simulator/motion/motion.ts";
import { findPosition } from "../../../src/simulator/recording.ts";
import { recordedPorts } from "../../e2e/ui/support/recorded.ts";
import { NETWORK } from "../../extension/network.ts";

const DEVICES = await Promise.all(
  NETWORK.devices.map(async ({ name, recording }) => ({
    name,
    ...(await loadRecording(`snmpsim-data/${recording}`)),
  })),
);
const MOTIONS = livelyMotions(DEVICES, NETWORK.cables, NETWORK.bundles);

const IF = "1.3.6.1.2.1.2.2.1";
const IF_X = "1.3.6.1.2.1.31.1.1.1";
const [HC_IN, HC_OUT, IN_ERRORS] = [`${IF_X}.6`, `${IF_X}.10`, `${IF}.14`];
const CPU = "1.3.6.1.4.1.9.9.109.1.1.1.1";

/** The value that a device of the demo shows at a moment; undefined when it does not move. */
function at(name: string, oid: string, seconds: number): number | undefined {
  const i = DEVICES.findIndex((device) => device.name === name);
  const position = findPosition(DEVICES[i]!.recording, oid.split(".").map(Number), false);
  const motion = MOTIONS[i]!.get(position);
  if (motion === undefined) return undefined;
  const [, , ...octets] = valueAt(motion, {}, seconds * 1_000);
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}

/** Growth per second in each of the spans that follow one another. */
function rates(name: string, oid: string, spans: number, spanSeconds: number): number[] {
  return Array.from({ length: spans }, (_, i) => {
    const from = at(name, oid, i * spanSeconds)!;
    return (at(name, oid, (i + 1) * spanSeconds)! - from) / spanSeconds;
  });
}

const portsUp = (name: string) =>
  recordedPorts(name).filter(
    ({ operStatus, type, highSpeed }) => operStatus === 1 && type === 6 && highSpeed > 0,
  );

const SWITCHES = ["access-sw-1", "core-sw-1", "dist-sw-2", "secure-sw"];

describe.each(SWITCHES)("the ports of %s", (name) => {
  test("use between 1 and 80 % of their speed in both directions when they are up", () => {
    for (const { index, highSpeed } of portsUp(name)) {
      for (const column of [HC_IN, HC_OUT]) {
        const used = rates(name, `${column}.${index}`, 90, 20).map((rate) => (rate * 8) / (highSpeed * 1e6));
        expect(Math.min(...used), index).toBeGreaterThan(0.01);
        expect(Math.max(...used), index).toBeLessThan(0.8);
      }
    }
  });

  test("go up and down by a tenth at least within the first two minutes", () => {
    for (const { index } of portsUp(name)) {
      const seen = rates(name, `${HC_IN}.${index}`, 12, 10);
      expect(Math.max(...seen) / Math.min(...seen), index).toBeGreaterThan(1.1);
    }
  });

  test("count nothing when they are down", () => {
    for (const { index } of recordedPorts(name).filter(({ operStatus }) => operStatus !== 1)) {
      expect(rates(name, `${HC_IN}.${index}`, 1, 600)).toEqual([0]);
      expect(rates(name, `${IN_ERRORS}.${index}`, 1, 600)).toEqual([0]);
    }
  });
});

test("what one end of a cable sends is what the other end receives, packets too", () => {
  const [near, far] = [recordedPorts("core-sw-1"), recordedPorts("access-sw-1")];
  const [one, other] = [
    near.find(({ name }) => name === "Ethernet1/1")!.index,
    far.find(({ name }) => name === "Te1/1/1")!.index,
  ];
  for (const [sent, received] of [
    ["10", "6"],
    ["11", "7"],
    ["12", "8"],
  ]) {
    const out = rates("core-sw-1", `${IF_X}.${sent}.${one}`, 10, 30);
    const into = rates("access-sw-1", `${IF_X}.${received}.${other}`, 10, 30);
    for (const [i, rate] of out.entries()) expect(Math.abs(into[i]! - rate)).toBeLessThan(0.1 + rate * 1e-6);
  }
});

test("a port channel carries what its members do together", () => {
  const index = (port: string) => recordedPorts("dist-sw-2").find(({ name }) => name === port)!.index;
  for (const column of [HC_IN, HC_OUT]) {
    const [channel, one, other] = ["Port-Channel1", "Ethernet25/1", "Ethernet26/1"].map((port) =>
      rates("dist-sw-2", `${column}.${index(port)}`, 10, 30),
    );
    for (const [i, rate] of channel!.entries()) expect(rate / (one![i]! + other![i]!)).toBeCloseTo(1, 6);
  }
});

test("a host that does not know its speed sends what its switch received", () => {
  const port = recordedPorts("core-sw-1").find(({ name }) => name === "Ethernet1/10")!;
  const [sent] = rates("linux-host", `${HC_OUT}.4`, 1, 60);
  const [received] = rates("core-sw-1", `${HC_IN}.${port.index}`, 1, 60);
  expect(sent! / received!).toBeCloseTo(1, 6);
  expect(sent).toBeGreaterThan(1e6);
});

test("a port that had thousands of errors has a few a minute, in bursts", () => {
  const errors = rates("access-sw-1", `${IN_ERRORS}.13`, 90, 20);
  expect(errors.filter((rate) => rate === 0).length).toBeGreaterThan(30);
  const aMinute = (errors.reduce((sum, rate) => sum + rate, 0) / errors.length) * 60;
  expect(aMinute).toBeGreaterThan(1);
  expect(aMinute).toBeLessThan(6);
});

test("the CPU of five minutes goes up and down less than that of five seconds, around what was recorded", () => {
  const seen = (column: number) =>
    Array.from({ length: 180 }, (_, i) => at("core-sw-1", `${CPU}.${column}.1`, i * 10)!);
  const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  expect(spread(seen(6))).toBeGreaterThan(15);
  expect(spread(seen(8))).toBeLessThan(spread(seen(6)) / 2);
  for (const value of seen(6)) expect(value > 10 && value < 60).toBe(true);
});

test("used and free memory are the same sum at every moment", () => {
  const sums = [0, 60, 170, 900].map(
    (s) => at("core-sw-1", `${CPU}.17.1`, s)! + at("core-sw-1", `${CPU}.19.1`, s)!,
  );
  for (const sum of sums) expect(Math.abs(sum - sums[0]!)).toBeLessThanOrEqual(1);
  expect(at("core-sw-1", `${CPU}.17.1`, 0)).not.toBe(at("core-sw-1", `${CPU}.17.1`, 170));
});

test("a sensor that says that its value is out of range stays", () => {
  expect(at("awkward", "1.3.6.1.2.1.99.1.1.1.4.2", 60)).toBeUndefined();
  expect(at("awkward", "1.3.6.1.2.1.99.1.1.1.4.1", 60)).toBeDefined();
});

test("counters start from zero with a reboot, in the middle of their course", () => {
  const i = DEVICES.findIndex(({ name }) => name === "core-sw-1");
  const arcs = `${HC_IN}.${recordedPorts("core-sw-1").find(({ name }) => name === "Ethernet1/1")!.index}`;
  const motion = MOTIONS[i]!.get(findPosition(DEVICES[i]!.recording, arcs.split(".").map(Number), false))!;
  const faults = { reboots: [{ atMs: 100_000 }] };
  expect([...valueAt(motion, faults, 100_000)].slice(2)).toEqual([0]);
  const [, , ...octets] = valueAt(motion, faults, 160_000);
  const grown = octets.reduce((value, octet) => value * 256 + octet, 0);
  expect(grown).toBeCloseTo(at("core-sw-1", arcs, 160)! - at("core-sw-1", arcs, 100)!, -2);
});
