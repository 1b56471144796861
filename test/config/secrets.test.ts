import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import {
  type Credentials,
  loadCredential,
  loadMonitoringConfigurations,
  type SecretReader,
  type SecretSource,
} from "../../src/config/index.ts";
import { codes, device, element } from "./configurations.ts";
import { manifest } from "./manifests.ts";

const AT = "/0/value/snmp/devices/0/authentication";
const CORE: Credentials = { version: "2c", community: new Secret("core-s3cr3t") };

/** Knows one variable, one file and one name, and remembers what it was asked for. */
function reader(): SecretReader & { readonly asked: SecretSource[] } {
  const asked: SecretSource[] = [];
  return {
    asked,
    read: (source) => {
      asked.push(source);
      if ("text" in source) return { secret: new Secret(source.text.replace("enc:v1:", "was-")) };
      return "env" in source && source.env !== "COMMUNITY"
        ? { problem: `stands in ${source.env}, which is not set`, remedy: "Set it" }
        : { secret: new Secret("from-elsewhere") };
    },
    credential: (name) => (name === "core" ? { credentials: CORE } : undefined),
    credentialNames: ["core", "edge"],
  };
}

const load = (authentication: unknown, secrets: SecretReader | undefined = reader()) =>
  loadMonitoringConfigurations(
    JSON.stringify([element({ snmp: { devices: [device({ authentication })] } })]),
    {
      manifest: manifest(),
      idPrefix: "cfg",
      file: "conf/monitoring/a.json",
      secrets,
    },
  );
const credentials = (authentication: unknown) => load(authentication).value![0]?.devices[0]?.credentials;

describe("a secret field", () => {
  test.each([
    ["clear text", "clear", "clear"],
    ["an encrypted text", "enc:v1:abc", "was-abc"],
    ["a variable", { env: "COMMUNITY" }, "from-elsewhere"],
    ["a file", { file: "community.txt" }, "from-elsewhere"],
  ])("may be %s", (_, community, text) => {
    const found = credentials({ type: "SNMPv2c", community });
    expect(found?.version === "2c" && found.community.reveal()).toBe(text);
  });

  test("names a file from the folder of the file it stands in", () => {
    const secrets = reader();
    load({ type: "SNMPv2c", community: { file: "../communities/a" } }, secrets);
    expect(secrets.asked).toEqual([{ file: "conf/monitoring/../communities/a" }]);
  });

  test("that cannot be had is an error which says why and what to do (C002)", () => {
    expect(load({ type: "SNMPv2c", community: { env: "OTHER" } }).diagnostics).toMatchObject([
      {
        code: "C002",
        path: `${AT}/community`,
        message: "community stands in OTHER, which is not set. Set it",
      },
    ]);
  });

  test("may be each of the passwords of SNMPv3, and a short one is warned of wherever it stands (C105)", () => {
    const v3 = { type: "SNMPv3", userName: "ops", authProtocol: "SHA", privProtocol: "AES" };
    const loaded = load({ ...v3, authPassword: { env: "COMMUNITY" }, privPassword: "enc:v1:abc" });
    expect(codes(loaded)).toEqual([`C105 ${AT}/privPassword`]);
    expect(loaded.value![0]?.devices[0]?.credentials).toMatchObject({ version: "3" });
  });

  test.each([
    ["the mask that answers show", "***"],
    ["an object with neither env nor file", {}],
    ["both", { env: "COMMUNITY", file: "x" }],
    ["a token in place of a path", { file: "dt0c01.ABC.DEF" }],
    ["no name of a variable", { env: "s3cr3t community" }],
    ["nothing", ""],
  ])("is refused as %s, without a quote (C002)", (_, community) => {
    const loaded = load({ type: "SNMPv2c", community });
    expect(new Set(loaded.diagnostics.map(({ code }) => code))).toEqual(new Set(["C002"]));
    expect(JSON.stringify(loaded.diagnostics)).not.toMatch(/s3cr3t|dt0c01/);
  });

  test("is only understood in clear text when nobody reads others", () => {
    const plain = (community: unknown) =>
      codes(
        loadMonitoringConfigurations(
          JSON.stringify([element({ snmp: { devices: [device({ authentication: { community } })] } })]),
          { manifest: manifest(), idPrefix: "cfg" },
        ),
      );
    expect(plain("clear")).toEqual([]);
    expect(plain({ env: "COMMUNITY" })).toEqual([`C002 ${AT}/community`]);
    expect(plain("enc:v1:abc")).toEqual([`C002 ${AT}/community`]);
  });
});

describe("a named credential", () => {
  test("is what the devices have that name it", () => {
    expect(credentials({ credential: "core" })).toBe(CORE);
  });

  test("that does not exist is an error with the name that was meant, and quotes nothing (C002)", () => {
    const message = 'credential names a credential that does not exist. Did you mean "core"?';
    expect(load({ credential: "croe" }).diagnostics).toMatchObject([
      { code: "C002", path: `${AT}/credential`, message },
    ]);
    expect(JSON.stringify(load({ credential: "s3cr3t" }).diagnostics)).not.toContain("s3cr3t");
  });

  test("counts alone: what stands beside it is ignored with a warning (C103)", () => {
    const loaded = load({ credential: "core", community: "s3cr3t" });
    expect(codes(loaded)).toEqual([`C103 ${AT}/community`]);
    expect(loaded.value![0]?.devices[0]?.credentials).toBe(CORE);
  });

  test("is read from a text of its own with the same checks, nothing of which is quoted", () => {
    const options = { file: "core.json", secrets: reader() };
    expect(loadCredential('{"type":"SNMPv1","community":"enc:v1:x"}', options).value).toMatchObject({
      version: "1",
    });
    const loaded = loadCredential('{"type":"s3cr3t","comunity":"s3cr3t"}', options);
    expect(codes(loaded)).toEqual(["C002 /type", "C103 /comunity"]);
    expect(JSON.stringify(loaded)).not.toContain("s3cr3t");
  });
});
