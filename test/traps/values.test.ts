import { afterEach, beforeEach, expect, test } from "vitest";
import type { AgentValue } from "../support/agent-codec.ts";
import { indexes, textValue } from "../support/snmp-bench.ts";
import type { VirtualAgent, VirtualAgentOptions } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { MINUTE_MS, seriesOf, TRAFFIC, VirtualService } from "../support/virtual-service.ts";
import { counter32, counter64, gauge, IF, octetsOf, switchMib } from "../support/virtual-switch.ts";

// Values that are not what they were, or not what anybody would expect.

const PORTS = 4;
const WRAP32 = 2 ** 32;
/** Requests of a poll take a few milliseconds, and not every poll has the same ones. */
const JITTER_MS = 200;
/** 32-bit octets beside the 64-bit ones. */
const BOTH_WIDTHS = `${TRAFFIC}
          - { key: if.in32.count, value: "oid:${IF.inOctets}", type: count }
`;

let bench: VirtualBench;
let service: VirtualService | undefined;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(async () => {
  await service?.stop();
  bench.clean();
});

function serve(options: VirtualAgentOptions = {}, groups?: string): VirtualAgent {
  const agent = bench.agent({ mib: switchMib(PORTS), ...options });
  service = new VirtualService(bench, { devices: [{ agent }], ...(groups !== undefined && { groups }) });
  return agent;
}

const minutes = (count: number) => service!.minutes(count);

/** All deltas of a port, and how often a whole minute's is among them. */
async function deltasOf(count: number, port: number, key = "if.in.count") {
  const deltas = seriesOf(await minutes(count), key).get(`Gi${port}`) ?? [];
  const whole = deltas.filter((delta) => Math.abs(Number(delta) - MINUTE_MS * port) <= JITTER_MS * port);
  return { deltas, whole: whole.length };
}

/** One cell says something else from now on. */
function change(agent: VirtualAgent, oid: string, value: (regular: AgentValue) => AgentValue): void {
  agent.quirks.value = (varbind) =>
    varbind.oid === oid ? { oid: varbind.oid, value: value(varbind.value) } : varbind;
}

test("type changing between polls, Counter64 to Gauge32 with the number going on: so does the delta", async () => {
  const agent = serve();
  await minutes(2);
  change(agent, `${IF.hcInOctets}.2`, (value) => gauge(Number((value as { value: bigint }).value)));
  expect(await deltasOf(3, 2)).toMatchObject({ deltas: { length: 3 }, whole: 3 });
});

test("type changing between polls, Counter64 to a small Gauge32: no delta over the change, others unmoved", async () => {
  const agent = serve();
  await minutes(2);
  change(agent, `${IF.hcInOctets}.2`, () => gauge(5));
  const lines = await minutes(3);
  expect(seriesOf(lines, "if.in.count").get("Gi2")).toEqual([0n, 0n]);
  expect(seriesOf(lines, "if.in.count").get("Gi3")).toHaveLength(3);
});

test('type changing between polls, number to text "N/A": that line alone is missing, and the next delta covers the gap', async () => {
  const agent = serve();
  await minutes(2);
  change(agent, `${IF.hcInOctets}.2`, () => textValue("N/A"));
  const ill = await minutes(1);
  expect(seriesOf(ill, "if.in.count").get("Gi2")).toBeUndefined();
  expect(seriesOf(ill, "if.status").get("Gi2")).toEqual([1n]);
  expect(seriesOf(ill, "if.in.count").get("Gi3")).toHaveLength(1);
  agent.quirks = {};
  const [delta] = seriesOf(await minutes(1), "if.in.count").get("Gi2") ?? [];
  expect(Math.abs(Number(delta) - 2 * 2 * MINUTE_MS)).toBeLessThanOrEqual(2 * JITTER_MS);
});

const octets = (...bytes: readonly number[]): AgentValue => ({
  type: "OctetString",
  value: Uint8Array.from(bytes),
});

/** Names as devices give them, and what their lines say. */
const NAMES: readonly (readonly [what: string, name: AgentValue, shown: string | undefined])[] = [
  ["plain", textValue("Gi1"), "Gi1"],
  ["duplicate", textValue("Gi1"), "Gi1"],
  ["empty", textValue(""), undefined],
  ["blanks alone", textValue("   "), undefined],
  ["non-UTF-8", octets(0xff, 0xfe, 0x41), "FF FE 41"],
  ["half a character", octets(0x47, 0xc3), "47 C3"],
  ["very long", textValue("x".repeat(10_000)), "x".repeat(250)],
  ["very long, of characters outside the basic plane", textValue("🦆".repeat(400)), "🦆".repeat(250)],
  ["NUL at its end", octets(0x47, 0x69, 0x00, 0x00), "Gi"],
  ["NUL inside", octets(0x61, 0x00, 0x62), "61 00 62"],
  ["NUL alone", octets(0x00), undefined],
  ["an escape sequence", octets(0x1b, 0x5b, 0x33, 0x31, 0x6d), "1B 5B 33 31 6D"],
  [
    "a forged line",
    textValue('x" count,delta=1\nforged.count,a="b" count,delta=9'),
    'x" count,delta=1 forged.count,a="b" count,delta=9',
  ],
  ["a backslash before the quote", textValue('x\\"\r\nforged gauge,1'), 'x\\" forged gauge,1'],
  ["a C1 control", textValue("a\u0085b"), "61 C2 85 62"],
];
const IF_INDEX = "1.3.6.1.2.1.2.2.1.1";
const WITH_INDEX = TRAFFIC.replace(
  "dimensions: [",
  `dimensions: [{ key: if.index, value: "oid:${IF_INDEX}" }, `,
);

test("duplicate, empty, non-UTF-8, very long names and control characters: every row keeps its lines, none is forged", async () => {
  const rows = NAMES.flatMap(([, name], i) => [
    { oid: `${IF.name}.${i + 1}`, value: name },
    { oid: `${IF_INDEX}.${i + 1}`, value: gauge(i + 1) },
  ]);
  serve({ mib: switchMib(NAMES.length, rows) }, WITH_INDEX);
  await minutes(1);
  const lines = await minutes(1);
  for (const key of ["if.in.count", "if.status"]) {
    const shown = lines
      .filter((line) => line.key === key)
      .map(({ dimensions }) => [dimensions.get("if.index"), dimensions.get("if.name")]);
    expect(shown).toEqual(NAMES.map(([, , name], i) => [String(i + 1), name]));
  }
  expect(lines).toHaveLength(2 * NAMES.length);
});

test("ifHighSpeed 0 is a speed of 0, not a speed that is missing", async () => {
  const speed = TRAFFIC.replace(IF.operStatus, IF.highSpeed);
  const agent = serve({}, speed);
  change(agent, `${IF.highSpeed}.2`, () => gauge(0));
  const series = seriesOf(await minutes(2), "if.status");
  expect(series.get("Gi2")).toEqual([0n, 0n]);
  expect(series.get("Gi3")).toEqual([1_000n, 1_000n]);
});

test("stuck 64-bit counters give a delta of 0 each poll, and the 32-bit ones beside them go on", async () => {
  const agent = serve({}, BOTH_WIDTHS);
  agent.quirks.value = (varbind) =>
    varbind.oid.startsWith(`${IF.hcInOctets}.`) ? { oid: varbind.oid, value: counter64(0) } : varbind;
  await minutes(1);
  const lines = await minutes(3);
  for (const port of indexes(PORTS)) {
    expect(seriesOf(lines, "if.in.count").get(`Gi${port}`)).toEqual([0n, 0n, 0n]);
    expect(seriesOf(lines, "if.in32.count").get(`Gi${port}`)).toHaveLength(3);
  }
});

test("64-bit counters that are 32 bits wide wrap: one delta is lost, none is negative or huge", async () => {
  const narrow = indexes(PORTS).map((port) => ({
    oid: `${IF.hcInOctets}.${port}`,
    value: (moment: { uptimeMs: number; atMs: number }) => counter64(octetsOf(Number(port), moment) % WRAP32),
  }));
  serve({ mib: switchMib(PORTS, narrow), uptimeMs: WRAP32 - 2.5 * MINUTE_MS });
  await minutes(1);
  expect(await deltasOf(5, 3)).toMatchObject({ deltas: { length: 4 }, whole: 4 });
});

/** All counters begin anew now, the agent runs on. */
function clear(agent: VirtualAgent): void {
  const { uptimeMs: clearedMs } = agent.moment;
  for (let port = 1; port <= PORTS; port++) {
    const since = (uptimeMs: number) => Math.floor(uptimeMs - clearedMs) * port;
    agent.mib.set(`${IF.hcInOctets}.${port}`, ({ uptimeMs }) => counter64(since(uptimeMs)));
    agent.mib.set(`${IF.inOctets}.${port}`, ({ uptimeMs }) => counter32(since(uptimeMs)));
  }
}

test("counters cleared without a reboot: no delta over the clearing, and from the next poll on all are whole", async () => {
  const agent = serve();
  await minutes(3);
  clear(agent);
  expect(await deltasOf(4, 2)).toMatchObject({ deltas: { length: 3 }, whole: 3 });
});

test("32-bit counters cleared without a reboot look like a wrap: one delta below 2³², then all are whole", async () => {
  const agent = serve({}, BOTH_WIDTHS);
  await minutes(3);
  clear(agent);
  const { deltas, whole } = await deltasOf(4, 2, "if.in32.count");
  expect(whole).toBe(3);
  expect(deltas.length).toBeLessThanOrEqual(4);
  for (const delta of deltas) expect(delta < BigInt(WRAP32)).toBe(true);
});
