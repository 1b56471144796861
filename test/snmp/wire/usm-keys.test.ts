import { createHash, getHashes } from "node:crypto";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "../../../src/base/index.ts";
import {
  AUTH_PROTOCOLS,
  type AuthProtocol,
  PRIV_PROTOCOLS,
  type PrivProtocol,
} from "../../../src/config/index.ts";
import { createKeyLocalizer } from "../../../src/simulator/usm-keys.ts";
import { localizedPrivKey } from "../../../src/snmp/net-snmp-privacy.ts";
import {
  localize,
  localizedKeys,
  passwordDigest,
  type UsmPasswords,
} from "../../../src/snmp/wire/usm-keys.ts";

/** Password and engine of the examples in RFC 3414 §A.3. */
const PASSWORD = "maplesyrup";
const ENGINE = Buffer.from("000000000000000000000002", "hex");

const HASH = {
  MD5: "md5",
  SHA: "sha1",
  SHA224: "sha224",
  SHA256: "sha256",
  SHA384: "sha384",
  SHA512: "sha512",
} as const;

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const digestOf = (hash: string, password: string) => passwordDigest(hash, Buffer.from(password));

function user(auth: AuthProtocol, priv?: PrivProtocol, password = PASSWORD): UsmPasswords {
  return {
    auth: { protocol: auth, password: new Secret(password) },
    priv: priv && { protocol: priv, password: new Secret(password) },
  };
}

const keysOf = (auth: AuthProtocol, priv?: PrivProtocol, password = PASSWORD) =>
  localizedKeys(user(auth, priv, password), ENGINE);

/** The whole of the privacy key; of DES its eight octets and the pre-IV. */
function privHex(auth: AuthProtocol, priv: PrivProtocol, password = PASSWORD): string {
  const key = keysOf(auth, priv, password).priv!;
  const octets = hex(key.key.export());
  return key.preIv === undefined ? octets : octets.slice(0, 16) + hex(key.preIv.export());
}

describe("password to key", () => {
  test("MD5: intermediate and localized key of RFC 3414 §A.3.1", () => {
    const digest = digestOf("md5", PASSWORD);
    expect(hex(digest)).toBe("9faf3283884e92834ebc9847d8edd963");
    expect(hex(localize("md5", digest, ENGINE))).toBe("526f5eed9fcce26f8964c2930787d82b");
  });

  test("SHA-1: intermediate and localized key of RFC 3414 §A.3.2", () => {
    const digest = digestOf("sha1", PASSWORD);
    expect(hex(digest)).toBe("9fb5cc0381497b3793528939ff788d5d79145211");
    expect(hex(localize("sha1", digest, ENGINE))).toBe("6695febc9288e36282235fc7151f128497b38f3f");
  });

  test.each(Object.values(HASH))(
    "%s: the stream is the password octet by octet, as §A.2 writes it",
    (hash) => {
      // RFC 7860 gives no keys to compare with: the algorithm of the RFC, written out naively.
      for (const password of ["maplesyrup", "x", "a much longer password of 45 octets, with äöü"]) {
        const octets = Buffer.from(password);
        const stream = Uint8Array.from({ length: 1_048_576 }, (_, i) => octets[i % octets.length]!);
        expect(hex(digestOf(hash, password))).toBe(createHash(hash).update(stream).digest("hex"));
      }
    },
  );

  test("a password longer than a block, and one longer than the stream, are cut where the stream ends", () => {
    for (const length of [16_385, 700_000, 1_200_000]) {
      const password = Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) % 251);
      const stream = Buffer.alloc(1_048_576, password);
      expect(hex(passwordDigest("sha256", password))).toBe(createHash("sha256").update(stream).digest("hex"));
    }
  });

  test("an empty password is refused, for its stream would never begin", () => {
    expect(() => digestOf("sha1", "")).toThrow(expect.objectContaining({ code: "snmp.empty-password" }));
  });

  test("a hash that the runtime lacks is refused with a remedy", () => {
    expect(getHashes()).not.toContain("no-such-hash");
    expect(() => localize("no-such-hash", ENGINE, ENGINE)).toThrow(
      expect.objectContaining({ code: "snmp.unsupported", remedy: expect.stringContaining("authProtocol") }),
    );
  });
});

describe("localized keys", () => {
  test("AES256C over MD5 is the example of draft-reeder-snmpv3-usm-3desede-00", () => {
    expect(privHex("MD5", "AES256C")).toBe(
      "526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12",
    );
  });

  test("AES192C and AES256C over SHA begin as the example of draft-reeder-snmpv3-usm-3desede-00", () => {
    const example = "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9cd2d5065547743fb5";
    expect(privHex("SHA", "AES256C")).toBe(example.slice(0, 64));
    expect(privHex("SHA", "AES192C")).toBe(example.slice(0, 48));
  });

  test("AES192 and AES256 append the hash of the key so far (draft-blumenthal-aes-usm-04 §3.1.2.1)", () => {
    const key = Buffer.from("6695febc9288e36282235fc7151f128497b38f3f", "hex");
    const whole = hex(key) + createHash("sha1").update(key).digest("hex");
    expect(privHex("SHA", "AES192")).toBe(whole.slice(0, 48));
    expect(privHex("SHA", "AES256")).toBe(whole.slice(0, 64));
  });

  test("where the hash is long enough, both families have the same key", () => {
    expect(privHex("SHA256", "AES256")).toBe(privHex("SHA256", "AES256C"));
    expect(privHex("SHA224", "AES192")).toBe(privHex("SHA224", "AES192C"));
    expect(privHex("SHA224", "AES256")).not.toBe(privHex("SHA224", "AES256C"));
  });

  test("DES takes eight octets as key, three times for triple DES, and eight as pre-IV", () => {
    const { priv } = keysOf("MD5", "DES");
    expect(hex(priv!.key.export())).toBe("526f5eed9fcce26f".repeat(3));
    expect(hex(priv!.preIv!.export())).toBe("8964c2930787d82b");
  });

  test("the digest is cut to 12, 16, 24, 32 or 48 octets; the key is not cut", () => {
    const sizes = AUTH_PROTOCOLS.map((auth) => {
      const { digestBytes, key } = keysOf(auth).auth!;
      return [auth, digestBytes, key.symmetricKeySize];
    });
    expect(sizes).toEqual([
      ["MD5", 12, 16],
      ["SHA", 12, 20],
      ["SHA224", 16, 28],
      ["SHA256", 24, 32],
      ["SHA384", 32, 48],
      ["SHA512", 48, 64],
    ]);
  });

  test("without authentication there are no keys at all, without privacy no privacy key", () => {
    const priv = user("SHA", "AES").priv;
    const none = localizedKeys({ auth: undefined, priv }, ENGINE);
    expect(none).toEqual({ auth: undefined, priv: undefined });
    expect(keysOf("SHA").priv).toBeUndefined();
  });

  test("keys cannot be printed", () => {
    const keys = keysOf("SHA", "DES");
    const shown = JSON.stringify(keys) + inspect(keys, { depth: 9, showHidden: true });
    expect(shown).not.toMatch(/6695febc|66 95 fe|102/i);
  });

  describe.each(AUTH_PROTOCOLS)("with %s", (auth) => {
    test.each(PRIV_PROTOCOLS)("%s agrees with the agent side and with net-snmp's key functions", (priv) => {
      const simulator = createKeyLocalizer()({ name: "ops", ...user(auth, priv) }, ENGINE);
      expect(hex(keysOf(auth, priv).auth!.key.export())).toBe(hex(simulator.auth!));
      expect(privHex(auth, priv)).toBe(hex(simulator.priv!));
      const netSnmp = hex(localizedPrivKey(auth, priv, PASSWORD, ENGINE));
      expect(privHex(auth, priv).slice(0, netSnmp.length)).toBe(netSnmp);
    });
  });

  test("any password and engineID give the keys of the agent side", () => {
    const localizeKeys = createKeyLocalizer();
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40, unit: "binary" }),
        fc.uint8Array({ minLength: 1, maxLength: 32 }),
        fc.constantFrom(...AUTH_PROTOCOLS),
        (password, engineId, auth) => {
          const ours = localizedKeys(user(auth, "AES256", password), engineId);
          const theirs = localizeKeys({ name: "ops", ...user(auth, "AES256", password) }, engineId);
          expect(hex(ours.auth!.key.export())).toBe(hex(theirs.auth!));
          expect(hex(ours.priv!.key.export())).toBe(hex(theirs.priv!));
        },
      ),
      { numRuns: 15 },
    );
  });
});
