import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Secret } from "../../../src/base/index.ts";
import type { Credentials, SecurityLevel } from "../../../src/config/index.ts";
import { ExchangeBench, endOf, getOf } from "../../support/exchange-bench.ts";
import { textValue } from "../../support/snmp-bench.ts";
import type { TestUser, UsmAgentOptions } from "../../support/usm-engine.ts";
import type { VirtualAgentOptions } from "../../support/virtual-agent.ts";
import { switchMib } from "../../support/virtual-switch.ts";

// SNMPv3: the engine is found, followed, and blamed for the right thing.

const USER: TestUser = {
  name: "ops",
  auth: { protocol: "SHA256", password: "authpass-maple" },
  priv: { protocol: "AES", password: "privpass-syrup" },
};
const SWAPPED = { id: Buffer.from("80001f888001020304", "hex"), boots: 1, timeSeconds: 5 };

let bench: ExchangeBench;
beforeEach(() => {
  bench = new ExchangeBench();
});
afterEach(() => bench.clean());

const agentOf = (usm: Partial<UsmAgentOptions> = {}, options: VirtualAgentOptions = {}) =>
  bench.agent({ mib: switchMib(1), ...options, usm: { users: [USER], ...usm } });

const credentialsOf = (
  securityLevel: SecurityLevel = "AUTH_PRIV",
  privPassword = USER.priv!.password,
): Credentials => ({
  version: "3",
  userName: USER.name,
  securityLevel,
  auth:
    securityLevel === "NO_AUTH_NO_PRIV"
      ? undefined
      : { protocol: "SHA256", password: new Secret(USER.auth!.password) },
  priv: securityLevel === "AUTH_PRIV" ? { protocol: "AES", password: new Secret(privPassword) } : undefined,
  contextName: "",
});

const exchangeOf = (
  agent: ReturnType<typeof agentOf>,
  parts: Parameters<ExchangeBench["exchange"]>[1] = {},
) => bench.exchange(agent, { credentials: credentialsOf(), ...parts });

const sentBytes = () => bench.traces.filter(({ kind }) => kind === "sent").length;

describe("discovery", () => {
  test("comes before the first request, once, and counts as a request", async () => {
    const agent = agentOf();
    const exchange = exchangeOf(agent);
    for (let asks = 0; asks < 3; asks++)
      expect((await bench.ask(exchange)).values).toEqual([textValue("switch")]);
    expect(agent.datagrams).toBe(4);
    expect(exchange.stats).toMatchObject({ requests: 4, retries: 0 });
  });

  test("is shared by all asks that wait for it", async () => {
    const agent = agentOf();
    const exchange = exchangeOf(agent);
    const asks = await bench.run(Promise.all(Array.from({ length: 5 }, () => bench.start(exchange))));
    expect(asks.map(endOf)).toEqual(Array(5).fill("answered"));
    expect(agent.reports).toEqual(["unknownEngineId"]);
    expect(agent.datagrams).toBe(6);
  });

  test("goes on for the others when one of those that wait is aborted", async () => {
    const exchange = exchangeOf(agentOf());
    const controller = new AbortController();
    const first = bench.start(exchange, { signal: controller.signal });
    const second = bench.start(exchange);
    controller.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    expect(endOf(await bench.run(second))).toBe("answered");
  });

  test("ends for all that wait when the exchange is closed", async () => {
    const exchange = exchangeOf(agentOf());
    const asks = Promise.allSettled([bench.start(exchange), bench.start(exchange)]);
    exchange.close();
    expect(
      (await asks).map((ask) => ask.status === "rejected" && (ask.reason as { code: string }).code),
    ).toEqual(Array(2).fill("snmp.closed"));
  });

  test("that nobody answers is a time-out that does not blame the keys", async () => {
    const agent = agentOf();
    agent.network.detach();
    const { outcome } = await bench.ask(exchangeOf(agent));
    expect(outcome).toMatchObject({ kind: "silent", error: { code: "snmp.timeout" } });
    expect(outcome.kind === "silent" && outcome.error.remedy).not.toMatch(/privPassword/);
  });

  test("is repeated when it is lost", async () => {
    const agent = agentOf();
    agent.network.link = { ...agent.network.link, cut: true };
    bench.network.at(bench.clock.monotonicMs() + 500, () => {
      agent.network.link = { ...agent.network.link, cut: false };
    });
    const exchange = exchangeOf(agent);
    expect(endOf(await bench.ask(exchange))).toBe("answered");
    expect(exchange.stats).toMatchObject({ requests: 2, retries: 1 });
  });
});

describe("a learned engine", () => {
  async function learnedOf(agent: ReturnType<typeof agentOf>) {
    const exchange = exchangeOf(agent);
    await bench.ask(exchange);
    return exchange.learned();
  }

  test("is asked without a discovery, and in time, hours later", async () => {
    const agent = agentOf();
    const learned = await learnedOf(agent);
    await bench.clock.advance(5 * 3_600_000);
    const before = agent.datagrams;
    expect(endOf(await bench.ask(exchangeOf(agent, { learned })))).toBe("answered");
    expect(agent.datagrams - before).toBe(1);
  });

  test("that has rebooted meanwhile costs one report", async () => {
    const agent = agentOf();
    const learned = await learnedOf(agent);
    agent.reboot();
    const before = agent.datagrams;
    expect(endOf(await bench.ask(exchangeOf(agent, { learned })))).toBe("answered");
    expect(agent.datagrams - before).toBe(2);
  });

  test("that was swapped for one that drops what is not for it is found after a time-out, and no key is blamed", async () => {
    const agent = agentOf({ dropsOtherEngines: true });
    const learned = await learnedOf(agent);
    Object.assign(agent.engine, SWAPPED);
    const exchange = exchangeOf(agent, { learned });
    expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout");
    expect(endOf(await bench.ask(exchange))).toBe("answered");
  });
});

describe("an engine that changes", () => {
  test.each([
    ["reboots", { boots: 8, timeSeconds: 3 }],
    ["has its clock set ahead", { timeSeconds: 900_000 }],
    ["has its boots reset", { boots: 1, timeSeconds: 0 }],
    ["is swapped for another", SWAPPED],
  ])("because it %s costs repeats, no time-out and no failure", async (_title, change) => {
    const agent = agentOf({}, { link: { duplicateRatio: 0.5 } });
    const exchange = exchangeOf(agent);
    await bench.ask(exchange);
    Object.assign(agent.engine, change);
    expect(endOf(await bench.ask(exchange))).toBe("answered");
    expect(exchange.stats).toMatchObject({ timeouts: 0, retries: 0 });
  });

  test("is followed by asks that were in flight side by side", async () => {
    const agent = agentOf({}, { serviceMs: 5 });
    const exchange = exchangeOf(agent);
    await bench.ask(exchange);
    Object.assign(agent.engine, SWAPPED);
    const asks = await bench.run(Promise.all(Array.from({ length: 4 }, () => bench.start(exchange))));
    expect(asks.map(endOf)).toEqual(Array(4).fill("answered"));
  });

  test("is stamped anew with each attempt, so long time-outs stay within its window of 150 s", async () => {
    const agent = agentOf();
    const exchange = exchangeOf(agent, { options: { timeoutMs: 100_000, retries: 3 } });
    await bench.ask(exchange);
    let attempts = 0;
    agent.script = (_request, regular) => (++attempts < 4 ? "silence" : regular);
    const learnedMs = bench.clock.monotonicMs();
    expect(endOf(await bench.ask(exchange))).toBe("answered");
    expect(bench.clock.monotonicMs() - learnedMs).toBeGreaterThan(100);
    expect(agent.reports).toEqual(["unknownEngineId"]);
  });
});

describe("a wrong privacy key", () => {
  const WRONG = credentialsOf("AUTH_PRIV", "wrong-wrong-wrong");

  test("that the agent meets with silence is told from a dead device", async () => {
    const agent = agentOf();
    const { outcome } = await bench.ask(exchangeOf(agent, { credentials: WRONG }));
    expect(outcome).toMatchObject({ kind: "refused", error: { code: "snmp.decryption-error" } });
    const dead = agentOf({}, { address: "192.0.2.2" });
    dead.network.detach();
    expect(endOf(await bench.ask(exchangeOf(dead, { credentials: WRONG })))).toBe("snmp.timeout");
  });

  test("is not blamed once a request was understood", async () => {
    const agent = agentOf();
    const exchange = exchangeOf(agent);
    await bench.ask(exchange);
    agent.script = () => "silence";
    expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout");
  });

  test("is not blamed for the silence to a GETBULK of many rows, whose reply may be too large", async () => {
    const agent = agentOf();
    agent.script = () => "silence";
    const bulk = { ...getOf("1.3.6.1.2.1.31.1.1.1.1"), kind: "getBulk", maxRepetitions: 20 } as const;
    expect(endOf(await bench.ask(exchangeOf(agent), { requestOf: () => bulk }))).toBe("snmp.timeout");
  });
});

describe("what is not believed", () => {
  test("a reply below the level asked for, named as such", async () => {
    const exchange = exchangeOf(agentOf({ repliesInClear: true }));
    expect(endOf(await bench.ask(exchange))).toBe("snmp.bad-response");
    expect(exchange.stats.rejected).toBe(3);
  });

  test("a reply with a wrong digest, named as such when nothing better comes", async () => {
    const tamper = (reply: Buffer) => {
      reply[reply.length - 1]! ^= 1;
      return reply;
    };
    expect(endOf(await bench.ask(exchangeOf(agentOf({ tamper }))))).toBe("snmp.wrong-digest");
  });

  test("a reply to another request-id under our msgID", async () => {
    const agent = agentOf();
    agent.script = (request, regular) => [
      {
        varbinds: [{ oid: "1.3.6.1.2.1.1.5.0", value: textValue("stale") }],
        requestId: request.requestId ^ 1,
      },
      regular,
    ];
    expect((await bench.ask(exchangeOf(agent))).values).toEqual([textValue("switch")]);
  });

  test("an unauthenticated report once the engine is confirmed: it counts when nothing better comes", async () => {
    const users = [USER];
    const agent = agentOf({ users });
    const exchange = exchangeOf(agent);
    await bench.ask(exchange);
    users.pop();
    const startMs = bench.clock.monotonicMs();
    expect(endOf(await bench.ask(exchange))).toBe("snmp.unknown-user");
    expect(bench.clock.monotonicMs() - startMs).toBeGreaterThan(1_000);
  });

  test("a reply of the user's from elsewhere, unless that is allowed", async () => {
    const agent = agentOf();
    const exchange = exchangeOf(agent);
    await bench.ask(exchange);
    agent.answersFrom = { address: "192.0.2.99", port: 1_161 };
    expect(endOf(await bench.ask(exchange))).toBe("snmp.timeout");
    const lenient = exchangeOf(agent, { options: { enableUnconnectedUdp: true } });
    expect(endOf(await bench.ask(lenient))).toBe("answered");
    expect(lenient.learned().alternateSource).toEqual(agent.answersFrom);
  });
});

test.each(["NO_AUTH_NO_PRIV", "AUTH_NO_PRIV", "AUTH_PRIV"] as const)("%s reads", async (level) => {
  expect(endOf(await bench.ask(exchangeOf(agentOf(), { credentials: credentialsOf(level) })))).toBe(
    "answered",
  );
});

test("a report at first contact ends the ask at once", async () => {
  const agent = agentOf({ users: [] });
  const exchange = exchangeOf(agent);
  expect(endOf(await bench.ask(exchange))).toBe("snmp.unknown-user");
  expect(agent.datagrams).toBe(2);
});

test("devices with one engineID are named once, however often they are opened", async () => {
  const engine = { id: SWAPPED.id };
  const agents = ["192.0.2.1", "192.0.2.2"].map((address) => agentOf({}, { address, engine }));
  for (let opened = 0; opened < 3; opened++) {
    for (const agent of agents) expect(endOf(await bench.ask(exchangeOf(agent)))).toBe("answered");
  }
  expect(bench.notices.filter(({ kind }) => kind === "duplicate-engine")).toEqual([
    {
      kind: "duplicate-engine",
      device: "192.0.2.2:161",
      engineId: "80001f888001020304",
      others: ["192.0.2.1:161"],
    },
    {
      kind: "duplicate-engine",
      device: "192.0.2.1:161",
      engineId: "80001f888001020304",
      others: ["192.0.2.2:161"],
    },
  ]);
});

test("repeats after a report are not endless, whatever the agent says", async () => {
  const agent = agentOf({ alwaysReports: "notInTimeWindow" });
  bench.tracing = true;
  expect(endOf(await bench.ask(exchangeOf(agent)))).toBe("snmp.not-in-time-window");
  expect(sentBytes()).toBeLessThanOrEqual(5);
});
