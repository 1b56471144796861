import { describe, expect, test } from "vitest";
import {
  AUTH_PROTOCOLS,
  DEFAULT_ADVANCED,
  loadDevices,
  PRIV_PROTOCOLS,
  SECURITY_LEVELS,
} from "../../src/config/index.ts";
import { codes, device, element, load, loadText, V2C, withDevice } from "./configurations.ts";

const PASSWORDS = { authPassword: "auth-passphrase", privPassword: "priv-passphrase" };
const V3 = { type: "SNMPv3", userName: "mon", ...PASSWORDS };
const AT = "/0/value/snmp/devices/0";

const only = (parts: Record<string, unknown>) => load(withDevice(parts)).value![0]?.devices[0];
const credentials = (authentication: unknown) => only({ authentication })?.credentials;
const findings = (parts: Record<string, unknown>) => codes(load(withDevice(parts)));
const ofAuthentication = (authentication: unknown) => findings({ authentication });

describe("the list of devices", () => {
  test("is required and holds 1 to 20 000 (C001, C006)", () => {
    expect(codes(load([element({ snmp: {} })]))).toEqual(["C001 /0/value/snmp/devices"]);
    expect(codes(load([element({ snmp: { devices: [] } })]))).toEqual(["C006 /0/value/snmp/devices"]);
    const devices = Array.from({ length: 20_001 }, () => 1);
    expect(codes(load([element({ snmp: { devices } })]))).toEqual(["C006 /0/value/snmp/devices"]);
  });

  test("refuses an entry that is no object (C001)", () => {
    expect(codes(load([element({ snmp: { devices: ["192.0.2.1"] } })]))).toEqual([`C001 ${AT}`]);
  });

  test.each([
    ["192.0.2.1", "192.0.2.1"],
    ["SW1.example.net", "sw1.example.net."],
    ["2001:DB8:0::1", "2001:db8::1"],
  ])("takes the first of %s and %s on one port, with a warning (C104)", (ip, again) => {
    const devices = [device({ ip }), device({ ip: again, port: 161 }), device({ ip: again, port: 1161 })];
    const loaded = load([element({ snmp: { devices } })]);
    expect(loaded.diagnostics).toMatchObject([
      { code: "C104", severity: "warning", path: "/0/value/snmp/devices/1" },
    ]);
    expect(loaded.value![0]!.devices.map(({ host, port }) => [host, port])).toEqual([
      [ip, 161],
      [again, 1161],
    ]);
  });
});

test("devices with equal credentials and options hold the same ones, others their own", () => {
  const v3 = (parts: Record<string, unknown> = {}) => ({ authentication: { ...V3, ...parts } });
  const options = { advanced: { timeoutSecs: 3 } };
  const devices = [
    device({ ip: "192.0.2.1", ...options }),
    device({ ip: "192.0.2.2", ...options }),
    device({ ip: "192.0.2.3", authentication: { ...V2C, community: "other" } }),
    device({ ip: "192.0.2.4", ...v3() }),
    device({ ip: "192.0.2.5", ...v3() }),
    device({ ip: "192.0.2.6", ...v3({ privPassword: "another-passphrase" }) }),
    device({ ip: "192.0.2.7", ...v3({ contextName: "vlan-1" }) }),
  ];
  const loaded = load([element({ snmp: { devices } })]).value![0]!.devices;
  const firstWith = (key: "credentials" | "advanced") =>
    loaded.map((one) => loaded.findIndex((other) => other[key] === one[key]));
  expect(firstWith("credentials")).toEqual([0, 0, 2, 3, 3, 5, 6]);
  expect(firstWith("advanced")).toEqual([0, 0, 2, 2, 2, 2, 2]);
});

test("devices can be read alone, without an extension, with the same checks", () => {
  const text = JSON.stringify({ devices: [device(), device({ ip: "192.0.2" })] });
  const { value, diagnostics } = loadDevices(text);
  expect(value!.map(({ host }) => host)).toEqual(["192.0.2.10"]);
  expect(diagnostics).toMatchObject([{ code: "C002", path: "/devices/1/ip" }]);
});

describe("ip", () => {
  test.each([
    "192.0.2.255",
    "10.0.0.1",
    "2001:db8::7",
    "::1",
    "::ffff:192.0.2.1",
    "fe80::1%eth0",
    "sw1",
    "sw-core_2.example.net",
    "3com.example.net",
    "xn--bcher-kva.example.",
    `${"a".repeat(63)}.example`,
  ])("takes %s", (ip) => {
    expect(only({ ip })?.host).toBe(ip);
  });

  test.each([
    ["0.0.0.0", "only a placeholder"],
    ["::", "only a placeholder"],
    ["192.0.2.256", "four numbers"],
    ["192.0.2", "four numbers"],
    ["192.0.2.1.", "four numbers"],
    ["010.0.0.1", "leading zeros"],
    ["192.0.2.1:161", "into port"],
    ["sw1:161", "into port"],
    ["[2001:db8::7]", "without brackets"],
    ["2001:db8::7::1", "neither"],
    ["2001:db8:::7", "neither"],
    ["192.0.2.0/24", "no network"],
    ["udp://192.0.2.1", "without scheme"],
    [" 192.0.2.1", "blanks"],
    ["-sw1", "hyphens"],
    ["sw1..example", "hyphens"],
    ["switch für.example", "xn--"],
    [`${"a".repeat(64)}.example`, "hyphens"],
    [`${"a.".repeat(127)}a`, "hyphens"],
  ])("refuses %j and says: %s (C002)", (ip, remedy) => {
    const { diagnostics, value } = load(withDevice({ ip }));
    expect(diagnostics).toMatchObject([{ code: "C002", path: `${AT}/ip` }]);
    expect(diagnostics[0]!.message).toContain(remedy);
    expect(value).toEqual([]);
  });

  test("is required, a text of up to 500 characters (C001, C002)", () => {
    expect(findings({ ip: undefined })).toEqual([`C001 ${AT}/ip`]);
    expect(findings({ ip: 3_221_225_985 })).toEqual([`C001 ${AT}/ip`]);
    expect(findings({ ip: "a".repeat(501) })).toEqual([`C002 ${AT}/ip`]);
  });
});

describe("port", () => {
  test.each([1, 161, 65_535])("takes %d", (port) => {
    expect(only({ port })?.port).toBe(port);
  });

  test.each([0, -1, 65_536])("refuses %d (C002)", (port) => {
    expect(findings({ port })).toEqual([`C002 ${AT}/port`]);
  });

  test("refuses a number as text and says how to write it (C001)", () => {
    const { diagnostics } = load(withDevice({ port: "1161" }));
    expect(diagnostics).toMatchObject([{ code: "C001", path: `${AT}/port`, value: "1161" }]);
    expect(diagnostics[0]!.message).toContain("Write 1161 without quotes");
  });

  test.each(["161.5", "1e400", "[161]", "{}", "true"])("refuses %s (C001)", (port) => {
    const text = JSON.stringify(withDevice({ port: "PORT" })).replace('"PORT"', port);
    expect(codes(loadText(text))).toEqual([`C001 ${AT}/port`]);
  });
});

describe("authentication by community", () => {
  test("is SNMPv2c with community public unless written otherwise", () => {
    const found = credentials({});
    expect(found).toMatchObject({ version: "2c" });
    expect(found?.version !== "3" && found?.community.reveal()).toBe("public");
  });

  test.each([
    ["SNMPv2c", "2c"],
    ["SNMPv1", "1"],
  ])("%s polls with version %s", (type, version) => {
    const found = credentials({ type, community: "s3cr3t-1" });
    expect(found?.version).toBe(version);
    expect(found?.version !== "3" && found?.community.reveal()).toBe("s3cr3t-1");
  });

  test("is required as an object (C001)", () => {
    expect(findings({ authentication: undefined })).toEqual([`C001 ${AT}/authentication`]);
    expect(findings({ authentication: null })).toEqual([`C001 ${AT}/authentication`]);
    expect(findings({ authentication: "public" })).toEqual([`C001 ${AT}/authentication`]);
  });

  test("refuses another type and names the one that is meant (C002)", () => {
    const { diagnostics } = load(withDevice({ authentication: { type: "snmp-v3" } }));
    expect(diagnostics).toMatchObject([{ code: "C002", path: `${AT}/authentication/type` }]);
    expect(diagnostics[0]!.message).toContain('did you mean "SNMPv3"?');
  });

  test("needs a community of 1 to 500 characters (C001, C002)", () => {
    expect(ofAuthentication({ community: "" })).toEqual([`C002 ${AT}/authentication/community`]);
    expect(ofAuthentication({ community: "x".repeat(501) })).toEqual([`C002 ${AT}/authentication/community`]);
    expect(ofAuthentication({ community: 12_345_678 })).toEqual([`C001 ${AT}/authentication/community`]);
  });

  test("ignores what belongs to SNMPv3, even when it is wrong", () => {
    expect(ofAuthentication({ ...V2C, userName: 5, authProtocol: "X", privPassword: "" })).toEqual([]);
  });

  test("warns when v3 fields are there and only the type is missing (C103)", () => {
    expect(ofAuthentication({ userName: "mon", ...PASSWORDS })).toEqual([
      `C103 ${AT}/authentication/userName`,
    ]);
  });

  test("warns of an unknown key and names the one that is meant (C103)", () => {
    const { diagnostics } = load(withDevice({ authentication: { comunity: "s3cr3t-1" } }));
    expect(diagnostics).toMatchObject([{ code: "C103", path: `${AT}/authentication/comunity` }]);
    expect(diagnostics[0]!.message).toContain('did you mean "community"?');
  });
});

describe("authentication by USM", () => {
  test("is user, AUTH_PRIV, SHA and AES256C unless written otherwise", () => {
    expect(credentials({ type: "SNMPv3", ...PASSWORDS })).toMatchObject({
      userName: "user",
      securityLevel: "AUTH_PRIV",
      auth: { protocol: "SHA" },
      priv: { protocol: "AES256C" },
      contextName: "",
    });
  });

  test.each(AUTH_PROTOCOLS.flatMap((auth) => PRIV_PROTOCOLS.map((priv) => [auth, priv] as const)))(
    "knows %s with %s",
    (authProtocol, privProtocol) => {
      const found = credentials({ ...V3, authProtocol, privProtocol });
      expect(found).toMatchObject({ auth: { protocol: authProtocol }, priv: { protocol: privProtocol } });
      expect(found?.version === "3" && found.auth?.password.reveal()).toBe("auth-passphrase");
      expect(found?.version === "3" && found.priv?.password.reveal()).toBe("priv-passphrase");
    },
  );

  test.each(SECURITY_LEVELS)("%s has the keys of its level and no others", (securityLevel) => {
    const found = credentials({ ...V3, securityLevel });
    expect(found?.version === "3" && found.auth !== undefined).toBe(securityLevel !== "NO_AUTH_NO_PRIV");
    expect(found?.version === "3" && found.priv !== undefined).toBe(securityLevel === "AUTH_PRIV");
  });

  test("ignores what does not belong to its level, even when it is wrong", () => {
    const wrong = { community: 5, privProtocol: "X", privPassword: [] };
    expect(ofAuthentication({ ...V3, ...wrong, securityLevel: "AUTH_NO_PRIV" })).toEqual([]);
    const more = { ...wrong, authProtocol: "X", authPassword: "" };
    expect(ofAuthentication({ ...V3, ...more, securityLevel: "NO_AUTH_NO_PRIV" })).toEqual([]);
  });

  test("needs both passwords at AUTH_PRIV (C001)", () => {
    expect(ofAuthentication({ type: "SNMPv3" })).toEqual([
      `C001 ${AT}/authentication/authPassword`,
      `C001 ${AT}/authentication/privPassword`,
    ]);
  });

  test.each([
    ["securityLevel", "authPriv", "AUTH_PRIV"],
    ["authProtocol", "SHA-256", "SHA256"],
    ["privProtocol", "AES-256", "AES256"],
  ])("refuses %s %s and names %s, without quoting the field (C002)", (key, text, meant) => {
    const { diagnostics } = load(withDevice({ authentication: { ...V3, [key]: text } }));
    expect(diagnostics).toMatchObject([{ code: "C002", path: `${AT}/authentication/${key}` }]);
    expect(diagnostics[0]!.message).toContain(`did you mean "${meant}"?`);
    expect(diagnostics[0]).not.toHaveProperty("value");
  });

  test.each([
    ["authProtocol", "SHA1", "SHA"],
    ["authProtocol", "SHA-1", "SHA"],
    ["authProtocol", "hmac-md5", "MD5"],
    ["privProtocol", "AES128", "AES"],
    ["privProtocol", "aes-128", "AES"],
    ["privProtocol", "AES256Cisco", "AES256C"],
    ["privProtocol", "CBC-DES", "DES"],
  ])(
    "knows what others call %s %s: %s, although another is spelled more like it (C002)",
    (key, text, meant) => {
      const { diagnostics } = load(withDevice({ authentication: { ...V3, [key]: text } }));
      expect(diagnostics).toMatchObject([{ code: "C002" }]);
      expect(diagnostics[0]!.message).toContain(`did you mean "${meant}"?`);
    },
  );

  test.each(["3DES", "TripleDES", "3des-ede"])(
    "suggests nothing for %s, which is not offered (C002)",
    (text) => {
      const { diagnostics } = load(withDevice({ authentication: { ...V3, privProtocol: text } }));
      expect(diagnostics).toMatchObject([{ code: "C002", message: expect.stringContaining("not offered") }]);
      expect(diagnostics[0]!.message).not.toContain("did you mean");
    },
  );

  test("warns of passwords shorter than RFC 3414 allows, and takes them (C105)", () => {
    const loaded = load(
      withDevice({ authentication: { ...V3, authPassword: "1234567", privPassword: "abc" } }),
    );
    expect(loaded.diagnostics.map(({ code, severity, path }) => [code, severity, path])).toEqual([
      ["C105", "warning", `${AT}/authentication/authPassword`],
      ["C105", "warning", `${AT}/authentication/privPassword`],
    ]);
    expect(loaded.value).toHaveLength(1);
  });

  test("may name a context of up to 32 octets (C002)", () => {
    expect(credentials({ ...V3, contextName: "vlan-12" })).toMatchObject({ contextName: "vlan-12" });
    expect(credentials({ ...V3, contextName: "" })).toMatchObject({ contextName: "" });
    expect(credentials({ ...V3, contextName: "x".repeat(32) })).toMatchObject({ version: "3" });
    expect(ofAuthentication({ ...V3, contextName: "ü".repeat(17) })).toEqual([
      `C002 ${AT}/authentication/contextName`,
    ]);
  });
});

describe("advanced", () => {
  test.each([undefined, null, {}, { timeoutSecs: null, retries: null, enableUnconnectedUdp: null }])(
    "%j means the defaults",
    (advanced) => {
      expect(only({ advanced })?.advanced).toEqual(DEFAULT_ADVANCED);
    },
  );

  test.each([
    ["timeoutSecs", 1, 1_800, "timeoutMs", 1_800_000],
    ["retries", 0, 200, "retries", 200],
    ["maxRepetitions", 1, 400, "maxRepetitions", 400],
    ["maxOidsPerQuery", 1, 120, "maxOidsPerQuery", 120],
  ] as const)("%s is from %d to %d (C002)", (key, min, max, field, atMax) => {
    expect(only({ advanced: { [key]: max } })?.advanced[field]).toBe(atMax);
    expect(findings({ advanced: { [key]: min } })).toEqual([]);
    expect(findings({ advanced: { [key]: min - 1 } })).toEqual([`C002 ${AT}/advanced/${key}`]);
    expect(findings({ advanced: { [key]: max + 1 } })).toEqual([`C002 ${AT}/advanced/${key}`]);
    expect(findings({ advanced: { [key]: "5" } })).toEqual([`C001 ${AT}/advanced/${key}`]);
  });

  test("enableUnconnectedUdp is true or false (C001)", () => {
    expect(only({ advanced: { enableUnconnectedUdp: true } })?.advanced.enableUnconnectedUdp).toBe(true);
    expect(findings({ advanced: { enableUnconnectedUdp: "true" } })).toEqual([
      `C001 ${AT}/advanced/enableUnconnectedUdp`,
    ]);
  });

  test("warns of unknown keys (C103)", () => {
    expect(findings({ advanced: { timeout: 5 } })).toEqual([`C103 ${AT}/advanced/timeout`]);
  });
});
