import { describe, expect, test } from "vitest";
import { codes, element, load } from "./configurations.ts";
import { manifest, TRAPS } from "./manifests.ts";

const LISTENING = manifest({ snmp: [], traps: [TRAPS] });
const AUTHENTICATION = { community: "s3cr3t-1" };
const AT = "/0/value/snmptraps";

const loadTraps = (snmptraps: unknown) => load([element({ snmp: undefined, snmptraps })], LISTENING);
const source = (parts: Record<string, unknown> = {}) => ({
  ip: "192.0.2.0/24",
  port: 1162,
  authentication: AUTHENTICATION,
  ...parts,
});
const ofSource = (parts: Record<string, unknown>) => codes(loadTraps({ sources: [source(parts)] }));

describe("traps", () => {
  test("are read with sources, credentials and cut names", () => {
    const v3 = { type: "SNMPv3", authPassword: "auth-passphrase", privPassword: "priv-passphrase" };
    const { value, diagnostics } = loadTraps({
      sources: [source(), source({ ip: "2001:db8::/64", port: undefined, authentication: v3 })],
      advanced: {
        varbindings: [
          { root: ".1.3.6.1.2.1.2.2", suffixLen: 1 },
          { root: "IF-MIB::ifDescr.7", suffixLen: 0 },
        ],
      },
    });
    expect(diagnostics).toEqual([]);
    expect(value![0]!.devices).toEqual([]);
    expect(value![0]!.traps).toMatchObject({
      sources: [
        { cidr: "192.0.2.0/24", port: 1162, credentials: { version: "2c" } },
        { cidr: "2001:db8::/64", port: 162, credentials: { version: "3" } },
      ],
      varbindings: [
        { root: ".1.3.6.1.2.1.2.2", suffixLength: 1 },
        { root: "IF-MIB::ifDescr.7", suffixLength: 0 },
      ],
    });
  });

  test("need 1 to 100 sources (C001, C006)", () => {
    expect(codes(loadTraps({}))).toEqual([`C001 ${AT}/sources`]);
    expect(codes(loadTraps({ sources: [] }))).toEqual([`C006 ${AT}/sources`]);
    expect(codes(loadTraps({ sources: Array.from({ length: 101 }, () => source()) }))).toEqual([
      `C006 ${AT}/sources`,
    ]);
  });

  test.each(["0.0.0.0/0", "192.0.2.7/24", "192.0.2.7/32", "::/0", "2001:db8::1/128"])(
    "come from %s",
    (ip) => {
      expect(ofSource({ ip })).toEqual([]);
    },
  );

  test.each([
    ["192.0.2.7", "Write 192.0.2.7/32"],
    ["2001:db8::1", "Write 2001:db8::1/128"],
    ["192.0.2.0/33", "0 to 32"],
    ["2001:db8::/129", "0 to 128"],
    ["192.0.2.0/", "0 to 32"],
    ["192.0.2/24", "not a network"],
    ["sw1/32", "not a network"],
  ])("refuse %s and say: %s (C002)", (ip, remedy) => {
    const { diagnostics } = loadTraps({ sources: [source({ ip })] });
    expect(diagnostics).toMatchObject([{ code: "C002", path: `${AT}/sources/0/ip`, value: ip }]);
    expect(diagnostics[0]!.message).toContain(remedy);
  });

  test("need network and authentication, and a port that exists (C001, C002)", () => {
    expect(ofSource({ ip: undefined })).toEqual([`C001 ${AT}/sources/0/ip`]);
    expect(ofSource({ authentication: undefined })).toEqual([`C001 ${AT}/sources/0/authentication`]);
    expect(ofSource({ port: 65_536 })).toEqual([`C002 ${AT}/sources/0/port`]);
  });

  test.each(["ifDescr", "1", "1.3.", "IF-MIB:ifDescr", "1.3.x"])("refuse the root %s (C002)", (root) => {
    const advanced = { varbindings: [{ root, suffixLen: 1 }] };
    expect(codes(loadTraps({ sources: [source()], advanced }))).toEqual([
      `C002 ${AT}/advanced/varbindings/0/root`,
    ]);
  });

  test("need root and length of each cut name, and warn of other keys (C001, C103)", () => {
    const advanced = { varbindings: [{ suffixLength: 1 }], other: 1 };
    expect(codes(loadTraps({ sources: [source()], advanced })).toSorted()).toEqual([
      `C001 ${AT}/advanced/varbindings/0/root`,
      `C001 ${AT}/advanced/varbindings/0/suffixLen`,
      `C103 ${AT}/advanced/other`,
      `C103 ${AT}/advanced/varbindings/0/suffixLength`,
    ]);
  });

  test("may leave advanced out or null", () => {
    expect(loadTraps({ sources: [source()], advanced: null }).value![0]!.traps!.varbindings).toEqual([]);
  });
});
