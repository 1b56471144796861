import { createHash } from "node:crypto";
import type { Secret } from "../base/index.ts";

export const AUTH_PROTOCOLS = ["MD5", "SHA", "SHA224", "SHA256", "SHA384", "SHA512"] as const;
export type AuthProtocol = (typeof AUTH_PROTOCOLS)[number];

/** AES192 and AES256 extend keys as draft-blumenthal-aes-usm, the C variants as draft-reeder (Cisco). */
export const PRIV_PROTOCOLS = ["DES", "AES", "AES192", "AES256", "AES192C", "AES256C"] as const;
export type PrivProtocol = (typeof PRIV_PROTOCOLS)[number];

/** A USM user; its security level is what it has keys for, and requests below that level are refused. */
export interface V3User {
  readonly name: string;
  readonly auth?: { readonly protocol: AuthProtocol; readonly password: Secret } | undefined;
  /** Only together with `auth`. */
  readonly priv?: { readonly protocol: PrivProtocol; readonly password: Secret } | undefined;
}

/** Hash, and octets of the truncated HMAC (RFC 3414 §6, §7; RFC 7860 §4.2). */
export const AUTH: Readonly<Record<AuthProtocol, { readonly hash: string; readonly macBytes: number }>> = {
  MD5: { hash: "md5", macBytes: 12 },
  SHA: { hash: "sha1", macBytes: 12 },
  SHA224: { hash: "sha224", macBytes: 16 },
  SHA256: { hash: "sha256", macBytes: 24 },
  SHA384: { hash: "sha384", macBytes: 32 },
  SHA512: { hash: "sha512", macBytes: 48 },
};

/** Octets of localized key that each cipher takes; DES takes eight for the key and eight for the pre-IV. */
const PRIV_KEY_BYTES: Readonly<Record<PrivProtocol, number>> = {
  DES: 16,
  AES: 16,
  AES192: 24,
  AES256: 32,
  AES192C: 24,
  AES256C: 32,
};

/** A user's keys at one engine (RFC 3414 §2.6). */
export interface LocalizedKeys {
  readonly auth: Uint8Array | undefined;
  readonly priv: Uint8Array | undefined;
}

export type LocalizeKeys = (user: V3User, engineId: Uint8Array) => LocalizedKeys;

/** Distinct passwords remembered; a farm has a handful. */
const REMEMBERED_MAX = 1_000;

/** Localizes keys and remembers the costly first half, so that a thousand engines with one user start quickly. */
export function createKeyLocalizer(): LocalizeKeys {
  const digests = new Map<string, Uint8Array>();
  const digestOf = (hash: string, password: string): Uint8Array => {
    const key = `${hash} ${password}`;
    const known = digests.get(key) ?? passwordDigest(hash, Buffer.from(password, "utf8"));
    if (digests.size < REMEMBERED_MAX) digests.set(key, known);
    return known;
  };
  return ({ auth, priv }, engineId) => {
    if (auth === undefined) return { auth: undefined, priv: undefined };
    const { hash } = AUTH[auth.protocol];
    const authKey = localize(hash, digestOf(hash, auth.password.reveal()), engineId);
    if (priv === undefined) return { auth: authKey, priv: undefined };
    const privKey = localize(hash, digestOf(hash, priv.password.reveal()), engineId);
    return { auth: authKey, priv: extend(priv.protocol, hash, privKey, engineId) };
  };
}

/** RFC 3414 §A.2: the hash of a megabyte of the repeated password. */
export function passwordDigest(hash: string, password: Uint8Array): Uint8Array {
  return createHash(hash).update(Buffer.alloc(1_048_576, password)).digest();
}

/** RFC 3414 §2.6: binds a key to one engine. */
export function localize(hash: string, digest: Uint8Array, engineId: Uint8Array): Uint8Array {
  return createHash(hash).update(digest).update(engineId).update(digest).digest();
}

/** The first octets that the cipher needs; where the hash is too short, each family has its own way to go on. */
function extend(protocol: PrivProtocol, hash: string, key: Uint8Array, engineId: Uint8Array): Uint8Array {
  const wanted = PRIV_KEY_BYTES[protocol];
  let last = key;
  let whole = Buffer.from(key);
  while (whole.length < wanted) {
    last =
      protocol === "AES192C" || protocol === "AES256C"
        ? localize(hash, passwordDigest(hash, last), engineId)
        : createHash(hash).update(whole).digest();
    whole = Buffer.concat([whole, last]);
  }
  return whole.subarray(0, wanted);
}
