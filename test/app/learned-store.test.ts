import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bucketName, bucketOf } from "../../src/app/learned-file.ts";
import { LearnedStore } from "../../src/app/learned-store.ts";
import { stateFolder } from "../../src/app/state-folder.ts";
import type { Logger } from "../../src/base/index.ts";
import { type Oid, oid } from "../../src/smi/index.ts";
import type { LearnedDevice } from "../../src/snmp/index.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { learnedWith } from "../support/learned.ts";
import { MemoryFolder } from "../support/memory-folder.ts";

const CYCLE_MS = 256_000;
const DAY_MS = 86_400_000;

function learnedOf(parts: Partial<LearnedDevice["reading"]> = {}, srttMs = 3.2): LearnedDevice {
  return learnedWith({
    exchange: {
      rtt: { srttMs, rttvarMs: 1.1, minMs: 0.9 },
      engine: { engineId: "80001f8880", boots: 7, bootedAtMs: 1_760_000_000_000 },
    },
    reading: {
      provenBytes: 1_400,
      poison: [{ oid: oid("1.3.6.1.2.1.99"), untilMs: 1_760_000_100_000 }],
      columns: { [oid("1.3.6.1.2.1.2.2.1.10")]: [24, 21.5], [oid("1.3.6.1.2.1.2.2.1.1")]: [24, 19] },
      ...parts,
    },
  });
}

function setUp(clock = new FakeClock()) {
  const folder = new MemoryFolder(() => clock.wallMs());
  const said: { fields: object; message: string }[] = [];
  const log = (fields: object, message: string): void => void said.push({ fields, message });
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const open = (): LearnedStore => new LearnedStore({ folder, clock, logger });
  return { clock, folder, said, open };
}

test("what was learned of a device comes back after a restart", async () => {
  const { folder, open } = setUp();
  const before = open();
  before.follow("sw1:161", () => learnedOf());
  before.start();
  await before.stop();
  expect(folder.written).toEqual([bucketName(bucketOf("sw1:161"))]);
  expect(await open().get("sw1:161")).toEqual(learnedOf());
  expect(await open().get("sw2:161")).toBeUndefined();
});

test("a client that is closed leaves what it learned, for the next one and for the disk", async () => {
  const { open } = setUp();
  const store = open();
  const unfollow = store.follow("sw1:161", () => learnedOf({ provenBytes: 9_000 }));
  unfollow();
  expect((await store.get("sw1:161"))?.reading.provenBytes).toBe(9_000);
  await store.stop();
  expect((await open().get("sw1:161"))?.reading.provenBytes).toBe(9_000);
});

test("a second client of the same device takes over, and the first one's end changes nothing", async () => {
  const { open } = setUp();
  const store = open();
  const first = store.follow("sw1:161", () => learnedOf({ provenBytes: 1 }));
  store.follow("sw1:161", () => learnedOf({ provenBytes: 2 }));
  first();
  expect((await store.get("sw1:161"))?.reading.provenBytes).toBe(2);
});

test("one bucket a second, and each device within a cycle", async () => {
  const { clock, folder, open } = setUp();
  const store = open();
  const devices = Array.from({ length: 2_000 }, (_, i) => `sw${i}:161`);
  for (const device of devices) store.follow(device, () => learnedOf());
  store.start();
  await clock.advance(10_000);
  expect(folder.written).toHaveLength(10);
  await clock.advance(CYCLE_MS - 10_000);
  expect(new Set(folder.written).size).toBe(256);
  const kept = [...folder.files.values()].flatMap(({ text }) => text.trimEnd().split("\n").slice(1));
  expect(kept).toHaveLength(devices.length);
  await store.stop();
});

test("a bucket in which nothing changed is not written again; round trips move a little without that", async () => {
  const { clock, folder, open } = setUp();
  const store = open();
  let [srttMs, boots] = [3.2, 7];
  const bootedAtMs = 1_760_000_000_000;
  store.follow("sw1:161", () => {
    const learned = learnedOf({}, srttMs);
    return { ...learned, exchange: { ...learned.exchange, engine: { engineId: "80", boots, bootedAtMs } } };
  });
  store.start();
  await clock.advance(CYCLE_MS);
  srttMs = 3.7;
  await clock.advance(CYCLE_MS);
  expect(folder.written).toHaveLength(1);
  boots = 8;
  await clock.advance(CYCLE_MS);
  expect(folder.written).toHaveLength(2);
  await store.stop();
});

test("a device in use is written once a day, so that it never looks gone", async () => {
  const { clock, folder, open } = setUp();
  const store = open();
  store.follow("sw1:161", () => learnedOf());
  store.start();
  await clock.advance(DAY_MS + 2 * CYCLE_MS);
  expect(folder.written).toHaveLength(2);
  await store.stop();
});

test("a device that was not polled for 30 days is dropped, others of its file stay", async () => {
  const { clock, open } = setUp();
  const [gone, stays] = twoOfOneBucket();
  const first = open();
  first.follow(gone, () => learnedOf());
  first.follow(stays, () => learnedOf());
  await first.stop();
  clock.stepWall(31 * DAY_MS);
  const second = open();
  second.follow(stays, () => learnedOf());
  await second.stop();
  const third = open();
  expect(await third.get(gone)).toBeUndefined();
  expect(await third.get(stays)).toBeDefined();
});

test("a file of which no device is in use any more is removed after 30 days", async () => {
  const { clock, folder, open } = setUp();
  const first = open();
  first.follow("sw1:161", () => learnedOf());
  await first.stop();
  clock.stepWall(31 * DAY_MS);
  const second = open();
  second.start();
  await clock.settle();
  await second.stop();
  expect(folder.files.size).toBe(0);
});

test.each([
  ["torn", (text: string) => text.slice(0, -40)],
  ["short of a line", (text: string) => text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1)],
  ["no text of ours", () => "\u0000\u0000\u0000"],
  ["empty", () => ""],
])("a file that is %s is set aside and named, and polling goes on without it", async (_, damage) => {
  const { folder, said, open } = setUp();
  const first = open();
  first.follow("sw1:161", () => learnedOf());
  await first.stop();
  const [name, file] = [...folder.files][0]!;
  folder.files.set(name, { ...file, text: damage(file.text) });
  const second = open();
  expect(await second.get("sw1:161")).toBeUndefined();
  expect(folder.text(`${name}.damaged`)).toBeDefined();
  expect(said).toMatchObject([{ fields: { file: `${name}.damaged` } }]);
});

test("a line that does not hold what the engine expects counts as never seen", async () => {
  const { folder, open } = setUp();
  const first = open();
  first.follow("sw1:161", () => learnedOf());
  await first.stop();
  const [name, file] = [...folder.files][0]!;
  folder.files.set(name, { ...file, text: file.text.replace('"provenBytes":1400', '"provenBytes":"all"') });
  expect(await open().get("sw1:161")).toBeUndefined();
});

test("a file of another version is left unread", async () => {
  const { folder, said, open } = setUp();
  const name = bucketName(bucketOf("sw1:161"));
  const text = `${JSON.stringify({ format: "snmpgate learned devices", version: 2, writtenAtMs: 1 })}\n???\n`;
  folder.files.set(name, { text, changedAtMs: 0 });
  expect(await open().get("sw1:161")).toBeUndefined();
  expect(said).toEqual([]);
});

test("a full disk is one warning, and one word when it works again", async () => {
  const { clock, folder, said, open } = setUp();
  const store = open();
  for (let i = 0; i < 100; i++) store.follow(`sw${i}:161`, () => learnedOf());
  store.start();
  await clock.settle();
  folder.full = new Error("ENOSPC: no space left on device");
  await clock.advance(2 * CYCLE_MS);
  expect(said).toMatchObject([{ fields: { reason: "ENOSPC: no space left on device" } }]);
  folder.full = undefined;
  await clock.advance(CYCLE_MS);
  expect(said.map(({ message }) => message)).toEqual([
    "what was learned of devices cannot be written; a restart will learn it again",
    "what was learned of devices is written again",
  ]);
  expect(new Set(folder.written).size).toBeGreaterThan(60);
  await store.stop();
});

test("a folder that cannot be read costs what was learned, not the poll", async () => {
  const { folder, said, open } = setUp();
  folder.failing = new Error("EACCES: permission denied");
  expect(await open().get("sw1:161")).toBeUndefined();
  expect(said).toHaveLength(1);
});

test("on the disk: one file of the owner alone, and no leftovers", async () => {
  const parent = mkdtempSync(join(tmpdir(), "snmpgate-learned-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const path = join(parent, "learned");
  const { clock } = setUp();
  const logger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
  const store = new LearnedStore({ folder: stateFolder(path), clock, logger });
  expect(await store.get("[2001:db8::1]:161")).toBeUndefined();
  store.follow("[2001:db8::1]:161", () => learnedOf());
  await store.stop();
  const [name, ...others] = readdirSync(path);
  expect(others).toEqual([]);
  expect(statSync(join(path, name!)).mode & 0o777).toBe(0o600);
  const again = new LearnedStore({ folder: stateFolder(path), clock, logger });
  expect(await again.get("[2001:db8::1]:161")).toEqual(learnedOf());
});

test("a device takes a kilobyte on the disk, and in memory until it is polled", async () => {
  const { folder, open } = setUp();
  const columns = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`1.3.6.1.2.1.31.1.1.1.${i}` as Oid, [24, 21.75123123] as const]),
  );
  const first = open();
  for (let i = 0; i < 2_000; i++) first.follow(`10.0.${i >> 8}.${i & 255}:161`, () => learnedOf({ columns }));
  await first.stop();
  const octets = [...folder.files.values()].reduce((sum, { text }) => sum + text.length, 0);
  expect(octets / 2_000).toBeLessThan(900);
});

test.each<readonly [what: string, damage: (learned: LearnedDevice) => object]>([
  ["a size that no datagram has", (l) => ({ ...l, reading: { ...l.reading, provenBytes: 1e308 } })],
  [
    "less than no rows",
    (l) => ({ ...l, reading: { ...l.reading, columns: { "1.3.6.1.2.1.2.2.1.10": [-5, 20] } } }),
  ],
  [
    "a column that is none",
    (l) => ({ ...l, reading: { ...l.reading, columns: { "__proto__.7": [5, 20] } } }),
  ],
  ["work that takes for ever", (l) => ({ ...l, reading: { ...l.reading, serviceMsPerVarbind: 1e300 } })],
  [
    "round trips of years",
    (l) => ({ ...l, exchange: { ...l.exchange, rtt: { srttMs: 1e12, rttvarMs: 0, minMs: 0 } } }),
  ],
  [
    "a port that is none",
    (l) => ({ ...l, exchange: { ...l.exchange, alternateSource: { address: "", port: 1e9 } } }),
  ],
  [
    "an engine that cannot be",
    (l) => ({ ...l, exchange: { ...l.exchange, engine: { engineId: "zz", boots: 1e20, bootedAtMs: 0 } } }),
  ],
])("a file that tells of %s is as good as none", async (_what, damage) => {
  const { open } = setUp();
  const before = open();
  before.follow("sw1:161", () => damage(learnedOf()) as LearnedDevice);
  before.start();
  await before.stop();
  expect(await open().get("sw1:161")).toBeUndefined();
});

function twoOfOneBucket(): [string, string] {
  const seen = new Map<number, string>();
  for (let i = 0; ; i++) {
    const id = `sw${i}:161`;
    const other = seen.get(bucketOf(id));
    if (other !== undefined) return [other, id];
    seen.set(bucketOf(id), id);
  }
}
