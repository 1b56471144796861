import { createHash, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { Secret } from "../base/index.ts";

export const KEY_BYTES = 32;

/** A key of AES-256; a `KeyObject` keeps its octets out of every print. */
export interface SecretKey {
  /** Eight hexadecimal digits that name the key and tell nothing of it. */
  readonly id: string;
  readonly key: KeyObject;
}

/** A new key as text, in the form that key files hold: base64 of 32 octets from the system's source of chance. */
export function makeKey(): Secret {
  return new Secret(randomBytes(KEY_BYTES).toString("base64"));
}

/** @param octets  32 of them */
export function secretKey(octets: Buffer): SecretKey {
  const id = createHash("sha256").update("snmpgate key id v1\0").update(octets).digest("hex").slice(0, 8);
  return { id, key: createSecretKey(octets) };
}
