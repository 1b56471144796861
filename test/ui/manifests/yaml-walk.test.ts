import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { yamlEntries, yamlPlace } from "../../../src/ui/manifests/editor/yaml-walk.ts";

const TEXT = `name: custom:x
snmp:
- group: ports
  subgroups:
  - subgroup: "a b"
    table: true
    dimensions: [{ key: if.name, value: "oid:IF-MIB::ifName" }]
    metrics:
      - key: in # octets
        value: oid:1.2.3
metrics: []
`;

test("entries have their path from the top and their value without quotes and comments", () => {
  expect(yamlEntries(TEXT).map(({ path, value }) => `${path.join(".")}=${value}`)).toEqual([
    "name=custom:x",
    "snmp=",
    "snmp.*.group=ports",
    "snmp.*.subgroups=",
    "snmp.*.subgroups.*.subgroup=a b",
    "snmp.*.subgroups.*.table=true",
    "snmp.*.subgroups.*.dimensions=",
    "snmp.*.subgroups.*.dimensions.*.key=if.name",
    "snmp.*.subgroups.*.dimensions.*.value=oid:IF-MIB::ifName",
    "snmp.*.subgroups.*.metrics=",
    "snmp.*.subgroups.*.metrics.*.key=in",
    "snmp.*.subgroups.*.metrics.*.value=oid:1.2.3",
    "metrics=",
  ]);
});

test("the keys of one mapping belong together", () => {
  const entries = yamlEntries(TEXT);
  const ofSubgroup = entries.find(({ key }) => key === "subgroup")!.mapping;
  expect(entries.filter(({ mapping }) => mapping === ofSubgroup).map(({ key }) => key)).toEqual([
    "subgroup",
    "table",
    "dimensions",
    "metrics",
  ]);
});

test.each([
  ["na", "key", "", "na"],
  ["name: cus", "value", "name", "cus"],
  ["snmp:\n- ", "key", "snmp.*", ""],
  ["snmp:\n  - group: a\n    ", "key", "snmp.*", ""],
  ["snmp:\n  - group: a\n    subgroups:\n      - sub", "key", "snmp.*.subgroups.*", "sub"],
  ["snmp:\n  - group: a\n    table: true\n", "key", "", ""],
  ['snmp:\n  - dimensions: [{ key: a, value: "oid:if', "value", "snmp.*.dimensions.*.value", "oid:if"],
  ["snmp:\n  - metrics:\n      - { key: a, va", "key", "snmp.*.metrics.*", "va"],
  ["author: { name: me }\nver", "key", "", "ver"],
  ["tags:\n  - on", "key", "tags.*", "on"],
])("%j ends in a %s of %j", (text, kind, path, written) => {
  const place = yamlPlace(text);
  expect([place.kind, place.path.join("."), place.written]).toEqual([kind, path, written]);
});

test("a bracket that is still open does not swallow the keys further left", () => {
  const text = "a:\n  - metrics: [{ key: x\nscreens:\n  - entityType: y";
  expect(yamlEntries(text).map(({ path }) => path.join("."))).toContain("screens.*.entityType");
});

test("lines of a block scalar are no keys", () => {
  const text = "message:\n  text: |\n    note: this\n  theme: INFO";
  expect(yamlEntries(text).map(({ path }) => path.join("."))).toEqual([
    "message",
    "message.text",
    "message.theme",
  ]);
});

/** Paths of all keys of a parsed value. */
function pathsOf(value: unknown, path: readonly string[] = []): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsOf(item, [...path, "*"]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => {
    const here = [...path, key];
    return [here.join("."), ...pathsOf(below, here)];
  });
}

test("our own extension is read as a whole YAML reader reads it", async () => {
  const text = await readFile("extension.yaml", "utf8");
  const found = yamlEntries(text).map(({ path }) => path.join("."));
  expect(found.toSorted()).toEqual(pathsOf(parse(text)).toSorted());
});
