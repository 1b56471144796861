import { describe, expect, test } from "vitest";
import { featureSetsOf, selectsFeatureSet } from "../../src/config/index.ts";
import type { Subgroup } from "../../src/manifest/index.ts";
import { codes, element, load } from "./configurations.ts";
import { group, manifest, metric, SWITCHES, subgroup, TRAPS } from "./manifests.ts";

describe("the feature sets of a manifest", () => {
  test("are sorted, each with the metrics whose effective set it is: metric over subgroup over group", () => {
    const inherited = manifest({
      snmp: [
        group("g", {
          featureSet: "Outer",
          metrics: [metric("m.a")],
          subgroups: [
            subgroup("inherits", { metrics: [metric("m.b"), metric("m.c", "Inner")] }),
            subgroup("own", { featureSet: "Between", metrics: [metric("m.d")] }),
          ],
        }),
      ],
      traps: [TRAPS],
    });
    expect(featureSetsOf(inherited)).toEqual([
      { name: "Between", metrics: 1 },
      { name: "Events", metrics: 1 },
      { name: "Inner", metrics: 1 },
      { name: "Outer", metrics: 2 },
    ]);
    expect(featureSetsOf(SWITCHES).map(({ name }) => name)).toEqual([
      "Health",
      "Interfaces",
      "Interfaces 64-bit",
    ]);
  });

  test.each([
    [[], undefined, true],
    [[], "CPU", false],
    [["CPU"], "CPU", true],
    [["cpu"], "CPU", false],
    [["all"], "CPU", true],
    [["Other", "all"], "CPU", true],
    [["events"], "Events", true],
  ])("with %j chosen, a metric of set %j is collected: %j", (chosen, set, collected) => {
    expect(selectsFeatureSet(chosen, set)).toBe(collected);
  });
});

function interfaceColumns(featureSet: string): Subgroup {
  return subgroup("interface", { featureSet, metrics: [metric("if.octets")] });
}

function entityCount(kind: string): Subgroup {
  const dimensions = [{ key: "kind", value: { kind: "const", text: kind }, filter: undefined }] as const;
  return subgroup(kind, { dimensions, metrics: [metric("entity.count")] });
}

describe("featureSets", () => {
  const oneSet = manifest({
    snmp: [group("g", { featureSet: "CPU", metrics: [metric("m.a"), metric("m.b")] })],
  });

  test("an unknown name is a warning that lists the known ones (C101)", () => {
    const loaded = load([element({ featureSets: ["Interface", "Health"] })], SWITCHES);
    expect(loaded.diagnostics).toMatchObject([
      { code: "C101", severity: "warning", path: "/0/value/featureSets/0", value: "Interface" },
    ]);
    expect(loaded.diagnostics[0]!.message).toContain('did you mean "Interfaces"?');
    expect(loaded.diagnostics[0]!.message).toContain("Health, Interfaces, Interfaces 64-bit");
    expect(loaded.value![0]!.featureSets).toEqual(["Interface", "Health"]);
  });

  test.each([
    ["interfaces", 'did you mean "Interfaces 32-bit" or "Interfaces 64-bit"?'],
    ["interfaces 64", 'did you mean "Interfaces 64-bit"?'],
    ["cpu LOAD", 'did you mean "CPU load"?'],
    ["CPU", 'did you mean "CPU load"?'],
    ["Intrfaces 32-bit", 'did you mean "Interfaces 32-bit"?'],
    ["ALL", 'did you mean "all"?'],
  ])("%s is told of the sets that it may mean", (name, hint) => {
    const names = ["Interfaces 32-bit", "Interfaces 64-bit", "CPU load", "GPU"];
    const families = manifest({
      snmp: [group("g", { metrics: [metric("m.a"), ...names.map((set, n) => metric(`m.b${n}`, set))] })],
    });
    const { diagnostics } = load([element({ featureSets: [name] })], families);
    expect(diagnostics).toMatchObject([{ code: "C101", message: expect.stringContaining(hint) }]);
  });

  test("a name like no set has no suggestion", () => {
    const { diagnostics } = load([element({ featureSets: ["Disks"] })], SWITCHES);
    expect(diagnostics[0]!.message).not.toContain("did you mean");
  });

  test("all is every set", () => {
    expect(load([element({ featureSets: ["all"] })], oneSet).diagnostics).toEqual([]);
  });

  test("none of them on a manifest with everything in sets leaves nothing (C007)", () => {
    const { diagnostics } = load([element({ featureSets: [] })], oneSet);
    expect(diagnostics).toMatchObject([{ code: "C007", severity: "error", path: "/0/value/featureSets" }]);
    expect(diagnostics[0]!.message).toContain("CPU (2 metrics)");
  });

  test("more than 50 are refused (C006)", () => {
    expect(codes(load([element({ featureSets: Array(51).fill("all") })]))).toEqual([
      "C006 /0/value/featureSets",
    ]);
  });

  test("a wrong entry is refused (C001)", () => {
    expect(codes(load([element({ featureSets: [5] })]))).toEqual(["C001 /0/value/featureSets/0"]);
  });

  test("two sets that feed the same series are a warning (C106)", () => {
    const twice = manifest({
      snmp: [group("g", { subgroups: [interfaceColumns("32-bit"), interfaceColumns("64-bit")] })],
    });
    expect(load([element({ featureSets: ["64-bit"] })], twice).diagnostics).toEqual([]);
    const { diagnostics } = load([element({ featureSets: ["all"] })], twice);
    expect(diagnostics).toMatchObject([{ code: "C106", severity: "warning", path: "/0/value/featureSets" }]);
    expect(diagnostics[0]!.message).toContain("if.octets");
  });

  test("the same key with other dimensions is another series", () => {
    const apart = manifest({
      snmp: [group("g", { subgroups: [entityCount("pool"), entityCount("member")] })],
    });
    expect(load([element()], apart).diagnostics).toEqual([]);
  });
});
