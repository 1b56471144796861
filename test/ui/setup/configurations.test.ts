import { describe, expect, test } from "vitest";
import { lineDiff } from "../../../src/ui/parts/line-diff.ts";
import { activationText, readActivation } from "../../../src/ui/setup/activation-text.ts";
import { type BulkEdit, edited } from "../../../src/ui/setup/bulk-edit.ts";
import { statusLine } from "../../../src/ui/setup/configuration-status.ts";
import { deviceKey, withDevices, withoutDevices } from "../../../src/ui/setup/device-lines.ts";
import { devicesOf } from "../../../src/ui/setup/element.ts";
import { withFleet } from "../../../src/ui/setup/first-data.ts";
import { isTwin, twinKey, withCredential } from "../../../src/ui/setup/import-plan.ts";
import { jsonFault } from "../../../src/ui/setup/json-fault.ts";
import { parseJson } from "../../../src/ui/setup/json-text.ts";
import { merged } from "../../../src/ui/setup/merge.ts";
import { shortColumns } from "../../../src/ui/setup/short-columns.ts";
import { variableComplaint } from "../../../src/ui/setup/variable-check.ts";

const VALUE = {
  version: "1.0.0",
  description: "b4",
  featureSets: ["PoE", "LLDP neighbours"],
  snmp: {
    devices: [
      { ip: "192.0.2.1", authentication: { credential: "branch" } },
      { ip: "192.0.2.2", port: 1_161, authentication: { type: "SNMPv2c", community: "***" } },
    ],
  },
};

describe("a change to many", () => {
  test.each<[string, BulkEdit, readonly string[]]>([
    ["enables what is enabled", { kind: "enable" }, []],
    ["disables", { kind: "disable" }, ["is no longer polled"]],
    [
      "adds and takes away sets",
      { kind: "sets", add: ["PoE", "CDP"], remove: ["LLDP neighbours"] },
      ["+ CDP", "− LLDP neighbours"],
    ],
    [
      "gives all another credential",
      { kind: "credential", from: undefined, to: "new" },
      ["credential of 2 devices → new"],
    ],
    [
      "gives those with own secrets a credential",
      { kind: "credential", from: "", to: "new" },
      ["credential of 1 device → new"],
    ],
    ["moves to the version it has", { kind: "version", version: "1.0.0" }, []],
    ["sets time-outs", { kind: "advanced", settings: { timeoutSecs: 5 } }, ["timeoutSecs 5 for 2 devices"]],
  ])("%s, and says what changes", (_, edit, changes) => {
    const after = edited(VALUE, edit);
    expect(after.changes).toEqual(changes);
    expect(after.value === VALUE).toBe(changes.length === 0);
  });

  test("leaves alone what it is not about", () => {
    const after = edited(VALUE, { kind: "credential", from: "branch", to: "new" });
    expect(devicesOf(after.value)[1]).toBe(VALUE.snmp.devices[1]);
  });
});

test("devices are added once and taken away by host and port", () => {
  const added = withDevices(
    VALUE,
    [
      { host: "192.0.2.1", port: 161 },
      { host: "192.0.2.3", port: 161 },
    ],
    "branch",
  );
  expect(devicesOf(added).map(deviceKey)).toEqual(["192.0.2.1:161", "192.0.2.2:1161", "192.0.2.3:161"]);
  expect(devicesOf(withoutDevices(added, new Set(["192.0.2.2:1161"]))).length).toBe(2);
});

describe("an import", () => {
  test("takes the vendor's list and a single element, and counts those whose secrets were left out", () => {
    const text = JSON.stringify([{ scope: "ag_group-b4", value: VALUE }]);
    expect(readActivation(text, "custom:x")).toMatchObject({
      elements: [{ extension: "custom:x", scope: "ag_group-b4" }],
      masked: 1,
    });
    expect(readActivation(JSON.stringify({ extension: "custom:y", value: {} }), "")).toMatchObject({
      elements: [{ extension: "custom:y", scope: "ag_group-default" }],
      masked: 0,
    });
  });

  test.each([
    ["{", /Line 1|no JSON/],
    ["[]", /empty/],
    ['[{"scope":"ag_group-x"}]', /Element 1 has no value/],
    ['[{"value":{}}]', /Element 1 names no extension/],
  ])("%s is refused with the place", (text, problem) => {
    expect(readActivation(text, "")).toEqual({ problem: expect.stringMatching(problem) });
  });

  test("takes an answer of the vendor's API, and its masks for secrets that were left out", () => {
    const authentication = { type: "SNMPv2c", community: "***001***" };
    const value = { ...VALUE, snmp: { devices: [{ ip: "192.0.2.1", authentication }] } };
    const text = JSON.stringify({ totalCount: 1, items: [{ objectId: "x", scope: "ag_group-b4", value }] });
    expect(readActivation(text, "custom:x")).toMatchObject({
      elements: [
        { scope: "ag_group-b4", value: { snmp: { devices: [{ authentication: { community: "***" } }] } } },
      ],
      masked: 1,
    });
  });

  test("comes back as it was exported", () => {
    const elements = [{ extension: "custom:x", scope: "ag_group-b4", value: VALUE }];
    expect(readActivation(activationText(elements), "")).toEqual({ elements, masked: 1, unnamed: 0 });
  });

  test("tells one that is there already by extension and name", () => {
    const element = { extension: "custom:x", scope: "ag_group-b4", value: VALUE };
    expect(isTwin(element, new Set([twinKey("custom:x", "b4")]))).toBe(true);
    expect(isTwin(element, new Set([twinKey("custom:y", "b4")]))).toBe(false);
  });

  test("puts a credential where the secret was left out, and nowhere else", () => {
    expect(withCredential(VALUE, "new")).toMatchObject({
      snmp: {
        devices: [{ authentication: { credential: "branch" } }, { authentication: { credential: "new" } }],
      },
    });
  });
});

describe("a text that is no JSON", () => {
  test.each([
    ['{\n  "a": 1\n  "b": 2\n}', 'Line 3, column 3: a comma or } is missing before "'],
    ["[\n  1,\n]", "Line 2, column 4: a comma before ] is one too many"],
    ['[{"value": {}', "Line 1, column 2: this { is never closed with }"],
    ['[\n  { "value": yes }\n]', "Line 2, column 14: a value is missing before yes"],
    ['{"a": "x}', "Line 1, column 7: this text does not end"],
    ["{'a': 1}", "Line 1, column 2: a key in double quotes is missing before"],
    ['{"a" 1}', "Line 1, column 6: a colon is missing before 1"],
    ["{}\n{}", "Line 2, column 1: more follows after the end"],
    ["", "Line 1, column 1: a value is missing before the end"],
  ])("%j is told with its place and what to change", (text, problem) => {
    expect(parseJson(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  test("is what JSON.parse refuses, and nothing else", () => {
    const texts = [
      '{"a":[1,-2.5e+3,"\\u00e4\\n",null]}',
      " [ ] ",
      '"x"',
      "01",
      '"\t"',
      "[1 2]",
      "-",
      '{"a":}',
      "tru",
    ];
    const isFine = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    expect(texts.map((text) => jsonFault(text) === undefined)).toEqual(texts.map(isFine));
  });
});

describe("two changes of one configuration", () => {
  const base = { version: "1.0.0", description: "b4", enabled: true };

  test("of different parts fit together", () => {
    expect(merged(base, { ...base, enabled: false }, { ...base, description: "roof" })).toEqual({
      version: "1.0.0",
      description: "roof",
      enabled: false,
    });
    const { enabled: _, ...without } = base;
    expect(merged(base, { ...base, description: "roof" }, without as typeof base)).toEqual({
      version: "1.0.0",
      description: "roof",
    });
  });

  test("of one part do not, unless both made the same of it", () => {
    expect(merged(base, { ...base, description: "a" }, { ...base, description: "b" })).toBeUndefined();
    const same = { ...base, description: "a" };
    expect(merged(base, same, same)).toEqual(same);
  });
});

test("the status of a configuration is told by what is worst", () => {
  const told = {
    enabled: true,
    status: "WARNING",
    message: "",
    codes: { OK: 4, DEVICE_CONNECTION_ERROR: 1 },
    findings: [],
  };
  expect(statusLine(told)).toEqual({ tone: "warning", label: "Incomplete", detail: "4 OK, 1 no answer" });
  expect(statusLine({ ...told, enabled: false })).toMatchObject({ tone: "pending", label: "Disabled" });
  const finding = {
    code: "C001",
    severity: "error" as const,
    path: "",
    line: 1,
    column: 1,
    message: "broken",
  };
  expect(statusLine({ ...told, findings: [finding] })).toMatchObject({ tone: "error", detail: "broken" });
});

test("the first data of a configuration are pieced together from what changed", () => {
  const one = (id: string, configurationId = "c") => ({
    id,
    configurationId,
    extension: "x",
    name: id,
    code: "OK",
    message: "",
    lines: 1,
    skipped: 0,
  });
  const first = withFleet([], { at: 1, full: true, gone: [], devices: [one("b"), one("z", "other")] }, ["c"]);
  const second = withFleet(
    first,
    { at: 2, full: false, gone: [{ configurationId: "c", id: "b" }], devices: [one("a", "d")] },
    ["c", "d"],
  );
  expect([first, second].map((list) => list.map(({ id }) => id))).toEqual([["b"], ["a"]]);
});

describe("a comparison of lines", () => {
  test("shows what changed with three lines around it, and counts the rest", () => {
    const lines = Array.from({ length: 20 }, (_, i) => String(i));
    const parts = lineDiff(lines.join("\n"), lines.toSpliced(10, 1, "ten").join("\n"));
    expect(
      parts.map((part) => (part.kind === "skipped" ? `~${part.count}` : `${part.kind[0]}${part.text}`)),
    ).toEqual(["~7", "s7", "s8", "s9", "r10", "aten", "s11", "s12", "s13", "~6"]);
  });

  test("of texts without a common line takes all away and adds all", () => {
    expect(lineDiff("a\nb", "c").map(({ kind }) => kind)).toEqual(["removed", "removed", "added"]);
  });
});

test("a previewed table says once what all rows share, and cuts what all keys begin with", () => {
  const columns = [
    { key: "site", kind: "dimension" as const },
    { key: "if.name", kind: "dimension" as const },
    { key: "custom.switch.if.in", kind: "gauge" as const },
    { key: "custom.switch.if.out", kind: "count" as const },
  ];
  const { shared, columns: shown } = shortColumns({
    columns,
    rows: [
      ["b4", "1", "5", "6"],
      ["b4", "2", "5", "7"],
    ],
  });
  expect(shared).toEqual([{ key: "site", value: "b4" }]);
  expect(shown.map(({ label, index }) => [label, index])).toEqual([
    ["if.name", 1],
    ["in", 2],
    ["out", 3],
  ]);
});

test("a variable is checked as its manifest declares it; a pattern that no browser reads is left to the service", () => {
  const variable = {
    id: "v",
    displayName: "V",
    type: "text" as const,
    required: true,
    maxLength: 4,
    pattern: "[a-z]+",
  };
  expect(variableComplaint(variable, "")).toBe("This one must be given.");
  expect(variableComplaint(variable, "abcde")).toContain("at most 4");
  expect(variableComplaint(variable, "B4")).toBe("Has to match [a-z]+");
  expect(variableComplaint({ ...variable, pattern: "(?i)x" }, "B4")).toBeUndefined();
});
