import type { Reply, SnmpRequest } from "./exchange/exchange.ts";
import type { UsmUser } from "./usm.ts";
import type { EngineStamp } from "./wire/usm-sync.ts";
import type { EngineTime } from "./wire/usm-window.ts";

/** A v1 or v2c reply. */
export type CommunityMessage =
  /** `reply` is true until the next datagram is decoded. */
  | { readonly kind: "response"; readonly reply: Reply }
  /** No Response PDU, or one that cannot be read. */
  | { readonly kind: "malformed"; readonly cause: string };

export type UsmMessage =
  | {
      readonly kind: "response";
      readonly engine: EngineStamp;
      /** Of the PDU, besides the msgID of the message. */
      readonly requestId: number;
      /** True until the next datagram is decoded. */
      readonly reply: Reply;
    }
  | {
      readonly kind: "report";
      readonly engine: EngineStamp;
      /** Names the counter that went up, e.g. usmStatsUnknownUserNames; empty for none. */
      readonly oid: string;
      /** Whether it carried a digest of our user that is right. */
      readonly authentic: boolean;
    }
  /** As safe as was asked for, but its PDU is not to be read. */
  | { readonly kind: "malformed"; readonly cause: string }
  /** Not to be believed: no v3 message, below the level asked for, not authentic, or not to be decrypted. */
  | { readonly kind: "rejected"; readonly reason: "undecodable" | "level" | "digest" | "decryption" };

export interface UsmIds {
  readonly msgId: number;
  readonly requestId: number;
}

/** One user at one engine, with the keys it has there. */
export interface UsmSession {
  readonly engineId: Uint8Array;
  /** Encodes, encrypts and signs a request. */
  encode(time: EngineTime, ids: UsmIds, request: SnmpRequest): Uint8Array;
  /**
   * Decodes a reply: authenticates first, then decrypts (RFC 3414 §3.2). An authenticated one of another engine is
   * rejected unverified: keys of an engine that nobody asked for are work without need.
   */
  decode(datagram: Uint8Array): UsmMessage;
}

/** Messages to octets and back, keys and ciphers included. What it decodes may be hostile: nothing throws for that. */
export interface SnmpCodec {
  encodeCommunity(
    version: "1" | "2c",
    community: Uint8Array,
    requestId: number,
    request: SnmpRequest,
  ): Uint8Array;
  decodeCommunity(datagram: Uint8Array): CommunityMessage;
  /** @throws {Error} when the runtime lacks the digest or cipher */
  openUsm(user: UsmUser, engineId: Uint8Array): UsmSession;
  /** A request that asks nothing and nobody: the engine's Report tells who it is (RFC 3414 §4). */
  encodeDiscovery(ids: UsmIds): Uint8Array;
  /** @returns who the engine is, by whatever Report; undefined for anything else */
  decodeDiscovery(datagram: Uint8Array): EngineStamp | undefined;
}
