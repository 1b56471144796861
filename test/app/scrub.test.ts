import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPseudonyms, isSpecialIpv4 } from "../../src/app/pseudonyms.ts";
import { createScrubber } from "../../src/app/scrub.ts";
import { readSnmprec, writeSnmprec } from "../../src/simulator/index.ts";

const scrubber = createScrubber({ salt: "pepper" });
const scrub = (...lines: readonly string[]): readonly string[] =>
  writeSnmprec(scrubber.scrub(readSnmprec(lines.join("\n")).entries))
    .trimEnd()
    .split("\n");
const valueOf = (line: string | undefined): string => line?.split("|")[2] ?? "";
const { ipv4, ipv6, mac, word } = createPseudonyms("pepper");
const octets = (dotted: string): Uint8Array => Uint8Array.from(dotted.split("."), Number);

const [SYS_NAME, SYS_DESCR, IF_ALIAS, IF_DESCR, REM_SYS_NAME, REM_PORT_DESC] = [
  "1.3.6.1.2.1.1.5.0",
  "1.3.6.1.2.1.1.1.0",
  "1.3.6.1.2.1.31.1.1.1.18.1",
  "1.3.6.1.2.1.2.2.1.2.1",
  "1.0.8802.1.1.2.1.4.1.1.9.0.1.1",
  "1.0.8802.1.1.2.1.4.1.1.8.0.1.1",
];

const text = (value: string): string => valueOf(scrub(`${IF_DESCR}|4|${value}`)[0]);
const portText = (value: string): string => valueOf(scrub(`${REM_PORT_DESC}|4|${value}`)[0]);

describe("names", () => {
  test("of the device keep length, shape and joins, regardless of case and domain", () => {
    const [remote, own] = scrub(`${REM_SYS_NAME}|4|CORE-SW1`, `${SYS_NAME}|4|core-sw1.example.net`);
    expect(valueOf(own)).toMatch(/^[a-z]{4}-[a-z]{2}\d\.[a-z]{7}\.[a-z]{3}$/);
    expect(valueOf(own)).not.toContain("core");
    expect(valueOf(remote)).toBe(valueOf(own).split(".")[0]?.toUpperCase());
  });

  test("are replaced in other texts too, where the rest stays", () => {
    const [descr, name] = scrub(`${SYS_NAME}|4|core-sw1`, `${SYS_DESCR}|4|Linux core-sw1 5.15.0-91 x86_64`);
    expect(valueOf(descr)).toBe(`Linux ${valueOf(name)} 5.15.0-91 x86_64`);
  });

  test("that are common words are not hunted elsewhere", () => {
    expect(scrub(`${SYS_NAME}|4|switch`, `${SYS_DESCR}|4|a switch`)[0]).toBe(`${SYS_DESCR}|4|a switch`);
  });

  test("are distinct when they were, even short ones", () => {
    const words = Array.from({ length: 500 }, (_, i) => word(`s${i}`));
    expect(new Set(words).size).toBe(500);
  });
});

const network = (address: Uint8Array): string => address.subarray(0, 3).join(".");

describe("addresses", () => {
  test("of one device are the same in values, indexes and texts", () => {
    const lines = scrub(
      "1.3.6.1.2.1.4.20.1.1.10.1.2.3|64|10.1.2.3",
      "1.3.6.1.2.1.4.20.1.3.10.1.2.3|64|255.255.255.0",
      "1.3.6.1.2.1.4.22.1.2.7.10.1.2.3|4x|001122334455",
      "1.3.6.1.2.1.4.34.1.3.1.4.10.1.2.3|2|7",
      "1.0.8802.1.1.2.1.4.2.1.3.0.1.1.1.4.10.1.2.3|2|2",
      "1.3.6.1.4.1.99999.1.1.5.10.1.2.3|2|1",
      `${IF_DESCR}|4|tunnel to 10.1.2.3`,
    );
    const to = ipv4(octets("10.1.2.3")).join(".");
    expect(to).not.toMatch(/^10\.1\.2\./);
    expect(lines).toContain(`1.3.6.1.2.1.4.20.1.1.${to}|64|${to}`);
    expect(lines).toContain(`1.3.6.1.2.1.4.20.1.3.${to}|64|255.255.255.0`);
    expect(lines).toContain(`1.3.6.1.2.1.4.34.1.3.1.4.${to}|2|7`);
    expect(lines).toContain(`1.0.8802.1.1.2.1.4.2.1.3.0.1.1.1.4.${to}|2|2`);
    expect(lines).toContain(`1.3.6.1.4.1.99999.1.1.5.${to}|2|1`);
    expect(lines).toContain(`${IF_DESCR}|4|tunnel to ${to}`);
    expect(lines.some((line) => line.startsWith(`1.3.6.1.2.1.4.22.1.2.7.${to}|4x|02`))).toBe(true);
  });

  test("of IPv4 share /24s as before, keep the last octet, and stay distinct", () => {
    // Few values an octet, so that pairs often share a prefix.
    const octet = fc.constantFrom(1, 2, 10, 128, 172, 255);
    const ordinary = fc
      .tuple(fc.constantFrom(10, 172, 192), octet, octet, octet)
      .map((parts) => Uint8Array.from(parts));
    fc.assert(
      fc.property(ordinary, ordinary, (a, b) => {
        const [left, right] = [ipv4(a), ipv4(b)];
        expect(left[3]).toBe(a[3]);
        expect(left.join() === right.join()).toBe(a.join() === b.join());
        expect(network(left) === network(right)).toBe(network(a) === network(b));
        expect(isSpecialIpv4(left)).toBe(false);
      }),
    );
  });

  test.each(["0.0.0.0", "0.0.0.255", "127.0.0.1", "255.255.252.0", "128.0.0.0", "224.0.0.5", "169.254.1.1"])(
    "%s means the same everywhere and stays",
    (special) => {
      expect(ipv4(octets(special)).join(".")).toBe(special);
    },
  );

  test("of IPv6 keep fe80, the shared /64, and the link to the MAC address", () => {
    const own = Uint8Array.of(0x00, 0x11, 0x22, 0x33, 0x44, 0x55);
    const eui = [0x02, 0x11, 0x22, 0xff, 0xfe, 0x33, 0x44, 0x55];
    const scrubbed = ipv6(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...eui));
    const other = mac(own);
    expect([...scrubbed.subarray(0, 8)]).toEqual([0xfe, 0x80, 0, 0, 0, 0, 0, 0]);
    expect([...scrubbed.subarray(8)]).toEqual([
      other[0]! ^ 2,
      other[1],
      other[2],
      0xff,
      0xfe,
      other[3],
      other[4],
      other[5],
    ]);
    const [a, b] = [1, 2].map((host) =>
      ipv6(Uint8Array.of(0x20, 1, 0xd, 0xb8, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, host)),
    );
    expect(a?.subarray(0, 8)).toEqual(b?.subarray(0, 8));
    expect([a?.[0], a?.[15], b?.[15]]).toEqual([0xfd, 1, 2]);
  });

  test("in texts keep their notation", () => {
    const other = Buffer.from(mac(Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0x0f))).toString("hex");
    expect(text("aabbccddee0f")).toBe(other);
    expect(text("AABB.CCDD.EE0F")).toBe((other.toUpperCase().match(/..../g) ?? []).join("."));
    expect(text("to aa-bb-cc-dd-ee-f!")).toMatch(/^to 02(-[\da-f]{2}){4}-f!$/);
    expect(text("2001:db8::1")).toMatch(/^fd[\da-f]{2}(:[\da-f]{1,4}){3}::1$/);
    expect(text("at 12:34:56 on 1.2.3")).toBe("at 12:34:56 on 1.2.3");
  });

  test("are not seen in version texts, unless it is one of the device", () => {
    expect(scrub(`${SYS_DESCR}|4|Version 15.0.2.5`)[0]).toBe(`${SYS_DESCR}|4|Version 15.0.2.5`);
    const [known] = scrub(`${SYS_DESCR}|4|at 10.1.2.3`, "1.3.6.1.2.1.4.20.1.1.10.1.2.3|64|10.1.2.3");
    expect(valueOf(known)).toBe(`at ${ipv4(octets("10.1.2.3")).join(".")}`);
  });

  test("of IEEE 802 are the same in values, FDB indexes, bridge and engine identifiers", () => {
    const own = Uint8Array.of(0, 0x11, 0x22, 0x33, 0x44, 0x55);
    const lines = scrub(
      "1.3.6.1.2.1.2.2.1.6.1|4x|001122334455",
      "1.3.6.1.2.1.17.2.5.0|4x|8000001122334455",
      "1.3.6.1.2.1.17.4.3.1.2.0.17.34.51.68.85|2|1",
      "1.3.6.1.2.1.17.7.1.2.2.1.2.10.0.17.34.51.68.85|2|1",
      "1.3.6.1.6.3.10.2.1.1.0|4x|8000000903001122334455",
    );
    const other = mac(own);
    const hex = Buffer.from(other).toString("hex");
    expect(hex).toMatch(/^02.{8}55$/);
    expect(lines).toEqual([
      `1.3.6.1.2.1.2.2.1.6.1|4x|${hex}`,
      `1.3.6.1.2.1.17.2.5.0|4x|8000${hex}`,
      `1.3.6.1.2.1.17.4.3.1.2.${other.join(".")}|2|1`,
      `1.3.6.1.2.1.17.7.1.2.2.1.2.10.${other.join(".")}|2|1`,
      `1.3.6.1.6.3.10.2.1.1.0|4x|8000000903${hex}`,
    ]);
  });

  test("of multicast groups and broadcast stay", () => {
    const lines = [
      "1.3.6.1.2.1.2.2.1.6.1|4x|0180c2000000",
      "1.3.6.1.2.1.2.2.1.6.2|4x|ffffffffffff",
      "1.3.6.1.2.1.2.2.1.6.3|4x|000000000000",
    ];
    expect(scrub(...lines)).toEqual(lines);
  });
});

describe("what people typed", () => {
  test("is replaced word by word, umlauts within their octets", () => {
    const [location, alias] = scrub(
      `${IF_ALIAS}|4|Uplink to core-sw1, Bldg. 4`,
      "1.3.6.1.2.1.1.6.0|4x|4dc3bc6e6368656e",
    );
    expect(valueOf(alias)).toMatch(/^[A-Z][a-z]{5} [a-z]{2} [a-z]{4}-[a-z]{2}\d, [A-Z][a-z]{3}\. \d$/);
    expect(valueOf(alias)).not.toMatch(/Uplink|core|Bldg/);
    expect(valueOf(location)).toMatch(/^..c3bc.{10}$/);
    expect(valueOf(location)).not.toBe("4dc3bc6e6368656e");
  });

  test("as a port description is replaced, but the name of an interface is not", () => {
    for (const name of ["GigabitEthernet1/0/1", "TenGigE0/0/0/1", "xe-0/0/1", "Port 5", "eth1"])
      expect(portText(name)).toBe(name);
    expect(portText("Office of Smith")).not.toMatch(/Office|Smith/);
  });
});

describe("serial numbers and secrets", () => {
  test("a serial number is replaced where it stands, in other texts, and where its shape shows it", () => {
    const [descr, alias, serial] = scrub(
      "1.3.6.1.2.1.47.1.1.1.1.11.1001|4|G1809126465",
      `${SYS_DESCR}|4|unit G1809126465, spare FOC1234X0AB`,
      `${IF_DESCR}|4|no serial 12345`,
    );
    expect(valueOf(serial)).toMatch(/^[A-Z]\d{10}$/);
    expect(valueOf(serial)).not.toBe("G1809126465");
    expect(valueOf(descr)).toMatch(
      new RegExp(`^unit ${valueOf(serial)}, spare [A-Z]{3}\\d{4}[A-Z]\\d[A-Z]{2}$`),
    );
    expect(valueOf(descr)).not.toContain("FOC1234X0AB");
    expect(valueOf(alias)).toBe("no serial 12345");
  });

  test("communities, users, trap receivers and command lines are left out", () => {
    expect(
      scrub(
        "1.3.6.1.2.1.1.3.0|67|1",
        "1.3.6.1.6.3.18.1.1.1.2.1|4|s3cret",
        "1.3.6.1.6.3.15.1.2.2.1.3.5.1|4|ops",
        "1.3.6.1.6.3.16.1.2.1.3.1|4|group",
        "1.3.6.1.2.1.47.1.2.1.1.4.1|4|s3cret@10",
        "1.3.6.1.2.1.25.4.2.1.5.7|4|--password x",
      ),
    ).toEqual(["1.3.6.1.2.1.1.3.0|67|1"]);
  });

  test("a given secret, and a word behind 'community' or 'password', is replaced in any text", () => {
    const entries = readSnmprec(
      `${SYS_DESCR}|4|use s3cret here, community public, password: hunter22`,
    ).entries;
    const [line] = createScrubber({ salt: "x", secrets: ["s3cret"] }).scrub(entries);
    const shown = line?.value.type === "OctetString" ? Buffer.from(line.value.value).toString() : "";
    expect(shown).toMatch(/^use \w{6} here, community [a-z]{6}, password: [a-z]{6}\d\d$/);
    expect(shown).not.toMatch(/s3cret|public|hunter/);
  });
});

describe("a scrubbed recording", () => {
  const LINES = [
    "1.3.6.1.2.1.1.5.0|4|core-sw1",
    "1.3.6.1.2.1.4.22.1.2.7.10.1.2.3|4x|001122334455",
    "1.3.6.1.2.1.4.22.1.2.7.192.0.2.9|4x|001122334466",
    "1.3.6.1.2.1.17.4.3.1.2.0.17.34.51.68.85|2|1",
    "1.3.6.1.2.1.31.1.1.1.6.1|70|18446744073709551615",
  ];

  test("is in order again, with as many instances of the same types and lengths", () => {
    const before = readSnmprec(LINES.join("\n")).entries;
    const after = scrubber.scrub(before);
    expect(readSnmprec(writeSnmprec(after)).warnings).toEqual([]);
    const shape = (entries: typeof before) =>
      entries
        .map(({ oid, value }) =>
          [oid.split(".").length, value.type, value.type === "OctetString" ? value.value.length : 0].join(),
        )
        .toSorted();
    expect(shape(after)).toEqual(shape(before));
  });

  test("is the same for the same salt, and another for another", () => {
    expect(scrub(...LINES)).toEqual(scrub(...LINES));
    const other = createScrubber({ salt: "salt" }).scrub(readSnmprec(LINES.join("\n")).entries);
    expect(writeSnmprec(other).trimEnd().split("\n")).not.toEqual(scrub(...LINES));
  });
});
