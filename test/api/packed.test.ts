import { expect, test } from "vitest";
import { startApiCalls } from "../support/api-calls.ts";
import { FLEET_DEVICE, fakePorts } from "../support/fake-ports.ts";

// Large answers are packed for readers on other hosts. A proxy on this host reads for them.

const FAR = { "x-forwarded-for": "192.0.2.9" };

async function fleetOf(
  count: number,
  headers: Readonly<Record<string, string>>,
  devices = Array.from({ length: count }, () => FLEET_DEVICE),
) {
  const ports = fakePorts();
  const answer = {
    ...ports.fleet.fleet(undefined),
    devices,
  };
  const { call } = await startApiCalls({
    ports: { ...ports, fleet: { ...ports.fleet, fleet: () => answer } },
  });
  const { status, json, headers: told } = await call("GET /api/snmpgate/fleet", { headers });
  const read = json as { readonly devices: readonly unknown[] };
  return {
    status,
    count: read.devices.length,
    packed: told.get("content-encoding"),
    octets: Number(told.get("content-length")),
  };
}

test("a list of thousands goes to another host packed, at a fraction of its size", async () => {
  const far = await fleetOf(2_000, FAR);
  expect(far).toMatchObject({ status: 200, count: 2_000, packed: "gzip" });
  const { octets, packed } = await fleetOf(2_000, {});
  expect(packed).toBeNull();
  expect(far.octets).toBeLessThan(octets / 5);
});

test("what is longer than is held at once goes packed while it is made", async () => {
  expect(await fleetOf(5_000, FAR)).toMatchObject({ status: 200, count: 5_000, packed: "gzip" });
});

test("a packed answer that fails midway is cut off, so that nobody takes it for a whole one", async () => {
  const devices = Array.from({ length: 5_000 }, () => FLEET_DEVICE);
  const gone = {
    ...FLEET_DEVICE,
    toJSON: () => {
      throw new Error("gone");
    },
  };
  await expect(fleetOf(0, FAR, [...devices, gone])).rejects.toThrow("terminated");
});

test.each([
  [1, {}, null],
  [2_000, { "accept-encoding": "br, gzip;q=0" }, null],
  [2_000, { "accept-encoding": "identity" }, null],
  [2_000, { "accept-encoding": "br;q=1.0, GZIP;q=0.5" }, "gzip"],
  [2_000, { "accept-encoding": "*" }, "gzip"],
])("%i devices for a reader with %j: content-encoding %s", async (count, accepted, packed) => {
  expect(await fleetOf(count, { ...FAR, ...accepted })).toMatchObject({ status: 200, count, packed });
});
