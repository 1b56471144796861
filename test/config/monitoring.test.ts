import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_ADVANCED,
  loadMonitoringConfigurations,
  type WantedExtension,
} from "../../src/config/index.ts";
import { codes, device, element, load, loadText } from "./configurations.ts";
import { manifest, SWITCHES, TRAPS } from "./manifests.ts";

const EXAMPLE = `[{
  "scope": "ag_group-branch-switches",
  "value": {
    "version": "1.12.0",
    "description": "Access layer, building 4",
    "enabled": true,
    "featureSets": ["Interfaces", "Interfaces 64-bit", "Health"],
    "vars": {
      "ext.activationtag": "b4",
      "if_name": "$or($prefix(Gi),$prefix(Te))",
      "if_admin_status": "$contains(up)",
      "if_oper_status": ""
    },
    "snmp": { "devices": [
      { "ip": "192.0.2.10", "port": 161,
        "authentication": { "type": "SNMPv2c", "community": "s3cret" } },
      { "ip": "sw-core.example.net", "port": 161,
        "authentication": { "type": "SNMPv3", "userName": "mon", "securityLevel": "AUTH_PRIV",
          "authProtocol": "SHA256", "authPassword": "auth-passphrase",
          "privProtocol": "AES", "privPassword": "priv-passphrase" },
        "advanced": { "timeoutSecs": 5, "retries": 1, "maxRepetitions": 20, "maxOidsPerQuery": null,
          "enableUnconnectedUdp": false } }
    ] }
  }
}]`;

describe("a whole configuration", () => {
  test("is read with all its parts and without a finding", () => {
    const { value, diagnostics } = loadText(EXAMPLE, SWITCHES);
    expect(diagnostics).toEqual([]);
    const [configuration] = value!;
    expect(configuration).toMatchObject({
      id: "cfg-0",
      groupName: "branch-switches",
      version: "1.12.0",
      description: "Access layer, building 4",
      enabled: true,
      featureSets: ["Interfaces", "Interfaces 64-bit", "Health"],
      traps: undefined,
    });
    expect([...configuration!.vars]).toEqual([
      ["ext.activationtag", "b4"],
      ["if_name", "$or($prefix(Gi),$prefix(Te))"],
      ["if_admin_status", "$contains(up)"],
      ["if_oper_status", ""],
    ]);
    const [first, second] = configuration!.devices;
    expect(first).toMatchObject({ host: "192.0.2.10", port: 161, advanced: DEFAULT_ADVANCED });
    expect(first!.credentials).toMatchObject({ version: "2c" });
    expect(second).toMatchObject({
      host: "sw-core.example.net",
      credentials: {
        version: "3",
        userName: "mon",
        securityLevel: "AUTH_PRIV",
        auth: { protocol: "SHA256" },
        priv: { protocol: "AES" },
        contextName: "",
      },
      advanced: {
        timeoutMs: 5_000,
        retries: 1,
        maxRepetitions: 20,
        maxOidsPerQuery: 60,
        enableUnconnectedUdp: false,
      },
    });
  });

  test("gives its secrets in one named call, and in no other way", () => {
    const loaded = loadText(EXAMPLE, SWITCHES);
    const [first, second] = loaded.value![0]!.devices;
    const secrets = [
      first!.credentials.version === "3" ? undefined : first!.credentials.community.reveal(),
      second!.credentials.version === "3" ? second!.credentials.auth?.password.reveal() : undefined,
      second!.credentials.version === "3" ? second!.credentials.priv?.password.reveal() : undefined,
    ];
    expect(secrets).toEqual(["s3cret", "auth-passphrase", "priv-passphrase"]);
    const printed = JSON.stringify(loaded) + inspect(loaded, { depth: 20, showHidden: true });
    for (const secret of secrets) expect(printed).not.toContain(secret);
  });

  test("is enabled, without sets and with port 161 when it does not say otherwise", () => {
    const { value } = load([element()]);
    expect(value![0]).toMatchObject({ enabled: true, featureSets: [], devices: [{ port: 161 }] });
  });

  test("may hold null wherever a key is optional", () => {
    const nulls = { enabled: null, featureSets: null, vars: null, snmptraps: null, activationContext: null };
    const devices = [device({ port: null, advanced: null })];
    const loaded = load([element({ ...nulls, snmp: { devices } })], SWITCHES);
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value![0]).toMatchObject({ enabled: true, featureSets: [], devices: [{ port: 161 }] });
  });

  test("may carry activationTags and activationContext REMOTE", () => {
    expect(load([element({ activationTags: ["a"], activationContext: "REMOTE" })]).diagnostics).toEqual([]);
  });
});

describe("the text around the configurations", () => {
  test("may be YAML with comments, anchors and plain scalars", () => {
    const { value, diagnostics } = loadText(`# ours
- scope: ag_group-default
  value:
    version: 1.12.0
    description: from YAML
    snmp:
      devices:
        - { ip: 192.0.2.1, authentication: &auth { community: s3cr3t-1 } } # first
        - { ip: 192.0.2.2, authentication: *auth }
`);
    expect(diagnostics).toEqual([]);
    expect(value![0]!.devices.map(({ host }) => host)).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  test("may be JSON with comments and trailing commas", () => {
    const text = JSON.stringify([element()], null, 2)
      .replace("{", "{ // ours")
      .replace(/]$/, ", /* end */ ]");
    const { value, diagnostics } = loadText(text);
    expect(diagnostics).toEqual([]);
    expect(value).toHaveLength(1);
  });

  test("may be one element without the array, with a hint (C108)", () => {
    const loaded = load(element());
    expect(loaded.value).toHaveLength(1);
    expect(loaded.diagnostics).toMatchObject([{ code: "C108", severity: "info", path: "" }]);
  });

  test("may start with a byte order mark", () => {
    expect(loadText(`\uFEFF${JSON.stringify([element()])}`).diagnostics).toEqual([]);
  });

  test("that is neither JSON nor YAML has no value and names the line, not the text (C001)", () => {
    const loaded = loadText('[{\n  "scope": "ag_group-x",\n  "value": { "community": "s3cr3t" s3cr3t }\n]');
    expect(loaded.value).toBeUndefined();
    expect(loaded.diagnostics[0]).toMatchObject({ code: "C001", severity: "error", path: "", line: 3 });
    expect(loaded.diagnostics[0]!.message).toMatch(/^a comma/);
    // Who shows findings puts the file before each; in the message it would stand twice.
    expect(JSON.stringify(loaded.diagnostics)).not.toContain("activation.json");
    expect(JSON.stringify(loaded.diagnostics)).not.toContain("s3cr3t");
  });

  test("with a key given twice is refused at the second one (C001)", () => {
    const loaded = loadText('[{ "scope": "ag_group-a",\n "scope": "ag_group-b" }]');
    expect(loaded.diagnostics).toMatchObject([{ code: "C001", line: 2, column: 2 }]);
    expect(loaded.diagnostics[0]!.message).toContain('key "scope" is given twice');
  });

  test("nested too deep is refused whether JSON or YAML (C001)", () => {
    const deep = "[".repeat(20_000);
    expect(codes(loadText(deep + "]".repeat(20_000)))).toEqual(["C001 "]);
    expect(codes(loadText(`${"[".repeat(100)}a${"]".repeat(100)}`))[0]).toBe("C001 ");
    expect(loadText(deep).diagnostics[0]).toMatchObject({ code: "C001", severity: "error" });
  });

  test.each([
    ["brackets", `a: ${"[".repeat(200_000)}`],
    ["braces", `a: ${"{b: ".repeat(100_000)}`],
    ["list marks", "- ".repeat(100_000)],
    ["brackets with texts", `a: ${'["b", '.repeat(100_000)}`],
  ])("is refused before %s nested in YAML end the stack, and with it the process (C001)", (_name, text) => {
    expect(loadText(text).diagnostics).toMatchObject([
      { code: "C001", line: 1, message: expect.stringContaining("nested") },
    ]);
  });

  test("that is readable but no list has a value without configurations (C001)", () => {
    expect(load("text")).toMatchObject({ value: [], diagnostics: [{ code: "C001", path: "" }] });
    expect(loadText("")).toMatchObject({ value: [], diagnostics: [{ code: "C001", line: 1, column: 1 }] });
  });

  test("without any configuration is refused (C006)", () => {
    expect(load([])).toMatchObject({ value: [], diagnostics: [{ code: "C006", path: "" }] });
  });

  test("with more than 100 configurations is refused, the first 100 are read (C008)", () => {
    const loaded = load(Array.from({ length: 101 }, () => element()));
    expect(codes(loaded)).toEqual(["C008 "]);
    expect(loaded.value).toHaveLength(100);
  });

  test("may find an extension for each element by what that says of it", () => {
    const texts = [{ ...element(), extension: "custom:a" }, element({ version: "2.0.0" })];
    const wanted: WantedExtension[] = [];
    const loaded = loadMonitoringConfigurations(JSON.stringify(texts), {
      idPrefix: "cfg",
      manifest: (one) => {
        wanted.push(one);
        return one.position === 0 ? manifest() : "there is none. Install it";
      },
    });
    expect(wanted).toEqual([
      { position: 0, extension: "custom:a", version: "1.12.0" },
      { position: 1, extension: undefined, version: "2.0.0" },
    ]);
    expect(loaded.value!.map(({ id }) => id)).toEqual(["cfg-0"]);
    expect(codes(loaded)).toEqual(["C003 /1/value/version"]);
  });
});

describe("findings", () => {
  test("of one element leave the others in place", () => {
    const loaded = load([element({ version: 5 }), element({ description: "good" })]);
    expect(codes(loaded)).toEqual(["C001 /0/value/version"]);
    expect(loaded.value!.map(({ id, description }) => [id, description])).toEqual([["cfg-1", "good"]]);
  });

  test("come all at once, in the order of the text, with line and column", () => {
    const { diagnostics } = loadText(`[{
  "scope": "x",
  "value": {
    "version": "9.9.9",
    "description": "",
    "snmp": { "devices": [ { "ip": "192.0.2.1", "port": 0 } ] }
  } }]`);
    expect(diagnostics.map(({ code, path, line, column }) => [code, path, line, column])).toEqual([
      ["C002", "/0/scope", 2, 12],
      ["C003", "/0/value/version", 4, 16],
      ["C002", "/0/value/description", 5, 20],
      ["C001", "/0/value/snmp/devices/0/authentication", 6, 28],
      ["C002", "/0/value/snmp/devices/0/port", 6, 57],
    ]);
  });

  test("of one kind end after a thousand, with the count of the rest", () => {
    const devices = Array.from({ length: 1_500 }, (_, i) => device({ ip: `sw${i}`, port: 0 }));
    const { diagnostics } = load([element({ snmp: { devices } })]);
    expect(diagnostics).toHaveLength(1_001);
    expect(diagnostics.at(-1)!.message).toBe("500 more findings C002 are not listed");
  });

  test("name an unknown key with the one that is meant, as a warning (C103)", () => {
    const loaded = load([{ ...element({ discription: "x" }), comment: "x" }]);
    expect(codes(loaded).toSorted()).toEqual(["C103 /0/comment", "C103 /0/value/discription"]);
    expect(loaded.diagnostics.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    const meant = loaded.diagnostics.find(({ path }) => path === "/0/value/discription");
    expect(meant!.message).toContain('did you mean "description"?');
    expect(loaded.value).toHaveLength(1);
  });

  test("escape the slash of a key in their pointer (RFC 6901)", () => {
    expect(codes(load([element({ "a/b~c": 1 })]))).toEqual(["C103 /0/value/a~1b~0c"]);
  });
});

describe("scope", () => {
  test.each(["ag_group-default", "ag_group-b4.floor_2,east-1", `ag_group-${"x".repeat(256)}`])(
    "takes %s",
    (scope) => {
      const loaded = load([{ ...element(), scope }]);
      expect(loaded.diagnostics).toEqual([]);
      expect(loaded.value![0]!.groupName).toBe(scope.slice("ag_group-".length));
    },
  );

  test.each(["", "default", "ag_group-", "ag_group-.x", "ag_group-a b", `ag_group-${"x".repeat(257)}`])(
    "refuses %j (C002)",
    (scope) => {
      expect(codes(load([{ ...element(), scope }]))).toEqual(["C002 /0/scope"]);
    },
  );

  test("refuses a host, since SNMP is polled by ActiveGates (C002)", () => {
    const { diagnostics } = load([{ ...element(), scope: "HOST-0123456789ABCDEF" }]);
    expect(diagnostics).toMatchObject([{ code: "C002", path: "/0/scope" }]);
    expect(diagnostics[0]!.message).toContain("is a host");
  });

  test("is required (C001)", () => {
    expect(codes(load([{ value: element()["value"] }]))).toEqual(["C001 /0/scope"]);
  });
});

describe("value", () => {
  test("is required (C001)", () => {
    expect(codes(load([{ scope: "ag_group-x" }]))).toEqual(["C001 /0/value"]);
  });

  test("names an installed version, else the finding names the one that is (C003)", () => {
    const { diagnostics } = load([element({ version: "1.11.0" })]);
    expect(diagnostics).toMatchObject([{ code: "C003", path: "/0/value/version", value: "1.11.0" }]);
    expect(diagnostics[0]!.message).toContain('Write "1.12.0"');
  });

  test("needs a description of 1 to 500 characters (C001, C002)", () => {
    expect(codes(load([element({ description: undefined })]))).toEqual(["C001 /0/value/description"]);
    expect(codes(load([element({ description: "x".repeat(501) })]))).toEqual(["C002 /0/value/description"]);
    expect(load([element({ description: "x".repeat(500) })]).diagnostics).toEqual([]);
  });

  test.each(["yes", 1, [true], "true"])("refuses %j for enabled (C001)", (enabled) => {
    expect(codes(load([element({ enabled })]))).toEqual(["C001 /0/value/enabled"]);
  });

  test("refuses activationContext LOCAL (C002)", () => {
    expect(codes(load([element({ activationContext: "LOCAL" })]))).toEqual([
      "C002 /0/value/activationContext",
    ]);
  });
});

describe("sections of data sources", () => {
  const traps = { sources: [{ ip: "0.0.0.0/0", port: 162, authentication: { community: "s3cr3t-1" } }] };

  test("snmp is required for an extension that polls (C001)", () => {
    expect(codes(load([element({ snmp: undefined })]))).toEqual(["C001 /0/value/snmp"]);
  });

  test("snmptraps is required for an extension that listens, and snmp is ignored there (C001, C103)", () => {
    const listening = manifest({ snmp: [], traps: [TRAPS] });
    expect(codes(load([element()], listening)).toSorted()).toEqual([
      "C001 /0/value/snmptraps",
      "C103 /0/value/snmp",
    ]);
    expect(load([element({ snmp: undefined, snmptraps: traps })], listening).diagnostics).toEqual([]);
  });

  test("one of both is enough for an extension that does both (C001)", () => {
    const both = manifest({ traps: [TRAPS] });
    expect(load([element()], both).diagnostics).toEqual([]);
    expect(load([element({ snmp: undefined, snmptraps: traps })], both).diagnostics).toEqual([]);
    expect(codes(load([element({ snmp: undefined })], both))).toEqual(["C001 /0/value"]);
  });

  test("trap metrics are counted whatever sets are chosen, and events is a set without case", () => {
    const listening = manifest({ snmp: [], traps: [TRAPS] });
    for (const featureSets of [[], ["events"], ["Events"]]) {
      expect(
        load([element({ snmp: undefined, snmptraps: traps, featureSets })], listening).diagnostics,
      ).toEqual([]);
    }
  });
});
