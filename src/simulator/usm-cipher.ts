import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import { AUTH, type AuthProtocol, type PrivProtocol } from "./usm-keys.ts";

/** What the cipher needs besides key and text: the engine's clock as in the message, and the salt. */
export interface CipherContext {
  readonly protocol: PrivProtocol;
  readonly key: Uint8Array;
  readonly engineBoots: number;
  readonly engineTime: number;
  /** msgPrivacyParameters, eight octets. */
  readonly salt: Uint8Array;
}

const SALT_BYTES = 8;

/** The truncated HMAC of a message whose msgAuthenticationParameters are zero. */
export function messageMac(protocol: AuthProtocol, key: Uint8Array, message: Uint8Array): Uint8Array {
  const { hash, macBytes } = AUTH[protocol];
  return createHmac(hash, key).update(message).digest().subarray(0, macBytes);
}

export function encrypt(context: CipherContext, plain: Uint8Array): Uint8Array {
  const { name, key, iv } = cipherOf(context);
  const cipher = createCipheriv(name, key, iv).setAutoPadding(false);
  // RFC 3414 §8.1.1.2: DES pads to whole blocks; the BER inside says where the text ends.
  const padding = context.protocol === "DES" ? (8 - (plain.length % 8)) % 8 : 0;
  return Buffer.concat([cipher.update(plain), cipher.update(new Uint8Array(padding)), cipher.final()]);
}

/** Undefined when salt or text cannot belong to this cipher (RFC 3414 §8.3.2, RFC 3826 §3.3.2). */
export function decrypt(context: CipherContext, encrypted: Uint8Array): Uint8Array | undefined {
  if (context.salt.length !== SALT_BYTES) return undefined;
  if (context.protocol === "DES" && encrypted.length % 8 !== 0) return undefined;
  const { name, key, iv } = cipherOf(context);
  const decipher = createDecipheriv(name, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

function cipherOf({ protocol, key, engineBoots, engineTime, salt }: CipherContext): {
  readonly name: string;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
} {
  if (protocol === "DES") {
    // OpenSSL 3 keeps single DES in its legacy provider; triple DES with one key three times is the same cipher.
    const single = key.subarray(0, 8);
    const iv = key.subarray(8, 16).map((octet, i) => octet ^ (salt[i] ?? 0));
    return { name: "des-ede3-cbc", key: Buffer.concat([single, single, single]), iv };
  }
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(engineBoots, 0);
  iv.writeUInt32BE(engineTime, 4);
  iv.set(salt, 8);
  return { name: `aes-${key.length * 8}-cfb`, key, iv };
}
