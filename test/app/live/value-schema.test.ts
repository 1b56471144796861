import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { valueSchema } from "../../../src/app/live/value-schema.ts";
import { loadMonitoringConfigurations } from "../../../src/config/index.ts";
import { loadManifest, type Manifest } from "../../../src/manifest/index.ts";
import { device, manifest as text, value } from "./live-setup.ts";
import { matchesSchema } from "./schema-check.ts";

const live = (more = ""): Manifest => {
  const { value: manifest, diagnostics } = loadManifest(text("1.0.0", { more }));
  if (manifest === undefined) throw new Error(JSON.stringify(diagnostics));
  return manifest;
};

const withDevice = (parts: object): object =>
  value({ snmp: { devices: [{ ...device("192.0.2.1"), ...parts }] } });
const v3 = { type: "SNMPv3", userName: "ops", authPassword: "longenough", privPassword: "longenough" };

const GOOD: readonly object[] = [
  value(),
  value({ enabled: null, featureSets: ["Ports", "all"], vars: { site: "abc" }, activationTags: ["x"] }),
  value({ vars: { site: "" } }),
  withDevice({ port: 1161, advanced: { timeoutSecs: 5, retries: null } }),
  withDevice({ advanced: null, port: null }),
  withDevice({ authentication: v3 }),
  withDevice({ authentication: { ...v3, securityLevel: "AUTH_NO_PRIV", privPassword: null } }),
  withDevice({ authentication: { type: "SNMPv3", securityLevel: "NO_AUTH_NO_PRIV" } }),
  withDevice({ authentication: {} }),
];

const BAD: readonly object[] = [
  {},
  value({ version: "2.0.0" }),
  value({ description: "" }),
  value({ enabled: "yes" }),
  value({ vars: { site: "NOT" } }),
  value({ vars: { site: "waytoolongforit" } }),
  value({ snmp: { devices: [] } }),
  value({ snmp: {} }),
  value({ activationContext: "LOCAL" }),
  withDevice({ port: 0 }),
  withDevice({ port: "161" }),
  withDevice({ ip: "" }),
  withDevice({ authentication: undefined }),
  withDevice({ authentication: { type: "SNMPv4" } }),
  withDevice({ authentication: { ...v3, authProtocol: "SHA3" } }),
  withDevice({ authentication: { ...v3, privPassword: undefined } }),
  withDevice({ advanced: { timeoutSecs: 0 } }),
  withDevice({ advanced: { retries: 201 } }),
];

const accepts = (manifest: Manifest, candidate: object): boolean => {
  const plain: unknown = JSON.parse(JSON.stringify(candidate));
  const element = JSON.stringify([{ scope: "ag_group-default", value: plain }]);
  const { diagnostics } = loadMonitoringConfigurations(element, { manifest, idPrefix: "x" });
  return diagnostics.every(({ severity }) => severity !== "error");
};

test.each(GOOD.map((candidate) => [JSON.stringify(candidate), candidate] as const))(
  "schema and service accept %s",
  (_, candidate) => {
    const manifest = live();
    expect(accepts(manifest, candidate)).toBe(true);
    expect(matchesSchema(valueSchema(manifest), JSON.parse(JSON.stringify(candidate)))).toBe(true);
  },
);

test.each(BAD.map((candidate) => [JSON.stringify(candidate), candidate] as const))(
  "schema and service refuse %s",
  (_, candidate) => {
    const manifest = live();
    expect(accepts(manifest, candidate)).toBe(false);
    expect(matchesSchema(valueSchema(manifest), JSON.parse(JSON.stringify(candidate)))).toBe(false);
  },
);

test("a feature set that the extension does not have is outside the schema, though only a warning", () => {
  expect(matchesSchema(valueSchema(live()), value({ featureSets: ["Portz"] }))).toBe(false);
});

test("the schema of our own extension accepts a configuration for it", () => {
  const path = join(import.meta.dirname, "../../../extension.yaml");
  const { value: manifest } = loadManifest(readFileSync(path, "utf8"));
  const candidate = value({ version: manifest!.version, featureSets: ["all"] });
  expect(matchesSchema(valueSchema(manifest!), candidate)).toBe(true);
});
