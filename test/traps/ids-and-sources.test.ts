import { afterEach, beforeEach, expect, test } from "vitest";
import { type AgentReply, type AgentRequest, encodeReply } from "../support/agent-script.ts";
import { communityOf, indexes, integerValue } from "../support/snmp-bench.ts";
import type { VirtualAgent } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { IF, switchMib } from "../support/virtual-switch.ts";
import { cellOf, failureOf, read, rowsOf, SYS_NAME, summaryOf, TRAFFIC_COLUMNS, valueOf } from "./reading.ts";

// Whose answer is it, and to what.

const PORTS = 60;
const WHOLE = TRAFFIC_COLUMNS.map(() => [PORTS, undefined]);
const ATTACKER = { address: "203.0.113.66", port: 161 };

let bench: VirtualBench;
beforeEach(() => {
  bench = new VirtualBench();
});
afterEach(() => bench.clean());

/** An answer with other values than the agent has. */
const lie = ({ oids }: AgentRequest): AgentReply => ({
  varbinds: oids.map((oid) => ({ oid, value: integerValue(-1) })),
});

test("a wrong id before the right one is passed over; alone it is a time-out", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  agent.script = (request, regular) => [{ ...lie(request), requestId: request.requestId ^ 1 }, regular];
  const client = bench.client(agent, { timeoutMs: 300, retries: 1 });
  expect(await bench.run(valueOf(client))).toBe("switch");
  agent.script = (request, regular) => ({ ...(regular as AgentReply), requestId: request.requestId ^ 1 });
  expect(await bench.run(valueOf(client))).toBe("snmp.timeout");
});

test("duplicate replies change nothing: every cell once, nothing asked again", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS), link: { duplicateRatio: 1 } });
  const client = bench.client(agent);
  expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(client.stats()).toMatchObject({ retries: 0, timeouts: 0 });
});

test("a late reply to the first attempt is used while the second is under way", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  agent.script = (request, regular) =>
    request.number === 0 ? { ...(regular as AgentReply), delayMs: 1_300 } : "silence";
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 3 });
  expect(await bench.run(valueOf(client))).toBe("switch");
  expect(agent.requests).toHaveLength(2);
  expect(client.stats()).toMatchObject({ lateReplies: 1, timeouts: 0 });
});

test("a late reply after its request was given up does not answer the next one", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  agent.script = (request, regular) =>
    request.number === 0 ? { ...lie(request), delayMs: 700 } : { ...(regular as AgentReply), delayMs: 400 };
  const client = bench.client(agent, { timeoutMs: 500, retries: 0 });
  expect(await bench.run(valueOf(client))).toBe("snmp.timeout");
  expect(await bench.run(valueOf(client))).toBe("switch");
});

test("reordered replies land in their own cells", async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const trouble = new VirtualBench({ seed });
    const link = { delayMs: 20, jitterMs: 40, reorderRatio: 0.3, reorderMs: 90, duplicateRatio: 0.2 };
    const agent = trouble.agent({ mib: switchMib(PORTS), link, messageMaxBytes: 500 });
    const client = trouble.client(agent, { timeoutMs: 1_000, retries: 3 });
    for (let polls = 0; polls < 5; polls++) {
      const answer = await trouble.run(read(client, TRAFFIC_COLUMNS));
      expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(WHOLE);
      expect(rowsOf(answer, IF.name)).toEqual(indexes(PORTS));
      const names = indexes(PORTS).map((row) => cellOf(answer, IF.name, row));
      expect(names.map((name) => Buffer.from((name as { value: Uint8Array }).value).toString())).toEqual(
        indexes(PORTS).map((row) => `Gi${row}`),
      );
    }
    trouble.clean();
  }
});

/** While a request is under way, somebody else answers it first, knowing all its ids. */
function forgeFirst(agent: VirtualAgent, source: { address: string; port: number }, forged = lie): void {
  agent.script = (request, regular) => {
    bench.network.forge(encodeReply(request, forged(request)), source);
    return { ...(regular as AgentReply), delayMs: 50 };
  };
}

test("forged replies from elsewhere, right in every id, are not believed, and do not end the wait", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  forgeFirst(agent, ATTACKER);
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 0 });
  expect(await bench.run(valueOf(client))).toBe("switch");
  expect(client.stats()).toMatchObject({ retries: 0 });
});

test("forged replies with enableUnconnectedUdp need the community: a wrong one is not believed", async () => {
  const agent = bench.agent({ mib: switchMib(1) });
  forgeFirst(agent, ATTACKER, (request) => ({ ...lie(request), community: "guess" }));
  const client = bench.client(agent, { timeoutMs: 1_000, retries: 0, enableUnconnectedUdp: true });
  expect(await bench.run(valueOf(client))).toBe("switch");
  expect(client.learned().exchange.alternateSource).toBeUndefined();
});

test("a flood of forged replies with guessed ids costs no request its answer", async () => {
  const agent = bench.agent({ mib: switchMib(PORTS) });
  agent.script = (request, regular) => {
    for (let guess = 0; guess < 200; guess++) {
      const requestId = (request.requestId + 1 + guess) | 0;
      bench.network.forge(encodeReply({ ...request, requestId }, lie(request)), agent);
    }
    return regular;
  };
  const client = bench.client(agent);
  expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(client.stats()).toMatchObject({ retries: 0 });
});

test("a reply from elsewhere is a time-out by default, and the remedy names the option", async () => {
  const agent = bench.agent({ mib: switchMib(1), answersFrom: { address: "192.0.2.99", port: 161 } });
  const failure = await bench.run(failureOf(bench.client(agent, { timeoutMs: 300, retries: 1 })));
  expect(failure?.code).toBe("snmp.timeout");
  expect(`${failure?.message} ${failure?.remedy}`).toMatch(/enableUnconnectedUdp|another (source )?address/i);
});

test("a reply from elsewhere is taken with enableUnconnectedUdp, and its source is remembered", async () => {
  const answersFrom = { address: "192.0.2.99", port: 1_161 };
  const agent = bench.agent({ mib: switchMib(PORTS), answersFrom });
  const client = bench.client(agent, { enableUnconnectedUdp: true });
  expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  expect(client.stats()).toMatchObject({ retries: 0, timeouts: 0 });
  expect(client.learned().exchange.alternateSource).toEqual(answersFrom);
});

test("two devices asked at once never get each other's answers, whatever their ids", async () => {
  const agents = Array.from({ length: 20 }, (_, i) =>
    bench.agent({
      address: `192.0.2.${i + 1}`,
      mib: switchMib(1, [{ oid: "1.3.6.1.4.1.99.0", value: integerValue(i) }]),
      link: { delayMs: 5, jitterMs: 200, duplicateRatio: 0.5 },
    }),
  );
  const clients = agents.map((agent) => bench.client(agent));
  const asked = clients.map((client) => valueOf(client, "1.3.6.1.4.1.99.0"));
  expect(await bench.run(Promise.all(asked))).toEqual(agents.map((_, i) => integerValue(i)));
});

test("a closed port is unreachable at once; another device's request goes on", async () => {
  const closed = bench.agent({ address: "192.0.2.2" });
  closed.network.refuse();
  const open = bench.agent({ mib: switchMib(1), serviceMs: 200 });
  const startMs = bench.clock.monotonicMs();
  const refusal = failureOf(bench.client(closed));
  const good = valueOf(bench.client(open), SYS_NAME);
  expect((await bench.run(refusal))?.code).toBe("snmp.unreachable");
  expect(bench.clock.monotonicMs() - startMs).toBeLessThan(100);
  expect(await bench.run(good)).toBe("switch");
});

test("a wrong community is a time-out whose text does not show it", async () => {
  const agent = bench.agent({ mib: switchMib(1), community: "right" });
  const client = bench.client(agent, { timeoutMs: 200, retries: 1 }, communityOf("2c", "s3cr3t-word"));
  const failure = await bench.run(failureOf(client));
  expect(failure?.code).toBe("snmp.timeout");
  expect(`${failure?.message}${failure?.remedy}${failure?.stack}`).not.toContain("s3cr3t-word");
});
