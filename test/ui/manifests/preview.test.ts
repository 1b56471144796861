import { expect, test } from "vitest";
import { lineOfKey } from "../../../src/ui/manifests/editor/key-line.ts";
import { entityRows } from "../../../src/ui/manifests/preview/entity-rows.ts";
import {
  emptyMetrics,
  missingCount,
  missingOf,
  objectWords,
} from "../../../src/ui/manifests/preview/missing-of.ts";
import {
  choiceOf,
  NO_CHOICE,
  previewRequestOf,
  whatIsMissing,
  withChoice,
} from "../../../src/ui/manifests/preview/preview-choice.ts";
import { shortKeys } from "../../../src/ui/manifests/preview/short-keys.ts";

test("nothing is asked for before a source is chosen", () => {
  expect(previewRequestOf("name: x", NO_CHOICE)).toBeUndefined();
  expect(previewRequestOf("name: x", { ...NO_CHOICE, kind: "address", host: "192.0.2.1" })).toBeUndefined();
  expect(whatIsMissing({ ...NO_CHOICE, kind: "address", host: "192.0.2.1" })).toBe("Choose a credential.");
});

test("a polled device needs no credential, an address takes one by its name", () => {
  expect(previewRequestOf("name: x", { ...NO_CHOICE, kind: "device", device: "192.0.2.1:161" })).toEqual({
    manifest: "name: x",
    source: { polled: "192.0.2.1:161" },
    featureSets: ["all"],
    vars: {},
  });
  const address = { ...NO_CHOICE, kind: "address" as const, host: " 192.0.2.1 ", credential: "branch" };
  expect(previewRequestOf("name: x", { ...address, vars: { a: "", b: "1" }, featureSets: [] })).toMatchObject(
    {
      source: { device: { host: "192.0.2.1", port: 161, credential: "branch" } },
      featureSets: [],
      vars: { b: "1" },
    },
  );
});

test("an uploaded recording goes before one that comes along", () => {
  const choice = { ...NO_CHOICE, recording: "core-sw-1", file: { name: "mine", text: "1.3|4|x" } };
  expect(previewRequestOf("name: x", choice)?.source).toEqual({ recording: "1.3|4|x" });
});

test("the choice stands in the address and comes back from it", () => {
  const choices = [
    { ...NO_CHOICE, recording: "core-sw-1", featureSets: ["a, b", "c"] },
    { ...NO_CHOICE, kind: "device" as const, device: "192.0.2.1:161" },
    { ...NO_CHOICE, kind: "device" as const },
    { ...NO_CHOICE, kind: "address" as const, host: "sw-1", port: 1161, credential: "branch" },
  ];
  const before = new URLSearchParams("extension=x&device=old");
  for (const choice of choices) {
    const params = withChoice(before, choice);
    expect(params.get("extension")).toBe("x");
    expect(choiceOf(params)).toEqual(choice);
  }
});

test("keys are shown without what they all begin with", () => {
  expect(shortKeys(["a.b.if.in", "a.b.if.out"])).toEqual(["in", "out"]);
  expect(shortKeys(["a.b", "a.b.c"])).toEqual(["b", "b.c"]);
  expect(shortKeys(["a.b.uptime"])).toEqual(["uptime"]);
  expect(shortKeys([])).toEqual([]);
});

test("an entity has its relationships in both directions, in words", () => {
  const entity = (entityId: string, displayName: string) => ({
    entityId,
    displayName,
    type: "t",
    properties: { a: ["1", "2"] },
  });
  const rows = entityRows({
    findings: [],
    verdict: "OK",
    message: "",
    lines: [],
    totalLines: 0,
    tables: [],
    missing: [],
    entities: [entity("P", "Gi1"), entity("S", "sw-1")],
    relationships: [{ type: "runsOn", from: "P", to: "S" }],
    costs: [],
    requests: 0,
    durationMs: 0,
  });
  expect(rows[0]).toMatchObject({ properties: [{ key: "a", value: "1, 2" }] });
  expect(rows.map(({ relations }) => relations)).toEqual([
    [{ words: "runs on", name: "sw-1" }],
    [{ words: "runs", name: "Gi1" }],
  ]);
});

test("a subgroup says how many of its metrics deliver nothing, unless another one brings them or it has no row at all", () => {
  const value = (key: string, elsewhere = false) => ({
    key,
    role: "metric" as const,
    group: "g",
    subgroup: "ports",
    kind: "absent" as const,
    reason: "The device does not have this object.",
    elsewhere,
  });
  const missing = missingOf([value("a"), value("b", true), { ...value("c"), subgroup: "fans" }], {
    group: "g",
    subgroup: "ports",
  });
  expect(missing.map(({ key }) => key)).toEqual(["a", "b"]);
  expect(missingCount(missing, { totalRows: 3 })).toBe("1 metric empty");
  expect(missingCount(missing, { totalRows: 0 })).toBe("");
  expect(missingCount([value("b", true)], { totalRows: 3 })).toBe("");
  expect(emptyMetrics({ missing: [value("a"), value("a"), value("b", true)], totalLines: 9 })).toBe(1);
  expect(objectWords({ object: "IF-MIB::ifSpeed", oid: "1.2.5" })).toBe("IF-MIB::ifSpeed (1.2.5)");
});

test("a key is found where it is collected, and not where it is described", () => {
  const text = `metrics:
  - key: a.b # described
    metadata: { displayName: B }
snmp:
  - group: g
    metrics:
      - key: "a.b"
        type: gauge
        value: oid:1.2.3
      - { key: a.bc, value: "oid:1.2.4" }
`;
  expect(lineOfKey(text, "a.b")).toBe(7);
  expect(lineOfKey(text, "a.bc")).toBe(10);
  expect(lineOfKey(text, "a")).toBeUndefined();
});
