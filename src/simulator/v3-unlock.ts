import { decrypt, messageMac } from "./usm-cipher.ts";
import { AUTH } from "./usm-keys.ts";
import { FLAG, type V3Message } from "./v3-message.ts";
import type { EngineIdentity } from "./v3-seal.ts";
import { type LocalUser, textOf } from "./v3-tables.ts";

/** What a message is checked against. */
export interface Lock {
  readonly identity: EngineIdentity;
  readonly users: ReadonlyMap<string, LocalUser>;
}

export interface Unlocked {
  readonly local: LocalUser;
  /** The scopedPDU's TLV, with a cipher's padding behind it. */
  readonly plain: Uint8Array;
}

/** The Report that says why a message was not let in. */
export type LockReport =
  | "unknownEngineIds"
  | "unknownUserNames"
  | "unsupportedSecLevels"
  | "wrongDigests"
  | "notInTimeWindows"
  | "decryptionErrors";

const TIME_WINDOW_SECONDS = 150; // RFC 3414 §2.2.3

/** RFC 3414 §3.2: the payload as plain text with its user, or the Report that says why not. */
export function unlock(
  { identity, users }: Lock,
  request: V3Message,
  bytes: Uint8Array,
  nowMs: number,
): Unlocked | LockReport {
  if (!Buffer.from(request.engineId).equals(identity.engineId)) return "unknownEngineIds";
  const local = users.get(textOf(request.userName));
  if (local === undefined) return "unknownUserNames";
  const { auth, priv } = local.user;
  const wantsAuth = (request.flags & FLAG.auth) !== 0;
  const wantsPriv = (request.flags & FLAG.priv) !== 0;
  if ((wantsAuth && auth === undefined) || (wantsPriv && priv === undefined)) return "unsupportedSecLevels";
  if (!wantsAuth || auth === undefined) return { local, plain: request.payload };
  const { auth: authKey, priv: privKey } = local.keys();
  if (authKey === undefined || !hasRightMac(request, bytes, auth.protocol, authKey)) return "wrongDigests";
  if (!isInTimeWindow(request, identity.clockAt(nowMs))) return "notInTimeWindows";
  if (!wantsPriv || priv === undefined) return { local, plain: request.payload };
  if (privKey === undefined) return "decryptionErrors";
  const { engineBoots, engineTime, privParameters: salt } = request;
  const plain = decrypt(
    { protocol: priv.protocol, key: privKey, engineBoots, engineTime, salt },
    request.payload,
  );
  return plain === undefined ? "decryptionErrors" : { local, plain };
}

function isInTimeWindow(request: V3Message, time: ReturnType<EngineIdentity["clockAt"]>): boolean {
  const apartSeconds = Math.abs(time.engineTime - request.engineTime);
  return request.engineBoots === time.engineBoots && apartSeconds <= TIME_WINDOW_SECONDS;
}

function hasRightMac(
  request: V3Message,
  bytes: Uint8Array,
  protocol: keyof typeof AUTH,
  key: Uint8Array,
): boolean {
  const { macBytes } = AUTH[protocol];
  if (request.authParameters.length !== macBytes) return false;
  const zeroed = Buffer.from(bytes);
  zeroed.fill(0, request.authOffset, request.authOffset + macBytes);
  return Buffer.from(messageMac(protocol, key, zeroed)).equals(request.authParameters);
}
