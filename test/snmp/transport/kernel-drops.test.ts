import { beforeEach, expect, test } from "vitest";
import { dropsByPort, KernelDrops } from "../../../src/snmp/transport/kernel-drops.ts";
import { FakeClock } from "../../support/fake-clock.ts";

const HEADER =
  "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
/** A line as the kernel writes it; ports in hexadecimal. */
const line = (port: number, drops: number, address = "00000000") =>
  ` 1201: ${address}:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 24651 2 0000000000000000 ${drops}`;
const file = (...lines: string[]) => [HEADER, ...lines, ""].join("\n");

let clock: FakeClock;
let files: Record<string, string | undefined>;
let ports: { 4: number[]; 6: number[] };
let reported: number[];
let drops: KernelDrops;

beforeEach(() => {
  clock = new FakeClock();
  files = {};
  ports = { 4: [40_000], 6: [] };
  reported = [];
  drops = new KernelDrops({
    clock,
    readFile: async (path) => files[path] ?? (await Promise.reject(new Error(`no ${path}`))),
    ports: () => ports,
    onDrops: (datagrams) => reported.push(datagrams),
  });
});

async function lookAfter(ms: number): Promise<void> {
  await clock.advance(ms);
  drops.look();
  await clock.settle();
}

test("counters are found by local port, and those of others left out", () => {
  const text = file(line(161, 99), line(40_000, 7), line(40_001, 3, "0100007F"));
  expect(dropsByPort(text, new Set([40_000, 40_001]))).toEqual(
    new Map([
      [40_000, 7],
      [40_001, 3],
    ]),
  );
});

test.each(["", "nonsense", file(" 1: x"), file("::::")])("a file of %j has none", (text) => {
  expect(dropsByPort(text, new Set([40_000])).size).toBe(0);
});

test("what has come since the last look is reported, and nothing when nothing has", async () => {
  for (const count of [5, 5, 12]) {
    files["/proc/net/udp"] = file(line(40_000, count));
    await lookAfter(10_000);
  }
  expect(reported).toEqual([5, 7]);
});

test("a socket opened anew starts at zero", async () => {
  files["/proc/net/udp"] = file(line(40_000, 50));
  await lookAfter(10_000);
  files["/proc/net/udp"] = file(line(40_000, 2));
  await lookAfter(10_000);
  ports = { 4: [40_001], 6: [] };
  files["/proc/net/udp"] = file(line(40_001, 3));
  await lookAfter(10_000);
  expect(reported).toEqual([50, 2, 3]);
});

test("IPv4 and IPv6 are counted together, even on the same port", async () => {
  ports = { 4: [40_000], 6: [40_000] };
  files["/proc/net/udp"] = file(line(40_000, 1));
  files["/proc/net/udp6"] = file(line(40_000, 2, "00000000000000000000000000000000"));
  await lookAfter(10_000);
  expect(reported).toEqual([3]);
});

test("no file, no figure: unknown is not zero, so the next one is the whole difference", async () => {
  files["/proc/net/udp"] = file(line(40_000, 5));
  await lookAfter(10_000);
  files = {};
  await lookAfter(10_000);
  files["/proc/net/udp"] = file(line(40_000, 9));
  await lookAfter(10_000);
  expect(reported).toEqual([5, 4]);
});

test("however often one looks, the file is read every ten seconds at most", async () => {
  files["/proc/net/udp"] = file(line(40_000, 1));
  await lookAfter(0);
  files["/proc/net/udp"] = file(line(40_000, 2));
  for (let looks = 0; looks < 9; looks++) await lookAfter(1_000);
  expect(reported).toEqual([1]);
  await lookAfter(1_000);
  expect(reported).toEqual([1, 1]);
});
