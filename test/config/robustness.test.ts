import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadServiceConfig } from "../../src/config/index.ts";
import { device, element, load, loadText, V2C } from "./configurations.ts";
import { SWITCHES } from "./manifests.ts";

const KEYS =
  "scope value version description enabled featureSets vars snmp devices ip port authentication type community " +
  "authPassword securityLevel advanced retries snmptraps sources varbindings root suffixLen if_name extensions " +
  "monitoringConfigurations path sinks url token env file listen name";

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 7 },
    fc.constantFrom(
      "SNMPv3",
      "1.12.0",
      "AUTH_PRIV",
      "192.0.2.1",
      "$eq(a",
      "dynatrace",
      "lines",
      "https://x.test",
    ),
    fc.jsonValue({ maxDepth: 1 }),
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS.split(" ")), tie("tree"), { maxKeys: 6 }),
  ),
}));

const characters = fc.array(
  fc.oneof(fc.string(), fc.constantFrom("{", "[", "- ", ": ", "&a ", "*a", "!!x ", "\n", '"', "]", "}")),
);

describe("loading answers instead of throwing", () => {
  test("for JSON of any shape", () => {
    fc.assert(
      fc.property(tree, (content) => {
        const { value, diagnostics } = load([{ scope: "ag_group-a", value: content }, content], SWITCHES);
        expect(value!.length < 2 ? diagnostics.length : 1).toBeGreaterThan(0);
        const service = loadServiceConfig(JSON.stringify(content), { file: "snmpgate.yaml" });
        expect(service.value === undefined).toBe(
          service.diagnostics.some(({ severity }) => severity === "error"),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("for any characters", () => {
    fc.assert(
      fc.property(characters, (parts) => {
        const { value, diagnostics } = loadText(parts.join(""));
        expect(value === undefined ? diagnostics.length : 1).toBeGreaterThan(0);
        const service = loadServiceConfig(parts.join(""), { file: "snmpgate.yaml" });
        expect(service.diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

test("no secret gets into a finding, whatever field of authentication it is written in", () => {
  const key = fc.constantFrom(
    ...["type", "community", "userName", "securityLevel", "authProtocol", "authPassword"].concat([
      "privProtocol",
      "privPassword",
      "contextName",
      "comunity",
      "x",
    ]),
  );
  const secret = fc.constantFrom<unknown>("s3cr3t-text", ["s3cr3t-text"], { x: "s3cr3t-text" });
  const authentication = fc.oneof(
    secret,
    fc.dictionary(key, fc.oneof(secret, fc.constantFrom<unknown>("SNMPv3", "SNMPv2c", 7))),
  );
  fc.assert(
    fc.property(authentication, (written) => {
      const devices = [device({ authentication: written })];
      const { diagnostics } = load([element({ snmp: { devices } })]);
      expect(JSON.stringify(diagnostics)).not.toContain("s3cr3t-text");
    }),
  );
});

test("a text that breaks off inside a secret does not show it", () => {
  const text = JSON.stringify([element({ snmp: { devices: [device()] } })], null, 2);
  for (let length = 0; length < text.length; length++) {
    const { diagnostics } = loadText(text.slice(0, length));
    expect(JSON.stringify(diagnostics)).not.toContain("s3cr");
  }
});

test("a text too long for us or for YAML is refused before it is read", () => {
  expect(loadText(" ".repeat(64 * 1024 * 1024 + 1)).diagnostics).toMatchObject([{ code: "C001" }]);
  const { diagnostics } = loadText(`- "${"x".repeat(8 * 1024 * 1024)}"`);
  expect(diagnostics[0]!.message).toContain("as JSON");
  const broken = loadText(`["${"x".repeat(8 * 1024 * 1024)}"\n1]`);
  expect(broken.diagnostics).toMatchObject([{ code: "C001", line: 2, column: 1 }]);
});

test("20 000 devices are read in seconds", () => {
  const passwords = { authPassword: "auth-passphrase", privPassword: "priv-passphrase" };
  const authentication = { ...V2C, type: "SNMPv3", ...passwords };
  const devices = Array.from({ length: 20_000 }, (_, i) =>
    device({ ip: `10.1.${i >> 8}.${i & 255}`, authentication, advanced: { timeoutSecs: 2 } }),
  );
  const { value, diagnostics } = loadText(JSON.stringify([element({ snmp: { devices } })], null, 2));
  expect(diagnostics).toEqual([]);
  expect(value![0]!.devices).toHaveLength(20_000);
}, 5_000);
