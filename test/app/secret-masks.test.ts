import { describe, expect, test } from "vitest";
import {
  credentialNamesIn,
  encryptSecrets,
  maskSecrets,
  withStoredSecrets,
} from "../../src/app/secret-masks.ts";
import { makeKey, parseKeys, SecretBox } from "../../src/secrets/index.ts";

const V2C = { type: "SNMPv2c", community: "s3cr3t-1" };
const V3 = { type: "SNMPv3", userName: "ops", authPassword: "s3cr3t-2", privPassword: "s3cr3t-3" };

const value = (devices: unknown[], more: object = {}) => ({
  scope: "ag_group-default",
  value: { snmp: { devices }, ...more },
});
const at = (ip: string, authentication: unknown, port?: number) => ({ ip, port, authentication });
const attempt = (next: unknown, stored: unknown) => {
  try {
    return withStoredSecrets(next, stored);
  } catch (error) {
    return error;
  }
};

describe("what is shown of a configuration", () => {
  test("has a mask for each secret, and everything else as it is", () => {
    const vars = { community: "a variable" };
    const traps = { sources: [{ ip: "192.0.2.0/24", authentication: V2C }] };
    expect(
      maskSecrets(
        value([at("192.0.2.1", V3), at("192.0.2.2", { credential: "core" })], { vars, snmptraps: traps }),
      ),
    ).toEqual(
      value(
        [
          at("192.0.2.1", { ...V3, authPassword: "***", privPassword: "***" }),
          at("192.0.2.2", { credential: "core" }),
        ],
        {
          vars,
          snmptraps: { sources: [{ ip: "192.0.2.0/24", authentication: { ...V2C, community: "***" } }] },
        },
      ),
    );
  });

  test("tells where a secret is found, but not what an encrypted one looks like", () => {
    const shown = maskSecrets([
      at("a", { community: { env: "NAME" } }),
      at("b", { community: "enc:v1:0a1b2c3d:xyz" }),
    ]);
    expect(shown).toEqual([at("a", { community: { env: "NAME" } }), at("b", { community: "***" })]);
  });

  test.each([
    ["a key", { comunity: "s3cr3t" }],
    ["the object itself", "s3cr3t"],
    ["a protocol", { type: "SNMPv3", authProtocol: "SHA:s3cr3t" }],
    ["a list", { community: ["s3cr3t"] }],
    ["a number", { community: 53 }],
    ["a reference", { community: { env: "NAME", text: "s3cr3t" } }],
  ])("hides a secret also behind a slip in %s", (_, authentication) => {
    expect(JSON.stringify(maskSecrets(value([at("192.0.2.1", authentication)])))).not.toMatch(/s3cr3t|53/);
  });

  test.each(["constructor", "toString", "hasOwnProperty"])("hides what stands behind %s", (key) => {
    const shown = maskSecrets(value([at("192.0.2.1", { ...V2C, [key]: "s3cr3t" })]));
    expect(JSON.stringify(shown)).toContain(`"${key}":"***"`);
    expect(attempt(value([at("a", { [key]: "***" })]), value([at("a", V2C)]))).toMatchObject({ status: 400 });
  });

  test("hides a secret that stands beside its authentication", () => {
    expect(maskSecrets({ ip: "192.0.2.1", community: "s3cr3t" })).toEqual({
      ip: "192.0.2.1",
      community: "***",
    });
  });
});

describe("a configuration that comes back with masks", () => {
  const stored = value([at("192.0.2.1", V2C), at("2001:DB8::1", V3, 1161)]);

  test("has the stored secrets in their place, by address and port, in whatever order and spelling", () => {
    const next = value([
      at("2001:db8:0::1", { ...V3, userName: "new", privPassword: "changed", authPassword: "***" }, 1161),
      at("192.0.2.1", { ...V2C, community: "***" }, 161),
      at("192.0.2.9", V2C),
    ]);
    expect(withStoredSecrets(next, stored)).toEqual(
      value([
        at("2001:db8:0::1", { ...V3, userName: "new", privPassword: "changed" }, 1161),
        at("192.0.2.1", V2C, 161),
        at("192.0.2.9", V2C),
      ]),
    );
  });

  test("comes back to the same when nothing was changed", () => {
    const whole = value([
      at("192.0.2.1", V2C),
      at("192.0.2.2", { community: { file: "x" } }),
      at("192.0.2.3", "torn"),
    ]);
    expect(withStoredSecrets(maskSecrets(whole), whole)).toEqual(whole);
  });

  test.each([
    ["another address", at("192.0.2.7", { community: "***" }), "device 192.0.2.7:161"],
    ["another port", at("192.0.2.1", { community: "***" }, 162), "device 192.0.2.1:162"],
    ["another kind of secret", at("2001:db8::1", { community: "***" }, 1161), "device [2001:db8::1]:1161"],
  ])("is refused for a mask at %s, and the device is named", (_, device, named) => {
    expect(attempt(value([device]), stored)).toMatchObject({
      status: 400,
      message: expect.stringContaining(named),
      violations: [
        { path: "/value/snmp/devices/0/authentication/community", parameterLocation: "PAYLOAD_BODY" },
      ],
    });
  });

  test("does not give the secret of a device to a trap source of the same address", () => {
    const traps = {
      scope: "x",
      value: { snmptraps: { sources: [at("192.0.2.1", { community: "***" }, 161)] } },
    };
    expect(attempt(traps, stored)).toMatchObject({
      message: expect.stringContaining("trap source 192.0.2.1:161"),
    });
  });

  test.each([{ env: "AWS_SECRET" }, { file: "/etc/shadow" }, "enc:v1:0a1b2c3d:xyz"])(
    "keeps references and encrypted texts that are stored and takes no new one (%j)",
    (community) => {
      const kept = value([at("192.0.2.1", { community })]);
      expect(withStoredSecrets(kept, kept)).toEqual(kept);
      const refused = attempt(kept, stored);
      expect(refused).toMatchObject({
        status: 400,
        message: expect.stringContaining("only files of this host"),
      });
      expect(String(refused)).not.toMatch(/AWS|shadow|xyz/);
    },
  );
});

test("what is kept of a configuration has its clear secrets encrypted and is else unchanged", () => {
  const box = new SecretBox(parseKeys(makeKey().reveal(), "test"), "test");
  const whole = value([
    at("192.0.2.1", V3),
    at("192.0.2.2", { credential: "core" }),
    at("c", { community: { env: "A" } }),
  ]);
  const kept = encryptSecrets(whole, box);
  expect(JSON.stringify(kept)).not.toContain("s3cr3t");
  expect(maskSecrets(kept)).toEqual(maskSecrets(whole));
  expect(encryptSecrets(kept, box)).toEqual(kept);
  const text = /enc:v1:[^"]+/.exec(JSON.stringify(kept))![0];
  expect(box.decrypt(text).reveal()).toBe("s3cr3t-2");
});

test("the credentials that devices refer to are found", () => {
  expect(
    credentialNamesIn(
      value([at("a", { credential: "core" }), at("b", V2C), at("c", { credential: "core" })]),
    ),
  ).toEqual(["core", "core"]);
});
