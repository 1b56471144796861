import { createCipheriv, createHash, createSecretKey } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret, seededRandom } from "../../../src/base/index.ts";
import { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../../../src/config/index.ts";
import * as agent from "../../../src/simulator/usm-cipher.ts";
import {
  authenticate,
  type CipherStamp,
  decrypt,
  encrypt,
  isAuthentic,
  SaltCounter,
  type SealedMessage,
} from "../../../src/snmp/wire/usm-crypto.ts";
import { KeyCache } from "../../../src/snmp/wire/usm-key-cache.ts";
import type { AuthKey, LocalizedKeys, PrivKey } from "../../../src/snmp/wire/usm-keys.ts";

const ENGINE = Buffer.from("80001f8880deadbeef01", "hex");
const cache = new KeyCache();

function keysOf(
  auth: (typeof AUTH_PROTOCOLS)[number],
  priv: (typeof PRIV_PROTOCOLS)[number],
): Required<{ auth: AuthKey; priv: PrivKey }> {
  const password = new Secret("correct horse");
  const keys: LocalizedKeys = cache.localizedKeys(
    { auth: { protocol: auth, password }, priv: { protocol: priv, password } },
    ENGINE,
  );
  return { auth: keys.auth!, priv: keys.priv! };
}

const COMBINATIONS = AUTH_PROTOCOLS.flatMap((auth) => PRIV_PROTOCOLS.map((priv) => [auth, priv] as const));

const octets = (hex: string): Buffer => Buffer.from(hex, "hex");
const hex = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString("hex");
const keyOf = (hexKey: string) => createSecretKey(octets(hexKey));

/** Salt and data in one buffer, with other octets around them. */
function sealed(encrypted: Uint8Array, { boots, timeSeconds, salt }: CipherStamp): SealedMessage {
  const privParametersStart = 3;
  const privParametersEnd = privParametersStart + salt.length;
  const dataStart = privParametersEnd + 2;
  const dataEnd = dataStart + encrypted.length;
  const bytes = Buffer.alloc(dataEnd + 5, 0xee);
  bytes.set(salt, privParametersStart);
  bytes.set(encrypted, dataStart);
  return { bytes, boots, timeSeconds, privParametersStart, privParametersEnd, dataStart, dataEnd };
}

/** HMAC written out (RFC 2104), to be no echo of createHmac. */
function hmac(hash: string, key: Uint8Array, message: Uint8Array): Buffer {
  const block = hash === "sha384" || hash === "sha512" ? 128 : 64;
  const pad = (octet: number) => Uint8Array.from({ length: block }, (_, i) => (key[i] ?? 0) ^ octet);
  const inner = createHash(hash).update(pad(0x36)).update(message).digest();
  return createHash(hash).update(pad(0x5c)).update(inner).digest();
}

describe("authentication", () => {
  const messageFor = (key: AuthKey, sizeBytes = 200, authParametersStart = 50) => ({
    bytes: Uint8Array.from({ length: sizeBytes }, (_, i) => {
      const inDigest = i >= authParametersStart && i < authParametersStart + key.digestBytes;
      return inDigest ? 0 : i % 256;
    }),
    authParametersStart,
    authParametersEnd: authParametersStart + key.digestBytes,
  });

  describe.each(AUTH_PROTOCOLS)("%s", (protocol) => {
    const { auth } = keysOf(protocol, "AES");

    test("writes the cut HMAC of the message whose digest is zero, and no other octet", () => {
      const message = messageFor(auth);
      const blank = Buffer.from(message.bytes);
      authenticate(message, auth);
      const digest = hmac(auth.hash, auth.key.export(), blank).subarray(0, auth.digestBytes);
      digest.copy(blank, message.authParametersStart);
      expect(hex(message.bytes)).toBe(hex(blank));
    });

    test("agrees with the agent side", () => {
      const message = messageFor(auth);
      const theirs = agent.messageMac(protocol, auth.key.export(), message.bytes);
      authenticate(message, auth);
      expect(hex(message.bytes.subarray(message.authParametersStart, message.authParametersEnd))).toBe(
        hex(theirs),
      );
    });

    test("is found right amid other octets, and the message is left as it was", () => {
      const message = messageFor(auth);
      authenticate(message, auth);
      const shift = 17;
      const datagram = Buffer.concat([Buffer.alloc(shift, 1), message.bytes, Buffer.alloc(9, 2)]);
      const before = hex(datagram);
      const range = {
        bytes: datagram,
        messageStart: shift,
        messageEnd: shift + message.bytes.length,
        authParametersStart: shift + message.authParametersStart,
        authParametersEnd: shift + message.authParametersEnd,
      };
      expect(isAuthentic(range, auth)).toBe(true);
      expect(hex(datagram)).toBe(before);
    });
  });

  const { auth } = keysOf("SHA", "AES");
  const signed = () => {
    const message = messageFor(auth);
    authenticate(message, auth);
    return { ...message, messageStart: 0, messageEnd: message.bytes.length };
  };

  test("any one octet changed is noticed", () => {
    const message = signed();
    const unnoticed = [...message.bytes.keys()].filter((i) => {
      message.bytes[i]! ^= 0x40;
      const passed = isAuthentic(message, auth);
      message.bytes[i]! ^= 0x40;
      return passed;
    });
    expect(unnoticed).toEqual([]);
  });

  test("another key's digest is not right", () => {
    expect(isAuthentic(signed(), auth)).toBe(true);
    const other: AuthKey = { ...auth, key: keyOf("00".repeat(20)) };
    expect(isAuthentic(signed(), other)).toBe(false);
  });

  test("a digest of another size is not right, also when it begins as the right one (RFC 3414 §6.3.2)", () => {
    const message = signed();
    expect(isAuthentic({ ...message, authParametersEnd: message.authParametersStart }, auth)).toBe(false);
    expect(isAuthentic({ ...message, authParametersEnd: message.authParametersEnd - 1 }, auth)).toBe(false);
    expect(isAuthentic({ ...message, authParametersEnd: message.authParametersEnd + 1 }, auth)).toBe(false);
  });

  test("a digest outside the message is not right, and does not throw", () => {
    const message = signed();
    expect(isAuthentic({ ...message, messageEnd: message.authParametersEnd - 1 }, auth)).toBe(false);
    expect(isAuthentic({ ...message, messageStart: message.authParametersStart + 1 }, auth)).toBe(false);
    expect(isAuthentic({ ...message, bytes: message.bytes.subarray(0, 55) }, auth)).toBe(false);
  });

  test("a digest behind the message is not right, even if it were the right one", () => {
    const message = signed();
    const end = message.bytes.length;
    const padded = Buffer.concat([message.bytes, Buffer.alloc(auth.digestBytes)]);
    padded.set(hmac(auth.hash, auth.key.export(), padded).subarray(0, auth.digestBytes), end);
    const range = {
      bytes: padded,
      messageStart: 0,
      authParametersStart: end,
      authParametersEnd: padded.length,
    };
    expect(isAuthentic({ ...range, messageEnd: padded.length }, auth)).toBe(true);
    expect(isAuthentic({ ...range, messageEnd: end }, auth)).toBe(false);
  });

  test("a message without room for the digest is our mistake", () => {
    const message = messageFor(auth);
    expect(() =>
      authenticate({ ...message, authParametersEnd: message.authParametersEnd + 4 }, auth),
    ).toThrow(RangeError);
  });
});

describe("encryption", () => {
  const stamp: CipherStamp = { boots: 7, timeSeconds: 123_456, salt: octets("0102030405060708") };

  test("AES-128 is NIST SP 800-38A F.3.13 (CFB128): the IV is boots, time and salt", () => {
    const key: PrivKey = {
      cipher: "aes-128-cfb",
      key: keyOf("2b7e151628aed2a6abf7158809cf4f3c"),
      preIv: undefined,
    };
    const nist = { boots: 0x00010203, timeSeconds: 0x04050607, salt: octets("08090a0b0c0d0e0f") };
    const plain = octets("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    const encrypted = "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b";
    expect(hex(encrypt(plain, key, nist))).toBe(encrypted);
    expect(hex(decrypt(sealed(octets(encrypted), nist), key))).toBe(hex(plain));
  });

  test("DES is FIPS 81's CBC example: the IV is the pre-IV under the salt", () => {
    const key: PrivKey = {
      cipher: "des-ede3-cbc",
      key: keyOf("0123456789abcdef".repeat(3)),
      preIv: keyOf("ffffffffffffffff"),
    };
    const fips = { boots: 1, timeSeconds: 2, salt: octets("edcba9876f543210") }; // IV 1234567890abcdef
    const plain = Buffer.from("Now is the time for all ");
    const encrypted = "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6";
    expect(hex(encrypt(plain, key, fips))).toBe(encrypted);
    expect(hex(decrypt(sealed(octets(encrypted), fips), key))).toBe(hex(plain));
  });

  test.each(["AES192", "AES256"] as const)("%s is CFB128, written out over single blocks", (priv) => {
    const { priv: key } = keysOf("SHA512", priv);
    const name = priv === "AES192" ? "aes-192-ecb" : "aes-256-ecb";
    const plain = Buffer.from("thirty-three octets, one too many");
    let feedback: Buffer = Buffer.concat([octets("000000070001e240"), stamp.salt]);
    const blocks: Buffer[] = [];
    for (let at = 0; at < plain.length; at += 16) {
      const pad = createCipheriv(name, key.key, null).update(feedback);
      feedback = Buffer.from(plain.subarray(at, at + 16).map((octet, i) => octet ^ pad[i]!));
      blocks.push(feedback);
    }
    expect(hex(encrypt(plain, key, stamp))).toBe(hex(Buffer.concat(blocks)));
  });

  test.each(COMBINATIONS)("%s with %s: what was encrypted decrypts, here and at the agent", (auth, priv) => {
    const { priv: key } = keysOf(auth, priv);
    const agentKey = key.preIv === undefined ? key.key.export() : desKeyOf(key);
    const uint31 = fc.integer({ min: 0, max: 0x7fff_ffff });
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        uint31,
        uint31,
        fc.uint8Array({ minLength: 8, maxLength: 8 }),
        (plain, boots, timeSeconds, salt) => {
          const at = { boots, timeSeconds, salt };
          const context = {
            protocol: priv,
            key: agentKey,
            engineBoots: boots,
            engineTime: timeSeconds,
            salt,
          };
          const encrypted = encrypt(plain, key, at);
          expect(hex(encrypted)).toBe(hex(agent.encrypt(context, plain)));
          const theirs = agent.decrypt(context, encrypted);
          const ours = decrypt(sealed(encrypted, at), key);
          expect(hex(ours)).toBe(hex(theirs));
          expect(hex(ours?.subarray(0, plain.length))).toBe(hex(plain));
          const padding = ours!.subarray(plain.length);
          expect(padding.length).toBeLessThan(priv === "DES" ? 8 : 1);
        },
      ),
      { numRuns: 12 },
    );
  });

  test.each(PRIV_PROTOCOLS)("%s: another salt gives other octets, a wrong key noise", (priv) => {
    const { priv: key } = keysOf("SHA", priv);
    const plain = Buffer.alloc(32, 0x30);
    const encrypted = encrypt(plain, key, stamp);
    expect(hex(encrypt(plain, key, { ...stamp, salt: octets("0102030405060709") }))).not.toBe(hex(encrypted));
    const wrong = keysOf("SHA256", priv).priv;
    expect(hex(decrypt(sealed(encrypted, stamp), wrong))).not.toBe(hex(plain));
  });

  test.each(PRIV_PROTOCOLS)(
    "%s: hostile salts, lengths and clocks are refused or noise, never thrown",
    (priv) => {
      const { priv: key } = keysOf("SHA", priv);
      const number = fc.oneof(fc.integer(), fc.double(), fc.constant(2 ** 40));
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 40 }),
          fc.uint8Array({ maxLength: 12 }),
          number,
          number,
          (encrypted, salt, boots, timeSeconds) => {
            const plain = decrypt(sealed(encrypted, { boots, timeSeconds, salt }), key);
            const blocks = priv !== "DES" || encrypted.length % 8 === 0;
            const possible = salt.length === 8 && encrypted.length > 0 && blocks;
            expect(plain?.length).toBe(possible ? encrypted.length : undefined);
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  /** The agent side takes DES's localized key in one piece. */
  const desKeyOf = ({ key, preIv }: PrivKey): Buffer =>
    Buffer.concat([key.export().subarray(0, 8), preIv!.export()]);
});

describe("salts", () => {
  const aes = keysOf("SHA", "AES").priv;
  const des = keysOf("SHA", "DES").priv;

  test("AES counts in 64 bits, from a random start on", () => {
    const salts = new SaltCounter(seededRandom(1));
    const [first, second] = [salts.next(aes, 7), salts.next(aes, 7)].map((salt) =>
      Buffer.from(salt).readBigUInt64BE(),
    );
    expect(second).toBe(first! + 1n);
    expect(hex(new SaltCounter(seededRandom(2)).next(aes, 7))).not.toBe(
      hex(new SaltCounter(seededRandom(1)).next(aes, 7)),
    );
  });

  test("the counter carries over, and turns over at its end", () => {
    const starts = [0xffff_ffff / 2 ** 32, 0xffff_fffe / 2 ** 32];
    const salts = new SaltCounter({ next: () => starts.shift()! });
    const seen = [1, 2, 3].map(() => hex(salts.next(aes, 7)));
    expect(seen).toEqual(["ffffffffffffffff", "0000000000000000", "0000000000000001"]);
  });

  test("DES begins with the message's boots (RFC 3414 §8.1.1.1)", () => {
    const salts = new SaltCounter(seededRandom(1));
    const [first, second] = [salts.next(des, 7), salts.next(des, 0x7fff_ffff)];
    expect(hex(first)).toMatch(/^00000007/);
    expect(hex(second)).toMatch(/^7fffffff/);
    expect(hex(first.subarray(4))).not.toBe(hex(second.subarray(4)));
  });

  test("ten thousand are all different", () => {
    const salts = new SaltCounter(seededRandom(3));
    expect(new Set(Array.from({ length: 10_000 }, () => hex(salts.next(aes, 7)))).size).toBe(10_000);
  });
});
