import snmp from "net-snmp";
import type { EngineParameters, RequestPdu, ResponsePdu, SnmpCodec, UsmMessage } from "./codec.ts";
import { AUTH_NUMBER, PRIV_NUMBER } from "./net-snmp-privacy.ts";
import { toVarbind } from "./net-snmp-value.ts";
import type { UsmUser } from "./usm.ts";

const RESPONSE = 0xa2;
const REPORT = 0xa8;
const COMMUNITY_VERSION = { "1": 0, "2c": 1 } as const;
const LEVEL_NUMBER = { NO_AUTH_NO_PRIV: 1, AUTH_NO_PRIV: 2, AUTH_PRIV: 3 } as const;
const NO_ENGINE = {
  msgAuthoritativeEngineID: Buffer.alloc(0),
  msgAuthoritativeEngineBoots: 0,
  msgAuthoritativeEngineTime: 0,
};

/** The codec of the net-snmp package: the second implementation, against which our own is held. */
export const netSnmpCodec: SnmpCodec = {
  encodeCommunity,
  decodeCommunity,
  encodeUsm,
  encodeDiscovery,
  decodeUsm,
};

/** net-snmp's classes are not exported; its sessions hand them out with the first request of each kind. */
const classes = harvestClasses();

export function encodeCommunity(version: "1" | "2c", community: string, pdu: RequestPdu): Buffer {
  return classes.message.createCommunity(COMMUNITY_VERSION[version], community, toPdu(pdu, "")).toBuffer();
}

/**
 * Encodes, encrypts and signs a v3 request.
 * @throws {Error} when the runtime lacks the digest or cipher
 */
export function encodeUsm(
  user: UsmUser,
  engine: EngineParameters,
  ids: { readonly msgId: number; readonly contextName: string },
  pdu: RequestPdu,
): Buffer {
  const message = classes.message.createRequestV3(
    toUser(user),
    {
      msgAuthoritativeEngineID: engine.engineId,
      msgAuthoritativeEngineBoots: engine.boots,
      msgAuthoritativeEngineTime: engine.timeSeconds,
    },
    toPdu(pdu, ids.contextName),
  );
  message.msgGlobalData.msgID = ids.msgId;
  return message.toBuffer();
}

/** A request that makes an engine report its id (RFC 3414 §4): no user, no engine, nothing asked. */
export function encodeDiscovery(msgId: number, requestId: number): Buffer {
  const pdu = toPdu({ kind: "get", requestId, oids: [], maxRepetitions: 0 }, "");
  const message = classes.message.createRequestV3({ name: "", level: 1 }, NO_ENGINE, pdu);
  message.msgGlobalData.msgID = msgId;
  return message.toBuffer();
}

/**
 * Decodes a v1 or v2c reply.
 * @throws {Error} when it cannot be decoded, or is no Response PDU
 */
export function decodeCommunity(datagram: Buffer): ResponsePdu {
  return toResponse(classes.message.createFromBuffer(datagram).pdu);
}

/**
 * Decodes a v3 reply: authenticates first, then decrypts (RFC 3414 §3.2).
 * @param engineId whose keys the request used; an authenticated reply of another engine is rejected unverified,
 *   for keys of an engine that nobody asked for are work without need
 * @throws {Error} when it cannot be decoded
 */
export function decodeUsm(datagram: Buffer, user: UsmUser, engineId: Buffer): UsmMessage {
  const message = classes.message.createFromBuffer(datagram);
  const { msgAuthoritativeEngineID, msgAuthoritativeEngineBoots, msgAuthoritativeEngineTime } =
    message.msgSecurityParameters;
  const authenticated = Boolean(message.hasAuthentication());
  const encrypted = Boolean(message.hasPrivacy());
  const signs = user.securityLevel !== "NO_AUTH_NO_PRIV";
  const encrypts = user.securityLevel === "AUTH_PRIV";
  const credentials = toUser(user);
  if (authenticated) {
    const known = signs && msgAuthoritativeEngineID.equals(engineId);
    if (!known || !message.checkAuthentication(credentials, () => {})) {
      return { kind: "rejected", reason: "digest" };
    }
  }
  if (encrypted) {
    const may = authenticated && encrypts;
    if (!may || !message.decryptPdu(credentials, () => {})) return { kind: "rejected", reason: "decryption" };
  }
  if (!isClockValue(msgAuthoritativeEngineBoots) || !isClockValue(msgAuthoritativeEngineTime)) {
    throw new Error("engineBoots or engineTime out of range");
  }
  const engine: EngineParameters = {
    engineId: Buffer.from(msgAuthoritativeEngineID),
    boots: msgAuthoritativeEngineBoots,
    timeSeconds: msgAuthoritativeEngineTime,
  };
  if (message.pdu?.type === REPORT) {
    return { kind: "report", engine, oid: message.pdu.varbinds[0]?.oid ?? "" };
  }
  // An answer below the asked level could come from anyone (RFC 3412 §7.2.10).
  if (authenticated !== signs || encrypted !== encrypts) {
    return { kind: "rejected", reason: "level" };
  }
  try {
    return { kind: "response", engine, pdu: toResponse(message.pdu) };
  } catch (cause) {
    return { kind: "malformed", cause };
  }
}

/** inconsistentName, the last of RFC 3416 §3: what lies beyond was no error-status on the wire. */
const ERROR_STATUS_MAX = 18;

function toResponse(pdu: snmp.ReceivedPdu | null): ResponsePdu {
  if (pdu?.type !== RESPONSE || pdu.errorStatus === undefined || pdu.errorIndex === undefined) {
    throw new Error("not a Response PDU");
  }
  if (pdu.errorStatus < 0 || pdu.errorStatus > ERROR_STATUS_MAX) {
    throw new Error(`error-status ${pdu.errorStatus}`);
  }
  return {
    requestId: pdu.id,
    errorStatus: pdu.errorStatus,
    errorIndex: pdu.errorIndex,
    varbinds: pdu.varbinds.map(toVarbind),
  };
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

function toPdu(request: RequestPdu, contextName: string): snmp.Pdu {
  const pdu = new classes[request.kind]();
  pdu.id = request.requestId;
  pdu.varbinds = request.oids.map((oid) => ({ oid }));
  pdu.options = request.kind === "getBulk" ? { nonRepeaters: 0, maxRepetitions: request.maxRepetitions } : {};
  pdu.contextName = contextName;
  return pdu;
}

type PduClass = new () => snmp.Pdu;

interface Classes extends Readonly<Record<RequestPdu["kind"], PduClass>> {
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
