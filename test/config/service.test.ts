import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { DEFAULT_INGEST, DEFAULT_STORE, ingestUrl, loadServiceConfig } from "../../src/config/index.ts";
import { codes } from "./configurations.ts";

const TOKEN = `dt0c01.${"A".repeat(24)}.${"B".repeat(64)}`;
const MINIMAL = { extensions: ["extension.yaml"], monitoringConfigurations: ["devices.json"] };

const loadText = (text: string) => loadServiceConfig(text, { file: "/etc/snmpgate/snmpgate.yaml" });
const load = (parts: Record<string, unknown>) => loadText(JSON.stringify({ ...MINIMAL, ...parts }));
const dynatrace = (parts: Record<string, unknown> = {}) => ({
  type: "dynatrace",
  url: "https://abc.live.dynatrace.com",
  token: { env: "DT_TOKEN" },
  ...parts,
});
const ofSink = (parts: Record<string, unknown>) => load({ sinks: [dynatrace(parts)] });

describe("the service configuration", () => {
  test("is read whole, with paths from the folder of the file", () => {
    const { value, diagnostics } = loadText(`
extensions: [./cisco/extension.yaml, /opt/generic.zip]
monitoringConfigurations:
  - branch.json                                # one
  - { path: core.json, extension: custom:core }
dataDir: data
listen: "[::1]:9999"
mibDirs: [mibs]
logLevel: debug
intervalMs: 5000
snmp:
  bindAddress: 192.0.2.5
  bindAddress6: 2001:db8::5
  receiveBufferBytes: 4194304
  inFlightMax: 2
  busySharePercent: 10
  minGapMs: 20
  workers: 3
  labelRefreshMinutes: 30
sinks:
  - type: dynatrace
    url: https://abc.live.dynatrace.com/
    token: { env: DT_TOKEN }
    caFile: ca.pem
    proxy: http://proxy.example.net:3128
    timeoutMs: 20000
    maxQueueLines: 500000
  - { type: dynatrace, name: local, url: "http://localhost:14499/metrics/ingest" }
  - { type: lines, path: lines.txt }
  - { type: lines, path: "-" }
`);
    expect(diagnostics).toEqual([]);
    const offByDefault = { insecureSkipVerify: false, gzip: false, atMostOnce: false, logs: false };
    const unset = { caFile: undefined, proxy: undefined, timeoutMs: undefined, maxQueueLines: undefined };
    expect(value).toEqual({
      extensions: ["/etc/snmpgate/cisco/extension.yaml", "/opt/generic.zip"],
      monitoringConfigurations: [
        { path: "/etc/snmpgate/branch.json", extension: undefined },
        { path: "/etc/snmpgate/core.json", extension: "custom:core" },
      ],
      dataDir: "/etc/snmpgate/data",
      listen: { host: "::1", port: 9999 },
      front: { tls: undefined, insecure: false },
      configDir: undefined,
      secretsKey: undefined,
      store: DEFAULT_STORE,
      ingest: DEFAULT_INGEST,
      queue: { maxBytes: 4_000_000_000, sync: "eachSecond", memoryBytes: 256_000_000 },
      scrape: false,
      selfMonitoring: false,
      mibDirs: ["/etc/snmpgate/mibs"],
      logLevel: "debug",
      intervalMs: 5_000,
      snmp: {
        bindAddress4: "192.0.2.5",
        bindAddress6: "2001:db8::5",
        receiveBufferBytes: 4_194_304,
        inFlightMax: 2,
        busyShareRatio: 0.1,
        minGapMs: 20,
        workers: 3,
        labelRefreshMs: 1_800_000,
      },
      sinks: [
        {
          type: "dynatrace",
          name: "dynatrace",
          url: "https://abc.live.dynatrace.com/api/v2/metrics/ingest",
          token: { env: "DT_TOKEN" },
          caFile: "/etc/snmpgate/ca.pem",
          proxy: "http://proxy.example.net:3128",
          timeoutMs: 20_000,
          maxQueueLines: 500_000,
          ...offByDefault,
        },
        {
          type: "dynatrace",
          name: "local",
          url: "http://localhost:14499/metrics/ingest",
          token: undefined,
          ...unset,
          ...offByDefault,
        },
        { type: "lines", name: "lines", path: "/etc/snmpgate/lines.txt" },
        { type: "lines", name: "lines-2", path: "-" },
      ],
    });
  });

  test("writes lines to standard output and says info unless written otherwise", () => {
    expect(load({}).value).toEqual({
      extensions: ["/etc/snmpgate/extension.yaml"],
      monitoringConfigurations: [{ path: "/etc/snmpgate/devices.json", extension: undefined }],
      dataDir: "/etc/snmpgate/snmpgate-data",
      listen: undefined,
      front: { tls: undefined, insecure: false },
      configDir: undefined,
      secretsKey: undefined,
      store: DEFAULT_STORE,
      ingest: DEFAULT_INGEST,
      queue: { maxBytes: 4_000_000_000, sync: "eachSecond", memoryBytes: 256_000_000 },
      scrape: false,
      selfMonitoring: false,
      mibDirs: [],
      logLevel: "info",
      intervalMs: undefined,
      snmp: {
        bindAddress4: undefined,
        bindAddress6: undefined,
        receiveBufferBytes: undefined,
        inFlightMax: undefined,
        busyShareRatio: undefined,
        minGapMs: undefined,
        workers: undefined,
        labelRefreshMs: 600_000,
      },
      sinks: [{ type: "lines", name: "lines", path: "-" }],
    });
  });

  test("reads every label in every poll with labelRefreshMinutes: 0", () => {
    expect(load({ snmp: { labelRefreshMinutes: 0 } }).value?.snmp.labelRefreshMs).toBeUndefined();
  });

  test("names a source address of the wrong family, and what the engine cannot take", () => {
    const { diagnostics } = load({ snmp: { bindAddress: "2001:db8::5", inFlightMax: 0, labels: 5 } });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining("is no IPv4 address"),
      expect.stringContaining("from 1 to 16"),
      expect.stringContaining('key "labels" is not part of the format'),
    ]);
  });

  test("that is no YAML names the line (S001)", () => {
    const { value, diagnostics } = loadText("extensions: [a\nlogLevel: info\n");
    expect(value).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ code: "S001", severity: "error" });
    expect(diagnostics[0]!.line).toBeGreaterThan(1);
  });

  test("needs extensions and monitoring configurations (S002)", () => {
    expect(codes(loadText("{}"))).toEqual(["S002 /extensions", "S002 /monitoringConfigurations"]);
    expect(codes(load({ monitoringConfigurations: [{ extension: "x" }] }))).toEqual([
      "S002 /monitoringConfigurations/0/path",
    ]);
  });

  test.each([
    ["extensions", "extension.yaml"],
    ["extensions/0", [5]],
    ["monitoringConfigurations/0", [["x"]]],
    ["dataDir", 5],
    ["listen", 9999],
    ["logLevel", true],
    ["intervalMs", "5000"],
    ["sinks", "lines"],
    ["sinks/0", ["lines"]],
  ])("refuses %s of the wrong type (S003)", (path, wrong) => {
    const loaded = load({ [path.split("/")[0]!]: wrong });
    expect(codes(loaded)).toEqual([`S003 /${path}`]);
    expect(loaded.value).toBeUndefined();
  });

  test("that is no object at all is of the wrong type (S003)", () => {
    expect(codes(loadText("- extension.yaml"))).toEqual(["S003 "]);
    expect(codes(loadText(""))).toEqual(["S003 "]);
  });

  test.each([
    ["dataDir", ""],
    ["dataDir", "~/data"],
    ["logLevel", "verbose"],
    ["intervalMs", 999],
    ["listen", "9999"],
    ["listen", "::1:9999"],
    ["listen", "[::1]"],
    ["listen", "[127.0.0.1]:9999"],
    ["listen", "localhost:65536"],
    ["listen", ":9999"],
  ])("refuses %s %j (S004)", (key, wrong) => {
    expect(codes(load({ [key]: wrong }))).toEqual([`S004 /${key}`]);
  });

  test.each([
    ["127.0.0.1:0", "127.0.0.1", 0],
    ["0.0.0.0:9999", "0.0.0.0", 9999],
    ["localhost:9999", "localhost", 9999],
    ["[::]:9999", "::", 9999],
  ])("listens on %s", (listen, host, port) => {
    expect(load({ listen, insecure: true }).value?.listen).toEqual({ host, port });
  });

  test.each(["0.0.0.0:9999", "[::]:9999", "192.0.2.5:9999", "snmpgate.example.net:9999"])(
    "refuses to listen in clear text where others reach it, on %s (S004)",
    (listen) => {
      const loaded = load({ listen });
      expect(codes(loaded)).toEqual(["S004 /listen"]);
      expect(loaded.diagnostics[0]!.message).toContain("Add tls with certFile and keyFile");
      expect(load({ listen, tls: { certFile: "c.pem", keyFile: "k.pem" } }).value?.front).toEqual({
        tls: { certFile: "/etc/snmpgate/c.pem", keyFile: "/etc/snmpgate/k.pem" },
        insecure: false,
      });
    },
  );

  test.each(["127.0.0.1:1", "127.8.0.1:1", "[::1]:1", "localhost:1"])(
    "listens in clear text where nobody but this host reaches it, on %s",
    (listen) => {
      expect(codes(load({ listen }))).toEqual([]);
    },
  );

  test("names no files of its own when there is a configDir", () => {
    const loaded = loadText("configDir: conf");
    expect(codes(loaded)).toEqual([]);
    expect(loaded.value?.configDir).toBe("/etc/snmpgate/conf");
  });

  test("turns the store off with one word, and sets how long it keeps what", () => {
    expect(load({ store: false }).value?.store.enabled).toBe(false);
    expect(load({ store: { minuteDays: 3 } }).value?.store).toEqual({ ...DEFAULT_STORE, minuteDays: 3 });
    expect(codes(load({ store: { minuteDays: 0, days: 3 } }))).toEqual(
      expect.arrayContaining(["S004 /store/minuteDays", "S005 /store/days"]),
    );
  });

  test("takes the place of the key of secrets, never the key itself (S008)", () => {
    expect(load({ secrets: { key: { env: "KEY" } } }).value?.secretsKey).toEqual({ env: "KEY" });
    expect(codes(load({ secrets: { key: "0123456789abcdef" } }))).toEqual(["S008 /secrets/key"]);
  });

  test("refuses an unknown key and names the one that is meant (S005)", () => {
    const { diagnostics, value } = load({ monitoringConfiguration: [] });
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([
      { code: "S005", severity: "error", path: "/monitoringConfiguration" },
    ]);
    expect(diagnostics[0]!.message).toContain('did you mean "monitoringConfigurations"?');
  });

  test("refuses empty lists where something must be named (S006)", () => {
    const empty = { extensions: [], monitoringConfigurations: [], sinks: [] };
    expect(codes(load(empty))).toEqual(["S006 /extensions", "S006 /monitoringConfigurations", "S006 /sinks"]);
    expect(load({ mibDirs: [] }).diagnostics).toEqual([]);
  });

  test("refuses what is named twice (S007)", () => {
    expect(codes(load({ extensions: ["a.yaml", "./a.yaml"] }))).toEqual(["S007 /extensions/1"]);
    const twice = ["a.json", { path: "a.json", extension: "x" }];
    expect(codes(load({ monitoringConfigurations: twice }))).toEqual([
      "S007 /monitoringConfigurations/1/path",
    ]);
    const sinks = [dynatrace({ name: "dt" }), { type: "lines", name: "dt", path: "-" }];
    expect(codes(load({ sinks }))).toEqual(["S007 /sinks/1/name"]);
  });

  test("reports everything at once", () => {
    const { diagnostics } = loadText("logLevel: loud\nextensions: []\nsinks:\n  - type: lins\n");
    expect(diagnostics.map(({ code, path, line }) => [code, path, line])).toEqual([
      ["S002", "/monitoringConfigurations", 1],
      ["S004", "/logLevel", 1],
      ["S006", "/extensions", 2],
      ["S004", "/sinks/0/type", 4],
    ]);
  });
});

describe("a Dynatrace sink", () => {
  test("needs url and token (S002)", () => {
    expect(codes(ofSink({ url: undefined }))).toEqual(["S002 /sinks/0/url"]);
    expect(codes(ofSink({ token: undefined }))).toEqual(["S002 /sinks/0/token"]);
  });

  test.each([TOKEN, 5, [TOKEN]])("refuses a token in clear text and does not repeat it (S008)", (token) => {
    const loaded = ofSink({ token });
    expect(codes(loaded)).toEqual(["S008 /sinks/0/token"]);
    expect(JSON.stringify(loaded) + inspect(loaded, { depth: 9 })).not.toContain("BBBB");
    expect(loaded.diagnostics[0]!.message).toContain("{ env: NAME }");
  });

  test.each([
    ["S004 /sinks/0/token/env", { token: { env: TOKEN } }],
    ["S008 /sinks/0/token/file", { token: { file: TOKEN } }],
    ["S005 /sinks/0/token/value", { token: { env: "DT_TOKEN", value: TOKEN } }],
    ["S005 /sinks/0/apiToken", { apiToken: TOKEN }],
    ["S004 /sinks/0/url", { url: `https://abc.live.dynatrace.com/?api-token=${TOKEN}` }],
    ["S004 /sinks/0/url", { url: `https://user:${TOKEN}@abc.live.dynatrace.com/` }],
    ["S004 /sinks/0/url", { url: `https://abc.live.dynatrace.com/${TOKEN}` }],
    ["S008 /sinks/0/proxy", { proxy: `http://user:${TOKEN}@proxy:3128` }],
  ])("refuses a token in a wrong place and does not repeat it: %s", (finding, parts) => {
    const loaded = ofSink(parts);
    expect(codes(loaded)).toEqual([finding]);
    expect(JSON.stringify(loaded)).not.toContain("BBBB");
  });

  test("takes its token from a file beside the configuration", () => {
    expect(ofSink({ token: { file: "token" } }).value?.sinks).toMatchObject([
      { token: { file: "/etc/snmpgate/token" } },
    ]);
  });

  test.each([{}, { env: "A", file: "b" }])("refuses the token %j: one place exactly (S004)", (token) => {
    expect(codes(ofSink({ token }))).toEqual(["S004 /sinks/0/token"]);
  });

  test.each([
    ["timeoutMs", 99],
    ["maxQueueLines", 0],
    ["proxy", "proxy:3128"],
    ["name", "../x"],
    ["caFile", "~/ca.pem"],
  ])("refuses %s %j (S004)", (key, wrong) => {
    expect(codes(ofSink({ [key]: wrong }))).toEqual([`S004 /sinks/0/${key}`]);
  });

  test("warns where others can read the token (S101)", () => {
    const plain = ofSink({ url: "http://gateway.example.net/e/abc" });
    expect(plain.diagnostics).toMatchObject([{ code: "S101", severity: "warning", path: "/sinks/0/url" }]);
    expect(plain.value).toBeDefined();
    expect(codes(ofSink({ insecureSkipVerify: true }))).toEqual(["S101 /sinks/0/insecureSkipVerify"]);
  });

  test("may send in clear text to this host alone", () => {
    expect(codes(ofSink({ url: "http://127.0.0.1:14499/metrics/ingest" }))).toEqual([]);
    expect(codes(ofSink({ url: "http://example.com" }))).toEqual(["S101 /sinks/0/url"]);
  });
});

describe("the ingest URL", () => {
  const PATH = "/api/v2/metrics/ingest";

  test.each([
    ["https://abc.live.dynatrace.com", `https://abc.live.dynatrace.com${PATH}`],
    ["https://abc.live.dynatrace.com//", `https://abc.live.dynatrace.com${PATH}`],
    ["https://dyn.example.net/e/env-1", `https://dyn.example.net/e/env-1${PATH}`],
    ["https://ag.example.net:9999/e/env-1/", `https://ag.example.net:9999/e/env-1${PATH}`],
    ["https://[2001:db8::1]:9999/e/env-1", `https://[2001:db8::1]:9999/e/env-1${PATH}`],
    [`https://ag:9999/e/env-1${PATH}`, `https://ag:9999/e/env-1${PATH}`],
    [`https://abc.live.dynatrace.com${PATH}/`, `https://abc.live.dynatrace.com${PATH}`],
    ["https://proxy.example.net/dt/e/env-1", `https://proxy.example.net/dt/e/env-1${PATH}`],
  ])("of %s is %s, with a token", (text, url) => {
    expect(ingestUrl(text)).toEqual({ ok: true, url, tokenNeeded: true, clearText: false });
  });

  test.each(["localhost", "127.0.0.1", "[::1]"])("on %s needs no token when it is the local one", (host) => {
    const local = `http://${host}:14499/metrics/ingest`;
    expect(ingestUrl(local)).toEqual({ ok: true, url: local, tokenNeeded: false, clearText: false });
    expect(ingestUrl(`http://${host}:14499`)).toMatchObject({ ok: true, tokenNeeded: true });
  });

  test("of the local kind on another host needs a token, and http there is clear text", () => {
    const other = "http://127.0.0.1.example.net:14499/metrics/ingest";
    expect(ingestUrl(other)).toMatchObject({ ok: true, tokenNeeded: true, clearText: true });
  });

  test.each([
    ["abc.live.dynatrace.com", "not an http or https URL"],
    ["ftp://abc.live.dynatrace.com", "not an http or https URL"],
    ["https://abc.apps.dynatrace.com", ".live."],
    ["https://abc.live.dynatrace.com/ui/metrics", "no environment"],
    ["https://ag:9999/e/", "no environment"],
    ["https://abc.live.dynatrace.com/api/v2", "no environment"],
    ["https://a:b@abc.live.dynatrace.com", "user or password"],
    ["https://abc.live.dynatrace.com/?x=1", "query"],
    ["https://abc.live.dynatrace.com/#x", "fragment"],
  ])("is not to be had from %s: %s", (text, reason) => {
    const result = ingestUrl(text);
    expect(result.ok ? "" : result.message).toContain(reason);
  });
});
