import { expect, test } from "vitest";
import { DeviceSession } from "../../src/app/device-session.ts";
import { fastcheck } from "../../src/app/fastcheck.ts";
import type { NameService } from "../../src/app/names.ts";
import { Secret } from "../../src/base/index.ts";
import { DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { type Oid, SYS_NAME } from "../../src/smi/index.ts";
import { type SnmpClient, SnmpError, type SnmpTarget } from "../../src/snmp/index.ts";
import { text } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";

const DNS: NameService = {
  addressOf: () => Promise.resolve("192.0.2.7"),
  nameOf: () => Promise.resolve("seven.example.net"),
  forget: () => {},
};

function session(
  host: string,
  names: NameService = DNS,
  client: SnmpClient = new FakeDevice({ [SYS_NAME]: text("sw7") }),
) {
  const opened: SnmpTarget[] = [];
  const config = {
    host,
    port: 161,
    credentials: { version: "2c" as const, community: new Secret("x") },
    advanced: DEFAULT_ADVANCED,
  };
  const made = new DeviceSession({ id: `${host}:161`, config }, names, (target) => {
    opened.push(target);
    return client;
  });
  return { session: made, opened };
}

const timeout = new SnmpError("snmp.timeout", "no answer.", { device: "sw7:161" });

test("device.name is the configured host name, else the reverse name, else the address", async () => {
  const named = await session("sw7.example.net").session.connect();
  expect(named.identity).toEqual({ address: "192.0.2.7", port: 161, name: "sw7.example.net" });
  const numeric = await session("192.0.2.7", {
    ...DNS,
    addressOf: (host) => Promise.resolve(host),
  }).session.connect();
  expect(numeric.identity.name).toBe("seven.example.net");
  const nameless = {
    ...DNS,
    addressOf: (host: string) => Promise.resolve(host),
    nameOf: () => Promise.resolve(undefined),
  };
  expect((await session("192.0.2.7", nameless).session.connect()).identity.name).toBe("192.0.2.7");
});

test("all groups of a device share one client", async () => {
  const { session: device, opened } = session("sw7");
  await Promise.all([device.connect(), device.connect()]);
  expect(opened).toHaveLength(1);
});

test("a name that does not resolve is an SnmpError with remedy, and is tried again", async () => {
  let fails = true;
  const names = {
    ...DNS,
    addressOf: () => (fails ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve("192.0.2.7")),
  };
  const { session: device } = session("typo", names);
  await expect(device.connect()).rejects.toMatchObject({
    code: "snmp.name-not-resolved",
    remedy: expect.stringContaining("spelling"),
  });
  fails = false;
  expect((await device.connect()).identity.address).toBe("192.0.2.7");
});

test("a device that moved to another address is found there after it was not reached", async () => {
  let address = "192.0.2.7";
  const { session: device, opened } = session("sw7", { ...DNS, addressOf: () => Promise.resolve(address) });
  await device.connect();
  await device.noteFailure(timeout, 0);
  await device.connect();
  expect(opened).toHaveLength(1);
  address = "192.0.2.8";
  await device.noteFailure(timeout, 0);
  await device.connect();
  expect(opened.map((target) => target.address)).toEqual(["192.0.2.7", "192.0.2.8"]);
});

test("a device that was silent a moment ago is silent for its other groups, too, and for ten seconds only", async () => {
  const { session: device } = session("sw7");
  expect(device.silence(0)).toBeUndefined();
  await device.noteFailure(timeout, 1_000);
  expect(device.silence(10_999)).toBe(timeout);
  expect(device.silence(11_000)).toBeUndefined();
});

test("a device that refused is asked by its other groups: contexts and views differ", async () => {
  const { session: device } = session("sw7");
  await device.noteFailure(new SnmpError("snmp.error-status", "no access.", { device: "sw7:161" }), 0);
  expect(device.silence(1)).toBeUndefined();
});

test("fastcheck: a device that answers is OK and tells its sysName", async () => {
  const check = await fastcheck(session("sw7").session, new FakeClock());
  expect(check).toEqual({ verdict: { code: "OK", message: "" }, systemName: "sw7" });
});

test("fastcheck: a failure is the code of its cause, with remedy", async () => {
  const device = new FakeDevice({});
  device.failing.set(
    SYS_NAME,
    new SnmpError("snmp.wrong-digest", "wrong digest.", { device: "sw7:161", remedy: "Check authPassword." }),
  );
  const check = await fastcheck(session("sw7", DNS, device).session, new FakeClock());
  expect(check.verdict).toEqual({
    code: "AUTHENTICATION_ERROR",
    message: "wrong digest. Check authPassword.",
  });
});

test("fastcheck: however patient a device's timeouts are, the verdict comes within 18 s", async () => {
  const clock = new FakeClock();
  const patient = new FakeDevice({});
  patient.get = (_oids: readonly Oid[], signal?: AbortSignal) =>
    new Promise((_, reject) => signal!.addEventListener("abort", () => reject(new Error("aborted"))));
  const check = fastcheck(session("sw7", DNS, patient).session, clock);
  await clock.advance(18_000);
  expect((await check).verdict).toEqual({
    code: "DEVICE_CONNECTION_ERROR",
    message: "sw7:161 did not answer within 18 s.",
  });
});
