import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import snmp from "net-snmp";
import type { AuthProtocol, PrivProtocol } from "../config/index.ts";

/** Numbers in net-snmp's tables; 192-bit AES takes numbers of ours, beyond its own. */
export const AUTH_NUMBER: Readonly<Record<AuthProtocol, number>> = {
  MD5: 2,
  SHA: 3,
  SHA224: 4,
  SHA256: 5,
  SHA384: 6,
  SHA512: 7,
};
export const PRIV_NUMBER: Readonly<Record<PrivProtocol, number>> = {
  DES: 2,
  AES: 4,
  AES192: 1_005,
  AES256: 6,
  AES192C: 1_007,
  AES256C: 8,
};

const PASSWORD_STREAM_BYTES = 1_048_576; // RFC 3414 §A.2

/**
 * Digests by what they were made of, the ones longest unused forgotten first. Names are keyed hashes, so no
 * password stands in them. 10,000 entries are about three a device with SNMPv3, and some 2 MB.
 */
class DigestCache {
  readonly #digests = new Map<string, Buffer>();
  readonly #salt = randomBytes(32);

  get(parts: readonly (string | Buffer)[], make: () => Buffer): Buffer {
    const hmac = createHmac("sha256", this.#salt);
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
    const name = hmac.digest("base64");
    const digest = this.#digests.get(name) ?? make();
    this.#digests.delete(name);
    this.#digests.set(name, digest);
    if (this.#digests.size > DIGESTS_MAX) this.#digests.delete(this.#digests.keys().next().value ?? "");
    return digest;
  }
}

const DIGESTS_MAX = 10_000;
const digests = new DigestCache();

/**
 * Password to localized key (RFC 3414 §2.6, §A.2; RFC 7860 §9.3 for SHA-2).
 * Replaces net-snmp's function, whose cache grows without bound and has clear-text passwords in its keys.
 * The first use of a password hashes 1 MiB (1-3 ms); each engine after that costs one short hash.
 */
function passwordToKey(authProtocol: number, password: string | Buffer, engineId: Buffer): Buffer {
  const algorithm = snmp.Authentication.algorithms[authProtocol]?.CRYPTO_ALGORITHM ?? "unknown";
  return digests.get([algorithm, password, engineId], () => {
    const master = digests.get([algorithm, password], () =>
      createHash(algorithm).update(Buffer.alloc(PASSWORD_STREAM_BYTES, password)).digest(),
    );
    return createHash(algorithm).update(master).update(engineId).update(master).digest();
  });
}

/** DES keys: 8 octets of key, 8 of pre-IV (RFC 3414 §8.1.1.1). */
function desKeyAndIv(authProtocol: number, password: string, engineId: Buffer, salt: Buffer) {
  const localized = passwordToKey(authProtocol, password, engineId);
  const key = localized.subarray(0, 8);
  const iv = Buffer.from(localized.subarray(8, 16).map((octet, i) => octet ^ (salt[i] ?? 0)));
  // OpenSSL 3 has DES only in its legacy provider; triple DES with three equal keys is the same cipher.
  return { key: Buffer.concat([key, key, key]), iv };
}

const DES: snmp.PrivAlgorithm = {
  CRYPTO_ALGORITHM: "des-ede3-cbc",
  KEY_LENGTH: 8,
  BLOCK_LENGTH: 8,
  localizationAlgorithm: (_algorithm, authProtocol, password, engineId) =>
    passwordToKey(authProtocol, password, engineId).subarray(0, 8),
  encryptPdu: (scopedPdu, _privProtocol, password, authProtocol, engine) => {
    const salt = Buffer.alloc(8);
    salt.writeUInt32BE(engine.engineBoots);
    randomBytes(4).copy(salt, 4);
    const { key, iv } = desKeyAndIv(authProtocol, password, engine.engineID, salt);
    const padded = Buffer.alloc(Math.ceil(scopedPdu.length / 8) * 8);
    scopedPdu.copy(padded);
    const cipher = createCipheriv("des-ede3-cbc", key, iv).setAutoPadding(false);
    return {
      encryptedPdu: Buffer.concat([cipher.update(padded), cipher.final()]),
      msgPrivacyParameters: salt,
    };
  },
  decryptPdu: (encryptedPdu, _privProtocol, salt, password, authProtocol, engine) => {
    const { key, iv } = desKeyAndIv(authProtocol, password, engine.engineID, salt);
    const decipher = createDecipheriv("des-ede3-cbc", key, iv).setAutoPadding(false);
    return Buffer.concat([decipher.update(encryptedPdu), decipher.final()]);
  },
};

/** AES-192 beside the AES-256 that net-snmp has: same cipher mode (RFC 3826), same two ways to lengthen a key. */
function aes192(like: number, localize: snmp.Localize): snmp.PrivAlgorithm {
  const aes256 = snmp.Encryption.algorithms[like];
  if (aes256 === undefined) throw new Error("net-snmp has no AES-256 any more");
  return {
    ...aes256,
    CRYPTO_ALGORITHM: "aes-192-cfb",
    KEY_LENGTH: 24,
    localizationAlgorithm: localize,
  };
}

const { Authentication, Encryption } = snmp;
Authentication.passwordToKey = passwordToKey;
Encryption.algorithms[PRIV_NUMBER.DES] = DES;
Encryption.algorithms[PRIV_NUMBER.AES192] = aes192(
  PRIV_NUMBER.AES256,
  Encryption.generateLocalizedKeyBlumenthal,
);
Encryption.algorithms[PRIV_NUMBER.AES192C] = aes192(
  PRIV_NUMBER.AES256C,
  Encryption.generateLocalizedKeyReeder,
);

/**
 * The localized privacy key of a user on an engine.
 * AES192 and AES256 lengthen a short key by hashing it (draft-blumenthal-aes-usm-04 §3.1.2.1), the C variants by
 * running password-to-key on it (draft-reeder-snmpv3-usm-3desede-00 §2.1).
 */
export function localizedPrivKey(
  auth: AuthProtocol,
  priv: PrivProtocol,
  password: string,
  engineId: Buffer,
): Buffer {
  const algorithm = Encryption.algorithms[PRIV_NUMBER[priv]];
  if (algorithm === undefined) throw new Error(`no algorithm for ${priv}`);
  return algorithm.localizationAlgorithm(algorithm, AUTH_NUMBER[auth], password, engineId);
}
