import { afterEach, beforeEach, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import type { Credentials } from "../../src/config/index.ts";
import type { EngineNotice } from "../../src/snmp/index.ts";
import type { ReportName, TestUser } from "../support/usm-engine.ts";
import type { VirtualAgentOptions } from "../support/virtual-agent.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { switchMib } from "../support/virtual-switch.ts";
import { failureOf, read, SYS_NAME, summaryOf, TRAFFIC_COLUMNS, valueOf } from "./reading.ts";

// SNMPv3 engines that restart, are swapped, share an identity, or answer everything with a Report.

const USER: TestUser = {
  name: "ops",
  auth: { protocol: "SHA256", password: "authpass-maple" },
  priv: { protocol: "AES", password: "privpass-syrup" },
};
const PORTS = 40;
const WHOLE = TRAFFIC_COLUMNS.map(() => [PORTS, undefined]);
const SECONDS_MAX = 0x7fff_ffff;
const ENGINE_ID = Buffer.from("80001f8880deadbeef01", "hex");
/** Discovery, the request, and what a resynchronisation costs: never more for one call, whatever the agent says. */
const DATAGRAMS_MAX = 8;

let bench: VirtualBench;
let notices: EngineNotice[];
beforeEach(() => {
  notices = [];
  bench = new VirtualBench({ onNotice: (notice) => notices.push(notice) });
});
afterEach(() => bench.clean());

const agentOf = (options: VirtualAgentOptions = {}) =>
  bench.agent({ mib: switchMib(PORTS), ...options, usm: { users: [USER], ...options.usm } });

const credentialsOf = ({ priv = USER.priv!.password, auth = USER.auth!.password } = {}): Credentials => ({
  version: "3",
  userName: USER.name,
  securityLevel: "AUTH_PRIV",
  auth: { protocol: "SHA256", password: new Secret(auth) },
  priv: { protocol: "AES", password: new Secret(priv) },
  contextName: "",
});

const clientOf = (agent: ReturnType<typeof agentOf>, credentials = credentialsOf()) =>
  bench.client(agent, { timeoutMs: 500, retries: 1 }, credentials);

const STORMS: readonly (readonly [ReportName, code: string])[] = [
  ["notInTimeWindow", "snmp.not-in-time-window"],
  ["unknownEngineId", "snmp.unknown-engine-id"],
  ["unknownUser", "snmp.unknown-user"],
  ["wrongDigest", "snmp.wrong-digest"],
  ["decryptionError", "snmp.decryption-error"],
  ["unsupportedSecurityLevel", "snmp.unsupported-security-level"],
];
test.each(STORMS)(
  "v3 report storms: an agent that says %s to all ends in that cause, after few datagrams",
  async (report, code) => {
    const agent = agentOf({ usm: { users: [USER], alwaysReports: report }, link: { duplicateRatio: 1 } });
    const client = clientOf(agent);
    expect((await bench.run(failureOf(client)))?.code).toBe(code);
    expect(agent.datagrams).toBeLessThanOrEqual(DATAGRAMS_MAX);
    const answer = await bench.run(read(client, TRAFFIC_COLUMNS));
    expect(summaryOf(answer, TRAFFIC_COLUMNS)).toEqual(TRAFFIC_COLUMNS.map(() => [0, code]));
    expect(agent.datagrams).toBeLessThanOrEqual(3 * DATAGRAMS_MAX);
  },
);

test("a notInTimeWindow loop, with another time in each Report, ends and does not go round faster", async () => {
  const agent = agentOf({ usm: { users: [USER], alwaysReports: "notInTimeWindow" } });
  const client = clientOf(agent);
  for (let polls = 0; polls < 20; polls++) {
    agent.engine.timeSeconds += 1_000;
    expect((await bench.run(failureOf(client)))?.code).toBe("snmp.not-in-time-window");
  }
  expect(agent.datagrams).toBeLessThanOrEqual(20 * DATAGRAMS_MAX);
});

test("a notInTimeWindow after a loop of them heals when the agent does", async () => {
  let sick = true;
  const usm = {
    users: [USER],
    get alwaysReports() {
      return sick ? ("notInTimeWindow" as const) : undefined;
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a getter, so that it may change
  const agent = bench.agent({ mib: switchMib(1), usm: usm as VirtualAgentOptions["usm"] & {} });
  const client = clientOf(agent);
  for (let polls = 0; polls < 5; polls++) await bench.run(failureOf(client));
  sick = false;
  await bench.run(valueOf(client));
  expect(await bench.run(valueOf(client))).toBe("switch");
});

test("unknownEngineID after a swap: the new device is read without a failure, and at once", async () => {
  const agent = agentOf();
  const client = clientOf(agent);
  expect(summaryOf(await bench.run(read(client, TRAFFIC_COLUMNS)), TRAFFIC_COLUMNS)).toEqual(WHOLE);
  agent.engine.id = Buffer.from("80001f888001020304", "hex");
  agent.engine.boots = 1;
  agent.engine.timeSeconds = 5;
  const before = agent.datagrams;
  expect(await bench.run(valueOf(client))).toBe("switch");
  expect(agent.datagrams - before).toBeLessThanOrEqual(4);
  expect(client.stats()).toMatchObject({ timeouts: 0 });
});

test("a read tells the engineBoots that it ended with", async () => {
  const agent = agentOf({ engine: { boots: 3, timeSeconds: 100 } });
  const client = clientOf(agent);
  expect((await bench.run(read(client, TRAFFIC_COLUMNS))).boots).toBe(3);
  agent.reboot();
  expect((await bench.run(read(client, TRAFFIC_COLUMNS))).boots).toBe(4);
});

test("unknownEngineID swallowed: an agent that drops requests for its predecessor is found again", async () => {
  const agent = agentOf({ usm: { users: [USER], dropsOtherEngines: true } });
  const client = clientOf(agent);
  expect(await bench.run(valueOf(client))).toBe("switch");
  agent.engine.id = Buffer.from("80001f888001020304", "hex");
  await bench.run(valueOf(client));
  expect(await bench.run(valueOf(client))).toBe("switch");
});

test("engineTime rollover: at 2³¹−1 seconds the engine counts one more boot, and reading goes on", async () => {
  const agent = agentOf({ engine: { boots: 3, timeSeconds: SECONDS_MAX - 30 } });
  const client = clientOf(agent);
  expect(await bench.run(valueOf(client))).toBe("switch");
  await bench.clock.advance(20_000);
  expect(await bench.run(valueOf(client))).toBe("switch");
  await bench.clock.advance(20_000);
  agent.engine.boots += 1;
  agent.engine.timeSeconds = 10;
  expect(await bench.run(valueOf(client))).toBe("switch");
  expect(client.stats()).toMatchObject({ timeouts: 0 });
});

test("a reboot (boots + 1, time 0) and a clock that runs 10 % fast or slow are followed for a day", async () => {
  for (const drift of [0.9, 1, 1.1]) {
    const agent = agentOf({ address: `192.0.2.${Math.round(drift * 10)}` });
    const client = clientOf(agent);
    for (let minutes = 0; minutes < 1_440; minutes += 60) {
      expect(await bench.run(valueOf(client))).toBe("switch");
      await bench.clock.advance(3_600_000);
      agent.engine.timeSeconds += Math.round(3_600 * (drift - 1));
      if (minutes === 600) agent.reboot();
    }
    expect(client.stats().timeouts).toBe(0);
  }
});

test("an engine at its last boot is told as such, not as a wrong clock of ours", async () => {
  const agent = agentOf({ engine: { boots: SECONDS_MAX, timeSeconds: 100 } });
  const failure = await bench.run(failureOf(clientOf(agent)));
  expect(failure?.code).toBe("snmp.not-in-time-window");
  expect(`${failure?.message} ${failure?.remedy}`).toMatch(/boots/i);
});

test("two devices with one engineID are both read, poll after poll, and named to the operator", async () => {
  const [first, second] = [7, 900].map((boots, i) =>
    agentOf({ address: `192.0.2.${i + 1}`, engine: { id: ENGINE_ID, boots, timeSeconds: 50_000 * (i + 1) } }),
  );
  const clients = [clientOf(first!), clientOf(second!)];
  for (let polls = 0; polls < 5; polls++) {
    for (const client of clients) expect(await bench.run(valueOf(client))).toBe("switch");
    await bench.clock.advance(60_000);
  }
  for (const client of clients) expect(client.stats()).toMatchObject({ timeouts: 0, retries: 0 });
  const named = notices.filter(({ kind }) => kind === "duplicate-engine");
  expect(named).toEqual([
    {
      kind: "duplicate-engine",
      device: "192.0.2.2:161",
      engineId: ENGINE_ID.toString("hex"),
      others: ["192.0.2.1:161"],
    },
  ]);
});

test("a wrong priv key looking like a timeout is told apart from a dead device, and its remedy names privPassword", async () => {
  const agent = agentOf();
  const failure = await bench.run(failureOf(clientOf(agent, credentialsOf({ priv: "wrong-wrong-wrong" }))));
  expect(failure?.code).toBe("snmp.decryption-error");
  expect(failure?.remedy).toMatch(/privPassword/);
  const dead = agentOf({ address: "192.0.2.2" });
  dead.network.detach();
  expect((await bench.run(failureOf(clientOf(dead))))?.code).toBe("snmp.timeout");
});

test("a wrong auth secret has its own cause, and neither secret is in the text", async () => {
  const secrets = { auth: "wrong-auth-secret", priv: "wrong-priv-secret" };
  const failure = await bench.run(failureOf(clientOf(agentOf(), credentialsOf(secrets))));
  expect(failure?.code).toBe("snmp.wrong-digest");
  expect(`${failure?.message}${failure?.remedy}${failure?.stack}`).not.toMatch(/wrong-(auth|priv)-secret/);
});

test("a forged reply without the right digest leaves the request pending for the true one", async () => {
  const agent = agentOf();
  const client = clientOf(agent);
  await bench.run(valueOf(client));
  agent.script = (_request, regular) => {
    // A copy of the datagram of an answer that says something else, under the same msgID, but not signed anew.
    bench.network.forge(Buffer.from("3003020103", "hex"), agent);
    return regular;
  };
  expect(await bench.run(valueOf(client))).toBe("switch");
  expect(client.stats()).toMatchObject({ retries: 0 });
});

test("a tampered reply, its digest no longer right, is not believed", async () => {
  let tampering = true;
  const agent = agentOf({
    usm: {
      users: [USER],
      tamper: (reply) => {
        if (tampering) reply[reply.length - 1]! ^= 1;
        return reply;
      },
    },
  });
  const client = clientOf(agent);
  expect(await bench.run(valueOf(client, SYS_NAME))).toMatch(/^snmp\.(wrong-digest|bad-response|timeout)$/);
  tampering = false;
  expect(await bench.run(valueOf(client, SYS_NAME))).toBe("switch");
});
