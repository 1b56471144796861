import { createHash, createSecretKey, getCipherInfo, type KeyObject } from "node:crypto";
import { AppError } from "../../base/index.ts";
import type { AuthProtocol, Credentials, PrivProtocol } from "../../config/index.ts";

// From a user's passwords to the keys that it has at one engine (RFC 3414 §2.6). Keys are KeyObjects: printed,
// inspected or put into JSON they show nothing.

/** The passwords of a user, with the protocols that they are for. */
export type UsmPasswords = Pick<Extract<Credentials, { readonly version: "3" }>, "auth" | "priv">;

/** What `authenticate` and `isAuthentic` take. */
export interface AuthKey {
  readonly hash: string;
  /** Octets of the truncated HMAC. */
  readonly digestBytes: number;
  readonly key: KeyObject;
}

/** What `encrypt` and `decrypt` take; `preIv` is DES's alone. */
export interface PrivKey {
  readonly cipher: string;
  readonly key: KeyObject;
  /** Eight octets (RFC 3414 §8.1.1.1). */
  readonly preIv: KeyObject | undefined;
}

/** A user's keys at one engine. */
export interface LocalizedKeys {
  readonly auth: AuthKey | undefined;
  /** Only together with `auth`. */
  readonly priv: PrivKey | undefined;
}

/** Hash, and octets of the truncated HMAC (RFC 3414 §6, §7; RFC 7860 §4.2). */
const AUTH: Readonly<Record<AuthProtocol, Omit<AuthKey, "key">>> = {
  MD5: { hash: "md5", digestBytes: 12 },
  SHA: { hash: "sha1", digestBytes: 12 },
  SHA224: { hash: "sha224", digestBytes: 16 },
  SHA256: { hash: "sha256", digestBytes: 24 },
  SHA384: { hash: "sha384", digestBytes: 32 },
  SHA512: { hash: "sha512", digestBytes: 48 },
};

type Extension = "hash" | "password-to-key";

interface Cipher {
  readonly name: string;
  /** Octets of localized key that it takes. */
  readonly keyBytes: number;
  /** How a shorter key becomes long enough. */
  readonly extension: Extension;
}

const PRIV: Readonly<Record<PrivProtocol, Cipher>> = {
  // OpenSSL 3 has single DES only in its legacy provider; triple DES with three equal keys is the same cipher.
  DES: { name: "des-ede3-cbc", keyBytes: 16, extension: "hash" },
  AES: { name: "aes-128-cfb", keyBytes: 16, extension: "hash" },
  AES192: { name: "aes-192-cfb", keyBytes: 24, extension: "hash" },
  AES256: { name: "aes-256-cfb", keyBytes: 32, extension: "hash" },
  AES192C: { name: "aes-192-cfb", keyBytes: 24, extension: "password-to-key" },
  AES256C: { name: "aes-256-cfb", keyBytes: 32, extension: "password-to-key" },
};

/**
 * How a protocol's passwords are hashed: the first half of password-to-key, the same for every engine.
 * The default computes it each time; `KeyCache` puts its memory here.
 */
export type DigestPassword = (hash: string, password: Uint8Array) => Uint8Array;

/**
 * The keys of a user at one engine.
 * @throws {AppError} `snmp.unsupported` when the runtime's OpenSSL lacks a hash or cipher (FIPS builds),
 *   `snmp.empty-password`
 */
export function localizedKeys(
  { auth, priv }: UsmPasswords,
  engineId: Uint8Array,
  digest: DigestPassword = passwordDigest,
): LocalizedKeys {
  if (auth === undefined) return { auth: undefined, priv: undefined };
  const { hash, digestBytes } = AUTH[auth.protocol];
  const authKey = localize(hash, digest(hash, octetsOf(auth.password.reveal())), engineId);
  const authPart = { hash, digestBytes, key: createSecretKey(authKey) };
  if (priv === undefined) return { auth: authPart, priv: undefined };
  const short = localize(hash, digest(hash, octetsOf(priv.password.reveal())), engineId);
  const { name, keyBytes, extension } = PRIV[priv.protocol];
  const key = lengthen(short, keyBytes, hash, extension, engineId);
  return { auth: authPart, priv: privKeyOf(name, key) };
}

const PASSWORD_STREAM_BYTES = 1_048_576;
/** Measured from 4 KiB to 1 MiB: larger blocks hash no faster, and a whole megabyte takes 0.2 ms to fill. */
const BLOCK_BYTES = 16_384;

/**
 * Hashes a megabyte of the repeated password (RFC 3414 §A.2). Measured on a 2020s server core, in ms:
 * MD5 1.4, SHA-1 0.54, SHA-224 and SHA-256 0.58, SHA-384 and SHA-512 1.2.
 */
export function passwordDigest(hash: string, password: Uint8Array): Uint8Array {
  if (password.length === 0) throw new AppError("snmp.empty-password", "a USM password is empty");
  // Whole repetitions, so that the next block goes on where this one ends.
  const repetitions = Math.max(1, Math.floor(BLOCK_BYTES / password.length));
  const block = Buffer.alloc(repetitions * password.length, password);
  const stream = newHash(hash);
  for (let left = PASSWORD_STREAM_BYTES; left > 0; left -= block.length) {
    stream.update(left < block.length ? block.subarray(0, left) : block);
  }
  return stream.digest();
}

/** Binds a key to one engine (RFC 3414 §2.6). */
export function localize(hash: string, digest: Uint8Array, engineId: Uint8Array): Buffer {
  return newHash(hash).update(digest).update(engineId).update(digest).digest();
}

/**
 * The first octets that the cipher takes. Where the hash is shorter, AES192 and AES256 append the hash of the key
 * so far (draft-blumenthal-aes-usm-04 §3.1.2.1); the C variants take the last key as a password, make a key of it
 * and append that (draft-reeder-snmpv3-usm-3desede-00 §2.1): one more megabyte to hash, for every engine anew.
 */
function lengthen(
  key: Buffer,
  wantedBytes: number,
  hash: string,
  extension: Extension,
  engineId: Uint8Array,
): Buffer {
  let whole = key;
  let last = key;
  while (whole.length < wantedBytes) {
    last =
      extension === "hash"
        ? newHash(hash).update(whole).digest()
        : localize(hash, passwordDigest(hash, last), engineId);
    whole = Buffer.concat([whole, last]);
  }
  return whole.subarray(0, wantedBytes);
}

function privKeyOf(cipher: string, key: Buffer): PrivKey {
  if (getCipherInfo(cipher) === undefined) throw unsupported(cipher);
  if (cipher !== "des-ede3-cbc") return { cipher, key: createSecretKey(key), preIv: undefined };
  // RFC 3414 §8.1.1.1: eight octets of key, whose parity bits do not matter, and eight of pre-IV.
  const des = key.subarray(0, 8);
  return {
    cipher,
    key: createSecretKey(Buffer.concat([des, des, des])),
    preIv: createSecretKey(key.subarray(8)),
  };
}

const octetsOf = (password: string): Buffer => Buffer.from(password, "utf8");

function newHash(hash: string): ReturnType<typeof createHash> {
  try {
    return createHash(hash);
  } catch (cause) {
    throw unsupported(hash, cause);
  }
}

function unsupported(algorithm: string, cause?: unknown): AppError {
  return new AppError("snmp.unsupported", `this Node.js runtime has no ${algorithm}`, {
    remedy: "Choose another authProtocol or privProtocol, or a Node.js build whose OpenSSL has it.",
    cause,
  });
}
