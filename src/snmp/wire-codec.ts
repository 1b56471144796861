import type { Random } from "../base/index.ts";
import type { CommunityMessage, SnmpCodec, UsmIds, UsmMessage, UsmSession } from "./codec.ts";
import type { SnmpRequest } from "./exchange/exchange.ts";
import { ANONYMOUS, type UsmUser } from "./usm.ts";
import {
  decodeResponse,
  decodeScopedPdu,
  decodeV3Message,
  encodeRequest,
  encodeScopedPdu,
  encodeV3Message,
  FLAG,
  oidAt,
  ResponseView,
  TAG,
  V3MessageView,
} from "./wire/index.ts";
import { authenticate, decrypt, encrypt, isAuthentic, SaltCounter } from "./wire/usm-crypto.ts";
import { KeyCache } from "./wire/usm-key-cache.ts";
import type { LocalizedKeys } from "./wire/usm-keys.ts";
import type { EngineStamp } from "./wire/usm-sync.ts";
import type { EngineTime } from "./wire/usm-window.ts";
import { WireReply } from "./wire-reply.ts";

/** What a UDP datagram over IPv4 can hold. */
const MAX_MESSAGE_BYTES = 65_507;
const NO_OCTETS = new Uint8Array(0);
const NO_KEYS: LocalizedKeys = { auth: undefined, priv: undefined };
const NOTHING: SnmpRequest = { kind: "get", oids: [], nonRepeaters: 0, maxRepetitions: 0 };

/** Our own codec: strict BER over bytes and USM with node:crypto. Keys are cached for all devices that share it. */
export function createWireCodec(random: Random): SnmpCodec {
  return new WireCodec(random);
}

/** What is decoded into: one for all datagrams, as each is dealt with before the next is looked at. */
class Views {
  readonly frame = new V3MessageView();
  readonly response = new ResponseView();
  readonly reply = new WireReply(this.response);
}

class WireCodec implements SnmpCodec {
  readonly #keys = new KeyCache();
  readonly #salts: SaltCounter;
  readonly #views = new Views();
  readonly #nobody: UsmSession;
  readonly #response = { kind: "response", reply: this.#views.reply } as const;

  constructor(random: Random) {
    this.#salts = new SaltCounter(random);
    this.#nobody = this.openUsm(ANONYMOUS, NO_OCTETS);
  }

  encodeCommunity(
    version: "1" | "2c",
    community: Uint8Array,
    requestId: number,
    request: SnmpRequest,
  ): Uint8Array {
    return encodeRequest(version, community, { ...request, requestId });
  }

  decodeCommunity(datagram: Uint8Array): CommunityMessage {
    const { response, reply } = this.#views;
    const fault = decodeResponse(datagram, 0, datagram.length, response);
    if (fault !== undefined) return { kind: "malformed", cause: fault };
    reply.messageBytes = datagram.length;
    return this.#response;
  }

  openUsm(user: UsmUser, engineId: Uint8Array): UsmSession {
    const { userName, contextName, securityLevel } = user;
    const keys = securityLevel === "NO_AUTH_NO_PRIV" ? NO_KEYS : this.#keys.localizedKeys(user, engineId);
    return new WireUsmSession({ userName, contextName, keys, engineId }, this.#salts, this.#views);
  }

  encodeDiscovery(ids: UsmIds): Uint8Array {
    return this.#nobody.encode(ENGINE_UNKNOWN, ids, NOTHING);
  }

  decodeDiscovery(datagram: Uint8Array): EngineStamp | undefined {
    const message = this.#nobody.decode(datagram);
    return message.kind === "report" ? message.engine : undefined;
  }
}

const ENGINE_UNKNOWN: EngineTime = { boots: 0, timeSeconds: 0 };

interface UsmParty {
  readonly userName: string;
  readonly contextName: string;
  readonly engineId: Uint8Array;
  /** Those of the user's security level, no others. */
  readonly keys: LocalizedKeys;
}

class WireUsmSession implements UsmSession {
  readonly engineId: Uint8Array;
  readonly #keys: LocalizedKeys;
  readonly #userName: Uint8Array;
  readonly #contextName: Uint8Array;
  readonly #salts: SaltCounter;
  readonly #views: Views;

  constructor({ userName, contextName, keys, engineId }: UsmParty, salts: SaltCounter, views: Views) {
    this.engineId = engineId;
    this.#keys = keys;
    this.#userName = Buffer.from(userName);
    this.#contextName = Buffer.from(contextName);
    this.#salts = salts;
    this.#views = views;
  }

  encode({ boots, timeSeconds }: EngineTime, { msgId, requestId }: UsmIds, request: SnmpRequest): Uint8Array {
    const { auth, priv } = this.#keys;
    const scoped = encodeScopedPdu(this.engineId, this.#contextName, { ...request, requestId });
    const salt = priv === undefined ? NO_OCTETS : this.#salts.next(priv, boots);
    const header = {
      msgId,
      maxSizeBytes: MAX_MESSAGE_BYTES,
      flags: FLAG.reportable | (auth ? FLAG.auth : 0) | (priv ? FLAG.priv : 0),
      engineId: this.engineId,
      boots,
      timeSeconds,
      userName: this.#userName,
      authParametersBytes: auth?.digestBytes ?? 0,
      privParameters: salt,
    };
    const data = priv === undefined ? scoped : encrypt(scoped, priv, { boots, timeSeconds, salt });
    const message = encodeV3Message(header, data);
    if (auth !== undefined) authenticate(message, auth);
    return message.bytes;
  }

  decode(datagram: Uint8Array): UsmMessage {
    const { frame, response } = this.#views;
    if (decodeV3Message(datagram, 0, datagram.length, frame) !== undefined) return UNDECODABLE;
    const { auth, priv } = this.#keys;
    const authenticated = (frame.flags & FLAG.auth) !== 0;
    const encrypted = (frame.flags & FLAG.priv) !== 0;
    if (authenticated && !(auth !== undefined && this.#isOurEngine() && isAuthentic(frame, auth))) {
      return WRONG_DIGEST;
    }
    if (encrypted) {
      const plain = authenticated && priv !== undefined ? decrypt(frame, priv) : undefined;
      // A wrong key gives noise: only the BER inside tells.
      if (plain === undefined || decodeScopedPdu(plain, 0, plain.length, response) !== undefined) {
        return NOT_DECRYPTED;
      }
    } else {
      const fault = decodeScopedPdu(datagram, frame.dataStart, frame.dataEnd, response);
      // Signed as asked for, so it is the device itself that cannot do better.
      if (fault !== undefined) {
        return authenticated && priv === undefined ? { kind: "malformed", cause: fault } : UNDECODABLE;
      }
    }
    return this.#judge(datagram, authenticated, encrypted);
  }

  #judge(datagram: Uint8Array, authenticated: boolean, encrypted: boolean): UsmMessage {
    const { frame, response, reply } = this.#views;
    const { boots, timeSeconds, engineIdStart, engineIdEnd } = frame;
    const engine = { engineId: datagram.subarray(engineIdStart, engineIdEnd), boots, timeSeconds };
    if (response.pduType === TAG.report) {
      const oid = response.count > 0 ? oidAt(response, 0) : "";
      return { kind: "report", engine, oid, authentic: authenticated };
    }
    // An answer below the asked level could come from anyone (RFC 3412 §7.2.10).
    const { auth, priv } = this.#keys;
    if (authenticated !== (auth !== undefined) || encrypted !== (priv !== undefined)) return WRONG_LEVEL;
    reply.messageBytes = datagram.length;
    return { kind: "response", engine, requestId: response.requestId, reply };
  }

  #isOurEngine(): boolean {
    const { bytes, engineIdStart, engineIdEnd } = this.#views.frame;
    const { engineId } = this;
    if (engineIdEnd - engineIdStart !== engineId.length) return false;
    return engineId.every((octet, i) => octet === bytes[engineIdStart + i]);
  }
}

const rejected = (reason: Extract<UsmMessage, { kind: "rejected" }>["reason"]) =>
  ({ kind: "rejected", reason }) as const;
const UNDECODABLE = rejected("undecodable");
const WRONG_DIGEST = rejected("digest");
const NOT_DECRYPTED = rejected("decryption");
const WRONG_LEVEL = rejected("level");
