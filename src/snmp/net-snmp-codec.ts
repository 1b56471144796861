import snmp from "net-snmp";
import type { CommunityMessage, SnmpCodec, UsmIds, UsmMessage, UsmSession } from "./codec.ts";
import type { SnmpRequest } from "./exchange/exchange.ts";
import { AUTH_NUMBER, PRIV_NUMBER } from "./net-snmp-privacy.ts";
import { ListReply } from "./net-snmp-reply.ts";
import { toVarbind } from "./net-snmp-value.ts";
import { ANONYMOUS, type UsmUser } from "./usm.ts";
import { oidText } from "./wire/index.ts";
import type { EngineStamp } from "./wire/usm-sync.ts";
import type { EngineTime } from "./wire/usm-window.ts";

const RESPONSE = 0xa2;
const REPORT = 0xa8;
const COMMUNITY_VERSION = { "1": 0, "2c": 1 } as const;
const LEVEL_NUMBER = { NO_AUTH_NO_PRIV: 1, AUTH_NO_PRIV: 2, AUTH_PRIV: 3 } as const;
const NOBODY: snmp.User = { name: "", level: 1 };
const NOTHING: SnmpRequest = { kind: "get", oids: [], nonRepeaters: 0, maxRepetitions: 0 };

/** net-snmp's classes are not exported; its sessions hand them out with the first request of each kind. */
const classes = harvestClasses();

/** The codec of the net-snmp package: the second implementation, against which our own is held. */
export const netSnmpCodec: SnmpCodec = {
  encodeCommunity(version, community, requestId, request) {
    const name = Buffer.from(community).toString();
    return classes.message
      .createCommunity(COMMUNITY_VERSION[version], name, toPdu(request, requestId, ""))
      .toBuffer();
  },

  decodeCommunity(datagram): CommunityMessage {
    const message = parsed(datagram);
    const response = responseOf(message?.pdu ?? null, datagram.length);
    return response ?? { kind: "malformed", cause: "not a readable Response PDU" };
  },

  openUsm: (user, engineId) => new NetSnmpSession(user, engineId),

  encodeDiscovery: ({ msgId, requestId }) =>
    encodeV3(
      NOBODY,
      { engineId: Buffer.alloc(0), boots: 0, timeSeconds: 0 },
      msgId,
      toPdu(NOTHING, requestId, ""),
    ),

  decodeDiscovery(datagram) {
    const message = new NetSnmpSession(ANONYMOUS, new Uint8Array(0)).decode(datagram);
    return message.kind === "report" ? message.engine : undefined;
  },
};

class NetSnmpSession implements UsmSession {
  readonly engineId: Buffer;
  readonly #user: UsmUser;
  readonly #credentials: snmp.User;

  constructor(user: UsmUser, engineId: Uint8Array) {
    this.engineId = Buffer.from(engineId);
    this.#user = user;
    this.#credentials = toUser(user);
  }

  /** @throws {Error} when the runtime lacks the digest or cipher */
  encode(time: EngineTime, { msgId, requestId }: UsmIds, request: SnmpRequest): Uint8Array {
    const pdu = toPdu(request, requestId, this.#user.contextName);
    return encodeV3(this.#credentials, { engineId: this.engineId, ...time }, msgId, pdu);
  }

  decode(datagram: Uint8Array): UsmMessage {
    const message = parsed(datagram);
    if (message?.version !== 3) return rejected("undecodable");
    const { msgAuthoritativeEngineID, msgAuthoritativeEngineBoots, msgAuthoritativeEngineTime } =
      message.msgSecurityParameters;
    const authenticated = Boolean(message.hasAuthentication());
    const encrypted = Boolean(message.hasPrivacy());
    const signs = this.#user.securityLevel !== "NO_AUTH_NO_PRIV";
    const encrypts = this.#user.securityLevel === "AUTH_PRIV";
    if (authenticated && !(signs && this.#isAuthentic(message))) return rejected("digest");
    if (encrypted && !(authenticated && encrypts && this.#isDecrypted(message)))
      return rejected("decryption");
    if (!isClockValue(msgAuthoritativeEngineBoots) || !isClockValue(msgAuthoritativeEngineTime)) {
      return rejected("undecodable");
    }
    const engine = {
      engineId: msgAuthoritativeEngineID,
      boots: msgAuthoritativeEngineBoots,
      timeSeconds: msgAuthoritativeEngineTime,
    };
    if (message.pdu?.type === REPORT) {
      const oid = message.pdu.varbinds[0]?.oid ?? "";
      return { kind: "report", engine, oid, authentic: authenticated };
    }
    // An answer below the asked level could come from anyone (RFC 3412 §7.2.10).
    if (authenticated !== signs || encrypted !== encrypts) return rejected("level");
    const response = responseOf(message.pdu, datagram.length);
    if (response === undefined || message.pdu === null) {
      return { kind: "malformed", cause: "not a readable Response PDU" };
    }
    return { ...response, engine, requestId: message.pdu.id };
  }

  #isAuthentic(message: snmp.Message): boolean {
    if (!message.msgSecurityParameters.msgAuthoritativeEngineID.equals(this.engineId)) return false;
    return attempt(() => message.checkAuthentication(this.#credentials, () => {})) ?? false;
  }

  #isDecrypted(message: snmp.Message): boolean {
    return attempt(() => message.decryptPdu(this.#credentials, () => {})) ?? false;
  }
}

const rejected = (reason: Extract<UsmMessage, { kind: "rejected" }>["reason"]) =>
  ({ kind: "rejected", reason }) as const;

function encodeV3(user: snmp.User, engine: EngineStamp, msgId: number, pdu: snmp.Pdu): Buffer {
  const message = classes.message.createRequestV3(
    user,
    {
      msgAuthoritativeEngineID: Buffer.from(engine.engineId),
      msgAuthoritativeEngineBoots: engine.boots,
      msgAuthoritativeEngineTime: engine.timeSeconds,
    },
    pdu,
  );
  message.msgGlobalData.msgID = msgId;
  return message.toBuffer();
}

/** inconsistentName, the last of RFC 3416 §3: what lies beyond was no error-status on the wire. */
const ERROR_STATUS_MAX = 18;

function responseOf(
  pdu: snmp.ReceivedPdu | null,
  messageBytes: number,
): { readonly kind: "response"; readonly reply: ListReply } | undefined {
  if (pdu?.type !== RESPONSE || pdu.errorStatus === undefined || pdu.errorIndex === undefined)
    return undefined;
  const { errorStatus, errorIndex } = pdu;
  if (errorStatus < 0 || errorStatus > ERROR_STATUS_MAX) return undefined;
  const varbinds = attempt(() => pdu.varbinds.map(toVarbind));
  if (varbinds === undefined) return undefined;
  return { kind: "response", reply: new ListReply({ errorStatus, errorIndex, messageBytes, varbinds }) };
}

/** RFC 3414 §2.2: 31 bits. */
const isClockValue = (value: number): boolean => value >= 0 && value <= 0x7fff_ffff;

function toUser({ userName, securityLevel, auth, priv }: UsmUser): snmp.User {
  return {
    name: userName,
    level: LEVEL_NUMBER[securityLevel],
    ...(auth && { authProtocol: AUTH_NUMBER[auth.protocol], authKey: auth.password.reveal() }),
    ...(priv && { privProtocol: PRIV_NUMBER[priv.protocol], privKey: priv.password.reveal() }),
  };
}

function toPdu(request: SnmpRequest, requestId: number, contextName: string): snmp.Pdu {
  const { kind, oids, nonRepeaters, maxRepetitions } = request;
  const pdu = new classes[kind]();
  pdu.id = requestId;
  pdu.varbinds = oids.map((octets) => ({ oid: oidText(octets, 0, octets.length) }));
  pdu.options = kind === "getBulk" ? { nonRepeaters, maxRepetitions } : {};
  pdu.contextName = contextName;
  return pdu;
}

const parsed = (datagram: Uint8Array): snmp.Message | undefined =>
  attempt(() => classes.message.createFromBuffer(Buffer.from(datagram)));

/** The package throws at hostile input. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

type PduClass = new () => snmp.Pdu;

interface Classes extends Readonly<Record<SnmpRequest["kind"], PduClass>> {
  readonly message: snmp.MessageClass;
}

function harvestClasses(): Classes {
  const inert = { on() {}, unref() {} };
  const session = new snmp.Session("", "", { version: 1, dgramModule: { createSocket: () => inert } });
  const seen: { readonly pdu: snmp.Pdu }[] = [];
  session.send = ({ message }) => void seen.push(message);
  session.get(["1.3"], unanswered).getNext(["1.3"], unanswered).getBulk(["1.3"], 0, 1, unanswered);
  const [get, getNext, getBulk] = seen;
  if (get === undefined || getNext === undefined || getBulk === undefined) {
    throw new Error("net-snmp no longer builds requests synchronously");
  }
  return {
    message: get.constructor as unknown as snmp.MessageClass,
    get: classOf(get),
    getNext: classOf(getNext),
    getBulk: classOf(getBulk),
  };
}

function unanswered(): void {}

function classOf(message: { readonly pdu: snmp.Pdu }): PduClass {
  return message.pdu.constructor as PduClass;
}
