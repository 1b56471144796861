import type { Agent } from "./agent.ts";
import { rebootsUntil } from "./faults.ts";
import { encrypt, messageMac } from "./usm-cipher.ts";
import { AUTH } from "./usm-keys.ts";
import { encodeV3Message, FLAG, type V3Message } from "./v3-message.ts";
import type { LocalUser } from "./v3-tables.ts";

/** What an engine says of itself in every message. */
export interface EngineIdentity {
  readonly engineId: Uint8Array;
  readonly msgMaxSize: number;
  clockAt(nowMs: number): { readonly engineBoots: number; readonly engineTime: number };
  /** Never twice the same under one key (RFC 3826 §3.1.2.1). */
  nextSalt(): bigint;
}

/** For whom a reply is sealed, and how. */
export interface Sealing {
  readonly request: V3Message;
  /** Needed above noAuthNoPriv. */
  readonly local: LocalUser | undefined;
  /** FLAG.auth and FLAG.priv. */
  readonly level: number;
  readonly nowMs: number;
  /** The request's own, unless the agent is to make a mistake. */
  readonly msgId: number;
}

/** @param owner  the agent whose reboots count */
export function createIdentity(owner: Agent, engineId: Uint8Array, msgMaxSize: number): EngineIdentity {
  let salt = BigInt(Math.floor(owner.random.next() * 2 ** 52));
  return {
    engineId,
    msgMaxSize,
    clockAt: (nowMs) => {
      const { count, lastAtMs = 0 } = rebootsUntil(owner.faults, nowMs);
      return { engineBoots: 1 + count, engineTime: Math.floor(Math.max(0, nowMs - lastAtMs) / 1_000) };
    },
    nextSalt: () => (salt = BigInt.asUintN(64, salt + 1n)),
  };
}

/** Encrypts, frames and authenticates a scopedPDU as its level asks for (RFC 3414 §3.1). */
export function seal(identity: EngineIdentity, sealing: Sealing, scopedPdu: Uint8Array): Uint8Array {
  const { request, local, level, nowMs, msgId } = sealing;
  const keys = level === 0 ? undefined : local?.keys();
  const auth =
    keys?.auth === undefined || local?.user.auth === undefined ? undefined : local.user.auth.protocol;
  const time = identity.clockAt(nowMs);
  const { payload, salt } = enclose(identity, sealing, scopedPdu);
  return encodeV3Message(
    {
      msgId,
      msgMaxSize: identity.msgMaxSize,
      flags: level,
      engineId: identity.engineId,
      ...time,
      userName: request.userName,
      privParameters: salt,
      payload,
      macBytes: auth === undefined ? 0 : AUTH[auth].macBytes,
    },
    (bytes) => (auth === undefined || keys?.auth === undefined ? bytes : messageMac(auth, keys.auth, bytes)),
  );
}

function enclose(
  identity: EngineIdentity,
  { local, level, nowMs }: Sealing,
  scopedPdu: Uint8Array,
): { readonly payload: Uint8Array; readonly salt: Uint8Array } {
  const protocol = (level & FLAG.priv) === 0 ? undefined : local?.user.priv?.protocol;
  const key = protocol === undefined ? undefined : local?.keys().priv;
  if (protocol === undefined || key === undefined) return { payload: scopedPdu, salt: new Uint8Array() };
  const time = identity.clockAt(nowMs);
  const salt = Buffer.alloc(8);
  salt.writeBigUInt64BE(identity.nextSalt());
  // RFC 3414 §8.1.1.1: the first half of DES's salt is engineBoots, the second an integer that changes.
  if (protocol === "DES") salt.writeUInt32BE(time.engineBoots);
  return { payload: encrypt({ protocol, key, ...time, salt }, scopedPdu), salt };
}
