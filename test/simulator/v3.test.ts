import { describe, expect, test } from "vitest";
import { Secret, seededRandom } from "../../src/base/index.ts";
import { createAgent } from "../../src/simulator/agent.ts";
import { createEndpoint } from "../../src/simulator/endpoint.ts";
import { type AgentSpec, AUTH_PROTOCOLS, PRIV_PROTOCOLS, type V3User } from "../../src/simulator/index.ts";
import { decrypt, encrypt, messageMac } from "../../src/simulator/usm-cipher.ts";
import { AUTH, createKeyLocalizer, localize, passwordDigest } from "../../src/simulator/usm-keys.ts";
import { encodeV3Message, FLAG, type V3Message } from "../../src/simulator/v3-message.ts";
import { decodeTlv, encode, encodeOid, int, intOf, pduOf, type Tlv } from "../support/wire-client.ts";
import { SWITCH } from "./support.ts";

const ENGINE = Buffer.from("80007ed9046c6162", "hex");
const FULL: V3User = {
  name: "ops",
  auth: { protocol: "SHA256", password: new Secret("authentic!") },
  priv: { protocol: "AES", password: new Secret("very private") },
};
const AUTH_ONLY: V3User = { name: "ops", auth: FULL.auth };

describe("keys", () => {
  test.each([
    ["md5", "526f5eed9fcce26f8964c2930787d82b"], // RFC 3414 §A.3.1
    ["sha1", "6695febc9288e36282235fc7151f128497b38f3f"], // RFC 3414 §A.3.2
  ])("%s localizes maplesyrup as RFC 3414 A.3 does", (hash, expected) => {
    const engineId = Buffer.from("000000000000000000000002", "hex");
    const key = localize(hash, passwordDigest(hash, Buffer.from("maplesyrup")), engineId);
    expect(Buffer.from(key).toString("hex")).toBe(expected);
  });

  test("the two ways to extend a short key agree on what the hash gives, and differ behind it", () => {
    const localizeKeys = createKeyLocalizer();
    const keyFor = (protocol: "AES256" | "AES256C") =>
      Buffer.from(
        localizeKeys(
          {
            name: "u",
            auth: { protocol: "SHA", password: new Secret("authpass1") },
            priv: { protocol, password: new Secret("privpass1") },
          },
          ENGINE,
        ).priv ?? [],
      );
    expect(keyFor("AES256")).toHaveLength(32);
    expect(keyFor("AES256").subarray(0, 20)).toEqual(keyFor("AES256C").subarray(0, 20));
    expect(keyFor("AES256").subarray(20)).not.toEqual(keyFor("AES256C").subarray(20));
  });
});

describe("a request at each protocol pair is answered at its level", () => {
  for (const authProtocol of AUTH_PROTOCOLS) {
    test.each(PRIV_PROTOCOLS)(`${authProtocol} with %s`, (privProtocol) => {
      const user: V3User = {
        name: "ops",
        auth: { protocol: authProtocol, password: new Secret("authentic!") },
        priv: { protocol: privProtocol, password: new Secret("very private") },
      };
      const answer = manager({ user }).ask();
      expect(answer).toMatchObject({ level: 3, pduType: 0xa2, errorStatus: 0 });
      expect(answer?.varbinds).toEqual(["1.3.6.1.2.1.1.5.0=04:73772d31"]);
    });
  }

  test("authentication alone, and none at all", () => {
    expect(manager({ user: AUTH_ONLY }).ask()).toMatchObject({ level: 1, errorStatus: 0 });
    expect(manager({ user: { name: "ops" } }).ask()).toMatchObject({ level: 0, errorStatus: 0 });
  });
});

describe("reports (RFC 3414 3.2)", () => {
  const USM = "1.3.6.1.6.3.15.1.1";

  test("discovery: an empty engineID learns engineID, boots and time, and gets its request-id back", () => {
    const report = manager({ user: FULL }).ask(
      { engineId: Buffer.of(), flags: FLAG.reportable, userName: "" },
      7_000,
    );
    expect(report).toMatchObject({ pduType: 0xa8, level: 0, engineBoots: 1, engineTime: 7, requestId: 99 });
    expect(report?.engineId).toEqual(ENGINE);
    expect(report?.varbinds).toEqual([`${USM}.4.0=41:01`]);
  });

  test("without the reportable flag there is none", () => {
    expect(manager({ user: FULL }).ask({ engineId: Buffer.of(), flags: 0 })).toBeUndefined();
  });

  test("an unknown user", () => {
    expect(manager({ user: FULL }).ask({ userName: "eve" })?.varbinds).toEqual([`${USM}.3.0=41:01`]);
  });

  test("a level that the user has no keys for", () => {
    const { ask } = manager({ user: AUTH_ONLY }, FULL);
    expect(ask()?.varbinds).toEqual([`${USM}.1.0=41:01`]);
  });

  test("a wrong password", () => {
    const wrong: V3User = { ...FULL, auth: { protocol: "SHA256", password: new Secret("guesswork") } };
    expect(manager({ user: FULL }, wrong).ask()?.varbinds).toEqual([`${USM}.5.0=41:01`]);
  });

  test("another digest", () => {
    const wrong: V3User = { ...FULL, auth: { protocol: "SHA", password: new Secret("authentic!") } };
    expect(manager({ user: FULL }, wrong).ask()?.varbinds).toEqual([`${USM}.5.0=41:01`]);
  });

  test("a message that is 150 s old is inside the time window", () => {
    expect(manager({ user: FULL }).ask({ engineTime: 50 }, 200_000)?.pduType).toBe(0xa2);
  });

  test.each([
    ["151 s old", { engineTime: 49 }],
    ["151 s ahead", { engineTime: 351 }],
    ["of other boots", { engineBoots: 2, engineTime: 200 }],
  ])(
    "a message %s is outside; the Report is authenticated, for the clock in it must be believed",
    (_, time) => {
      const report = manager({ user: FULL }).ask(time, 200_000);
      expect(report).toMatchObject({ pduType: 0xa8, level: 1, engineBoots: 1, engineTime: 200 });
      expect(report?.varbinds).toEqual([`${USM}.2.0=41:01`]);
    },
  );

  test("a wrong privacy password is silence, or a Report from agents that tell", () => {
    const wrong: V3User = { ...FULL, priv: { protocol: "AES", password: new Secret("guesswork") } };
    expect(manager({ user: FULL }, wrong).ask()).toBeUndefined();
    const told = manager({ user: FULL, faults: { decryptionReports: true } }, wrong).ask();
    expect(told?.varbinds).toEqual([`${USM}.6.0=41:01`]);
  });

  test("a salt of seven octets", () => {
    expect(manager({ user: FULL }).ask({ privParameters: Buffer.alloc(7) })?.varbinds).toEqual([
      `${USM}.6.0=41:01`,
    ]);
  });

  test("an unknown context, and another context engine", () => {
    const { ask } = manager({ user: FULL });
    expect(ask({ contextName: "vrf-1" })).toMatchObject({
      level: 3,
      varbinds: ["1.3.6.1.6.3.12.1.5.0=41:01"],
    });
    expect(ask({ contextEngineId: Buffer.alloc(8) })?.varbinds).toEqual(["1.3.6.1.6.3.11.2.1.3.0=41:01"]);
  });
});

test("a request below the user's level is an authorizationError", () => {
  expect(manager({ user: FULL }, AUTH_ONLY).ask()).toMatchObject({
    pduType: 0xa2,
    level: 1,
    errorStatus: 16,
  });
});

test("an agent of its own answers in the default context, under its name and under a given one", () => {
  const { ask } = manager({ user: FULL, contextName: "vlan-7" });
  expect(["", "sw", "vlan-7"].map((contextName) => ask({ contextName })?.errorStatus)).toEqual([0, 0, 0]);
});

test("on a shared port the context name chooses the agent", () => {
  const other = { name: "other", recording: SWITCH, user: FULL };
  const { ask, agents } = manager({ user: FULL }, FULL, [other]);
  expect(ask({ contextName: "other" })?.errorStatus).toBe(0);
  expect(ask({ contextName: "" })?.pduType).toBe(0xa8);
  expect(agents.map(({ stats }) => stats.requests)).toEqual([0, 1]);
});

test("users of one name with different keys on one port are refused", () => {
  const other = { name: "other", recording: SWITCH, user: AUTH_ONLY };
  expect(() => manager({ user: FULL }, FULL, [other])).toThrow(
    expect.objectContaining({ code: "simulator.ambiguous-agent" }) as Error,
  );
});

test("the reply keeps within the manager's msgMaxSize", () => {
  const { ask } = manager({ user: FULL });
  const oids = Array.from({ length: 40 }, () => "1.3.6.1.2.1.1.1.0");
  expect(ask({ msgMaxSize: 484, oids })).toMatchObject({ errorStatus: 1, varbinds: [] });
  expect(ask({ msgMaxSize: 65_507, oids })).toMatchObject({ errorStatus: 0, varbinds: { length: 40 } });
});

test("after a reboot the old boots are outside the window, the new ones and time zero inside", () => {
  const { ask } = manager({ user: FULL, faults: { reboots: [{ atMs: 300_000 }] } });
  expect(ask({ engineBoots: 1, engineTime: 301 }, 301_000)).toMatchObject({
    pduType: 0xa8,
    engineBoots: 2,
    engineTime: 1,
  });
  expect(ask({ engineBoots: 2, engineTime: 1 }, 301_000)).toMatchObject({ pduType: 0xa2 });
});

interface Ask extends Partial<Omit<V3Message, "userName">> {
  readonly userName?: string;
  readonly contextName?: string;
  readonly contextEngineId?: Uint8Array;
  readonly oids?: readonly string[];
}

/** A manager that believes in `user` and knows the engine; replies are checked and opened with its keys. */
function manager(
  spec: Partial<AgentSpec>,
  user: V3User = spec.user ?? FULL,
  others: readonly AgentSpec[] = [],
) {
  const localizeKeys = createKeyLocalizer();
  const agents = [{ name: "sw", recording: SWITCH, engineId: ENGINE, ...spec }, ...others].map((each) =>
    createAgent(each, seededRandom(1)),
  );
  const endpoint = createEndpoint(agents, { own: others.length === 0, maxReplyBytes: 65_507, localizeKeys });
  const level = user.priv !== undefined ? 3 : user.auth !== undefined ? 1 : 0;
  const ask = (request: Ask = {}, nowMs = 0) => {
    const [datagram] = endpoint.receive(
      encodeAsk(user, level, { engineTime: Math.floor(nowMs / 1_000), ...request }),
      nowMs,
    );
    return datagram === undefined ? undefined : openReply(Buffer.from(datagram.bytes), user);
  };
  return { ask, agents };
}

function encodeAsk(user: V3User, level: number, request: Ask): Uint8Array {
  const {
    userName = user.name,
    contextName = "",
    contextEngineId = ENGINE,
    oids = ["1.3.6.1.2.1.1.5.0"],
  } = request;
  const flags = request.flags ?? level | FLAG.reportable;
  const keys = createKeyLocalizer()(user, ENGINE);
  const names = oids.map((name) => encode(0x30, encodeOid(name), encode(0x05)));
  const pdu = encode(0xa0, int(99), int(0), int(0), encode(0x30, ...names));
  const scoped = encode(
    0x30,
    encode(0x04, Buffer.from(contextEngineId)),
    encode(0x04, Buffer.from(contextName)),
    pdu,
  );
  const salt =
    request.privParameters ?? (flags & FLAG.priv ? Buffer.from("0102030405060708", "hex") : Buffer.of());
  const [engineBoots, engineTime] = [request.engineBoots ?? 1, request.engineTime ?? 0];
  const padded = Buffer.alloc(8);
  padded.set(salt);
  return encodeV3Message(
    {
      msgId: 5,
      msgMaxSize: request.msgMaxSize ?? 65_507,
      flags,
      engineId: request.engineId ?? ENGINE,
      engineBoots,
      engineTime,
      userName: Buffer.from(userName),
      privParameters: salt,
      payload:
        flags & FLAG.priv
          ? encrypt(
              { protocol: user.priv!.protocol, key: keys.priv!, engineBoots, engineTime, salt: padded },
              scoped,
            )
          : scoped,
      macBytes: flags & FLAG.auth ? AUTH[user.auth!.protocol].macBytes : 0,
    },
    (bytes) => messageMac(user.auth!.protocol, keys.auth!, bytes),
  );
}

function openReply(bytes: Buffer, user: V3User) {
  const [, header, security, payload] = decodeTlv(bytes).children;
  const [engineId, boots, time, , mac, salt] = decodeTlv(security!.contents).children;
  const level = header!.children[2]!.contents[0]!;
  const keys = createKeyLocalizer()(user, ENGINE);
  if (level & FLAG.auth) {
    const zeroed = Buffer.from(bytes);
    zeroed.fill(0, zeroed.indexOf(mac!.contents), zeroed.indexOf(mac!.contents) + mac!.contents.length);
    expect(mac!.contents).toEqual(Buffer.from(messageMac(user.auth!.protocol, keys.auth!, zeroed)));
  }
  const [engineBoots, engineTime] = [intOf(boots), intOf(time)];
  let scoped: Tlv = payload!;
  if (level & FLAG.priv) {
    const context = {
      protocol: user.priv!.protocol,
      key: keys.priv!,
      engineBoots,
      engineTime,
      salt: salt!.contents,
    };
    const plain = Buffer.from(decrypt(context, payload!.contents)!);
    const length =
      plain[1]! < 128 ? 2 + plain[1]! : plain[1] === 0x81 ? 3 + plain[2]! : 4 + plain.readUInt16BE(2);
    scoped = decodeTlv(plain.subarray(0, length));
  }
  return { level, engineId: engineId!.contents, engineBoots, engineTime, ...pduOf(scoped.children[2]) };
}
