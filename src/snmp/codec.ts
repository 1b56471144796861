import type { Oid, Varbind } from "../smi/index.ts";
import type { UsmUser } from "./usm.ts";

/** A request with its ids. */
export interface RequestPdu {
  readonly kind: "get" | "getNext" | "getBulk";
  /** REQUEST_ID_MIN…REQUEST_ID_MAX of `wire/`: always four octets on the wire. */
  readonly requestId: number;
  readonly oids: readonly Oid[];
  readonly maxRepetitions: number;
}

export interface ResponsePdu {
  readonly requestId: number;
  readonly errorStatus: number;
  readonly errorIndex: number;
  readonly varbinds: readonly Varbind[];
}

/** What the authoritative engine says of itself (RFC 3414 §2.2). */
export interface EngineParameters {
  readonly engineId: Buffer;
  readonly boots: number;
  readonly timeSeconds: number;
}

export type UsmMessage =
  | { readonly kind: "response"; readonly engine: EngineParameters; readonly pdu: ResponsePdu }
  /** `oid` names the counter that went up, e.g. usmStatsUnknownUserNames. */
  | { readonly kind: "report"; readonly engine: EngineParameters; readonly oid: string }
  /** Genuine, but its PDU is not to be read. */
  | { readonly kind: "malformed"; readonly cause: unknown }
  /** Not to be believed: below the level asked for, not authentic, or not to be decrypted. */
  | { readonly kind: "rejected"; readonly reason: "level" | "digest" | "decryption" };

/** Messages to octets and back, keys and ciphers included. What it is given to decode may be hostile. */
export interface SnmpCodec {
  encodeCommunity(version: "1" | "2c", community: string, pdu: RequestPdu): Uint8Array;
  /**
   * Decodes a v1 or v2c reply.
   * @throws {Error} when it cannot be decoded, or is no Response PDU
   */
  decodeCommunity(datagram: Buffer): ResponsePdu;
  /**
   * Encodes, encrypts and signs a v3 request.
   * @throws {Error} when the runtime lacks the digest or cipher
   */
  encodeUsm(
    user: UsmUser,
    engine: EngineParameters,
    ids: { readonly msgId: number; readonly contextName: string },
    pdu: RequestPdu,
  ): Uint8Array;
  /** A request that asks nothing and nobody: the engine's Report tells who it is (RFC 3414 §4). */
  encodeDiscovery(msgId: number, requestId: number): Uint8Array;
  /**
   * Decodes a v3 reply: authenticates first, then decrypts (RFC 3414 §3.2).
   * @param engineId whose keys the request used; an authenticated reply of another engine is rejected unverified,
   *   for keys of an engine that nobody asked for are work without need
   * @throws {Error} when it cannot be decoded
   */
  decodeUsm(datagram: Buffer, user: UsmUser, engineId: Buffer): UsmMessage;
}
