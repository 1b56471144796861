import { expect, test } from "vitest";
import { manifestSchema } from "../../../src/manifest/index.ts";
import { offerAt } from "../../../src/ui/manifests/editor/offer.ts";

const schema = manifestSchema();

/** What is offered where `|` stands. */
function offered(text: string) {
  const cursor = text.indexOf("|");
  return offerAt(text.replace("|", ""), cursor, schema);
}

function labels(text: string): readonly string[] {
  const offer = offered(text);
  return offer !== undefined && "options" in offer ? offer.options.map(({ label }) => label) : [];
}

const TEXT = `name: custom:x
vars:
  - id: site
    displayName: Site
snmp:
  - group: ports
    featureSet: Interfaces
    subgroups:
      - subgroup: octets
        table: true
        dimensions:
          - key: if.name
            value: oid:1.3.6.1.2.1.31.1.1.1.1
        metrics:
          - key: my.if.in
            value: oid:1.3.6.1.2.1.31.1.1.1.6
topology:
  types:
    - name: my:port
      rules: []
metrics:
`;

test("keys that the mapping has already are not offered again, needed ones come first", () => {
  expect(labels("name: custom:x\nver|\n")).toEqual(expect.arrayContaining(["version", "author"]));
  expect(labels("name: custom:x\n|\n")).not.toContain("name");
  expect(labels("snmp:\n  - group: a\n    |\n    interval: 5m\n")).not.toContain("interval");
});

test("old spellings are read, and not offered", () => {
  expect(labels("snmp:\n  - metrics:\n      - |")).not.toContain("id");
});

test("a list goes on below its key, a text beside it", () => {
  const offer = offered("snmp:\n  - group: a\n    |");
  const inserts = offer !== undefined && "options" in offer ? offer.options.map(({ insert }) => insert) : [];
  expect(inserts).toContain("subgroups:\n      - ");
  expect(inserts).toContain("featureSet: ");
});

test("keys are offered inside of braces, too", () => {
  expect(labels("snmp:\n  - metrics: [{ key: a, |")).toEqual(expect.arrayContaining(["value", "type"]));
});

test.each([
  ["snmp:\n  - metrics:\n      - type: |", ["gauge", "count"]],
  ["snmp:\n  - subgroups:\n      - table: |", ["true", "false"]],
  [`${TEXT}  - key: |`, ["my.if.in"]],
  [TEXT.replace("rules: []", "rules:\n      - idPattern: port_{|"), ["if.name"]],
  [TEXT.replace("value: oid:1.3.6.1.2.1.31.1.1.1.1", "value: |"), ["oid:", "var:site", "$inetAddress()"]],
  [TEXT.replace("table: true", "featureSet: |"), ["Interfaces"]],
  [`${TEXT}  - key: func:a\n    query: { metricSelector: "|`, ["my.if.in"]],
  [`${TEXT}  - key: func:a\n    query:\n      metricSelector: my.if.in:spl|`, ["splitBy()"]],
  [
    `${TEXT}  - key: func:a\n    query:\n      metricSelector: my.if.in:splitBy(|`,
    ["if.name", "dt.entity.my:port"],
  ],
  [`${TEXT}screens:\n  - entityType: |`, ["my:port"]],
])("case %#: values that fit are offered", (text, expected) => {
  expect(labels(text)).toEqual(expect.arrayContaining([...expected]));
});

test("behind oid: objects are looked up, columns in a table", () => {
  expect(offered("snmp:\n  - subgroups:\n      - metrics:\n          - value: oid:ifHC|")).toEqual({
    objects: "ifHC",
    replaced: 4,
    inTable: true,
  });
  expect(offered('snmp:\n  - dimensions: [{ key: a, value: "oid:IF-MIB::|')).toMatchObject({
    objects: "IF-MIB::",
  });
});

test("where the schema knows nothing, nothing is offered", () => {
  expect(offered("foo:\n  bar: |")).toBeUndefined();
});
