import { describe, expect, test } from "vitest";
import { Secret, seededRandom } from "../../../src/base/index.ts";
import { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../../../src/config/index.ts";
import { BerReader, TAG } from "../../../src/simulator/ber.ts";
import { createKeyLocalizer } from "../../../src/simulator/usm-keys.ts";
import { readV3Message } from "../../../src/simulator/v3-message.ts";
import { unlock } from "../../../src/simulator/v3-unlock.ts";
import { oid } from "../../../src/smi/index.ts";
import { netSnmpCodec } from "../../../src/snmp/net-snmp-codec.ts";
import type { UsmUser } from "../../../src/snmp/usm.ts";
import { encodeOid } from "../../../src/snmp/wire/oid-bytes.ts";
import {
  authenticate,
  decrypt,
  encrypt,
  isAuthentic,
  SaltCounter,
} from "../../../src/snmp/wire/usm-crypto.ts";
import { KeyCache } from "../../../src/snmp/wire/usm-key-cache.ts";
import { decodeV3Message, encodeV3Message, FLAG, V3MessageView } from "../../../src/snmp/wire/v3-frame.ts";

// Whole messages between this engine, net-snmp, and the simulator's agent side.

const ENGINE = { engineId: Buffer.from("80001f8880deadbeef01", "hex"), boots: 7, timeSeconds: 1_000 };
const IDS = { msgId: 0x1234_5678, requestId: 0x0102_0304 };
const cache = new KeyCache();
const localizeKeys = createKeyLocalizer();

const COMBINATIONS = AUTH_PROTOCOLS.flatMap((auth) => PRIV_PROTOCOLS.map((priv) => [auth, priv] as const));

/** A scoped PDU with a Response of one varbind: sysName.0 = "sw". */
const SCOPED_RESPONSE = Buffer.from(
  "302f040a80001f8880deadbeef010400a21f0204010203040201000201003011300f06082b06010201010500040373770a",
  "hex",
);

function userOf(auth: (typeof AUTH_PROTOCOLS)[number], priv: (typeof PRIV_PROTOCOLS)[number]): UsmUser {
  return {
    version: "3",
    userName: "ops",
    securityLevel: "AUTH_PRIV",
    auth: { protocol: auth, password: new Secret("auth password") },
    priv: { protocol: priv, password: new Secret("priv password") },
    contextName: "",
  };
}

function seal(user: UsmUser, scopedPdu: Uint8Array): Uint8Array {
  const { auth, priv } = cache.localizedKeys(user, ENGINE.engineId);
  const salt = new SaltCounter(seededRandom(1)).next(priv!, ENGINE.boots);
  const message = encodeV3Message(
    {
      ...ENGINE,
      msgId: IDS.msgId,
      maxSizeBytes: 65_507,
      flags: FLAG.auth | FLAG.priv | FLAG.reportable,
      userName: Buffer.from(user.userName),
      authParametersBytes: auth!.digestBytes,
      privParameters: salt,
    },
    encrypt(scopedPdu, priv!, { ...ENGINE, salt }),
  );
  authenticate(message, auth!);
  return message.bytes;
}

describe.each(COMBINATIONS)("%s with %s", (auth, priv) => {
  const user = userOf(auth, priv);
  const keys = cache.localizedKeys(user, ENGINE.engineId);

  test("what net-snmp signs and encrypts is authentic and readable here", () => {
    const oids = [encodeOid(oid("1.3.6.1.2.1.1.5.0"))];
    const request = { kind: "get", oids, nonRepeaters: 0, maxRepetitions: 0 } as const;
    const datagram = netSnmpCodec.openUsm(user, ENGINE.engineId).encode(ENGINE, IDS, request);
    const view = new V3MessageView();
    expect(decodeV3Message(datagram, 0, datagram.length, view)).toBeUndefined();
    expect(isAuthentic(view, keys.auth!)).toBe(true);
    const plain = Buffer.from(decrypt(view, keys.priv!)!);
    expect(plain.toString("hex")).toMatch(/^30.*a01a?.*020401020304.*06082b060102010105000500/);
  });

  test("what is signed and encrypted here, net-snmp reads", () => {
    const message = netSnmpCodec.openUsm(user, ENGINE.engineId).decode(seal(user, SCOPED_RESPONSE));
    if (message.kind !== "response") throw new Error(message.kind);
    expect(message).toMatchObject({ engine: { boots: 7, timeSeconds: 1_000 }, requestId: 0x0102_0304 });
    expect([message.reply.count, message.reply.oid(0)]).toEqual([1, "1.3.6.1.2.1.1.5.0"]);
  });

  test("the simulator's agent lets it in", () => {
    const bytes = seal(user, SCOPED_RESPONSE);
    const reader = new BerReader(bytes);
    const end = reader.enter(TAG.sequence);
    reader.integer();
    const request = readV3Message(reader, end)!;
    const name = { name: user.userName, auth: user.auth, priv: user.priv };
    const local = { user: name, keys: () => localizeKeys(name, ENGINE.engineId) };
    const lock = {
      identity: { engineId: ENGINE.engineId, clockAt: () => ({ engineBoots: 7, engineTime: 1_100 }) },
      users: new Map([[user.userName, local]]),
    };
    const unlocked = unlock(lock as unknown as Parameters<typeof unlock>[0], request, bytes, 0);
    expect(typeof unlocked === "object" && Buffer.from(unlocked.plain).indexOf(SCOPED_RESPONSE)).toBe(0);
  });
});
