import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import type { Random } from "../../base/index.ts";
import type { AuthKey, PrivKey } from "./usm-keys.ts";

// Digests and ciphers of USM messages (RFC 3414 §6-8, RFC 3826, RFC 7860), on octet ranges of the message.
// Neither throws for what comes from the network. Measured on Node 20, 150 and 1,400 octets, in µs: a digest 2.5
// and 5 (MD5, SHA-512) or 3 (the others), AES 3 and 6, DES 8 and 50. So AUTH_PRIV with SHA and AES costs about 15 µs
// for a request and its full reply, DES 65. Raw keys for KeyObjects are no faster, nor are prepared HMAC states
// (copied hashes: 3.2 µs for 2.7).

/** A message that is ready but for its digest, as `encodeV3Message` gives it. */
export interface UnsignedMessage {
  readonly bytes: Uint8Array;
  /** Where msgAuthenticationParameters lie. */
  readonly authParametersStart: number;
  readonly authParametersEnd: number;
}

/** A received message, as `decodeV3Message` gives it; ranges are offsets into `bytes`, [start, end). */
export interface SignedMessage extends UnsignedMessage {
  readonly messageStart: number;
  readonly messageEnd: number;
}

/** The encrypted part of a received message, as `decodeV3Message` gives it. */
export interface SealedMessage {
  readonly bytes: Uint8Array;
  readonly boots: number;
  readonly timeSeconds: number;
  readonly privParametersStart: number;
  readonly privParametersEnd: number;
  readonly dataStart: number;
  readonly dataEnd: number;
}

/** The clock in the message, which AES mixes into its IV, and msgPrivacyParameters. */
export interface CipherStamp {
  readonly boots: number;
  readonly timeSeconds: number;
  /** Eight octets. */
  readonly salt: Uint8Array;
}

const SALT_BYTES = 8;
const DES_BLOCK_BYTES = 8;
const ZEROS = new Uint8Array(64);

/**
 * Writes the digest of all `bytes` into msgAuthenticationParameters (RFC 3414 §6.3.1).
 * @throws {RangeError} when the message has no room of the right size for it: our mistake
 */
export function authenticate(message: UnsignedMessage, key: AuthKey): void {
  const { bytes, authParametersStart, authParametersEnd } = message;
  const range = { bytes, authParametersStart, authParametersEnd, messageStart: 0, messageEnd: bytes.length };
  const digest = digestOf(range, key);
  if (digest === undefined) throw new RangeError("the message has no room for its digest");
  bytes.set(digest, authParametersStart);
}

/**
 * Whether the message carries the digest of its octets under this key (RFC 3414 §6.3.2), compared in constant
 * time. The octets are read as they lie, with zeros in place of the digest; nothing is written.
 */
export function isAuthentic(message: SignedMessage, key: AuthKey): boolean {
  const digest = digestOf(message, key);
  if (digest === undefined) return false;
  return timingSafeEqual(
    digest,
    message.bytes.subarray(message.authParametersStart, message.authParametersEnd),
  );
}

/** @returns undefined when the range for the digest has not the key's size, or lies outside the message */
function digestOf(message: SignedMessage, { hash, digestBytes, key }: AuthKey): Uint8Array | undefined {
  const { bytes, messageStart, messageEnd, authParametersStart: start, authParametersEnd: end } = message;
  if (end - start !== digestBytes || start < messageStart || end > messageEnd) return undefined;
  if (messageEnd > bytes.length) return undefined;
  return createHmac(hash, key)
    .update(bytes.subarray(messageStart, start))
    .update(ZEROS.subarray(0, digestBytes))
    .update(bytes.subarray(end, messageEnd))
    .digest()
    .subarray(0, digestBytes);
}

/** Encrypts a scoped PDU (its whole TLV). DES pads with zeros to whole blocks (RFC 3414 §8.1.1.2). */
export function encrypt(scopedPdu: Uint8Array, key: PrivKey, stamp: CipherStamp): Uint8Array {
  const cipher = createCipheriv(key.cipher, key.key, ivOf(key, stamp)).setAutoPadding(false);
  const encrypted = cipher.update(key.preIv === undefined ? scopedPdu : padded(scopedPdu));
  cipher.final(); // adds no octets without padding, but frees the native state now
  return encrypted;
}

/**
 * Decrypts the scoped PDU of a received message; DES's padding stays behind the TLV.
 * A wrong key gives noise, not an error: only the BER inside tells.
 * @returns undefined when salt or length cannot belong to this cipher (RFC 3414 §8.3.2, RFC 3826 §3.3.2)
 */
export function decrypt(message: SealedMessage, key: PrivKey): Uint8Array | undefined {
  const { bytes, boots, timeSeconds, privParametersStart, privParametersEnd, dataStart, dataEnd } = message;
  const salt = bytes.subarray(privParametersStart, privParametersEnd);
  const encrypted = bytes.subarray(dataStart, dataEnd);
  if (salt.length !== SALT_BYTES || encrypted.length === 0) return undefined;
  if (key.preIv !== undefined && encrypted.length % DES_BLOCK_BYTES !== 0) return undefined;
  const iv = ivOf(key, { boots, timeSeconds, salt });
  const decipher = createDecipheriv(key.cipher, key.key, iv).setAutoPadding(false);
  const plain = decipher.update(encrypted);
  decipher.final();
  return plain;
}

function padded(plain: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(plain.length / DES_BLOCK_BYTES) * DES_BLOCK_BYTES);
  whole.set(plain);
  return whole;
}

function ivOf({ preIv }: PrivKey, { boots, timeSeconds, salt }: CipherStamp): Uint8Array {
  if (preIv !== undefined) return preIv.export().map((octet, i) => octet ^ (salt[i] ?? 0));
  const iv = Buffer.alloc(16); // RFC 3826 §3.1.2.1: boots, time, salt
  iv.writeUInt32BE(boots >>> 0, 0);
  iv.writeUInt32BE(timeSeconds >>> 0, 4);
  iv.set(salt, 8);
  return iv;
}

/**
 * Salts that do not repeat: a counter that starts at random. One for all keys of the process.
 * They need not be secret or hard to guess, only distinct under a key. Chance of overlap with an earlier run:
 * AES counts in 64 bits; DES in 32 beside engineBoots, which is all that RFC 3414 §8.1.1.1 gives it.
 */
export class SaltCounter {
  #high: number;
  #low: number;

  constructor(random: Random) {
    this.#high = uint32(random);
    this.#low = uint32(random);
  }

  /** Eight octets for a message to an engine that counts `boots`. */
  next(key: PrivKey, boots: number): Uint8Array {
    this.#low = (this.#low + 1) >>> 0;
    if (this.#low === 0) this.#high = (this.#high + 1) >>> 0;
    const salt = Buffer.alloc(SALT_BYTES);
    salt.writeUInt32BE((key.preIv === undefined ? this.#high : boots) >>> 0, 0);
    salt.writeUInt32BE(this.#low, 4);
    return salt;
  }
}

const uint32 = (random: Random): number => Math.floor(random.next() * 4_294_967_296) >>> 0;
