import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import { encodeV3Message } from "../../src/simulator/v3-message.ts";
import { decodeTlv, encode, encodeOid, encodeRequest, int } from "../support/wire-client.ts";
import { endpointOf } from "./support.ts";

const { endpoint } = endpointOf({
  user: {
    name: "u",
    auth: { protocol: "SHA", password: new Secret("authpass1") },
    priv: { protocol: "AES", password: new Secret("privpass1") },
  },
});

const REAL: readonly Uint8Array[] = [
  encodeRequest({ type: "get", oids: ["1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.9"] }),
  encodeRequest({ type: "getBulk", second: 1, third: 10, oids: ["1.3.6.1.2.1.1.3", "1.3.6.1.2.1.2.2.1.2"] }),
  encodeRequest({ version: "1", type: "getNext", oids: ["1.3.6.1.2.1.31"] }),
  discovery(),
];

/** Never throws, answers quickly, and what it sends is well-formed. */
function survives(message: Uint8Array): void {
  for (const { bytes } of endpoint.receive(message, 0)) {
    expect(bytes.length).toBeLessThanOrEqual(65_507);
    decodeTlv(Buffer.from(bytes));
  }
}

test("random octets are survived", () => {
  const random = fc.property(fc.uint8Array({ maxLength: 200 }), survives);
  expect(fc.check(random, { numRuns: 2_000 })).toMatchObject({ failed: false });
});

test("real requests with octets changed, cut out or put in are survived", () => {
  const edits = fc.array(
    fc.record({ at: fc.nat(300), kind: fc.constantFrom("set", "delete", "insert"), octet: fc.nat(255) }),
    { minLength: 1, maxLength: 6 },
  );
  const mutated = fc.property(fc.constantFrom(...REAL), edits, (message, changes) => {
    const octets = [...message];
    for (const { at, kind, octet } of changes) {
      if (kind === "set") octets[at % octets.length] = octet;
      else
        octets.splice(
          at % (octets.length + 1),
          kind === "delete" ? 1 : 0,
          ...(kind === "insert" ? [octet] : []),
        );
    }
    survives(Uint8Array.from(octets));
  });
  expect(fc.check(mutated, { numRuns: 5_000 })).toMatchObject({ failed: false });
});

test("every proper beginning of a real request is malformed", () => {
  for (const message of REAL) {
    for (let length = 0; length < message.length; length++) {
      expect(endpoint.receive(message.subarray(0, length), 0)).toEqual([]);
    }
  }
});

test.each<[string, Buffer]>([
  ["a length of four gigabytes", Buffer.from("3084ffffffff0201", "hex")],
  ["an indefinite length", Buffer.from("30800201010406", "hex")],
  [
    "nesting a thousand deep",
    Array.from({ length: 1_000 }).reduce<Buffer>((inner) => encode(0x30, inner), Buffer.of()),
  ],
  ["octets behind the message", Buffer.concat([REAL[0]!, Buffer.of(0)])],
  ["a version that does not exist", encode(0x30, int(2), encode(0x04, Buffer.from("public")))],
  [
    "a request-id of five octets",
    getWith(encode(0x02, Buffer.from("0100000000", "hex")), encodeOid("1.3.6")),
  ],
  ["an OID without contents", getWith(int(1), encode(0x06))],
  ["an OID that stops within a sub-identifier", getWith(int(1), encode(0x06, Buffer.of(0x2b, 0x86)))],
  [
    "a sub-identifier above 32 bits",
    getWith(int(1), encode(0x06, Buffer.of(0x2b, 0x90, 0x80, 0x80, 0x80, 0x00))),
  ],
  ["a padded sub-identifier", getWith(int(1), encode(0x06, Buffer.of(0x2b, 0x80, 0x01)))],
  ["an OID of 129 arcs", getWith(int(1), encodeOid(`1.3${".1".repeat(127)}`))],
])("%s is dropped as malformed", (_, message) => {
  const before = endpoint.stats.malformed;
  expect(endpoint.receive(message, 0)).toEqual([]);
  expect(endpoint.stats.malformed).toBe(before + 1);
});

test("an OID of 128 arcs and a sub-identifier of 2^32 - 1 are legal", () => {
  expect(endpoint.receive(getWith(int(1), encodeOid(`1.3${".1".repeat(126)}`)), 0)).toHaveLength(1);
  expect(endpoint.receive(getWith(int(1), encodeOid("1.3.4294967295")), 0)).toHaveLength(1);
});

function getWith(requestId: Buffer, name: Buffer): Buffer {
  const varbinds = encode(0x30, encode(0x30, name, encode(0x05)));
  const pdu = encode(0xa0, requestId, int(0), int(0), varbinds);
  return encode(0x30, int(1), encode(0x04, Buffer.from("public")), pdu);
}

function discovery(): Uint8Array {
  return encodeV3Message(
    {
      msgId: 1,
      msgMaxSize: 65_507,
      flags: 4,
      engineId: Buffer.of(),
      engineBoots: 0,
      engineTime: 0,
      userName: Buffer.of(),
      privParameters: Buffer.of(),
      payload: encode(0x30, encode(0x04), encode(0x04), encode(0xa0, int(7), int(0), int(0), encode(0x30))),
      macBytes: 0,
    },
    () => Buffer.of(),
  );
}
