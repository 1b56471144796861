import { PassThrough } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import type { Finding } from "../../src/app/index.ts";
import { check } from "../../src/cli/check.ts";
import { element, manifest, Place } from "../app/live/live-setup.ts";

const SERVICE = "configDir: config\ndataDir: data\nlisten: 127.0.0.1:0\n";
const FILES = {
  "snmpgate.yaml": SERVICE,
  "config/extensions/live.yaml": manifest("1.0.0"),
  "config/monitoring/a.json": JSON.stringify(element()),
  "config/credentials/core.json": '{ "type": "SNMPv2c", "community": { "env": "COMMUNITY" } }',
};

async function run(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = { COMMUNITY: "c0mmunity" },
) {
  const place = new Place();
  onTestFinished(() => place.end());
  for (const [name, text] of Object.entries(files)) place.write(name, text);
  const [out, err] = [new PassThrough(), new PassThrough()];
  const terminal = { out, err } as unknown as { out: NodeJS.WriteStream; err: NodeJS.WriteStream };
  const code = await check(
    [],
    { config: place.path("snmpgate.yaml"), mibDir: [], json: true },
    { terminal, env, signal: new AbortController().signal },
  );
  const findings = JSON.parse(String(out.read())) as Finding[];
  const told = findings.map(({ file, ...finding }) => ({
    ...finding,
    file: file.replace(`${place.root}/`, ""),
  }));
  return { code, findings: told, said: String(err.read()) };
}

test("the check of a service without errors counts the files that it would load", async () => {
  const { code, findings, said } = await run(FILES);
  expect([code, findings.filter(({ severity }) => severity === "error")]).toEqual([0, []]);
  expect(said).toMatch(/^4 files checked: 0 errors/);
});

test("the check of a service tells of all its files what is wrong, and exits with 1", async () => {
  const { code, findings } = await run(
    {
      ...FILES,
      "config/extensions/broken.yaml": "name: custom:broken\nversion: x\n",
      "config/monitoring/a.json": JSON.stringify(element({ version: "9.0.0" })),
      "config/extensions/active.json": "[]",
    },
    {},
  );
  const files = new Set(findings.flatMap(({ severity, file }) => (severity === "error" ? [file] : [])));
  expect([code, [...files].toSorted()]).toEqual([
    1,
    [
      "config/credentials/core.json",
      "config/extensions/active.json",
      "config/extensions/broken.yaml",
      "config/monitoring/a.json",
    ],
  ]);
});

test("a service file with errors is told of with their places", async () => {
  const { code, findings } = await run({ "snmpgate.yaml": `${SERVICE}nonsense: 1\nlogLevel: loud\n` });
  expect(code).toBe(1);
  expect(findings).toContainEqual(
    expect.objectContaining({ file: "snmpgate.yaml", severity: "error", line: 5 }),
  );
});

test("without anything to check the command says what to name", async () => {
  const err = new PassThrough() as unknown as NodeJS.WriteStream;
  const context = { terminal: { out: err, err }, env: {}, signal: new AbortController().signal };
  await expect(check([], { mibDir: [] }, context)).rejects.toMatchObject({
    code: "cli.usage",
    remedy: "Name manifests, or --config snmpgate.yaml of a service.",
  });
});
