import { expect, test } from "vitest";
import { Secret } from "../../src/base/index.ts";
import type { V3User } from "../../src/simulator/index.ts";
import { parseLine } from "../support/line-grammar.ts";
import { activation, startNetwork } from "../support/network.ts";
import { PROJECT, runProgram, startProgram, temporaryFiles, until } from "../support/program.ts";
import { SMALL_EXTENSION } from "../support/small-extension.ts";

const MANIFEST = `${PROJECT}extension.yaml`;

test("poll prints lines and nothing else on standard output, and each line keeps to the grammar", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1" }]);
  const { code, stdout } = await runProgram([
    "poll",
    "--manifest",
    MANIFEST,
    "--device",
    network.get("sw")!,
    "--feature-sets",
    "PoE",
  ]);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(30);
  for (const line of lines) expect(parseLine(line)).toMatchObject({ ok: true });
});

test("counts come with the second poll and add up exactly while counters move", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1", moving: true }]);
  const poll = ["poll", "--manifest", MANIFEST, "--device", network.get("sw")!];
  const once = await runProgram(poll);
  const twice = await runProgram([...poll, "--polls", "2", "--interval-ms", "200"]);
  expect(once.stdout).not.toContain("count,delta=");
  expect(once.stderr).toContain("--polls 2");
  const deltas = [...twice.stdout.matchAll(/^\S+\.if\.bytes_in\.count,.* count,delta=(\d+) /gm)].map(
    ([, delta]) => Number(delta),
  );
  expect(deltas).toHaveLength(31);
  expect(Math.max(...deltas)).toBeGreaterThan(0);
});

test("--format json is one document with devices, lines and, on demand, entities and relationships", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1" }]);
  const args = [
    "poll",
    "--manifest",
    MANIFEST,
    "--device",
    network.get("sw")!,
    "--format",
    "json",
    "--entities",
  ];
  const { code, stdout } = await runProgram(args);
  const document = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(document.devices).toMatchObject([
    { device: network.get("sw"), status: "OK", lines: document.lines.length },
  ]);
  const device = document.entities.find(({ type }: { type: string }) => type === "network:device");
  const port = document.entities.find(({ type }: { type: string }) => type === "network:interface");
  expect(device).toMatchObject({
    displayName: "access-sw-1",
    entityId: expect.stringMatching(/^CUSTOM_DEVICE-[0-9A-F]{16}$/),
  });
  expect(document.relationships).toContainEqual({
    type: "RUNS_ON",
    from: port.entityId,
    to: device.entityId,
  });
});

test("--format table tells what all lines share once and lines up the rest", async () => {
  const network = await startNetwork([{ name: "sw", data: "secure-sw" }]);
  const args = ["poll", "--manifest", MANIFEST, "--device", network.get("sw")!, "--format", "table"];
  const { stdout } = await runProgram(args);
  expect(stdout).toMatch(/^all lines\n {2}device +127\.0\.0\.1:\d+\n/);
  expect(stdout).toMatch(/^ {2}sys\.name +secure-sw$/m);
  expect(stdout).toMatch(/^metric +type +value +dimensions$/m);
});

test("a dead device ends in 3 with cause and remedy, and costs the other not one line", async () => {
  const manifest = temporaryFiles({ "extension.yaml": SMALL_EXTENSION });
  const network = await startNetwork([
    { name: "well", data: "access-sw-1" },
    { name: "dead", data: "access-sw-1", faults: { lossRatio: 1 } },
  ]);
  const alone = await runProgram(["poll", "--manifest", manifest, "--device", network.get("well")!]);
  const config = activation({
    devices: [{ endpoint: network.get("dead")! }, { endpoint: network.get("well")! }],
  });
  const folder = temporaryFiles({ "switches.json": config });
  const both = await runProgram(["poll", "--manifest", manifest, "--config", `${folder}/switches.json`]);
  expect(both.code).toBe(3);
  expect(both.stderr).toContain(`${network.get("dead")} DEVICE_CONNECTION_ERROR`);
  expect(both.stderr).toContain("A wrong community looks the same");
  const withoutTime = (text: string): string[] =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.replace(/ \d{13}$/, ""));
  expect(withoutTime(both.stdout)).toEqual(withoutTime(alone.stdout));
});

test("SNMPv3 from the command line, and a wrong password named as such", async () => {
  const manifest = temporaryFiles({ "extension.yaml": SMALL_EXTENSION });
  const user: V3User = {
    name: "ops",
    auth: { protocol: "SHA256", password: new Secret("auth-of-ops") },
    priv: { protocol: "AES256C", password: new Secret("priv-of-ops") },
  };
  const network = await startNetwork([{ name: "sw", data: "secure-sw", versions: ["3"], user }]);
  const args = [
    "poll",
    "--manifest",
    manifest,
    "--device",
    network.get("sw")!,
    "--v3",
    "ops",
    "--priv",
    "AES256C:priv-of-ops",
  ];
  const right = await runProgram([...args, "--auth", "SHA256:auth-of-ops"]);
  expect(right.code).toBe(0);
  expect(right.stdout.split("\n")[0]).toContain('sys.name="secure-sw"');
  const wrong = await runProgram([...args, "--auth", "SHA256:not-the-password"]);
  expect(wrong.code).toBe(3);
  expect(wrong.stderr).toContain("AUTHENTICATION_ERROR");
  expect(wrong.stderr).toContain("Check protocol and password of --auth of USM user 'ops'");
});

test.each([
  [["poll"], 2],
  [["poll", "--manifest", MANIFEST], 2],
  [["poll", "--manifest", MANIFEST, "--device", "a", "--config", "b"], 2],
  [["poll", "--manifest", MANIFEST, "--device", "127.0.0.1", "--polls", "0"], 2],
  [["poll", "--manifest", MANIFEST, "--device", "127.0.0.1", "--priv", "AES:x"], 2],
  [["poll", "--manifest", MANIFEST, "--device", "127.0.0.1", "--var", "nonsense"], 2],
  [["bogus"], 2],
  [["poll", "--manifest", "no-such-file.yaml", "--device", "127.0.0.1"], 1],
  [["poll", "--manifest", MANIFEST, "--config", "no-such-file.json"], 1],
  [
    ["poll", "--manifest", MANIFEST, "--device", "127.0.0.1", "--v3", "u", "--auth", "ROT13:secret-secret"],
    2,
  ],
  [["poll", "--manifest", MANIFEST, "--device", "127.0.0.1:99999"], 2],
  [["poll", "--manifest", MANIFEST, "--device", "127.0.0.1", "--timeout-secs", "abc"], 2],
  [["poll", "--manifest", MANIFEST, "--device", "127.0.0.1", "--timeout-secs", "0"], 2],
  [["poll", "--manifest", MANIFEST, "--config", "no-such-file.json", "-c", "wrong"], 2],
  [["walk", "a b"], 2],
] as const)(
  "wrong use: snmpgate %j exits with %i, says why, and prints nothing on standard output",
  async (args, code) => {
    const finished = await runProgram(args);
    expect(finished).toMatchObject({ code, stdout: "" });
    expect(finished.stderr).not.toBe("");
    expect(finished.stderr).not.toContain("    at ");
  },
);

test("a manifest with errors is refused with all its findings", async () => {
  const folder = temporaryFiles({ "extension.yaml": "name: Not A Name\nversion: one\nsnmp: []\n" });
  const { code, stderr } = await runProgram(["poll", "--manifest", folder, "--device", "127.0.0.1"]);
  expect(code).toBe(1);
  for (const finding of ["M004", "M002", "M010"]) expect(stderr).toContain(finding);
});

test("an extension that only receives traps polls nothing and says so", async () => {
  const manifest = `name: custom:traps
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmptraps:
  - group: g
    metrics: [{ key: traps.seen, type: "count,delta", value: calculated }]
`;
  const folder = temporaryFiles({ "extension.yaml": manifest });
  const { code, stdout, stderr } = await runProgram(["poll", "--manifest", folder, "--device", "127.0.0.1"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toContain("traps");
});

test("flags of the wrong kind are named as flags, without a line of a file that nobody wrote", async () => {
  const manifest = temporaryFiles({ "extension.yaml": SMALL_EXTENSION });
  const poll = ["poll", "--manifest", manifest];
  const host = await runProgram([...poll, "--device", "a b"]);
  expect(host.stderr).toMatch(/^command line: error C002 host "a b" is neither /);
  const both = await runProgram([...poll, "--device", "127.0.0.1", "--config", "switches.json"]);
  expect(both.stderr).toContain("--config or --device, not both");
  const ignored = await runProgram([
    ...poll,
    "--config",
    "switches.json",
    "--v3",
    "ops",
    "--timeout-secs",
    "1",
  ]);
  expect(ignored.stderr).toContain("--v3, --timeout-secs have no effect with --config");
});

test("flags that cannot change a configuration are refused, not ignored", async () => {
  const manifest = temporaryFiles({ "extension.yaml": SMALL_EXTENSION });
  const yaml =
    "- scope: ag_group-default\n  value: { version: 1.0.0, description: x, snmp: { devices: [] } }\n";
  const folder = temporaryFiles({ "switches.yaml": yaml, "broken.json": "[{" });
  const poll = ["poll", "--manifest", manifest, "--feature-sets", "all", "--config"];
  const { code, stderr } = await runProgram([...poll, `${folder}/switches.yaml`]);
  expect(code).toBe(1);
  expect(stderr).toContain(`Change featureSets and vars in ${folder}/switches.yaml instead.`);
  const broken = await runProgram([...poll, `${folder}/broken.json`]);
  expect(broken.stderr).toMatch(new RegExp(`^${folder}/broken\\.json:1:3 error C001 (?!${folder})`));
});

test("a poll without a line says why, on standard error and in JSON", async () => {
  const manifest = `name: custom:x
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: g
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: alias, value: "oid:1.3.6.1.2.1.31.1.1.1.18", filter: "const:$eq(nothing has this alias)" }]
        metrics: [{ key: a.status, value: "oid:1.3.6.1.2.1.2.2.1.8" }]
      - subgroup: none
        metrics: [{ key: a.none, value: "oid:1.3.6.1.4.1.99999.1.0" }]
`;
  const network = await startNetwork([{ name: "sw", data: "access-sw-1" }]);
  const folder = temporaryFiles({ "extension.yaml": manifest });
  const poll = ["poll", "--manifest", folder, "--device", network.get("sw")!];
  const { code, stdout, stderr } = await runProgram(poll);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(
    / 0 lines: \d+ rows filtered out by alias; 1 OID without an instance on the device\n/,
  );
  const json = JSON.parse((await runProgram([...poll, "--format", "json"])).stdout);
  expect(json.devices[0].whyNoLines).toEqual([
    expect.stringContaining("by alias"),
    "1 OID without an instance on the device",
  ]);
  expect((await runProgram([...poll, "--format", "table"])).stdout).toBe("no lines\n");
});

test("an interrupted poll prints what came until then and ends with 130", async () => {
  const network = await startNetwork([{ name: "sw", data: "access-sw-1" }]);
  const poll = ["poll", "--manifest", MANIFEST, "--device", network.get("sw")!, "--format", "json"];
  const running = startProgram([...poll, "--polls", "1000", "--interval-ms", "1"]);
  await until(() => running.output().stderr.includes("longer than --interval-ms")); // the first round is over
  running.child.kill("SIGINT");
  const { code, stdout, stderr } = await running.ended;
  expect(code).toBe(130);
  expect(stderr).toContain("interrupted");
  const document = JSON.parse(stdout);
  expect(document.lines.length).toBeGreaterThan(30);
  expect(document.devices[0]).toMatchObject({ status: "OK", lines: document.lines.length });
});

test("hints at more come only with a result", async () => {
  const network = await startNetwork([
    { name: "sw", data: "access-sw-1" },
    { name: "dead", data: "access-sw-1", faults: { lossRatio: 1 } },
  ]);
  const poll = ["poll", "--manifest", MANIFEST, "--timeout-secs", "1", "--retries", "0", "--device"];
  expect((await runProgram([...poll, network.get("sw")!])).stderr).toContain("left out: feature sets");
  expect((await runProgram([...poll, network.get("dead")!])).stderr).not.toContain("left out");
});
