import { describe, expect, test } from "vitest";
import type { Faults } from "../../src/simulator/index.ts";
import { decodeReply, encodeRequest } from "../support/wire-client.ts";
import { endpointOf } from "./support.ts";

const [UP_TIME, IN_OCTETS, HC_IN_OCTETS, IN_ERRORS, LAST_CHANGE] = [
  "1.3.6.1.2.1.1.3.0",
  "1.3.6.1.2.1.2.2.1.10",
  "1.3.6.1.2.1.31.1.1.1.6",
  "1.3.6.1.2.1.2.2.1.14",
  "1.3.6.1.2.1.2.2.1.9",
];

function reader(moving: boolean, faults: Faults = {}) {
  const { endpoint } = endpointOf({ moving, faults });
  return (name: string, nowMs: number): bigint => {
    const [datagram] = endpoint.receive(encodeRequest({ type: "get", oids: [name] }), nowMs);
    const [varbind = ""] = decodeReply(datagram?.bytes ?? new Uint8Array()).varbinds;
    return BigInt(`0x${varbind.split(":")[1]}`);
  };
}

describe("values that do not move", () => {
  test("stay as recorded, sysUpTime too", () => {
    const read = reader(false);
    expect([read(UP_TIME, 0), read(UP_TIME, 60_000)]).toEqual([360_000n, 360_000n]);
    expect([read(`${IN_OCTETS}.1`, 0), read(`${IN_OCTETS}.1`, 60_000)]).toEqual([1_000n, 1_000n]);
  });
});

describe("values that move", () => {
  test("sysUpTime counts hundredths of a second", () => {
    const read = reader(true);
    expect([read(UP_TIME, 0), read(UP_TIME, 1_230)]).toEqual([360_000n, 360_123n]);
  });

  test("other TimeTicks are stamps and stay", () => {
    expect(reader(true)(`${LAST_CHANGE}.1`, 60_000)).toBe(4_200n);
  });

  test("a counter grows steadily, at a rate of its own", () => {
    const read = reader(true);
    const growth = (name: string, fromMs: number) => Number(read(name, fromMs + 60_000) - read(name, fromMs));
    expect(growth(`${HC_IN_OCTETS}.1`, 0)).toBeGreaterThan(60_000);
    expect(
      Math.abs(growth(`${HC_IN_OCTETS}.1`, 0) - growth(`${HC_IN_OCTETS}.1`, 600_000)),
    ).toBeLessThanOrEqual(1);
    expect(growth(`${HC_IN_OCTETS}.1`, 0)).not.toBe(growth(`${HC_IN_OCTETS}.2`, 0));
    expect(reader(true)(`${HC_IN_OCTETS}.1`, 60_000)).toBe(read(`${HC_IN_OCTETS}.1`, 60_000));
  });

  test("a counter recorded as zero belongs to something unused and stays zero", () => {
    expect(reader(true)(`${IN_ERRORS}.1`, 3_600_000)).toBe(0n);
  });

  test("ifInOctets shows the lower 32 bits of ifHCInOctets at every moment", () => {
    const read = reader(true);
    for (const nowMs of [0, 12_345, 86_400_000, 864_000_000]) {
      expect(read(`${IN_OCTETS}.2`, nowMs)).toBe(BigInt.asUintN(32, read(`${HC_IN_OCTETS}.2`, nowMs)));
    }
  });

  test("sysUpTime wraps after 497 days", () => {
    const wrapsInMs = (2 ** 32 - 360_000) * 10;
    expect([reader(true)(UP_TIME, wrapsInMs - 10), reader(true)(UP_TIME, wrapsInMs)]).toEqual([
      4_294_967_295n,
      0n,
    ]);
  });

  test("a reboot starts sysUpTime, counters and stamps from zero", () => {
    const read = reader(true, { reboots: [{ atMs: 60_000 }] });
    expect(read(UP_TIME, 59_990)).toBe(365_999n);
    expect(read(UP_TIME, 60_500)).toBe(50n);
    expect(read(`${HC_IN_OCTETS}.1`, 60_000)).toBe(0n);
    expect(read(`${HC_IN_OCTETS}.1`, 90_000)).toBeGreaterThan(0n);
    expect(read(`${LAST_CHANGE}.1`, 60_000)).toBe(0n);
  });
});
