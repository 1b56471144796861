import { afterEach, expect, test } from "vitest";
import { type Oid, oid } from "../../src/smi/index.ts";
import type { GetAnswer, OpenSnmpClient } from "../../src/snmp/index.ts";
import type { AgentValue, AgentVarbind } from "../support/agent-codec.ts";
import { asAsked, type Script, tableAgent } from "../support/script-agent.ts";
import {
  columnOf,
  communityOf,
  HASTY,
  integerValue,
  oids,
  SnmpBench,
  textValue,
} from "../support/snmp-bench.ts";

const SYS_NAME = "1.3.6.1.2.1.1.5.0";
const hex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

const VALUES: readonly (readonly [title: string, sent: AgentValue, received?: AgentValue])[] = [
  ["the smallest Integer32", { type: "Integer32", value: -2_147_483_648 }],
  ["the largest Integer32", { type: "Integer32", value: 2_147_483_647 }],
  ["Counter32 at 2³²−1", { type: "Counter32", value: 4_294_967_295 }],
  ["Gauge32 at 2³²−1", { type: "Gauge32", value: 4_294_967_295 }],
  ["TimeTicks at 2³²−1", { type: "TimeTicks", value: 4_294_967_295 }],
  ["Counter64 at zero", { type: "Counter64", value: 0n }],
  ["Counter64 beyond 2⁵³", { type: "Counter64", value: 9_007_199_254_740_993n }],
  ["Counter64 at 2⁶⁴−1", { type: "Counter64", value: 18_446_744_073_709_551_615n }],
  [
    "Counter64 at 2⁶⁴−1 without BER's leading zero",
    { type: "raw", tag: 0x46, octets: hex("ffffffffffffffff") },
    { type: "Counter64", value: 18_446_744_073_709_551_615n },
  ],
  [
    "Counter64 padded to 8 octets",
    { type: "raw", tag: 0x46, octets: hex("0000000000000005") },
    { type: "Counter64", value: 5n },
  ],
  [
    "Counter32 above 2³¹ without BER's leading zero",
    { type: "raw", tag: 0x41, octets: hex("fffffffe") },
    { type: "Counter32", value: 4_294_967_294 },
  ],
  ["octets that are no text", { type: "OctetString", value: hex("00ff80c328") }],
  ["an empty OctetString", { type: "OctetString", value: hex("") }],
  ["IpAddress", { type: "IpAddress", value: hex("c0000201") }],
  ["Opaque with its own octets", { type: "Opaque", value: hex("9f780442f60000") }],
  ["an ObjectIdentifier", { type: "ObjectIdentifier", value: "1.3.6.1.4.1.9.1.516" }],
  [
    "an ObjectIdentifier with arcs from 2³¹",
    { type: "ObjectIdentifier", value: "1.3.4294967295.2147483648.0" },
  ],
  ["an ObjectIdentifier below joint-iso", { type: "ObjectIdentifier", value: "2.100.3" }],
  [
    "an ObjectIdentifier of no octets as zeroDotZero",
    { type: "raw", tag: 0x06, octets: hex("") },
    { type: "ObjectIdentifier", value: "0.0" },
  ],
  ["Null", { type: "Null" }],
  ["noSuchObject", { type: "noSuchObject" }],
  ["noSuchInstance", { type: "noSuchInstance" }],
];

const codes = ({ failures }: GetAnswer): Record<string, string> =>
  Object.fromEntries([...failures].map(([failed, error]) => [failed, error.code]));

const scalars = (count: number): AgentVarbind[] =>
  Array.from({ length: count }, (_, i) => ({ oid: `1.3.6.1.4.1.1.${i + 1}.0`, value: integerValue(i) }));
const oidsOf = (varbinds: readonly AgentVarbind[]): Oid[] => varbinds.map((varbind) => oid(varbind.oid));

export function describeGet(open: OpenSnmpClient): void {
  const bench = new SnmpBench(open);
  afterEach(() => bench.clean());

  const values = VALUES.map(([title, sent, received = sent]) => ({ title, sent, received }));
  test.each(values)("reads $title exactly", async ({ sent, received }) => {
    const agent = await bench.agent(() => ({ varbinds: [{ oid: SYS_NAME, value: sent }] }));
    const answer = await bench.client(agent).get(oids(SYS_NAME));
    expect(answer.values.get(oid(SYS_NAME))).toEqual(received);
  });

  test("asks nothing when nothing is wanted", async () => {
    const agent = await bench.agent(() => ({}));
    const answer = await bench.client(agent).get([]);
    expect([answer.values.size, agent.requests.length]).toEqual([0, 0]);
  });

  test("never asks for more than maxOidsPerQuery OIDs in a PDU, and reads all of them", async () => {
    const all = scalars(23);
    const agent = await bench.agent(tableAgent(all));
    const answer = await bench.client(agent, { maxOidsPerQuery: 10 }).get(oidsOf(all));
    expect(answer.values.size).toBe(23);
    expect(agent.requests.map((request) => request.oids.length)).toEqual([10, 10, 3]);
  });

  test("asks for an arc of 2³²−1 as it is", async () => {
    const wanted = "1.3.6.1.2.1.4294967295.2147483648.1";
    const agent = await bench.agent(tableAgent([{ oid: wanted, value: integerValue(1) }]));
    const answer = await bench.client(agent).get(oids(wanted));
    expect(answer.values.get(oid(wanted))).toEqual(integerValue(1));
  });

  test("sends the community as octets of UTF-8", async () => {
    const agent = await bench.agent(tableAgent([]));
    await bench.client(agent, {}, communityOf("2c", "gehéim")).get(oids(SYS_NAME));
    expect(agent.requests[0]?.community).toBe("gehéim");
  });

  test("splits a request answered with tooBig until it fits, and remembers the size", async () => {
    const all = Array.from({ length: 16 }, (_, i) => ({
      oid: `1.3.6.1.4.1.1.${i + 1}.0`,
      value: textValue("x".repeat(100)),
    }));
    const agent = await bench.agent(tableAgent(all, { bytesMax: 600 }));
    const client = bench.client(agent);
    const answer = await client.get(oidsOf(all));
    expect([answer.values.size, answer.failures.size]).toEqual([16, 0]);
    expect(client.stats().tooBig).toBeGreaterThan(0);
    const before = client.stats().tooBig;
    await client.get(oidsOf(all));
    expect(client.stats().tooBig).toBe(before);
  });

  test("names the one OID that does not fit and reads the others", async () => {
    const huge = { oid: "1.3.6.1.4.1.1.3.0", value: textValue("x".repeat(2_000)) };
    const others = scalars(5).filter((varbind) => varbind.oid !== huge.oid);
    const agent = await bench.agent(tableAgent([...others, huge], { bytesMax: 1_000 }));
    const answer = await bench.client(agent).get(oidsOf([...others, huge]));
    expect(codes(answer)).toEqual({ [huge.oid]: "snmp.too-big" });
    expect(answer.values.size).toBe(4);
  });

  test("after a value that was too big, others are read in large requests again", async () => {
    const huge = { oid: "1.3.6.1.4.1.1.3.0", value: textValue("x".repeat(2_000)) };
    const all = scalars(20).map((varbind) => (varbind.oid === huge.oid ? huge : varbind));
    const agent = await bench.agent(tableAgent(all, { bytesMax: 1_000 }));
    const client = bench.client(agent);
    await client.get(oidsOf(all));
    const before = agent.requests.length;
    await client.get(oidsOf(all.filter((varbind) => varbind !== huge)));
    expect(agent.requests.length - before).toBe(1);
  });

  test("over v1, gives noSuchObject for each OID named by noSuchName and reads the others", async () => {
    const all = scalars(6);
    const present = all.filter((_, i) => i !== 1 && i !== 4);
    const agent = await bench.agent(tableAgent(present));
    const answer = await bench.client(agent, {}, communityOf("1")).get(oidsOf(all));
    expect(agent.requests.every((request) => request.version === "1")).toBe(true);
    expect(answer.failures.size).toBe(0);
    expect(
      [...answer.values].filter(([, value]) => value.type === "noSuchObject").map(([asked]) => asked),
    ).toEqual([all[1]?.oid, all[4]?.oid]);
    expect([...answer.values.values()].filter((value) => value.type === "Integer32")).toHaveLength(4);
  });

  test("over v1, finds the OID when noSuchName names none", async () => {
    const all = scalars(5);
    const missing = all[3]!.oid;
    const agent = await bench.agent((request) =>
      request.oids.includes(missing)
        ? { errorStatus: 2, errorIndex: 0, varbinds: asAsked(request.oids) }
        : tableAgent(all)(request),
    );
    const answer = await bench.client(agent, {}, communityOf("1")).get(oidsOf(all));
    expect(answer.values.get(oid(missing))).toEqual({ type: "noSuchObject" });
    expect([answer.values.size, answer.failures.size]).toEqual([5, 0]);
  });

  test.each([
    ["genErr", 5],
    ["authorizationError", 16],
  ])("fails the OID that %s names and reads the others", async (name, errorStatus) => {
    const all = scalars(4);
    const bad = all[2]!.oid;
    const agent = await bench.agent((request) => {
      const errorIndex = request.oids.indexOf(bad) + 1;
      return errorIndex > 0
        ? { errorStatus, errorIndex, varbinds: asAsked(request.oids) }
        : tableAgent(all)(request);
    });
    const answer = await bench.client(agent).get(oidsOf(all));
    expect(codes(answer)).toEqual({ [bad]: "snmp.error-status" });
    expect(answer.failures.get(oid(bad))?.message).toContain(name);
    expect(answer.values.size).toBe(3);
  });

  test.each([
    ["no index", 0],
    ["an index beyond the request", 99],
  ])("finds the OID behind a genErr with %s", async (_title, errorIndex) => {
    const all = scalars(7);
    const bad = all[5]!.oid;
    const agent = await bench.agent((request) =>
      request.oids.includes(bad)
        ? { errorStatus: 5, errorIndex, varbinds: asAsked(request.oids) }
        : tableAgent(all)(request),
    );
    const answer = await bench.client(agent).get(oidsOf(all));
    expect(codes(answer)).toEqual({ [bad]: "snmp.error-status" });
    expect(answer.values.size).toBe(6);
  });

  const WRONG: readonly (readonly [title: string, script: Script])[] = [
    ["answers another OID", () => ({ varbinds: [{ oid: "1.3.6.1.2.1.1.6.0", value: integerValue(1) }] })],
    ["answers with no varbinds", () => ({ varbinds: [] })],
  ];
  test.each(WRONG)("calls it a bad response when the agent %s", async (_title, script) => {
    const agent = await bench.agent(script);
    expect(codes(await bench.client(agent).get(oids(SYS_NAME)))).toEqual({ [SYS_NAME]: "snmp.bad-response" });
  });

  test("keeps the values of a reply that is short of some", async () => {
    const all = scalars(3);
    const agent = await bench.agent(() => ({ varbinds: all.slice(0, 2) }));
    const answer = await bench.client(agent).get(oidsOf(all));
    expect(answer.values.size).toBe(2);
    expect(codes(answer)).toEqual({ [all[2]!.oid]: "snmp.bad-response" });
  });

  test("a Counter64 of more than 64 bits is a bad response", async () => {
    const value: AgentValue = { type: "raw", tag: 0x46, octets: hex("010000000000000000") };
    const agent = await bench.agent(() => ({ varbinds: [{ oid: SYS_NAME, value }] }));
    expect(codes(await bench.client(agent).get(oids(SYS_NAME)))).toEqual({ [SYS_NAME]: "snmp.bad-response" });
  });

  test("finds the value that cannot be decoded and reads the others", async () => {
    const bad: AgentVarbind = {
      oid: "1.3.6.1.4.1.1.2.0",
      value: { type: "raw", tag: 0x1f, octets: hex("01") },
    };
    const all = scalars(4).map((varbind) => (varbind.oid === bad.oid ? bad : varbind));
    const agent = await bench.agent(tableAgent(all));
    const answer = await bench.client(agent).get(oidsOf(all));
    expect(codes(answer)).toEqual({ [bad.oid]: "snmp.bad-response" });
    expect(answer.values.size).toBe(3);
  });

  test("reads all OIDs from an agent that drops replies beyond a size in silence, and remembers the size", async () => {
    const all = scalars(20);
    const agent = await bench.agent(tableAgent(all, { bytesMax: 150, whenLarger: "silence" }));
    const client = bench.client(agent, HASTY);
    const answer = await client.get(oidsOf(all));
    expect([answer.values.size, answer.failures.size]).toEqual([20, 0]);
    const before = client.stats().timeouts;
    await client.get(oidsOf(all));
    expect(client.stats().timeouts).toBe(before);
  });

  test("gives up the rest of a request when the device falls silent, and keeps what was read", async () => {
    const all = scalars(30);
    const agent = await bench.agent((request) =>
      request.number === 0 ? tableAgent(all)(request) : "silence",
    );
    const answer = await bench.client(agent, { ...HASTY, maxOidsPerQuery: 10 }).get(oidsOf(all));
    expect(answer.values.size).toBe(10);
    expect(new Set(Object.values(codes(answer)))).toEqual(new Set(["snmp.timeout"]));
    expect(answer.failures.size).toBe(20);
  });

  test("counts what it sent and saw", async () => {
    const all = columnOf("1.3.6.1.4.1.1.1", 5);
    const agent = await bench.agent((request) =>
      request.number === 0 ? "silence" : tableAgent(all)(request),
    );
    const client = bench.client(agent, HASTY);
    expect(client.stats()).toMatchObject({
      requests: 0,
      retries: 0,
      timeouts: 0,
      tooBig: 0,
      varbinds: 0,
      lastRttMs: undefined,
    });
    await client.get(oidsOf(all));
    const { lastRttMs, ...counts } = client.stats();
    expect(counts).toMatchObject({ requests: 1, retries: 1, timeouts: 0, tooBig: 0, varbinds: 5 });
    expect(lastRttMs).toBeGreaterThan(0);
  });
}
