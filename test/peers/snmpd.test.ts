import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assertNever, Secret, systemClock } from "../../src/base/index.ts";
import {
  AUTH_PROTOCOLS,
  type AuthProtocol,
  type Credentials,
  PRIV_PROTOCOLS,
  type PrivProtocol,
} from "../../src/config/index.ts";
import { type Oid, oid, type SnmpValue } from "../../src/smi/index.ts";
import { createSnmpOpener, type SnmpClient } from "../../src/snmp/index.ts";
import { communityOf, oids, targetOf } from "../support/snmp-bench.ts";
import { hasSnmpd, type Snmpd, startSnmpd } from "../support/snmpd.ts";

// The real agent of the field as the other side, and its own tools as the second opinion on every value.

const AUTH_PASSWORD = "authpass-maple";
const PRIV_PASSWORD = "privpass-syrup";
const ENGINE_BOOTS = "1.3.6.1.6.3.10.2.1.2.0";
const SYS_DESCR = oid("1.3.6.1.2.1.1.1.0");

const SNMPD_AUTH: Readonly<Record<AuthProtocol, string>> = {
  MD5: "MD5",
  SHA: "SHA",
  SHA224: "SHA-224",
  SHA256: "SHA-256",
  SHA384: "SHA-384",
  SHA512: "SHA-512",
};
const SNMPD_PRIV: Readonly<Record<PrivProtocol, string>> = {
  DES: "DES",
  AES: "AES",
  AES192: "AES-192",
  AES256: "AES-256",
  AES192C: "AES-192-C",
  AES256C: "AES-256-C",
};

const userName = (auth: AuthProtocol | undefined, priv: PrivProtocol | undefined): string =>
  `${auth ?? "none"}${priv ?? ""}`.toLowerCase();

function config(): string[] {
  const lines = [
    "rocommunity public",
    "rocommunity6 public",
    "sysLocation Rack 7",
    "sysContact noc@example.net",
    "sysName peer-under-test",
    // A MIB that no host changes under us: extensions of our own, with an empty, a long and a multi-line output.
    "extend-sh empty true",
    "extend-sh long printf 'x%.0s' $(seq 1 900)",
    "extend-sh lines printf 'one\\ntwo\\n'",
    "createUser none",
    "rouser none noauth",
  ];
  for (const auth of AUTH_PROTOCOLS) {
    lines.push(`createUser ${userName(auth, undefined)} ${SNMPD_AUTH[auth]} "${AUTH_PASSWORD}"`);
    lines.push(`rouser ${userName(auth, undefined)} auth`);
    for (const priv of PRIV_PROTOCOLS) {
      const name = userName(auth, priv);
      lines.push(
        `createUser ${name} ${SNMPD_AUTH[auth]} "${AUTH_PASSWORD}" ${SNMPD_PRIV[priv]} "${PRIV_PASSWORD}"`,
      );
      lines.push(`rouser ${name} priv`);
    }
  }
  return lines;
}

interface Usm {
  readonly auth?: AuthProtocol;
  readonly priv?: PrivProtocol;
  readonly userName?: string;
  readonly authPassword?: string;
  readonly privPassword?: string;
  readonly contextName?: string;
}

const usm = (keys: Usm): Credentials => ({
  version: "3",
  userName: keys.userName ?? userName(keys.auth, keys.priv),
  securityLevel: keys.priv ? "AUTH_PRIV" : keys.auth ? "AUTH_NO_PRIV" : "NO_AUTH_NO_PRIV",
  auth: keys.auth && { protocol: keys.auth, password: new Secret(keys.authPassword ?? AUTH_PASSWORD) },
  priv: keys.priv && { protocol: keys.priv, password: new Secret(keys.privPassword ?? PRIV_PASSWORD) },
  contextName: keys.contextName ?? "",
});

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex").toUpperCase();

/** A value as `-Ox -Oe` prints it, blanks aside. */
function printed(value: SnmpValue): string {
  switch (value.type) {
    case "Integer32":
      return `INTEGER: ${value.value}`;
    case "Counter32":
    case "Gauge32":
    case "Counter64":
      return `${value.type}: ${value.value}`;
    case "TimeTicks":
      return `Timeticks: ${value.value}`;
    case "OctetString":
      return value.value.length === 0 ? '""' : `Hex-STRING: ${hex(value.value)}`;
    case "ObjectIdentifier":
      return `OID: .${value.value}`;
    case "IpAddress":
      return `IpAddress: ${value.value.join(".")}`;
    case "Opaque":
      return `OPAQUE: ${hex(value.value)}`;
    case "Null":
    case "noSuchObject":
    case "noSuchInstance":
    case "endOfMibView":
      return value.type;
    default:
      return assertNever(value);
  }
}

/** The tool's lines as OID → value; hex strings on one line, ticks without their clock face. */
function parse(stdout: string): Map<string, string> {
  const cells = new Map<string, string>();
  for (const line of stdout.split(/\n(?=\.1)/)) {
    const [, name = "", raw = ""] = /^\.([\d.]+) = ([\s\S]*)$/.exec(line.trim()) ?? [];
    if (name === "" || raw.startsWith("No more variables")) continue;
    const [, octets] = /^Hex-STRING: ([\s\S]*)$/.exec(raw) ?? [];
    const [, ticks] = /^Timeticks: \((\d+)\)/.exec(raw) ?? [];
    if (octets !== undefined) cells.set(name, `Hex-STRING: ${octets.replace(/\s+/g, "")}`);
    else cells.set(name, ticks === undefined ? raw : `Timeticks: ${ticks}`);
  }
  return cells;
}

async function walk(reader: SnmpClient, root: Oid): Promise<Map<string, string>> {
  const answer = (await reader.columns([root])).columns.get(root);
  if (answer === undefined || answer.failure !== undefined) throw answer?.failure ?? new Error("no answer");
  return new Map([...answer.cells].map(([index, value]) => [`${root}.${index}`, printed(value)]));
}

const withoutTime = (cells: Map<string, string>): Record<string, string> =>
  Object.fromEntries(
    [...cells].map(([name, value]) => [name, value.startsWith("Timeticks") ? "Timeticks" : value]),
  );
const typesOf = (cells: Map<string, string>): string[] =>
  [...cells].map(([name, value]) => `${name} ${value.split(":")[0]}`);

describe.runIf(hasSnmpd)("Debian's snmpd", () => {
  const open = createSnmpOpener({ clock: systemClock });
  let snmpd: Snmpd;
  const clients: SnmpClient[] = [];

  beforeAll(async () => {
    snmpd = await startSnmpd(config());
  });
  afterAll(async () => {
    for (const opened of clients) opened.close();
    await snmpd?.stop();
  });

  function client(credentials: Credentials, options = {}): SnmpClient {
    const opened = open(targetOf(snmpd, options, credentials));
    clients.push(opened);
    return opened;
  }

  /** Subtrees that stand still while we look; sysUpTime and the like are compared by type alone. */
  const STILL = [
    ["system", "1.3.6.1.2.1.1"],
    ["ifDescr", "1.3.6.1.2.1.2.2.1.2"],
    ["ifType", "1.3.6.1.2.1.2.2.1.3"],
    ["ifPhysAddress", "1.3.6.1.2.1.2.2.1.6"],
    ["ifName", "1.3.6.1.2.1.31.1.1.1.1"],
    ["ifHighSpeed", "1.3.6.1.2.1.31.1.1.1.15"],
    ["ipAdEntNetMask", "1.3.6.1.2.1.4.20.1.3"],
    ["snmpSetSerialNo and authorities", "1.3.6.1.6.3.1"],
    ["nsExtend: empty, long and multi-line text", "1.3.6.1.4.1.8072.1.3.2"],
    ["vacm: many string indexes", "1.3.6.1.6.3.16.1"],
    ["usm users", "1.3.6.1.6.3.15.1.2"],
    ["UCD laTable with Opaque floats", "1.3.6.1.4.1.2021.10.1.1"],
  ] as const;
  test.each(STILL)("%s: snmpbulkwalk and we read the same, cell by cell", async (_title, root) => {
    const theirs = parse(await snmpd.tool("snmpbulkwalk", ["-v2c", "-cpublic", "-r1"], [`.${root}`]));
    const ours = await walk(client(communityOf("2c")), oid(root));
    expect(withoutTime(ours)).toEqual(withoutTime(theirs));
    expect(ours.size).toBeGreaterThan(0);
  });

  test("the whole MIB: we see the same instances of the same types, over v2c and v1", async () => {
    const roots = oids("1.3.6.1.2.1.1", "1.3.6.1.2.1.2", "1.3.6.1.2.1.31", "1.3.6.1.6.3");
    for (const version of ["2c", "1"] as const) {
      const reader = client(communityOf(version));
      for (const root of roots) {
        const theirs = parse(await snmpd.tool("snmpwalk", [`-v${version}`, "-cpublic"], [`.${root}`]));
        expect(typesOf(await walk(reader, root))).toEqual(typesOf(theirs));
      }
    }
  });

  test("ifTable by columns holds what snmpbulkwalk reads", async () => {
    const columns = [1, 2, 3, 4, 6, 7, 8].map((number) => oid(`1.3.6.1.2.1.2.2.1.${number}`));
    const answer = await client(communityOf("2c"), { maxOidsPerQuery: 5 }).columns(columns);
    const theirs = parse(await snmpd.tool("snmpbulkwalk", ["-v2c", "-cpublic"], [".1.3.6.1.2.1.2.2.1"]));
    for (const column of columns) {
      const cells = answer.columns.get(column)!;
      expect(cells.failure).toBeUndefined();
      for (const [index, value] of cells.cells) expect(printed(value)).toBe(theirs.get(`${column}.${index}`));
      const count = [...theirs.keys()].filter((name) => name.startsWith(`${column}.`)).length;
      expect(cells.cells.size).toBe(count);
    }
  });

  test("a 64-bit counter lies between two readings of snmpget", async () => {
    const inOctets = "1.3.6.1.2.1.31.1.1.1.6.1";
    const read = async () => {
      const line = await snmpd.tool("snmpget", ["-v2c", "-cpublic"], [`.${inOctets}`]);
      return BigInt(/Counter64: (\d+)/.exec(line)?.[1] ?? "-1");
    };
    const before = await read();
    const value = (await client(communityOf("2c")).get(oids(inOctets))).values.get(oid(inOctets));
    const after = await read();
    expect(value?.type).toBe("Counter64");
    const ours = value?.type === "Counter64" ? value.value : -1n;
    expect(ours >= before && ours <= after).toBe(true);
  });

  test("GET tells values, missing objects and missing instances apart", async () => {
    const wanted = oids("1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.5.1", "1.3.6.1.4.1.99999.1");
    const { values, failures } = await client(communityOf("2c")).get(wanted);
    expect(failures.size).toBe(0);
    expect(wanted.map((name) => values.get(name)?.type)).toEqual([
      "OctetString",
      "noSuchInstance",
      "noSuchObject",
    ]);
  });

  test("v1 GET of present and missing OIDs", async () => {
    const wanted = oids("1.3.6.1.2.1.1.5.0", "1.3.6.1.4.1.99999.1", "1.3.6.1.2.1.1.6.0");
    const { values } = await client(communityOf("1")).get(wanted);
    expect(wanted.map((name) => values.get(name)?.type)).toEqual([
      "OctetString",
      "noSuchObject",
      "OctetString",
    ]);
  });

  describe.each(AUTH_PROTOCOLS)("SNMPv3 with %s", (auth) => {
    test.each([undefined, ...PRIV_PROTOCOLS])("and %s reads the system group", async (priv) => {
      const reader = client(usm({ auth, ...(priv && { priv }) }));
      const { values, failures } = await reader.get([SYS_DESCR]);
      expect([...failures.values()]).toEqual([]);
      expect(values.get(SYS_DESCR)?.type).toBe("OctetString");
      expect((await walk(reader, oid("1.3.6.1.2.1.1"))).size).toBeGreaterThan(10);
    });
  });

  test("SNMPv3 without authentication reads", async () => {
    expect((await client(usm({})).get([SYS_DESCR])).values.size).toBe(1);
  });

  const QUICK = { timeoutMs: 400, retries: 1 };
  const REFUSED: readonly (readonly [
    title: string,
    credentials: Credentials,
    code: string,
    remedy: RegExp,
  ])[] = [
    ["a wrong community", communityOf("2c", "wrong-word"), "snmp.timeout", /community/],
    ["an unknown user", usm({ auth: "SHA", userName: "nobody" }), "snmp.unknown-user", /userName/],
    [
      "a wrong authPassword",
      usm({ auth: "SHA", authPassword: "wrong-wrong" }),
      "snmp.wrong-digest",
      /authPassword/,
    ],
    ["a wrong authProtocol", usm({ auth: "SHA256", userName: "sha" }), "snmp.wrong-digest", /authProtocol/],
    [
      "a wrong privPassword",
      usm({ auth: "SHA", priv: "AES", privPassword: "wrong-wrong" }),
      "snmp.decryption-error",
      /privPassword/,
    ],
    [
      "a wrong privPassword with DES",
      usm({ auth: "MD5", priv: "DES", privPassword: "wrong-wrong" }),
      "snmp.decryption-error",
      /privPassword/,
    ],
    [
      "the other way to lengthen an AES-256 key",
      usm({ auth: "SHA", priv: "AES256", userName: userName("SHA", "AES256C") }),
      "snmp.decryption-error",
      /AES256C/,
    ],
    [
      "privacy for a user without",
      usm({ auth: "SHA", priv: "AES", userName: "sha" }),
      "snmp.unsupported-security-level",
      /securityLevel/,
    ],
    [
      "a level below what the device allows",
      usm({ auth: "SHA", userName: userName("SHA", "AES") }),
      "snmp.error-status",
      /securityLevel/,
    ],
  ];
  test.each(REFUSED)("%s has a code and a remedy of its own", async (_title, credentials, code, remedy) => {
    const { failures } = await client(credentials, QUICK).get([SYS_DESCR]);
    const failure = failures.get(SYS_DESCR);
    expect(failure?.code).toBe(code);
    expect(failure?.remedy).toMatch(remedy);
    const shown = `${failure?.message} ${failure?.remedy} ${JSON.stringify(failure)}`;
    for (const secret of ["wrong-word", "wrong-wrong", AUTH_PASSWORD, PRIV_PASSWORD])
      expect(shown).not.toContain(secret);
  });

  test.each([
    ["restarts", undefined, 2],
    ["comes back as another engine", "reset", 1],
  ] as const)("an snmpd that %s is read on by the same v3 client", async (_title, reset, bootsAfter) => {
    const own = await startSnmpd(config());
    const reader = open(targetOf(own, { timeoutMs: 2_000, retries: 1 }, usm({ auth: "SHA", priv: "AES" })));
    try {
      expect((await reader.get([SYS_DESCR])).values.size).toBe(1);
      const boots = async () => {
        const { values, failures } = await reader.get(oids(ENGINE_BOOTS));
        const value = values.get(oid(ENGINE_BOOTS));
        return value?.type === "Integer32" ? value.value : [...failures.values()];
      };
      expect(await boots()).toBe(1);
      await own.restart(reset);
      expect(await boots()).toBe(bootsAfter);
    } finally {
      reader.close();
      await own.stop();
    }
  });
});

describe.runIf(hasSnmpd)("Debian's snmpd over IPv6", () => {
  test("answers as over IPv4", async () => {
    const snmpd = await startSnmpd(config(), "::1");
    const reader = createSnmpOpener({ clock: systemClock })(targetOf(snmpd));
    try {
      const { values } = await reader.get([SYS_DESCR]);
      expect(values.get(SYS_DESCR)?.type).toBe("OctetString");
    } finally {
      reader.close();
      await snmpd.stop();
    }
  });
});
