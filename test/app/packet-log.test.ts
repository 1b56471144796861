import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PacketLogs } from "../../src/app/packet-log.ts";
import {
  logName,
  orderPacketLog,
  PACKET_LOG_FILE_BYTES,
  PACKET_LOGS_MAX,
  readOrders,
} from "../../src/app/packet-log-orders.ts";
import { stateFolder } from "../../src/app/state-folder.ts";
import { silentLogger } from "../../src/base/index.ts";
import { builtinCatalogue } from "../../src/smi/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { MemoryFolder } from "../support/memory-folder.ts";
import { aReceived, aSent, aVarbind } from "../support/trace-events.ts";

const HOUR_MS = 3_600_000;

function setUp() {
  const clock = new FakeClock();
  const folder = new MemoryFolder(() => clock.wallMs());
  const open = () => {
    const logs = new PacketLogs({
      folder,
      clock,
      logger: silentLogger,
      catalogue: builtinCatalogue,
      isOurs: (device) => !device.startsWith("elsewhere"),
    });
    logs.start();
    return logs;
  };
  return { clock, folder, open };
}

async function switchedOn() {
  const set = setUp();
  const logs = set.open();
  await orderPacketLog(set.folder, "sw1:161", true, set.clock.wallMs());
  await set.clock.advance(2_000);
  return { ...set, logs };
}

test("an order for a device of another thread is left to that thread", async () => {
  const { clock, folder, logs } = await switchedOn();
  await orderPacketLog(folder, "elsewhere:161", true, clock.wallMs());
  await clock.advance(2_000);
  expect(logs.traceOf("elsewhere:161")).toBeUndefined();
  await logs.stop();
});

test("a device that is switched on is logged within two seconds, and the others are not", async () => {
  const { clock, folder, logs } = await switchedOn();
  expect(logs.traceOf("sw2:161")).toBeUndefined();
  logs.traceOf("sw1:161")!(aSent());
  logs.traceOf("sw1:161")!(aReceived({ varbinds: [aVarbind("1.3.6.1.2.1.1.3.0", "TimeTicks", "42")] }));
  await clock.settle();
  const text = folder.text("sw1_161.log")!;
  expect(text).toMatch(/^the packets of sw1:161 are logged until 2025-10-09T09:53:20\.000Z$/m);
  expect(text).toMatch(/^2025-10-09T08:53:22\.000Z #1 → GET 1 82 bytes$/m);
  expect(text).toMatch(/^ {4}sysUpTime\.0 = TimeTicks: 42$/m);
  await logs.stop();
});

test("nothing is logged before an order, and none is looked for but by its time of change", async () => {
  const { clock, folder, open } = setUp();
  const logs = open();
  await clock.advance(60_000);
  expect(logs.traceOf("sw1:161")).toBeUndefined();
  expect([...folder.files.keys()]).toEqual([]);
  await logs.stop();
});

test("switched off, it ends within two seconds and says so", async () => {
  const { clock, folder, logs } = await switchedOn();
  await orderPacketLog(folder, "sw1:161", false, clock.wallMs());
  await clock.advance(2_000);
  expect(logs.traceOf("sw1:161")).toBeUndefined();
  expect(folder.text("sw1_161.log")).toMatch(/^the log ends: switched off\n$/m);
  await logs.stop();
});

test("it ends by itself after an hour, and stays ended", async () => {
  const { clock, folder, logs } = await switchedOn();
  await clock.advance(HOUR_MS - 4_000);
  expect(logs.traceOf("sw1:161")).toBeDefined();
  await clock.advance(60_000);
  expect(logs.traceOf("sw1:161")).toBeUndefined();
  expect(folder.text("sw1_161.log")).toContain("its hour is over");
  await logs.stop();
});

test("it ends by itself after two full files, of which neither is larger than said", async () => {
  const { clock, folder, logs } = await switchedOn();
  const million = "x".repeat(1_000_000);
  for (let i = 0; i < 120 && logs.traceOf("sw1:161") !== undefined; i++) {
    logs.traceOf("sw1:161")!(
      aReceived({ varbinds: [aVarbind("1.3.6.1.2.1.1.1.0", "OctetString", million)] }),
    );
    await clock.settle();
  }
  expect(logs.traceOf("sw1:161")).toBeUndefined();
  for (const name of ["sw1_161.log", "sw1_161.log.1"]) {
    const bytes = Buffer.byteLength(folder.text(name)!);
    expect(bytes).toBeGreaterThan(PACKET_LOG_FILE_BYTES - 2_000_000);
    expect(bytes).toBeLessThanOrEqual(PACKET_LOG_FILE_BYTES);
  }
  await clock.advance(10_000);
  expect(logs.traceOf("sw1:161")).toBeUndefined();
  await logs.stop();
});

test("a restart of the service goes on with the log", async () => {
  const { clock, folder, open, logs } = await switchedOn();
  await logs.stop();
  const again = open();
  await clock.advance(2_000);
  expect(folder.text("sw1_161.log")).toMatch(/the service stops\n.*are logged until/);
  await again.stop();
});

test("switched on while it is on, it goes on for another hour; switched on after its end, it begins anew", async () => {
  const { clock, folder, logs } = await switchedOn();
  await clock.advance(HOUR_MS / 2);
  await orderPacketLog(folder, "sw1:161", true, clock.wallMs());
  await clock.advance(HOUR_MS - 4_000);
  expect(logs.traceOf("sw1:161")).toBeDefined();
  expect(folder.text("sw1_161.log")).toContain("ordered anew");
  await clock.advance(10_000);
  await orderPacketLog(folder, "sw1:161", true, clock.wallMs());
  await clock.advance(2_000);
  expect(folder.text("sw1_161.log")).toMatch(/^the packets of sw1:161 are logged until \S+\n$/);
  await logs.stop();
});

test("a disk that is too slow costs events, and says how many", async () => {
  const { clock, folder, logs } = await switchedOn();
  await clock.settle();
  const million = aReceived({
    varbinds: [aVarbind("1.3.6.1.2.1.1.1.0", "OctetString", "x".repeat(1_000_000))],
  });
  for (let i = 0; i < 10; i++) logs.traceOf("sw1:161")!(million); // all before the disk gets its turn
  await clock.settle();
  expect(folder.text("sw1_161.log")).toMatch(/… 7 events left out: the disk is too slow\n$/);
  await logs.stop();
});

test("a full disk ends the log, not the polls", async () => {
  const { clock, folder, logs } = await switchedOn();
  folder.full = new Error("ENOSPC");
  logs.traceOf("sw1:161")!(aSent());
  await clock.settle();
  expect(logs.traceOf("sw1:161")).toBeUndefined();
  await logs.stop();
});

test("orders that cannot be read change nothing", async () => {
  const { clock, folder, logs } = await switchedOn();
  folder.files.set("orders.json", { text: "{", changedAtMs: clock.wallMs() + 1 });
  await clock.advance(4_000);
  expect(logs.traceOf("sw1:161")).toBeDefined();
  await expect(readOrders(folder)).rejects.toMatchObject({ code: "app.packet-log" });
  await logs.stop();
});

test("one device more than allowed is refused with those that are on", async () => {
  const { folder } = setUp();
  for (let i = 0; i < PACKET_LOGS_MAX; i++) await orderPacketLog(folder, `sw${i}:161`, true, 0);
  await expect(orderPacketLog(folder, "one-more:161", true, 0)).rejects.toMatchObject({
    remedy: expect.stringContaining("sw3:161"),
  });
  await orderPacketLog(folder, "one-more:161", true, 2 * HOUR_MS); // the others have run out by then
  expect(await readOrders(folder)).toHaveLength(1);
});

test("a device's name becomes a file name and nothing more", () => {
  expect(logName("[2001:db8::1]:161")).toBe("_2001_db8__1__161.log");
  expect(logName("../../etc/passwd:161")).toBe(".._.._etc_passwd_161.log");
});

test("on the disk a log is readable by its owner alone", async () => {
  const path = mkdtempSync(join(tmpdir(), "snmpgate-packet-log-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const folder = stateFolder(path);
  await orderPacketLog(folder, "sw1:161", true, 0);
  await folder.append("sw1_161.log", "a\n");
  await folder.append("sw1_161.log", "b\n");
  expect(readFileSync(join(path, "sw1_161.log"), "utf8")).toBe("a\nb\n");
  for (const name of ["sw1_161.log", "orders.json"])
    expect(statSync(join(path, name)).mode & 0o777).toBe(0o600);
});
