import { describe, expect, test } from "vitest";
import { loadServiceConfig } from "../../src/config/index.ts";
import { codes } from "./configurations.ts";

const MINIMAL = { extensions: ["extension.yaml"], monitoringConfigurations: ["devices.json"] };
const load = (sink: Record<string, unknown>) =>
  loadServiceConfig(JSON.stringify({ ...MINIMAL, sinks: [sink] }), { file: "/etc/snmpgate/snmpgate.yaml" });
const dynatrace = (parts: Record<string, unknown>) =>
  load({ type: "dynatrace", url: "https://abc.live.dynatrace.com", token: { env: "DT_TOKEN" }, ...parts });
const lines = (parts: Record<string, unknown>) => load({ type: "lines", path: "lines.txt", ...parts });
const SECRET = "hunter2hunter2";

describe("how a sink over HTTP gets to its server", () => {
  test("shows a certificate of its own, with the key's passphrase from elsewhere", () => {
    const loaded = dynatrace({
      clientCertFile: "client.pem",
      clientKeyFile: "/run/keys/client.key",
      clientKeyPassphrase: { env: "KEY_PASSPHRASE" },
    });
    expect(loaded.value?.sinks).toMatchObject([
      {
        client: {
          certFile: "/etc/snmpgate/client.pem",
          keyFile: "/run/keys/client.key",
          passphrase: { env: "KEY_PASSPHRASE" },
        },
      },
    ]);
  });

  test("shows none unless it is written", () => {
    expect(dynatrace({}).value?.sinks).toMatchObject([{ client: undefined }]);
  });

  test.each([
    ["clientCertFile", "clientKeyFile"],
    ["clientKeyFile", "clientCertFile"],
  ])("%s needs %s (S002)", (given, missing) => {
    expect(codes(dynatrace({ [given]: "x.pem" }))).toEqual([`S002 /sinks/0/${missing}`]);
  });

  test("goes through a proxy with user and password", () => {
    const proxy = {
      proxy: "http://proxy:3128/",
      proxyUser: "ops",
      proxyPassword: { file: "proxy.password" },
    };
    expect(dynatrace(proxy).value?.sinks).toMatchObject([
      {
        proxy: "http://proxy:3128",
        proxyUser: "ops",
        proxyPassword: { file: "/etc/snmpgate/proxy.password" },
      },
    ]);
  });

  test.each([
    ["S002 /sinks/0/proxy", { proxyUser: "ops" }],
    ["S002 /sinks/0/proxyUser", { proxy: "http://proxy:3128", proxyPassword: { env: "P" } }],
    ["S004 /sinks/0/proxyUser", { proxy: "http://proxy:3128", proxyUser: `ops:${SECRET}` }],
    ["S008 /sinks/0/proxyPassword", { proxy: "http://proxy:3128", proxyUser: "ops", proxyPassword: SECRET }],
    [
      "S008 /sinks/0/clientKeyPassphrase",
      { clientCertFile: "c", clientKeyFile: "k", clientKeyPassphrase: SECRET },
    ],
  ])("refuses what cannot be right, and does not repeat a secret: %s", (finding, parts) => {
    const loaded = dynatrace(parts);
    expect(codes(loaded)).toEqual([finding]);
    expect(JSON.stringify(loaded)).not.toContain(SECRET);
  });

  test("names the keys for user and password where the address holds them", () => {
    const { diagnostics } = dynatrace({ proxy: `http://ops:${SECRET}@proxy:3128` });
    expect(diagnostics[0]?.message).toContain("proxyPassword: { env: NAME }");
  });
});

describe("a Dynatrace sink", () => {
  test("compresses, sends counts once at most, and sends events when asked to", () => {
    expect(dynatrace({ gzip: true, atMostOnce: true, logs: true }).value?.sinks).toMatchObject([
      { gzip: true, atMostOnce: true, logs: true },
    ]);
  });

  test("cannot send events to a local OneAgent (S004)", () => {
    const url = "http://localhost:14499/metrics/ingest";
    expect(codes(dynatrace({ url, token: undefined, logs: true }))).toEqual(["S004 /sinks/0/logs"]);
  });
});

describe("a sink of lines", () => {
  test("rotates its file", () => {
    expect(lines({ maxFileBytes: 5_000_000, maxFiles: 3 }).value?.sinks).toMatchObject([
      { path: "/etc/snmpgate/lines.txt", maxFileBytes: 5_000_000, maxFiles: 3 },
    ]);
  });

  test.each([
    ["maxFileBytes", 999_999],
    ["maxFiles", 1],
  ])("refuses %s %j (S004)", (key, value) => {
    expect(codes(lines({ [key]: value }))).toEqual([`S004 /sinks/0/${key}`]);
  });

  test("on standard output has nothing to rotate (S005)", () => {
    expect(codes(lines({ path: "-", maxFiles: 3 }))).toEqual(["S005 /sinks/0/maxFiles"]);
  });
});
