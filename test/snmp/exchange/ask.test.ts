import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SnmpRequest } from "../../../src/snmp/exchange/exchange.ts";
import { type AgentReply, encodeReply } from "../../support/agent-script.ts";
import { ExchangeBench, endOf, getOf } from "../../support/exchange-bench.ts";
import { communityOf, textValue } from "../../support/snmp-bench.ts";
import { switchMib } from "../../support/virtual-switch.ts";

// One question to a device: attempts, ids, and how it ends.

const SWITCH = textValue("switch");

let bench: ExchangeBench;
beforeEach(() => {
  bench = new ExchangeBench();
});
afterEach(() => bench.clean());

const agentOf = (options: Parameters<ExchangeBench["agent"]>[0] = {}) =>
  bench.agent({ mib: switchMib(1), ...options });

/** A request as the agent saw it: when, and under which id. */
const seen = (agent: ReturnType<typeof agentOf>) =>
  agent.requests.map(({ requestId, atMs }) => [atMs - 1_001, requestId]);

describe("an ask", () => {
  test("brings the reply, the request it answers, and the round trip", async () => {
    const agent = agentOf({ serviceMs: 40 });
    const request = getOf("1.3.6.1.2.1.1.5.0");
    const answered: SnmpRequest[] = [];
    const { outcome } = await bench.ask(bench.exchange(agent), {
      requestOf: () => request,
      onReply: (reply, of) => {
        expect(reply.value(0)).toEqual(SWITCH);
        answered.push(of);
      },
    });
    expect(outcome).toEqual({ kind: "answered", request, attempts: 1, rttMs: 42 });
    expect(answered).toEqual([request]);
  });

  test("is sent at once, before anybody waits for it", () => {
    const exchange = bench.exchange(agentOf());
    void bench.start(exchange).catch(() => undefined);
    expect(bench.network.sent).toBe(1);
  });

  test("is repeated under its id until all attempts have passed, and counts as one", async () => {
    const agent = agentOf({ script: () => "silence" });
    const exchange = bench.exchange(agent);
    const asked = await bench.ask(exchange);
    expect(asked.outcome).toMatchObject({ kind: "silent", error: { code: "snmp.timeout" } });
    const id = agent.requests[0]!.requestId;
    expect(seen(agent)).toEqual([
      [0, id],
      [1_000, id],
      [2_000, id],
    ]);
    expect(bench.clock.monotonicMs()).toBe(4_000);
    expect(exchange.stats).toMatchObject({ requests: 1, retries: 2, timeouts: 1 });
  });

  test("of fewer attempts is given up earlier, but never before the first", async () => {
    const agent = agentOf({ script: () => "silence" });
    const exchange = bench.exchange(agent);
    await bench.ask(exchange, { attemptsMax: 1 });
    expect(agent.requests).toHaveLength(1);
    await bench.ask(exchange, { attemptsMax: 0 });
    expect(agent.requests).toHaveLength(2);
    await bench.ask(exchange, { attemptsMax: 99 });
    expect(agent.requests).toHaveLength(5);
  });

  test("names the error-status as an answer", async () => {
    const agent = agentOf({ script: () => ({ errorStatus: 1, errorIndex: 0 }) });
    let status = -1;
    const { outcome } = await bench.ask(bench.exchange(agent), {
      onReply: (reply) => (status = reply.errorStatus),
    });
    expect([outcome.kind, status]).toEqual(["answered", 1]);
  });

  test("whose reply cannot be decoded is malformed at once, with its cause", async () => {
    const agent = agentOf({
      script: (request) => {
        const good = encodeReply(request, { varbinds: [{ oid: "1.3.6.1", value: SWITCH }] });
        good[good.length - 12] = 0x7f; // of the OID, which then runs over the end
        return { raw: good };
      },
    });
    const { outcome } = await bench.ask(bench.exchange(agent));
    expect(outcome).toMatchObject({ kind: "malformed", error: { code: "snmp.bad-response" } });
    expect(agent.requests).toHaveLength(1);
  });

  test("rejects with what its reader throws, and the next one works", async () => {
    const exchange = bench.exchange(agentOf());
    const onReply = () => {
      throw new TypeError("a mistake");
    };
    await expect(bench.ask(exchange, { onReply })).rejects.toThrow("a mistake");
    expect(endOf(await bench.ask(exchange))).toBe("answered");
    expect(bench.network.thrown).toEqual([]);
  });

  test("rejects with what the maker of a second request throws, and others keep their time-outs", async () => {
    const silent = agentOf({ address: "192.0.2.2", script: () => "silence" });
    const other = bench.start(bench.exchange(silent));
    const request = getOf("1.3.6.1.2.1.1.5.0");
    const requestOf = (attempt: number) => {
      if (attempt === 0) return request;
      throw new TypeError("no second one");
    };
    const exchange = bench.exchange(agentOf({ script: () => "silence" }));
    await expect(bench.ask(exchange, { requestOf })).rejects.toThrow("no second one");
    expect(endOf(await bench.run(other))).toBe("snmp.timeout");
  });
});

describe("a late reply", () => {
  test("to the first attempt answers while the second is under way, and is counted", async () => {
    const agent = agentOf();
    agent.script = (request, regular) =>
      request.number === 0 ? { ...(regular as AgentReply), delayMs: 1_300 } : "silence";
    const exchange = bench.exchange(agent);
    const { outcome, values } = await bench.ask(exchange);
    expect([outcome, values]).toMatchObject([{ kind: "answered", attempts: 2 }, [SWITCH]]);
    expect(exchange.stats).toMatchObject({ lateReplies: 1, timeouts: 0 });
  });

  test("to a request that was replaced by a smaller one answers, and says which it was", async () => {
    const agent = agentOf();
    agent.script = (request, regular) =>
      request.number === 0 ? { ...(regular as AgentReply), delayMs: 1_300 } : "silence";
    const exchange = bench.exchange(agent);
    const requests = [getOf("1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.3.0"), getOf("1.3.6.1.2.1.1.5.0")];
    const { outcome, values } = await bench.ask(exchange, { requestOf: (attempt) => requests[attempt]! });
    expect(values).toHaveLength(2);
    expect(outcome).toMatchObject({ kind: "answered", request: requests[0], attempts: 2, rttMs: 1_302 });
    expect(new Set(agent.requests.map(({ requestId }) => requestId)).size).toBe(2);
    expect(exchange.stats.lateReplies).toBe(1);
  });

  test("that comes after the ask was given up is nobody's", async () => {
    const agent = agentOf();
    agent.script = (_request, regular) => ({ ...(regular as AgentReply), delayMs: 700 });
    const exchange = bench.exchange(agent, { options: { timeoutMs: 500, retries: 0 } });
    expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout");
    await bench.clock.advance(1_000);
    expect(exchange.stats).toMatchObject({ lateReplies: 0, rejected: 0 });
  });

  test("is not what an answer to a repeat after a loss is called", async () => {
    const agent = agentOf({ serviceMs: 30 });
    const exchange = bench.exchange(agent);
    await bench.ask(exchange);
    agent.script = (request, regular) => (request.number === 1 ? "silence" : regular);
    await bench.ask(exchange);
    expect(exchange.stats).toMatchObject({ retries: 1, lateReplies: 0 });
  });
});

describe("Karn's rule", () => {
  test("an answer to a request that was sent twice tells no round trip", async () => {
    const agent = agentOf({ script: (request, regular) => (request.number === 0 ? "silence" : regular) });
    const exchange = bench.exchange(agent);
    expect((await bench.ask(exchange)).outcome).toMatchObject({
      kind: "answered",
      attempts: 2,
      rttMs: undefined,
    });
    expect(exchange.learned().rtt).toBeUndefined();
    expect(exchange.stats.lastRttMs).toBeUndefined();
  });

  test("an answer to a second, different request does", async () => {
    const agent = agentOf({ script: (request, regular) => (request.number === 0 ? "silence" : regular) });
    const exchange = bench.exchange(agent);
    const requests = [getOf("1.3.6.1.2.1.1.5.0"), getOf("1.3.6.1.2.1.1.3.0")];
    const { outcome } = await bench.ask(exchange, { requestOf: (attempt) => requests[attempt]! });
    expect(outcome).toMatchObject({ request: requests[1], rttMs: 2 });
    expect(exchange.learned().rtt?.srttMs).toBe(2);
  });

  test("ambiguous answers make the next wait longer, so a device that has become slow is learned", async () => {
    const agent = agentOf();
    const exchange = bench.exchange(agent, { options: { timeoutMs: 5_000, retries: 2 } });
    await bench.ask(exchange);
    agent.serviceMs = 900;
    const trips: (number | undefined)[] = [];
    for (let asks = 0; asks < 4; asks++) {
      const { outcome } = await bench.ask(exchange);
      trips.push(outcome.kind === "answered" ? outcome.rttMs : -1);
      await bench.clock.advance(10_000); // the answers to repeats are on their way
    }
    expect(trips).toEqual([undefined, undefined, 902, 902]);
  });
});

describe("waiting", () => {
  test("follows the round trips, doubles, and gives the last attempt the whole time-out", async () => {
    const agent = agentOf();
    const exchange = bench.exchange(agent, { options: { timeoutMs: 5_000, retries: 2 } });
    await bench.ask(exchange);
    agent.script = () => "silence";
    const startMs = bench.clock.monotonicMs();
    await bench.ask(exchange);
    expect(agent.requests.slice(1).map(({ atMs }) => atMs - 1 - startMs)).toEqual([0, 250, 750]);
    expect(bench.clock.monotonicMs() - startMs).toBe(5_750);
  });

  test("starts from what an earlier exchange has learned", async () => {
    const agent = agentOf({ script: () => "silence" });
    const learned = { rtt: { srttMs: 300, rttvarMs: 50, minMs: 200 } };
    const exchange = bench.exchange(agent, { learned, options: { timeoutMs: 5_000, retries: 1 } });
    await bench.ask(exchange);
    expect(seen(agent).map(([atMs]) => atMs)).toEqual([0, 500]);
  });
});

describe("an abort", () => {
  test("rejects with its reason, forgets the ids, and leaves nothing to wait for", async () => {
    const agent = agentOf({ serviceMs: 100 });
    const exchange = bench.exchange(agent);
    const controller = new AbortController();
    const asked = bench.start(exchange, { signal: controller.signal });
    await bench.clock.advance(10);
    controller.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    await bench.clock.advance(1_000);
    expect(exchange.stats).toMatchObject({ lateReplies: 0, timeouts: 0 });
    expect(endOf(await bench.ask(exchange))).toBe("answered");
  });

  test("before the ask sends nothing", async () => {
    const asked = bench.start(bench.exchange(agentOf()), { signal: AbortSignal.abort(new Error("before")) });
    await expect(asked).rejects.toThrow("before");
    expect(bench.network.sent).toBe(0);
  });

  test("of one ask leaves another one with the same device alone", async () => {
    const exchange = bench.exchange(agentOf({ serviceMs: 50 }));
    const controller = new AbortController();
    const first = bench.start(exchange, { signal: controller.signal });
    const second = bench.start(exchange);
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    expect(endOf(await bench.run(second))).toBe("answered");
  });
});

describe("close", () => {
  test("ends what is in flight with snmp.closed, and all that comes later", async () => {
    const exchange = bench.exchange(agentOf({ serviceMs: 50 }));
    const asked = bench.start(exchange);
    exchange.close();
    await expect(asked).rejects.toMatchObject({ code: "snmp.closed" });
    await expect(bench.start(exchange)).rejects.toMatchObject({ code: "snmp.closed" });
    exchange.close();
  });

  test("of the last exchange leaves no socket open and nobody waiting", async () => {
    const first = bench.exchange(agentOf());
    const second = bench.exchange(agentOf({ address: "192.0.2.2" }));
    await bench.run(Promise.all([first, second].map((exchange) => bench.start(exchange))));
    await bench.run(Promise.all([first, second].map((exchange) => bench.start(exchange))));
    first.close();
    second.close();
    await bench.clock.settle();
    expect(bench.network.sockets).toEqual([]);
    expect(bench.clock.sleeping).toBe(0);
  });
});

describe("what is unreachable", () => {
  test("ends all asks of that device at once, and others go on", async () => {
    const closed = agentOf({ address: "192.0.2.2" });
    closed.network.refuse();
    const exchange = bench.exchange(closed);
    const asks = [bench.start(exchange), bench.start(exchange)];
    const other = bench.start(bench.exchange(agentOf({ serviceMs: 300 })));
    const ends = await bench.run(Promise.all(asks));
    expect(ends.map(endOf)).toEqual(["snmp.unreachable", "snmp.unreachable"]);
    expect(bench.clock.monotonicMs()).toBeLessThan(1_010);
    expect(endOf(await bench.run(other))).toBe("answered");
  });

  test("is found out again after a device that did answer has fallen silent", async () => {
    const agent = agentOf();
    const exchange = bench.exchange(agent);
    expect(endOf(await bench.ask(exchange))).toBe("answered");
    agent.network.refuse();
    expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout"); // shared sockets do not hear it
    const startMs = bench.clock.monotonicMs();
    expect(endOf(await bench.ask(exchange))).toBe("snmp.unreachable");
    expect(bench.clock.monotonicMs() - startMs).toBeLessThan(10);
  });

  test("is a time-out with enableUnconnectedUdp", async () => {
    const closed = agentOf();
    closed.network.refuse();
    const exchange = bench.exchange(closed, { options: { enableUnconnectedUdp: true } });
    expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout");
  });
});

describe("another source", () => {
  const ELSEWHERE = { address: "192.0.2.99", port: 1_161 };
  /** Only a socket that all devices share hears it. */
  async function answeredOnce(options: { readonly enableUnconnectedUdp?: boolean } = {}) {
    const agent = agentOf();
    const exchange = bench.exchange(agent, { options });
    await bench.ask(exchange);
    return { agent, exchange };
  }

  test("is not believed, counted, and named in the time-out", async () => {
    const { agent, exchange } = await answeredOnce();
    agent.answersFrom = ELSEWHERE;
    const { outcome } = await bench.ask(exchange);
    expect(outcome).toMatchObject({ kind: "silent", error: { code: "snmp.timeout" } });
    expect(outcome.kind === "silent" && outcome.error.remedy).toContain("enableUnconnectedUdp");
    expect(exchange.stats.rejected).toBe(3);
    expect(exchange.learned().alternateSource).toBeUndefined();
  });

  test("is taken with enableUnconnectedUdp, and remembered for the next exchange", async () => {
    const { agent, exchange } = await answeredOnce({ enableUnconnectedUdp: true });
    agent.answersFrom = ELSEWHERE;
    expect(endOf(await bench.ask(exchange))).toBe("answered");
    const { alternateSource } = exchange.learned();
    expect(alternateSource).toEqual(ELSEWHERE);
    const next = bench.exchange(agent, {
      learned: { alternateSource },
      options: { enableUnconnectedUdp: true },
    });
    expect(next.learned().alternateSource).toEqual(ELSEWHERE);
  });

  test("with a wrong community is not believed even then, and does not end the wait", async () => {
    const agent = agentOf();
    agent.script = (request, regular) => {
      bench.network.forge(
        encodeReply(request, { ...(regular as AgentReply), community: "guess" }),
        ELSEWHERE,
      );
      return { ...(regular as AgentReply), delayMs: 20 };
    };
    const exchange = bench.exchange(agent, { options: { enableUnconnectedUdp: true } });
    expect((await bench.ask(exchange)).values).toEqual([SWITCH]);
    expect(exchange.stats.rejected).toBe(1);
    expect(exchange.learned().alternateSource).toBeUndefined();
  });
});

test("a duplicate of an answer is nobody's", async () => {
  const agent = agentOf({ link: { duplicateRatio: 1 } });
  const exchange = bench.exchange(agent);
  let replies = 0;
  for (let asks = 0; asks < 5; asks++) await bench.ask(exchange, { onReply: () => replies++ });
  await bench.clock.advance(100);
  expect(replies).toBe(5);
  expect(exchange.stats).toMatchObject({ lateReplies: 0, rejected: 0 });
});

test("a reply of another version is not believed", async () => {
  const agent = agentOf();
  agent.script = (request, regular) => ({
    raw: encodeReply({ ...request, version: "1" }, regular as AgentReply),
  });
  const exchange = bench.exchange(agent);
  expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout");
  expect(exchange.stats.rejected).toBe(3);
});

test("a device that sends nothing but noise is told apart from a silent one", async () => {
  const agent = agentOf({ script: () => ({ raw: Buffer.from("HTTP/1.1 400 Bad Request\r\n") }) });
  expect(endOf(await bench.ask(bench.exchange(agent)))).toBe("snmp.bad-response");
});

test("v1 asks and is answered in v1", async () => {
  const agent = agentOf();
  expect(endOf(await bench.ask(bench.exchange(agent, { credentials: communityOf("1") })))).toBe("answered");
  expect(agent.requests[0]?.version).toBe("1");
});

test("many asks in flight to one device each get their own answer", async () => {
  const agent = agentOf({ mib: switchMib(40), link: { jitterMs: 50, duplicateRatio: 0.3 } });
  const exchange = bench.exchange(agent);
  const asks = Array.from({ length: 40 }, (_, i) => {
    const request = getOf(`1.3.6.1.2.1.31.1.1.1.1.${i + 1}`);
    return bench.start(exchange, { requestOf: () => request });
  });
  const answers = await bench.run(Promise.all(asks));
  expect(answers.map(({ values }) => values[0])).toEqual(answers.map((_, i) => textValue(`Gi${i + 1}`)));
});

test("an answer that came while the event loop stood still is no time-out, and the stall is told", async () => {
  const agent = agentOf({ serviceMs: 200 });
  const exchange = bench.exchange(agent, { options: { timeoutMs: 1_000, retries: 0 } });
  const asked = bench.start(exchange);
  await bench.clock.advance(100);
  bench.clock.stall(5_000);
  expect(endOf(await bench.run(asked))).toBe("answered");
  expect(bench.notices).toEqual([{ kind: "stall", ms: 4_100 }]);
});
