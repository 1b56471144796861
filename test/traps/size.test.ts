import { afterEach, beforeEach, expect, test } from "vitest";
import type { SnmpClient } from "../../src/snmp/index.ts";
import { indexes } from "../support/snmp-bench.ts";
import type { VirtualAgent, VirtualAgentOptions } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { switchMib } from "../support/virtual-switch.ts";
import { read, rowsOf, summaryOf, TRAFFIC_COLUMNS } from "./reading.ts";

// Replies that are larger than the way or the agent can take.

const PORTS = 120;
const WHOLE = TRAFFIC_COLUMNS.map(() => [PORTS, undefined]);
/** Requests whose replies are lost while the size is found: halving from 65,507 octets to 600 takes seven. */
const LOST_WHILE_LEARNING_MAX = 12;

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

const readTraffic = (client: SnmpClient) => bench.run(read(client, TRAFFIC_COLUMNS));

/** Reads twice: the first time everything comes, the second time nothing is asked for in vain. */
async function expectLearned(options: VirtualAgentOptions, replyMaxBytes: number): Promise<VirtualAgent> {
  const agent = bench.agent({ mib: switchMib(PORTS), ...options });
  const client = bench.client(agent, { timeoutMs: 500, retries: 2 });
  const first = await readTraffic(client);
  expect(summaryOf(first, TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(rowsOf(first, TRAFFIC_COLUMNS[1])).toEqual(indexes(PORTS));
  const { retries, timeouts } = client.stats();
  expect(retries + timeouts).toBeLessThanOrEqual(LOST_WHILE_LEARNING_MAX);
  expect(summaryOf(await readTraffic(client), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(client.stats()).toMatchObject({ retries, timeouts });
  expect(client.stats().replyBudgetBytes).toBeLessThanOrEqual(replyMaxBytes);
  return agent;
}

test("a reply above the MTU, dropped silently, makes the next ones fit, and the size is remembered", async () => {
  await expectLearned({ link: { mtuBytes: 1_028 } }, 1_000);
});

test("a reply above the buffer, dropped silently: the size survives a restart of ours", async () => {
  const agent = await expectLearned({ link: { mtuBytes: 728 } }, 700);
  const client = bench.client(agent, { timeoutMs: 500, retries: 2 });
  await readTraffic(client);
  const again = bench.client(agent, { timeoutMs: 500, retries: 2 }, undefined, client.learned());
  expect(summaryOf(await readTraffic(again), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(again.stats()).toMatchObject({ retries: 0, timeouts: 0 });
});

test("tooBig never sent: an agent that falls silent above its size is read whole, and not asked for too much again", async () => {
  await expectLearned({ messageMaxBytes: 900, whenLarger: "silence" }, 900);
});

test("tooBig sent: the size is learned without a time-out", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), messageMaxBytes: 800, whenLarger: "tooBig" });
  const client = bench.client(agent);
  expect(summaryOf(await readTraffic(client), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  const { tooBig } = client.stats();
  expect(client.stats()).toMatchObject({ retries: 0, timeouts: 0 });
  await readTraffic(client);
  expect(client.stats().tooBig).toBe(tooBig);
});

test("GETBULK truncated with noError: the rest is asked for from where it ended, nothing twice", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), messageMaxBytes: 700, whenLarger: "truncate" });
  const client = bench.client(agent);
  expect(summaryOf(await readTraffic(client), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  const { requests, varbinds } = client.stats();
  expect(summaryOf(await readTraffic(client), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  const cells = PORTS * TRAFFIC_COLUMNS.length;
  const uptimes = client.stats().requests - requests;
  expect(client.stats().varbinds - varbinds).toBeLessThanOrEqual((cells + uptimes) * 1.05);
  expect(client.stats()).toMatchObject({ retries: 0, timeouts: 0, tooBig: 0 });
});

test("a size is told apart from loss: one lost reply among good ones makes nothing smaller", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), messageMaxBytes: 1_400 });
  const client = bench.client(agent, { timeoutMs: 500, retries: 3 });
  await readTraffic(client);
  await readTraffic(client);
  const { replyBudgetBytes } = client.stats();
  const lostAt = agent.requests.length + 1;
  agent.script = (request, regular) => (request.number === lostAt ? "silence" : regular);
  expect(summaryOf(await readTraffic(client), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(client.stats().replyBudgetBytes).toBeGreaterThanOrEqual(replyBudgetBytes);
});
