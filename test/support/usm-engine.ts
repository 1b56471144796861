import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import {
  type AgentVarbind,
  BerReader,
  decodeRequestPdu,
  encodePdu,
  integer,
  octets,
  TAG,
  tlv,
} from "./agent-codec.ts";
import { type AgentReply, type AgentRequest, actionsOf, pduOf, type Script } from "./agent-script.ts";

// An SNMPv3 engine for tests (RFC 3412, 3414, 3826, 7860), written independently of the product, and without a network.

export type TestAuth = "MD5" | "SHA" | "SHA224" | "SHA256" | "SHA384" | "SHA512";
export type TestPriv = "DES" | "AES" | "AES192" | "AES256" | "AES192C" | "AES256C";

export interface TestUser {
  readonly name: string;
  readonly auth?: { readonly protocol: TestAuth; readonly password: string };
  readonly priv?: { readonly protocol: TestPriv; readonly password: string };
}

export interface TestEngine {
  id: Buffer;
  boots: number;
  timeSeconds: number;
}

const HASH: Readonly<Record<TestAuth, readonly [name: string, macOctets: number]>> = {
  MD5: ["md5", 12],
  SHA: ["sha1", 12],
  SHA224: ["sha224", 16],
  SHA256: ["sha256", 24],
  SHA384: ["sha384", 32],
  SHA512: ["sha512", 48],
};
const KEY_OCTETS: Readonly<Record<TestPriv, number>> = {
  DES: 16,
  AES: 16,
  AES192: 24,
  AES256: 32,
  AES192C: 24,
  AES256C: 32,
};

/** Password to localized key, RFC 3414 §A.2. */
export function localizedKey(auth: TestAuth, password: string | Buffer, engineId: Buffer): Buffer {
  const [name] = HASH[auth];
  const stream = Buffer.alloc(1_048_576, password);
  const digest = createHash(name).update(stream).digest();
  return createHash(name).update(digest).update(engineId).update(digest).digest();
}

/** The privacy key: cut, or lengthened as the expired drafts by Blumenthal and (C variants) Reeder say. */
export function privacyKey(auth: TestAuth, priv: TestPriv, password: string, engineId: Buffer): Buffer {
  const length = KEY_OCTETS[priv];
  let key = localizedKey(auth, password, engineId);
  let last = key;
  while (key.length < length) {
    if (priv.endsWith("C")) last = localizedKey(auth, last, engineId);
    else last = createHash(HASH[auth][0]).update(key).digest();
    key = Buffer.concat([key, last]);
  }
  return key.subarray(0, length);
}

function crypt(
  way: "encrypt" | "decrypt",
  priv: TestPriv,
  key: Buffer,
  engine: TestEngine,
  salt: Buffer,
  data: Buffer,
) {
  const create = way === "encrypt" ? createCipheriv : createDecipheriv;
  if (priv === "DES") {
    const iv = Buffer.from(salt.map((octet, i) => octet ^ key[8 + i]!));
    const des = key.subarray(0, 8); // twice the same key turns two-key triple DES into DES
    const cipher = create("des-ede-cbc", Buffer.concat([des, des]), iv).setAutoPadding(false);
    const padded = Buffer.concat([data, Buffer.alloc((8 - (data.length % 8)) % 8)]);
    return Buffer.concat([cipher.update(padded), cipher.final()]);
  }
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(engine.boots, 0);
  iv.writeUInt32BE(engine.timeSeconds, 4);
  salt.copy(iv, 8);
  const cipher = create(`aes-${key.length * 8}-cfb`, key, iv);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

/** Where engineBoots ends, and with it all authenticated traffic (RFC 3414 §2.2.1). */
const BOOTS_MAX = 0x7fff_ffff;

const REPORT = {
  unsupportedSecurityLevel: "1.3.6.1.6.3.15.1.1.1.0",
  notInTimeWindow: "1.3.6.1.6.3.15.1.1.2.0",
  unknownUser: "1.3.6.1.6.3.15.1.1.3.0",
  unknownEngineId: "1.3.6.1.6.3.15.1.1.4.0",
  wrongDigest: "1.3.6.1.6.3.15.1.1.5.0",
  decryptionError: "1.3.6.1.6.3.15.1.1.6.0",
  unknownContext: "1.3.6.1.6.3.12.1.5.0",
} as const;
export type ReportName = keyof typeof REPORT;

export interface UsmAgentOptions {
  readonly users: readonly TestUser[];
  readonly engine?: Partial<TestEngine>;
  readonly contexts?: readonly string[];
  /** Whether a PDU that does not decrypt is reported; most agents drop it. */
  readonly reportsDecryptionErrors?: boolean;
  /** Requests for another engine are dropped instead of reported; discoveries are answered. */
  readonly dropsOtherEngines?: boolean;
  /** Answers this report to every request but discoveries. */
  readonly alwaysReports?: ReportName;
  /** What is done to a finished reply before it is sent. */
  readonly tamper?: (reply: Buffer) => Buffer;
  /** Replies go out without authentication and privacy. */
  readonly repliesInClear?: boolean;
}

/** A datagram to be sent, and the reply that it carries (empty for Reports and raw octets). */
export interface EngineAnswer {
  readonly bytes: Buffer;
  readonly action: AgentReply;
}

export interface UsmEngine {
  /** May be changed while the agent runs: a reboot, a swapped device. */
  readonly engine: TestEngine;
  readonly requests: readonly AgentRequest[];
  readonly reports: readonly ReportName[];
  /** @throws {Error} for what is no v3 request */
  answer(datagram: Buffer): EngineAnswer[];
}

interface Received {
  readonly msgId: number;
  readonly flags: number;
  readonly engine: TestEngine;
  readonly userName: string;
}

export function createUsmEngine(script: Script, options: UsmAgentOptions, engine: TestEngine): UsmEngine {
  const requests: AgentRequest[] = [];
  const reports: ReportName[] = [];
  let salts = 0;
  const keys = new Map<string, Buffer>();
  const cached = (name: string, make: () => Buffer): Buffer => {
    const id = `${name}:${engine.id.toString("hex")}`;
    const key = keys.get(id) ?? make();
    keys.set(id, key);
    return key;
  };
  const authKey = (user: TestUser) =>
    cached(`auth:${user.name}`, () => localizedKey(user.auth!.protocol, user.auth!.password, engine.id));
  const privKey = (user: TestUser) =>
    cached(`priv:${user.name}`, () =>
      privacyKey(user.auth!.protocol, user.priv!.protocol, user.priv!.password, engine.id),
    );

  function encode(received: Received, user: TestUser | undefined, pdu: Buffer, contextName: string): Buffer {
    const flags = user === undefined || options.repliesInClear === true ? 0 : received.flags & 3;
    let data = tlv(TAG.sequence, octets(engine.id), octets(contextName), pdu);
    let salt: Buffer = Buffer.alloc(0);
    if (flags & 2 && user !== undefined) {
      salt = Buffer.alloc(8);
      salt.writeUInt32BE(++salts, 4); // never twice, and a seed replays
      data = octets(crypt("encrypt", user.priv!.protocol, privKey(user), engine, salt, data));
    }
    const mac =
      flags & 1 && user !== undefined ? Buffer.alloc(HASH[user.auth!.protocol][1]) : Buffer.alloc(0);
    const build = (digest: Buffer) =>
      tlv(
        TAG.sequence,
        integer(3),
        tlv(TAG.sequence, integer(received.msgId), integer(65_507), octets(Buffer.from([flags])), integer(3)),
        octets(
          tlv(
            TAG.sequence,
            octets(engine.id),
            integer(engine.boots),
            integer(engine.timeSeconds),
            octets(received.userName),
            octets(digest),
            octets(salt),
          ),
        ),
        data,
      );
    if (mac.length === 0 || user === undefined) return build(mac);
    const full = createHmac(HASH[user.auth!.protocol][0], authKey(user)).update(build(mac)).digest();
    return build(full.subarray(0, mac.length));
  }

  function report(received: Received, name: ReportName, user?: TestUser): EngineAnswer {
    reports.push(name);
    const varbinds: AgentVarbind[] = [
      { oid: REPORT[name], value: { type: "Counter32", value: reports.length } },
    ];
    const pdu = encodePdu(TAG.report, { requestId: 0, errorStatus: 0, errorIndex: 0, varbinds });
    const level = user === undefined ? received : { ...received, flags: received.flags & 1 };
    return { bytes: encode(level, user, pdu, ""), action: {} };
  }

  function answer(datagram: Buffer): EngineAnswer[] {
    const message = new BerReader(datagram).into(TAG.sequence);
    message.integer();
    const header = message.into(TAG.sequence);
    const msgId = header.integer();
    header.integer();
    const flags = header.take(TAG.octets)[0]!;
    const security = new BerReader(message.take(TAG.octets)).into(TAG.sequence);
    const id = security.take(TAG.octets);
    const theirs: TestEngine = { id, boots: security.integer(), timeSeconds: security.integer() };
    const received: Received = {
      msgId,
      flags,
      engine: theirs,
      userName: security.take(TAG.octets).toString(),
    };
    const mac = security.take(TAG.octets);
    const salt = security.take(TAG.octets);
    if (!id.equals(engine.id)) {
      if (id.length > 0 && options.dropsOtherEngines === true) return [];
      return [report(received, "unknownEngineId")];
    }
    const user = options.users.find(({ name }) => name === received.userName);
    if (user === undefined) return [report(received, "unknownUser")];
    if ((flags & 1 && user.auth === undefined) || (flags & 2 && user.priv === undefined)) {
      return [report(received, "unsupportedSecurityLevel")];
    }
    if (flags & 1) {
      const blank = Buffer.from(datagram);
      blank.fill(0, mac.byteOffset - datagram.byteOffset, mac.byteOffset - datagram.byteOffset + mac.length);
      const full = createHmac(HASH[user.auth!.protocol][0], authKey(user)).update(blank).digest();
      if (mac.length !== HASH[user.auth!.protocol][1] || !full.subarray(0, mac.length).equals(mac)) {
        return [report(received, "wrongDigest")];
      }
      if (
        engine.boots === BOOTS_MAX ||
        theirs.boots !== engine.boots ||
        Math.abs(theirs.timeSeconds - engine.timeSeconds) > 150
      ) {
        return [report(received, "notInTimeWindow", user)];
      }
    }
    if (options.alwaysReports !== undefined) return [report(received, options.alwaysReports, user)];
    return respond(message, datagram, received, user, salt);
  }

  function respond(
    message: BerReader,
    datagram: Buffer,
    received: Received,
    user: TestUser,
    salt: Buffer,
  ): EngineAnswer[] {
    let contextName: string;
    let request: AgentRequest;
    try {
      const scoped =
        received.flags & 2
          ? new BerReader(
              crypt(
                "decrypt",
                user.priv!.protocol,
                privKey(user),
                received.engine,
                salt,
                message.take(TAG.octets),
              ),
            ).into(TAG.sequence)
          : message.into(TAG.sequence);
      scoped.take(TAG.octets);
      contextName = scoped.take(TAG.octets).toString();
      request = {
        version: "3",
        community: "",
        number: requests.length,
        datagram,
        ...decodeRequestPdu(scoped),
      };
    } catch {
      return options.reportsDecryptionErrors === true ? [report(received, "decryptionError", user)] : [];
    }
    if (!(options.contexts ?? [""]).includes(contextName)) return [report(received, "unknownContext", user)];
    requests.push(request);
    return actionsOf(script(request)).flatMap((action) => {
      if (action === "silence") return [];
      if ("raw" in action) return [{ bytes: Buffer.from(action.raw), action: {} }];
      const reply = encode(received, user, encodePdu(TAG.response, pduOf(request, action)), contextName);
      return [{ bytes: options.tamper?.(reply) ?? reply, action }];
    });
  }

  return { engine, requests, reports, answer };
}
