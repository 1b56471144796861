import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRandom } from "../../src/base/index.ts";
import { type AgentReply, encodeReply } from "../support/agent-script.ts";
import { indexes } from "../support/snmp-bench.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { seriesOf, VirtualService } from "../support/virtual-service.ts";
import { switchMib } from "../support/virtual-switch.ts";
import { valueOf } from "./reading.ts";

// Datagrams made to hurt, in front of requests that wait for their answer. Mutations by the million are fuzzing's.

const PORTS = 10;
const GIBIBYTES_4 = [0x84, 0xff, 0xff, 0xff, 0xff];
const LONGEST_DATAGRAM = 65_507;
/** Buffers that may be held for a moment; a claimed length that is believed would take gigabytes. */
const BUFFERS_MAX_BYTES = 64 * 1024 * 1024;

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench({ seed: 7 });
});
afterEach(() => bench.clean());

/** Sequences in each other, as many as a datagram holds. */
const nested = (depth: number, innermost: readonly number[]): Buffer => {
  let bytes = Buffer.from(innermost);
  for (let level = 0; level < depth; level++) {
    bytes = Buffer.concat([Buffer.from([0x30, 0x82, bytes.length >> 8, bytes.length & 255]), bytes]);
  }
  return bytes;
};

const NESTED_DEEP = nested(16_000, [0x05, 0x00]);
const NESTED = nested(1_000, []);
/** Octets of a message up to its PDU: version, and "public" as its community. */
const HEADER_BYTES = 13;

/** What no reply looks like. `reply` is one that the agent would give. */
const HOSTILE: readonly (readonly [what: string, make: (reply: Buffer) => Uint8Array])[] = [
  ["nothing at all", () => Buffer.alloc(0)],
  ["one octet", () => Buffer.from([0x30])],
  ["a length of 4 GiB at the top", (reply) => Buffer.concat([Buffer.from([0x30, ...GIBIBYTES_4]), reply])],
  [
    "a length of 4 GiB inside",
    (reply) => Buffer.concat([reply.subarray(0, 2), Buffer.from([0x04, ...GIBIBYTES_4])]),
  ],
  ["a length of 2⁶⁴", () => Buffer.from([0x30, 0x88, 255, 255, 255, 255, 255, 255, 255, 255])],
  ["a length in 127 octets", () => Buffer.concat([Buffer.from([0x30, 0xff]), Buffer.alloc(200, 0xff)])],
  ["an indefinite length", (reply) => Buffer.concat([Buffer.from([0x30, 0x80]), reply, Buffer.from([0, 0])])],
  ["sixteen thousand levels of nesting", () => NESTED_DEEP],
  [
    "levels of nesting in place of a PDU",
    (reply) => Buffer.concat([reply.subarray(0, HEADER_BYTES), NESTED]),
  ],
  ["a reply cut in its middle", (reply) => reply.subarray(0, reply.length >> 1)],
  ["a reply with something behind it", (reply) => Buffer.concat([reply, Buffer.alloc(1_000, 0x30)])],
  [
    "a reply in which every length is one more",
    (reply) => reply.map((byte, i) => (i === 1 ? byte + 1 : byte)),
  ],
  [
    "an integer of a thousand octets for an id",
    () => Buffer.concat([Buffer.from([0x30, 0x82, 3, 236, 2, 0x82, 3, 232]), Buffer.alloc(1_000, 1)]),
  ],
  [
    "an OID arc that never ends",
    () =>
      Buffer.concat([Buffer.from([0x30, 0x82, 0x40, 0, 6, 0x82, 0x3f, 0xfc]), Buffer.alloc(16_380, 0xff)]),
  ],
  ["a datagram as long as there are", () => Buffer.alloc(LONGEST_DATAGRAM, 0x30)],
];

const noise = (seed: number, bytes: number): Buffer => {
  const random = seededRandom(seed);
  return Buffer.from(Array.from({ length: bytes }, () => Math.floor(random.next() * 256)));
};

test.each(HOSTILE)(
  "hostile lengths and nesting: %s, from the device's own address, takes no request its answer",
  async (_what, make) => {
    const agent = bench.agent({ mib: switchMib(1) });
    agent.script = (request, regular) => {
      const bytes = make(encodeReply(request, regular as AgentReply));
      for (let copies = 0; copies < 20; copies++) bench.network.forge(bytes, agent);
      return { ...(regular as AgentReply), delayMs: 50 };
    };
    const client = bench.client(agent, { timeoutMs: 1_000, retries: 0 });
    const before = process.memoryUsage().arrayBuffers;
    for (let asked = 0; asked < 5; asked++) expect(await bench.run(valueOf(client))).toBe("switch");
    expect(client.stats()).toMatchObject({ retries: 0, timeouts: 0 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(BUFFERS_MAX_BYTES);
  },
);

test("garbage to every open socket while polls run: nothing is thrown, no line is lost", async () => {
  const agents = indexes(5).map((i) =>
    bench.agent({ address: `192.0.2.${i}`, mib: switchMib(PORTS), serviceMs: 20 }),
  );
  for (const [number, agent] of agents.entries()) {
    agent.script = (request, regular) => {
      const reply = encodeReply(request, regular as AgentReply);
      for (const [, make] of HOSTILE) bench.network.forge(make(reply), agents[(number + 1) % agents.length]!);
      for (let i = 0; i < 10; i++) bench.network.forge(noise(request.number * 10 + i, 20 + i * 100), agent);
      return { ...(regular as AgentReply), delayMs: 20 };
    };
  }
  const service = new VirtualService(bench, { devices: agents.map((agent) => ({ agent })) });
  await service.minutes(1);
  const before = process.memoryUsage().arrayBuffers;
  const series = seriesOf(await service.minutes(5), "if.in.count", "device.address");
  for (const { address } of agents) expect(series.get(address)).toHaveLength(5 * PORTS);
  expect(service.service.devices().map(({ verdict }) => verdict.code)).toEqual(agents.map(() => "OK"));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(BUFFERS_MAX_BYTES);
  await service.stop();
});

test("a device that answers with garbage alone is silent as far as polls go: a time-out, not an error of ours", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  agent.script = ({ number }) => HOSTILE.map(([, make]) => ({ raw: make(noise(number, 90)) }));
  const client = bench.client(agent, { timeoutMs: 300, retries: 1 });
  expect(await bench.run(valueOf(client))).toMatch(/^snmp\.(timeout|bad-response)$/);
});
