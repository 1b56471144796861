import type { Random } from "../base/index.ts";
import type { Oid, Varbind } from "../smi/index.ts";
import type { EngineParameters, RequestPdu, ResponsePdu, SnmpCodec, UsmMessage } from "./codec.ts";
import type { UsmUser } from "./usm.ts";
import {
  type DecodeFault,
  decodeResponse,
  decodeScopedPdu,
  decodeV3Message,
  encodeOid,
  encodeRequest,
  encodeScopedPdu,
  encodeV3Message,
  FLAG,
  oidAt,
  type RequestFields,
  ResponseView,
  TAG,
  V3MessageView,
  valueAt,
} from "./wire/index.ts";
import { authenticate, decrypt, encrypt, isAuthentic, SaltCounter } from "./wire/usm-crypto.ts";
import { KeyCache } from "./wire/usm-key-cache.ts";
import type { LocalizedKeys } from "./wire/usm-keys.ts";

/** What a UDP datagram over IPv4 can hold. */
const MAX_MESSAGE_BYTES = 65_507;
const NO_OCTETS = new Uint8Array(0);

/** Our own codec: strict BER over bytes and USM with node:crypto. Keys are cached for all devices that share it. */
export function createWireCodec(random: Random): SnmpCodec {
  return new WireCodec(random);
}

class WireCodec implements SnmpCodec {
  readonly #keys = new KeyCache();
  readonly #salts: SaltCounter;
  readonly #view = new ResponseView();
  readonly #frame = new V3MessageView();
  readonly #oids = new OidOctets();

  constructor(random: Random) {
    this.#salts = new SaltCounter(random);
  }

  encodeCommunity(version: "1" | "2c", community: string, pdu: RequestPdu): Uint8Array {
    return encodeRequest(version, Buffer.from(community), this.#fields(pdu)).bytes;
  }

  decodeCommunity(datagram: Buffer): ResponsePdu {
    throwFault(decodeResponse(datagram, 0, datagram.length, this.#view));
    return responseOf(this.#view);
  }

  encodeDiscovery(msgId: number, requestId: number): Uint8Array {
    const pdu: RequestPdu = { kind: "get", requestId, oids: [], maxRepetitions: 0 };
    const engine = { engineId: Buffer.alloc(0), boots: 0, timeSeconds: 0 };
    return this.#frameUp({ userName: "", keys: NO_KEYS, engine, msgId, contextName: "" }, pdu);
  }

  encodeUsm(
    user: UsmUser,
    engine: EngineParameters,
    { msgId, contextName }: { readonly msgId: number; readonly contextName: string },
    pdu: RequestPdu,
  ): Uint8Array {
    const keys = this.#keysOf(user, engine.engineId);
    return this.#frameUp({ userName: user.userName, keys, engine, msgId, contextName }, pdu);
  }

  decodeUsm(datagram: Buffer, user: UsmUser, engineId: Buffer): UsmMessage {
    const frame = this.#frame;
    throwFault(decodeV3Message(datagram, 0, datagram.length, frame));
    const authenticated = (frame.flags & FLAG.auth) !== 0;
    const encrypted = (frame.flags & FLAG.priv) !== 0;
    const signs = user.securityLevel !== "NO_AUTH_NO_PRIV";
    const encrypts = user.securityLevel === "AUTH_PRIV";
    const senderId = datagram.subarray(frame.engineIdStart, frame.engineIdEnd);
    const keys = signs && senderId.equals(engineId) ? this.#keysOf(user, engineId) : NO_KEYS;
    if (authenticated && (keys.auth === undefined || !isAuthentic(frame, keys.auth))) {
      return { kind: "rejected", reason: "digest" };
    }
    const engine = { engineId: Buffer.from(senderId), boots: frame.boots, timeSeconds: frame.timeSeconds };
    if (encrypted) {
      const plain =
        authenticated && encrypts && keys.priv !== undefined ? decrypt(frame, keys.priv) : undefined;
      // A wrong key gives noise: only the BER inside tells.
      if (plain === undefined || decodeScopedPdu(plain, 0, plain.length, this.#view) !== undefined) {
        return { kind: "rejected", reason: "decryption" };
      }
    } else {
      throwFault(decodeScopedPdu(datagram, frame.dataStart, frame.dataEnd, this.#view));
    }
    if (this.#view.pduType === TAG.report) {
      return { kind: "report", engine, oid: this.#view.count > 0 ? oidAt(this.#view, 0) : "" };
    }
    // An answer below the asked level could come from anyone (RFC 3412 §7.2.10).
    if (authenticated !== signs || encrypted !== encrypts) return { kind: "rejected", reason: "level" };
    try {
      return { kind: "response", engine, pdu: responseOf(this.#view) };
    } catch (cause) {
      return { kind: "malformed", cause };
    }
  }

  #frameUp(outer: OuterMessage, pdu: RequestPdu): Uint8Array {
    const { keys, engine } = outer;
    const scoped = encodeScopedPdu(engine.engineId, Buffer.from(outer.contextName), this.#fields(pdu)).bytes;
    const salt = keys.priv === undefined ? NO_OCTETS : this.#salts.next(keys.priv, engine.boots);
    const header = {
      msgId: outer.msgId,
      maxSizeBytes: MAX_MESSAGE_BYTES,
      flags: FLAG.reportable | (keys.auth ? FLAG.auth : 0) | (keys.priv ? FLAG.priv : 0),
      ...engine,
      userName: Buffer.from(outer.userName),
      authParametersBytes: keys.auth?.digestBytes ?? 0,
      privParameters: salt,
    };
    const data = keys.priv === undefined ? scoped : encrypt(scoped, keys.priv, { ...engine, salt });
    const message = encodeV3Message(header, data);
    if (keys.auth !== undefined) authenticate(message, keys.auth);
    return message.bytes;
  }

  #keysOf(user: UsmUser, engineId: Uint8Array): LocalizedKeys {
    return user.securityLevel === "NO_AUTH_NO_PRIV" ? NO_KEYS : this.#keys.localizedKeysSync(user, engineId);
  }

  #fields({ kind, requestId, oids, maxRepetitions }: RequestPdu): RequestFields {
    return { kind, requestId, oids: oids.map((oid) => this.#oids.of(oid)), nonRepeaters: 0, maxRepetitions };
  }
}

interface OuterMessage {
  readonly userName: string;
  readonly keys: LocalizedKeys;
  readonly engine: EngineParameters;
  readonly msgId: number;
  readonly contextName: string;
}

const NO_KEYS: LocalizedKeys = { auth: undefined, priv: undefined };

/** OIDs of plans are asked again and again: their octets are kept, up to a bound. */
class OidOctets {
  readonly #octets = new Map<Oid, Uint8Array>();

  of(oid: Oid): Uint8Array {
    let octets = this.#octets.get(oid);
    if (octets === undefined) {
      if (this.#octets.size >= OIDS_KEPT_MAX) this.#octets.clear();
      octets = encodeOid(oid);
      this.#octets.set(oid, octets);
    }
    return octets;
  }
}

const OIDS_KEPT_MAX = 20_000;

/** @throws {Error} at a value that is none of the type it claims: the reader asks again in smaller parts */
function responseOf(view: ResponseView): ResponsePdu {
  const varbinds: Varbind[] = [];
  for (let i = 0; i < view.count; i++) {
    const value = valueAt(view, i);
    if (value === undefined) throw new Error(`the value of ${oidAt(view, i)} is malformed`);
    varbinds.push({ oid: oidAt(view, i), value });
  }
  const { requestId, errorStatus, errorIndex } = view;
  return { requestId, errorStatus, errorIndex, varbinds };
}

function throwFault(fault: DecodeFault | undefined): void {
  if (fault !== undefined) throw new Error(fault.replaceAll("-", " "));
}
