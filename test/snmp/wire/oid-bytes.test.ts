import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareOids, isUnder, oid } from "../../../src/smi/index.ts";
import {
  arcsText,
  compareOidBytes,
  encodeOid,
  isUnderAt,
  isUnderBytes,
  oidText,
  suffixText,
} from "../../../src/snmp/wire/index.ts";
import { oidOctets } from "../../support/agent-codec.ts";
import { communityMessage, decode, hex, oids } from "./messages.ts";

const compare = (a: Uint8Array, b: Uint8Array) => Math.sign(compareOidBytes(a, 0, a.length, b, 0, b.length));

/** Pairs that have something in common: a root, and then each its own end. */
const relatives = fc.tuple(oids, oids, oids).map(([root, a, b]) => {
  const short = root.split(".").slice(0, 40).join(".");
  const ends = [a, b].map((end) => end.split(".").slice(0, 40).join("."));
  return [short, `${short}.${ends[0]}`, `${short}.${ends[1]}`] as const;
});

test("an OID is written as another codec writes it, and read back", () => {
  fc.assert(
    fc.property(oids, (text) => {
      const octets = encodeOid(oid(text));
      expect(Buffer.from(octets)).toEqual(oidOctets(text));
      expect(oidText(octets, 0, octets.length)).toBe(text);
    }),
  );
});

describe("the order of octets", () => {
  test.each([
    ["1.3.127", "1.3.128"],
    ["1.3.16383", "1.3.16384"],
    ["1.3.6", "1.3.6.0"],
    ["1.3.6.200", "1.3.7"],
    ["1.3.2097151.5", "1.3.2097152"],
    ["1.39", "2.0"],
    ["2.47", "2.48"],
    ["1.3.6.1.4294967294", "1.3.6.1.4294967295"],
  ])("%s comes before %s", (before, after) => {
    const [a, b] = [encodeOid(oid(before)), encodeOid(oid(after))];
    expect([compare(a, b), compare(b, a), compare(a, a)]).toEqual([-1, 1, 0]);
  });

  test("is the order of arcs", () => {
    fc.assert(
      fc.property(relatives, ([root, a, b]) => {
        for (const [x, y] of [
          [a, b],
          [root, a],
          [b, root],
        ] as const) {
          expect(compare(encodeOid(oid(x)), encodeOid(oid(y)))).toBe(Math.sign(compareOids(x, y)));
        }
      }),
    );
  });

  test("is asked of ranges, whatever stands around them", () => {
    const a = hex("ff 2b 06 01 ff");
    const b = hex("2b 06 02");
    expect(compareOidBytes(a, 1, 4, b, 0, 3)).toBeLessThan(0);
    expect(compareOidBytes(a, 1, 4, b, 0, 2)).toBeGreaterThan(0);
  });
});

describe("under a column", () => {
  test("lie the OIDs that go on behind it, and no others", () => {
    fc.assert(
      fc.property(relatives, ([root, a, b]) => {
        for (const [x, y] of [
          [a, root],
          [root, a],
          [a, b],
          [a, a],
        ] as const) {
          const octets = encodeOid(oid(x));
          const under = isUnderBytes(octets, 0, octets.length, encodeOid(oid(y)));
          expect(under).toBe(isUnder(oid(x), oid(y)));
        }
      }),
    );
  });

  test("…2.10 is not under …2.1, nor …2.129 under a cut …2.1", () => {
    const column = encodeOid(oid("1.3.6.2.1"));
    for (const text of ["1.3.6.2.10", "1.3.6.2.129.1", "1.3.6.2.1"]) {
      const octets = encodeOid(oid(text));
      expect(isUnderBytes(octets, 0, octets.length, column)).toBe(false);
    }
  });

  test("the rest of the name is the index as text", () => {
    fc.assert(
      fc.property(relatives, ([root, a]) => {
        const column = encodeOid(oid(root));
        const octets = encodeOid(oid(a));
        expect(arcsText(octets, column.length, octets.length)).toBe(a.slice(root.length + 1));
      }),
    );
  });

  test.each(["1", "127", "128", "16383", "16384", "4294967295", "1.2", "0.80.86.0.1.2"])(
    "a varbind of index %s says so",
    (index) => {
      const column = encodeOid(oid("1.3.6.1.2.1.2.2.1.10"));
      const varbind = { oid: `1.3.6.1.2.1.2.2.1.10.${index}`, value: { type: "Null" } } as const;
      const { view } = decode(communityMessage({ varbinds: [varbind] }));
      expect(isUnderAt(view, 0, column)).toBe(true);
      expect(suffixText(view, 0, column.length)).toBe(index);
    },
  );

  test("no arcs are no text", () => {
    expect(arcsText(hex("2b 06"), 2, 2)).toBe("");
  });
});
