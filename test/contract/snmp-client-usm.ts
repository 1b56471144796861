import { afterEach, describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import {
  AUTH_PROTOCOLS,
  type AuthProtocol,
  type Credentials,
  PRIV_PROTOCOLS,
  type PrivProtocol,
} from "../../src/config/index.ts";
import { oid } from "../../src/smi/index.ts";
import type { OpenSnmpClient, SnmpClient } from "../../src/snmp/index.ts";
import { tableAgent } from "../support/script-agent.ts";
import { columnOf, HASTY, indexes, integerValue, oids, SnmpBench } from "../support/snmp-bench.ts";
import type { ReportName, TestUser, UsmAgentOptions } from "../support/usm-agent.ts";

const COLUMN = "1.3.6.1.2.1.2.2.1.2";
const AUTH_PASSWORD = "authpass-maple";
const PRIV_PASSWORD = "privpass-syrup";
const table = tableAgent(columnOf(COLUMN, 40));

interface Keys {
  readonly auth?: AuthProtocol;
  readonly priv?: PrivProtocol;
  readonly authPassword?: string;
  readonly privPassword?: string;
  readonly userName?: string;
  readonly contextName?: string;
}

const credentialsOf = (keys: Keys): Credentials => ({
  version: "3",
  userName: keys.userName ?? "ops",
  securityLevel: keys.priv ? "AUTH_PRIV" : keys.auth ? "AUTH_NO_PRIV" : "NO_AUTH_NO_PRIV",
  auth: keys.auth && { protocol: keys.auth, password: new Secret(keys.authPassword ?? AUTH_PASSWORD) },
  priv: keys.priv && { protocol: keys.priv, password: new Secret(keys.privPassword ?? PRIV_PASSWORD) },
  contextName: keys.contextName ?? "",
});

const userOf = ({ auth, priv }: Keys): TestUser => ({
  name: "ops",
  ...(auth && { auth: { protocol: auth, password: AUTH_PASSWORD } }),
  ...(priv && { priv: { protocol: priv, password: PRIV_PASSWORD } }),
});

export function describeUsm(open: OpenSnmpClient): void {
  const bench = new SnmpBench(open);
  afterEach(() => bench.clean());

  const agentFor = (keys: Keys, options: Partial<UsmAgentOptions> = {}) =>
    bench.usmAgent(table, { users: [userOf(keys)], ...options });
  const first = oids(`${COLUMN}.1`);
  async function codeOf(client: SnmpClient): Promise<string | undefined> {
    const answer = await client.get(first);
    return answer.failures.get(first[0]!)?.code;
  }

  describe.each(AUTH_PROTOCOLS)("authentication by %s", (auth) => {
    test.each([undefined, ...PRIV_PROTOCOLS])("and privacy by %s reads GET and GETBULK", async (priv) => {
      const agent = await agentFor({ auth, ...(priv && { priv }) });
      const client = bench.client(agent, {}, credentialsOf({ auth, ...(priv && { priv }) }));
      expect((await client.get(first)).values.size).toBe(1);
      const answer = await client.columns(oids(COLUMN));
      expect([...answer.columns.get(oid(COLUMN))!.cells.keys()]).toEqual(indexes(40));
    });
  });

  test("no authentication and no privacy reads too", async () => {
    const agent = await agentFor({});
    expect(await codeOf(bench.client(agent, {}, credentialsOf({})))).toBeUndefined();
  });

  test("the engine is discovered once, not with every request", async () => {
    const agent = await agentFor({ auth: "SHA256", priv: "AES" });
    const client = bench.client(agent, {}, credentialsOf({ auth: "SHA256", priv: "AES" }));
    for (let i = 0; i < 5; i++) await client.get(first);
    expect(agent.reports).toEqual(["unknownEngineId"]);
    expect(agent.datagrams).toBe(6);
  });

  test("contextName goes with the request", async () => {
    const agent = await agentFor({ auth: "SHA" }, { contexts: ["vlan-10"] });
    expect(
      await codeOf(bench.client(agent, {}, credentialsOf({ auth: "SHA", contextName: "vlan-10" }))),
    ).toBeUndefined();
  });

  const REFUSALS: readonly (readonly [title: string, has: Keys, uses: Keys, code: string, remedy: RegExp])[] =
    [
      [
        "an unknown user",
        { auth: "SHA" },
        { auth: "SHA", userName: "nobody" },
        "snmp.unknown-user",
        /userName/,
      ],
      [
        "a wrong authPassword",
        { auth: "SHA" },
        { auth: "SHA", authPassword: "wrong-wrong" },
        "snmp.wrong-digest",
        /authPassword/,
      ],
      ["a wrong authProtocol", { auth: "SHA" }, { auth: "SHA512" }, "snmp.wrong-digest", /authProtocol/],
      [
        "privacy for a user without",
        { auth: "SHA" },
        { auth: "SHA", priv: "AES" },
        "snmp.unsupported-security-level",
        /securityLevel/,
      ],
      [
        "an unknown context",
        { auth: "SHA" },
        { auth: "SHA", contextName: "x" },
        "snmp.unknown-context",
        /contextName/,
      ],
    ];
  test.each(REFUSALS)(
    "%s has a code and a remedy of its own, and no retries",
    async (_title, has, uses, code, remedy) => {
      const agent = await agentFor(has);
      const client = bench.client(agent, {}, credentialsOf(uses));
      const answer = await client.get(first);
      const failure = answer.failures.get(first[0]!);
      expect(failure?.code).toBe(code);
      expect(failure?.remedy).toMatch(remedy);
      expect(client.stats().retries).toBe(0);
      const shown = `${failure?.message}${failure?.remedy}${JSON.stringify(failure)}${String(failure?.cause)}`;
      for (const secret of [AUTH_PASSWORD, PRIV_PASSWORD, "wrong-wrong"]) expect(shown).not.toContain(secret);
    },
  );

  test("a refusal fails every column, once", async () => {
    const agent = await agentFor({ auth: "SHA" });
    const client = bench.client(agent, {}, credentialsOf({ auth: "SHA", userName: "nobody" }));
    const wanted = oids(COLUMN, "1.3.6.1.2.1.31.1.1.1.1", "1.3.6.1.2.1.47.1.1.1.1.7");
    const answer = await client.columns(wanted);
    expect(wanted.map((column) => answer.columns.get(column)?.failure?.code)).toEqual(
      Array(3).fill("snmp.unknown-user"),
    );
    expect(agent.datagrams).toBe(2);
  });

  const WRONG_PRIVACY: Keys = { auth: "SHA", priv: "AES", privPassword: "wrong-wrong" };

  test("a wrong privPassword that the agent reports is a decryption error", async () => {
    const agent = await agentFor({ auth: "SHA", priv: "AES" }, { reportsDecryptionErrors: true });
    expect(await codeOf(bench.client(agent, {}, credentialsOf(WRONG_PRIVACY)))).toBe("snmp.decryption-error");
  });

  test("a wrong privPassword that the agent drops in silence is told apart from a dead device", async () => {
    const agent = await agentFor({ auth: "SHA", priv: "AES" });
    const client = bench.client(agent, HASTY, credentialsOf(WRONG_PRIVACY));
    const answer = await client.get(first);
    expect(answer.failures.get(first[0]!)?.code).toBe("snmp.decryption-error");
    expect(answer.failures.get(first[0]!)?.remedy).toMatch(/privPassword/);
    const columns = await client.columns(oids(COLUMN));
    expect(columns.columns.get(oid(COLUMN))?.failure?.code).toBe("snmp.decryption-error");
  });

  test.each([
    ["AES192", "AES192C"],
    ["AES256C", "AES256"],
  ] as const)("%s and %s are not the same with a short digest", async (has, uses) => {
    const agent = await agentFor({ auth: "SHA", priv: has });
    expect(await codeOf(bench.client(agent, HASTY, credentialsOf({ auth: "SHA", priv: uses })))).toBe(
      "snmp.decryption-error",
    );
  });

  test("a device that falls silent after it has answered is a time-out", async () => {
    let silent = false;
    const agent = await bench.usmAgent((request) => (silent ? "silence" : table(request)), {
      users: [userOf({ auth: "SHA", priv: "AES" })],
    });
    const client = bench.client(agent, HASTY, credentialsOf({ auth: "SHA", priv: "AES" }));
    expect(await codeOf(client)).toBeUndefined();
    silent = true;
    expect(await codeOf(client)).toBe("snmp.timeout");
    silent = false;
    expect(await codeOf(client)).toBeUndefined();
  });

  test("a device that never answers a discovery is a time-out", async () => {
    const agent = await bench.agent(() => "silence");
    const port = agent.port;
    await bench.clean();
    const client = bench.client(
      { address: "127.0.0.1", port },
      { ...HASTY, enableUnconnectedUdp: true },
      credentialsOf({ auth: "SHA" }),
    );
    expect(await codeOf(client)).toBe("snmp.timeout");
  });

  const CHANGES: readonly (readonly [
    title: string,
    engine: { id?: Buffer; boots: number; timeSeconds: number },
  ])[] = [
    ["reboots", { boots: 8, timeSeconds: 3 }],
    ["has its clock set ahead", { boots: 7, timeSeconds: 900_000 }],
    ["has its boots reset", { boots: 1, timeSeconds: 0 }],
    ["is swapped for another", { id: Buffer.from("80001f8880aaaaaaaa02", "hex"), boots: 2, timeSeconds: 55 }],
  ];
  test.each(CHANGES)("a device that %s is read on without a failure", async (_title, change) => {
    const agent = await agentFor({ auth: "SHA", priv: "AES" });
    const client = bench.client(agent, {}, credentialsOf({ auth: "SHA", priv: "AES" }));
    expect(await codeOf(client)).toBeUndefined();
    Object.assign(agent.engine, change);
    const before = agent.datagrams;
    expect(await codeOf(client)).toBeUndefined();
    expect(agent.datagrams - before).toBeLessThanOrEqual(3);
    expect(await codeOf(client)).toBeUndefined();
  });

  test("an engine that drops requests for its predecessor is found after one time-out", async () => {
    const agent = await agentFor({ auth: "SHA" }, { dropsOtherEngines: true });
    const client = bench.client(agent, HASTY, credentialsOf({ auth: "SHA" }));
    expect(await codeOf(client)).toBeUndefined();
    agent.engine.id = Buffer.from("80001f8880aaaaaaaa02", "hex");
    expect(await codeOf(client)).toBe("snmp.timeout");
    expect(await codeOf(client)).toBeUndefined();
  });

  test("an answer to another request-id under our msgID is not ours", async () => {
    const agent = await bench.usmAgent(
      (request) => {
        const [stale, fresh] = [-1, 42].map((n) => ({
          varbinds: [{ oid: first[0]!, value: integerValue(n) }],
        }));
        return [{ ...stale!, requestId: request.requestId ^ 1 }, fresh!];
      },
      { users: [userOf({ auth: "SHA" })] },
    );
    const answer = await bench.client(agent, {}, credentialsOf({ auth: "SHA" })).get(first);
    expect(answer.values.get(first[0]!)).toEqual(integerValue(42));
  });

  test("an engine that starts at boots 0 and time 0 is read", async () => {
    const agent = await agentFor({ auth: "SHA", priv: "AES" }, { engine: { boots: 0, timeSeconds: 0 } });
    expect(
      await codeOf(bench.client(agent, {}, credentialsOf({ auth: "SHA", priv: "AES" }))),
    ).toBeUndefined();
  });

  const STORMS: readonly (readonly [report: ReportName, code: string])[] = [
    ["notInTimeWindow", "snmp.not-in-time-window"],
    ["unknownEngineId", "snmp.unknown-engine-id"],
  ];
  test.each(STORMS)(
    "a device that reports %s for ever is left after one more try",
    async (alwaysReports, code) => {
      const agent = await agentFor({ auth: "SHA" }, { alwaysReports });
      expect(await codeOf(bench.client(agent, {}, credentialsOf({ auth: "SHA" })))).toBe(code);
      expect(agent.datagrams).toBeLessThanOrEqual(4);
    },
  );

  test("a reply whose digest does not fit is not believed", async () => {
    const agent = await agentFor(
      { auth: "SHA" },
      {
        tamper: (reply) => {
          reply[reply.length - 1]! ^= 1;
          return reply;
        },
      },
    );
    expect(await codeOf(bench.client(agent, HASTY, credentialsOf({ auth: "SHA" })))).toBe(
      "snmp.wrong-digest",
    );
  });

  test("a reply in clear text to an authenticated request is not believed", async () => {
    const agent = await agentFor({ auth: "SHA", priv: "AES" }, { repliesInClear: true });
    const answer = await bench.client(agent, HASTY, credentialsOf({ auth: "SHA", priv: "AES" })).get(first);
    expect(answer.values.size).toBe(0);
    expect(answer.failures.get(first[0]!)?.code).toBe("snmp.bad-response");
  });

  test("garbage in place of a v3 reply is a bad response", async () => {
    const agent = await bench.usmAgent(() => ({ raw: Buffer.from("30820102030405", "hex") }), {
      users: [userOf({ auth: "SHA" })],
    });
    expect(await codeOf(bench.client(agent, HASTY, credentialsOf({ auth: "SHA" })))).toBe(
      "snmp.bad-response",
    );
  });

  test("replies mutated at random never get through and never do harm", async () => {
    let seed = 7;
    const next = () => (seed = (seed * 48_271) % 2_147_483_647);
    const agent = await agentFor(
      { auth: "SHA", priv: "AES" },
      {
        tamper: (reply) => {
          reply[next() % reply.length]! ^= 1 + (next() % 255);
          return reply;
        },
      },
    );
    const client = bench.client(
      agent,
      { timeoutMs: 15, retries: 0 },
      credentialsOf({ auth: "SHA", priv: "AES" }),
    );
    for (let i = 0; i < 60; i++) expect((await client.get(first)).values.size).toBe(0);
  });
}
