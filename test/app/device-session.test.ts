import { expect, test } from "vitest";
import { DeviceSession } from "../../src/app/device-session.ts";
import { fastcheck } from "../../src/app/fastcheck.ts";
import { LearnedStore } from "../../src/app/learned-store.ts";
import type { NameService } from "../../src/app/names.ts";
import { AppError, Secret, silentLogger } from "../../src/base/index.ts";
import { DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { type Oid, oid, SYS_NAME } from "../../src/smi/index.ts";
import { type SnmpClient, SnmpError, type SnmpTarget } from "../../src/snmp/index.ts";
import { aTask, text } from "../support/builders.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { FakeDevice } from "../support/fake-device.ts";
import { MemoryFolder } from "../support/memory-folder.ts";

const namesOf = (...addresses: readonly string[]): NameService => ({
  addressesOf: () => Promise.resolve(addresses),
  nameOf: () => Promise.resolve("seven.example.net"),
  forget: () => {},
});
const DNS = namesOf("192.0.2.7");
const IF_IN = "1.3.6.1.2.1.2.2.1.10";
const TASK = aTask([], { scalars: [SYS_NAME], columns: [oid(IF_IN)] });

function session(
  host: string,
  {
    names = DNS,
    clientOf = () => new FakeDevice({ [SYS_NAME]: text("sw7") }),
    learned,
  }: {
    readonly names?: NameService;
    readonly clientOf?: (target: SnmpTarget) => SnmpClient;
    readonly learned?: LearnedStore;
  } = {},
) {
  const opened: SnmpTarget[] = [];
  const clock = new FakeClock();
  const config = {
    host,
    port: 161,
    credentials: { version: "2c" as const, community: new Secret("x") },
    advanced: DEFAULT_ADVANCED,
  };
  const open = (target: SnmpTarget) => {
    opened.push(target);
    return clientOf(target);
  };
  const made = new DeviceSession({ id: `${host}:161`, config }, "c", {
    clock,
    names,
    open,
    labelRefreshMs: undefined,
    learned,
  });
  return { session: made, opened, clock };
}

/** Answers at the addresses given, and is silent at all others. */
function reachableAt(...addresses: readonly string[]) {
  return ({ address }: SnmpTarget): FakeDevice => {
    const device = new FakeDevice({ [SYS_NAME]: text("sw7") });
    if (!addresses.includes(address)) device.failing.set(SYS_NAME, timeout);
    return device;
  };
}

const addressesOf = (targets: readonly SnmpTarget[]) => targets.map(({ address }) => address);

const timeout = new SnmpError("snmp.timeout", "no answer.", { device: "sw7:161" });

test("device.name is the configured host name, else the reverse name, else the address", async () => {
  const named = await session("sw7.example.net").session.connect();
  expect(named.identity).toEqual({ address: "192.0.2.7", port: 161, name: "sw7.example.net" });
  const numeric = await session("192.0.2.7").session.connect();
  expect(numeric.identity.name).toBe("seven.example.net");
  const nameless = { ...DNS, nameOf: () => Promise.resolve(undefined) };
  expect((await session("192.0.2.7", { names: nameless }).session.connect()).identity.name).toBe("192.0.2.7");
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
    addressesOf: () => (fails ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(["192.0.2.7"])),
  };
  const { session: device } = session("typo", { names });
  await expect(device.connect()).rejects.toMatchObject({
    code: "snmp.name-not-resolved",
    remedy: expect.stringContaining("spelling"),
  });
  fails = false;
  expect((await device.connect()).identity.address).toBe("192.0.2.7");
});

test("a device that moved to another address is found there in the same poll", async () => {
  let addresses = ["192.0.2.7"];
  const names = { ...DNS, addressesOf: () => Promise.resolve(addresses) };
  const { session: device, opened } = session("sw7", { names, clientOf: reachableAt("192.0.2.8") });
  await device.connect();
  addresses = ["192.0.2.8"];
  const { identity, results } = await device.poll([TASK], {});
  expect(addressesOf(opened)).toEqual(["192.0.2.7", "192.0.2.8"]);
  expect(identity.address).toBe("192.0.2.8");
  expect(results[0]!.outcome).toBe("done");
});

test("all addresses of a name are tried, and the one that answers is kept", async () => {
  const names = namesOf("2001:db8::7", "192.0.2.7", "192.0.2.8");
  const { session: device, opened } = session("sw7", { names, clientOf: reachableAt("192.0.2.8") });
  expect((await device.poll([TASK], {})).results[0]!.outcome).toBe("done");
  await device.poll([TASK], {});
  expect(addressesOf(opened)).toEqual(["2001:db8::7", "192.0.2.7", "192.0.2.8"]);
});

test("a name whose addresses are all silent is tried at each of them once a poll", async () => {
  const names = namesOf("192.0.2.7", "192.0.2.8");
  const { session: device, opened, clock } = session("sw7", { names, clientOf: reachableAt() });
  expect((await device.poll([TASK], {})).results[0]!.error).toBe(timeout);
  expect(addressesOf(opened)).toEqual(["192.0.2.7", "192.0.2.8"]);
  await clock.advance(60_000);
  await device.poll([TASK], {});
  expect(addressesOf(opened)).toEqual(["192.0.2.7", "192.0.2.8", "192.0.2.7"]);
});

test("a round that another one has overtaken on its way to the next address goes there, too", async () => {
  const names = namesOf("192.0.2.7", "192.0.2.8");
  const closed = new AppError("snmp.closed", "sw7: the client was closed");
  let endSlowRead: (reason: Error) => void = () => {};
  const reads: string[] = [];
  const clientOf = (target: SnmpTarget): FakeDevice => {
    const device = reachableAt("192.0.2.8")(target);
    const { address } = target;
    const read = device.read.bind(device);
    device.read = (wish) => {
      reads.push(address);
      // The first round's read is still under way when the second one has given up on the address.
      if (reads.length > 1) return read(wish);
      return new Promise((_, reject) => {
        endSlowRead = reject;
      });
    };
    device.close = () => {
      if (address === "192.0.2.7") endSlowRead(closed);
    };
    return device;
  };
  const { session: device, opened } = session("sw7", { names, clientOf });
  const rounds = await Promise.all([device.poll([TASK], {}), device.poll([TASK], {})]);
  expect(rounds.map(({ results }) => results[0]!.outcome)).toEqual(["done", "done"]);
  expect(addressesOf(opened)).toEqual(["192.0.2.7", "192.0.2.8"]);
});

test("a device that was silent a moment ago is silent for its other groups, too, and for ten seconds only", async () => {
  const { session: device, opened, clock } = session("192.0.2.7", { clientOf: reachableAt() });
  await device.poll([TASK], {});
  await clock.advance(9_999);
  await expect(device.poll([TASK], {})).rejects.toBe(timeout);
  await clock.advance(1);
  expect((await device.poll([TASK], {})).results[0]!.error).toBe(timeout);
  expect(opened).toHaveLength(1);
});

test("a device that refused is asked by its other groups: contexts and views differ", async () => {
  const refusing = new FakeDevice({});
  refusing.failing.set(SYS_NAME, new SnmpError("snmp.error-status", "no access.", { device: "sw7:161" }));
  const { session: device } = session("192.0.2.7", { clientOf: () => refusing });
  for (let poll = 0; poll < 2; poll++) expect((await device.poll([TASK], {})).results).toHaveLength(1);
});

test("what an earlier client learned is given to the next, and what this one learns is kept, also when it ends", async () => {
  const learned = new LearnedStore({
    folder: new MemoryFolder(),
    clock: new FakeClock(),
    logger: silentLogger,
  });
  const columns = { [IF_IN]: [20, 25] as const };
  const clientOf = (): FakeDevice => {
    const device = new FakeDevice({ [SYS_NAME]: text("sw7") });
    Object.assign(device.learnedRows, columns);
    return device;
  };
  const first = session("192.0.2.7", { clientOf, learned });
  await first.session.connect();
  first.session.close();
  const second = session("192.0.2.7", { clientOf, learned });
  await second.session.connect();
  expect(first.opened[0]!.learned).toBeUndefined();
  expect(second.opened[0]!.learned?.reading.columns).toEqual(columns);
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
  const check = await fastcheck(session("sw7", { clientOf: () => device }).session, new FakeClock());
  expect(check.verdict).toEqual({
    code: "AUTHENTICATION_ERROR",
    message: "wrong digest. Check authPassword.",
    cause: "wrong digest.",
    remedy: "Check authPassword.",
  });
});

test("fastcheck: however patient a device's timeouts are, the verdict comes within 18 s", async () => {
  const clock = new FakeClock();
  const patient = new FakeDevice({});
  patient.get = (_oids: readonly Oid[], signal?: AbortSignal) =>
    new Promise((_, reject) => signal!.addEventListener("abort", () => reject(new Error("aborted"))));
  const check = fastcheck(session("sw7", { clientOf: () => patient }).session, clock);
  await clock.advance(18_000);
  expect((await check).verdict).toEqual({
    code: "DEVICE_CONNECTION_ERROR",
    message: "sw7:161 did not answer within 18 s.",
  });
});
