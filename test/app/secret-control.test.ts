import { chmodSync, statSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openSecrets } from "../../src/app/secret-control.ts";
import { secretReading } from "../../src/app/secret-reader.ts";
import { Secret, silentLogger } from "../../src/base/index.ts";
import { makeKey, parseKeys, SecretBox } from "../../src/secrets/index.ts";
import { allTextBelow, serviceFolder } from "../support/secret-bench.ts";

const MONITORING = `// the core switches
[
  {
    "scope": "ag_group-default", "value": {
      "vars": { "community": "a variable" },
      "snmp": { "devices": [
        { "ip": "192.0.2.1", "authentication": { "type": "SNMPv2c", "community": "s3cr3t \\"1\\"" } }, // first
        { "ip": "192.0.2.2", "authentication": { "community": { "env": "COMMUNITY" } } }
      ] }
    }
  }
]
`;
const CREDENTIAL =
  '{ "type": "SNMPv3", "userName": "ops", "authPassword": "s3cr3t-2", "privPassword": "s3cr3t-3" }\n';
const YAML =
  "- value:\n    snmp:\n      devices:\n      - authentication: {community: s3cr3t-4}\n      - authentication:\n          community: 's3cr3t''5'  # old\n";

const FILES = {
  "config/monitoring/core.json": MONITORING,
  "config/credentials/ops.json": CREDENTIAL,
  "named.yaml": YAML,
};

function service(files: Readonly<Record<string, string>> = FILES) {
  const folder = serviceFolder(files);
  folder.write(
    "snmpgate.yaml",
    "configDir: config\ndataDir: data\nextensions: [extension.yaml]\nmonitoringConfigurations: [named.yaml]\n",
  );
  const open = (env = folder.env) => openSecrets(folder.path("snmpgate.yaml"), env, silentLogger);
  return { ...folder, open };
}

const encrypted = (text: string) => text.match(/enc:v1:[0-9a-f]{8}:[\w-]+/g) ?? [];
const ring = (...keys: string[]) => ({ HOME: "/nowhere", SNMPGATE_KEY: keys.join(" ") });
const boxOf = (key: string) => new SecretBox(parseKeys(key, "test"), "test");

describe("secrets in clear text", () => {
  test("are listed with file, line and place, and nothing is changed", async () => {
    const { open, path, read } = service();
    const listed = (await (await open()).list()).flatMap(({ path: file, left }) =>
      left.map((secret) => `${file.slice(path("x").length - 1)}:${secret.line} ${secret.path}`),
    );
    expect(listed).toEqual([
      "config/credentials/ops.json:1 /authPassword",
      "config/credentials/ops.json:1 /privPassword",
      "config/monitoring/core.json:7 /0/value/snmp/devices/0/authentication/community",
      "named.yaml:4 /0/value/snmp/devices/0/authentication/community",
      "named.yaml:6 /0/value/snmp/devices/1/authentication/community",
    ]);
    expect(read("named.yaml")).toBe(YAML);
  });

  test("are encrypted in place: comments, order, variables and references stay as they are", async () => {
    const { open, read, places, env, root } = service();
    const reports = await (await open()).encrypt();
    expect(reports.map(({ changed, left, problems }) => [changed, left, problems])).toEqual([
      [2, [], []],
      [1, [], []],
      [2, [], []],
    ]);
    expect(allTextBelow(root)).not.toContain("s3cr3t");
    const [text] = encrypted(read("config/monitoring/core.json"));
    expect(read("config/monitoring/core.json").replace(`"${text}"`, '"s3cr3t \\"1\\""')).toBe(MONITORING);
    const yaml = encrypted(read("named.yaml"));
    expect(
      read("named.yaml").replace(`"${yaml[0]}"`, "s3cr3t-4").replace(`"${yaml[1]}"`, "'s3cr3t''5'"),
    ).toBe(YAML);
    const reading = await secretReading(places, env);
    const texts = [text!, ...yaml].map((one) => {
      const answer = reading({ text: one });
      return "secret" in answer && answer.secret.reveal();
    });
    expect(texts).toEqual(['s3cr3t "1"', "s3cr3t-4", "s3cr3t'5"]);
    expect(await (await open()).encrypt()).toEqual([]);
  });

  test("are encrypted in earlier versions, too", async () => {
    const version = JSON.stringify({ by: "file", content: JSON.parse(CREDENTIAL) });
    const { open, root } = service({ ...FILES, "data/versions/credentials/ops/1-a.json": version });
    await (await open()).encrypt();
    expect(allTextBelow(root)).not.toContain("s3cr3t");
  });

  test("leave the permissions of their file as they are", async () => {
    const { open, path } = service();
    chmodSync(path("named.yaml"), 0o640);
    await (await open()).encrypt();
    expect(statSync(path("named.yaml")).mode & 0o777).toBe(0o640);
  });

  test("in a file with errors stay, and the others are encrypted all the same", async () => {
    const { open, read, path } = service({
      ...FILES,
      "config/monitoring/broken.json": '[{"community": "s3cr3t',
    });
    const reports = await (await open()).encrypt();
    expect(
      reports.find(({ path: file }) => file === path("config/monitoring/broken.json"))?.problems,
    ).toHaveLength(1);
    expect(read("config/credentials/ops.json")).not.toContain("s3cr3t");
  });

  test("are not encrypted with a key of our own where the service has another", async () => {
    const { open, read } = service();
    await (await open()).encrypt();
    const before = read("named.yaml");
    const other = (await open(ring(makeKey().reveal()))).encrypt();
    await expect(other).rejects.toMatchObject({ code: "app.other-key" });
    const none = (await open({ HOME: "/nowhere", SNMPGATE_KEY: "" })).encrypt();
    await expect(none).rejects.toMatchObject({ code: "app.other-key" });
    expect(read("named.yaml")).toBe(before);
  });
});

describe("a rotation", () => {
  const [old, current] = [makeKey().reveal(), makeKey().reveal()] as const;

  async function encryptedService() {
    const bench = service();
    await (await bench.open(ring(old))).encrypt();
    bench.write("data/versions/configurations/core/1.json", bench.read("config/monitoring/core.json"));
    return bench;
  }

  test("encrypts all files with the current key, kept versions too, so that the old key may go", async () => {
    const { open, root, places } = await encryptedService();
    const before = encrypted(allTextBelow(root));
    const rotated = await (await open(ring(current, old))).rotate();
    expect(rotated).toMatchObject({ key: boxOf(current).currentId, place: "SNMPGATE_KEY" });
    expect(rotated.files.map(({ changed }) => changed)).toEqual([2, 1, 2, 1]);
    const after = encrypted(allTextBelow(root));
    expect(after).toHaveLength(before.length);
    const alone = await secretReading(places, ring(current));
    expect(after.every((text) => "secret" in alone({ text }))).toBe(true);
    expect((await (await open(ring(current))).rotate()).files).toEqual([]);
  });

  test("that is killed half-way leaves everything readable with both keys, and is simply run again", async () => {
    const { open, path, root, places, read, write } = await encryptedService();
    const notReached = read("config/monitoring/core.json");
    const rotating = await open(ring(current, old));
    await rotating.rotate();
    // As a kill leaves it: files that were not reached are as before, and the last one is half-written beside itself.
    writeFileSync(path("config/monitoring/core.json"), notReached);
    write("config/monitoring/core.json.1.new", notReached.slice(0, 300));
    const both = await secretReading(places, ring(current, old));
    const texts = encrypted(read("config/monitoring/core.json") + read("config/credentials/ops.json"));
    expect(new Set(texts.map((text) => text.slice(7, 15))).size).toBe(2);
    expect(texts.every((text) => "secret" in both({ text }))).toBe(true);
    expect((await rotating.rotate()).files.map(({ changed }) => changed)).toEqual([1]);
    expect(allTextBelow(root)).not.toContain("s3cr3t");
  });

  test("without the old key names it and leaves those secrets as they are", async () => {
    const { open, read } = await encryptedService();
    const before = read("named.yaml");
    const { files } = await (await open(ring(current))).rotate();
    expect(files.at(-1)?.problems.join(" ")).toContain(`encrypted with key ${boxOf(old).currentId}`);
    expect(read("named.yaml")).toBe(before);
  });

  test("without any key says so", async () => {
    const { open } = service();
    await expect((await open({ HOME: "/nowhere", SNMPGATE_KEY: "" })).rotate()).rejects.toMatchObject({
      code: "app.key-file",
    });
  });
});

test("twenty thousand secrets in one file are encrypted in seconds", { timeout: 20_000 }, async () => {
  const devices = Array.from({ length: 20_000 }, (_, i) => ({
    ip: `10.0.${i >> 8}.${i & 255}`,
    authentication: { community: `s3cr3t-${i}` },
  }));
  const { open, read, env } = service({
    "config/monitoring/a.json": JSON.stringify({ value: { snmp: { devices } } }, undefined, 1),
    "named.yaml": "[]",
  });
  const [report] = await (await open()).encrypt();
  expect(report).toMatchObject({ changed: 20_000 });
  const last = encrypted(read("config/monitoring/a.json")).at(-1)!;
  expect(boxOf(env["SNMPGATE_KEY"]!).decrypt(last)).toBeInstanceOf(Secret);
});
