import { expect, test } from "vitest";
import { checkManifest } from "../../src/app/check.ts";
import { COMMAND_LINE, type Finding, formatFinding, loadUserMibs } from "../../src/app/extensions.ts";
import { temporaryFiles } from "../support/program.ts";

const finding: Finding = {
  code: "M101",
  severity: "warning",
  path: "/x",
  line: 3,
  column: 5,
  message: "key x is not known",
  file: "extension.yaml",
};

test("a finding is file:line:column severity CODE message", () => {
  expect(formatFinding(finding)).toBe("extension.yaml:3:5 warning M101 key x is not known");
});

test("a finding about flags has no line", () => {
  expect(formatFinding({ ...finding, file: COMMAND_LINE })).toBe(
    "command line: warning M101 key x is not known",
  );
});

test.each([
  ["a\nother.yaml:1:1 error M001 forged", "a\\nother.yaml:1:1 error M001 forged"],
  ["red \u001b[31m", "red \\u001b[31m"],
  ["C1 \u009b31m", "C1 \\u009b31m"],
  ["separator \u2028 and \u202e mark", "separator \\u2028 and \\u202e mark"],
])("%j in a message stays one line and steers no terminal", (message, shown) => {
  expect(formatFinding({ ...finding, message })).toBe(`extension.yaml:3:5 warning M101 ${shown}`);
});

test("letters of all languages are shown as they are", () => {
  const message = "Überwachung · 交換器 · ифнейм";
  expect(formatFinding({ ...finding, message })).toContain(message);
});

test("a manifest that cannot be read is a finding M001 with the remedy", async () => {
  const findings = await checkManifest("no-such.yaml", await loadUserMibs([]));
  expect(findings).toEqual([
    {
      code: "M001",
      severity: "error",
      path: "",
      line: 1,
      column: 1,
      file: "no-such.yaml",
      message: expect.stringMatching(/^there is no file or folder no-such\.yaml\. Name an extension\.yaml/),
    },
  ]);
});

test("a configuration that cannot be read is a finding C001 beside those of the manifest", async () => {
  const folder = temporaryFiles({
    "extension.yaml": `name: custom:x
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
nonsense: 1
snmp:
  - group: g
    metrics: [{ key: a.b, value: "oid:1.3.6.1.2.1.2.1.0" }]
`,
  });
  const findings = await checkManifest(`${folder}/extension.yaml`, await loadUserMibs([]), "no-such.json");
  expect(findings[0]).toMatchObject({ code: "M101", file: `${folder}/extension.yaml` });
  expect(findings.at(-1)).toMatchObject({ code: "C001", file: "no-such.json" });
});
