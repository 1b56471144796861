import { describe, expect, test } from "vitest";
import { loadManifest } from "../../../src/manifest/index.ts";
import { builtinCatalogue } from "../../../src/smi/index.ts";
import { changedLines, seriesOf } from "../../../src/ui/manifests/editor/changed-lines.ts";
import { dropDraft, keepDraft, readDraft } from "../../../src/ui/manifests/editor/draft.ts";
import { findingRange } from "../../../src/ui/manifests/editor/finding-range.ts";
import { objectOf, oidAt } from "../../../src/ui/manifests/editor/oid-at.ts";
import { outlineOf } from "../../../src/ui/manifests/editor/outline.ts";
import { previewDelay } from "../../../src/ui/manifests/editor/preview-pace.ts";
import { TEMPLATE } from "../../../src/ui/manifests/editor/template.ts";
import { nextVersion, withVersion } from "../../../src/ui/manifests/editor/version.ts";

test("the template is a manifest without a finding", () => {
  expect(loadManifest(TEMPLATE, { catalogue: builtinCatalogue }).diagnostics).toEqual([]);
});

test("the outline knows what a manifest defines", () => {
  const outline = outlineOf(
    `${TEMPLATE}vars:\n  - { id: site, displayName: Site, type: text, required: true }\n`,
  );
  expect(outline).toMatchObject({
    name: "custom:my-switch",
    version: "1.0.0",
    featureSets: ["Interfaces"],
    variables: [{ id: "site", displayName: "Site", required: true }],
    calculatedKeys: ["func:my.switch.if.in.bits"],
    entityTypes: ["my:switch", "my:interface"],
  });
  expect(outline.metricKeys).toHaveLength(3);
});

describe("versions", () => {
  test("the next one is the first that is not installed", () => {
    expect(nextVersion("1.2.9", ["1.2.9", "1.2.10"])).toBe("1.2.11");
    expect(nextVersion("draft", [])).toBe("1.0.0");
  });

  test("the version is changed where it stands, quotes and comment stay", () => {
    expect(withVersion('name: a\nversion: "1.0.0" # first\n', "1.0.1")).toBe(
      'name: a\nversion: "1.0.1" # first\n',
    );
    expect(withVersion("name: a\n", "1.0.1")).toBe("name: a\n");
  });
});

test("a line is new when its series is, whatever its value", () => {
  const before = ['a,device="127.0.0.1:1",if="x y" gauge,1 100', "b count,delta=3 100"];
  const after = ['a,device="127.0.0.1:2",if="x y" gauge,2 200', "c gauge,1 200"];
  const { added, removed } = changedLines(before, after);
  expect([[...added], removed]).toEqual([["c gauge,1 200"], ["b"]]);
  expect(changedLines(undefined, before).added.size).toBe(0);
  expect(seriesOf('a,x="b gauge,c" gauge,1 2')).toBe('a,x="b gauge,c"');
});

test("a device is not asked more often than every few seconds, a recording when typing stops", () => {
  expect(previewDelay("recording", 1_000, 900)).toBe(800);
  expect(previewDelay("device", 1_000, undefined)).toBe(800);
  expect(previewDelay("device", 1_000, 0)).toBe(4_000);
  expect(previewDelay("device", 60_000, 0)).toBe(800);
});

describe("a draft", () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };
  const draft = { text: "name: x", base: "1.0.0", atMs: 5 };

  test("is kept for each extension, until it is dropped", () => {
    const kept = storage();
    keepDraft(kept, "custom:a", draft);
    expect([readDraft(kept, "custom:a"), readDraft(kept, "")]).toEqual([draft, undefined]);
    dropDraft(kept, "custom:a");
    expect(readDraft(kept, "custom:a")).toBeUndefined();
  });

  test("that cannot be kept, or read, is none", () => {
    const full = {
      ...storage(),
      setItem: () => {
        throw new Error("full");
      },
      getItem: () => "{",
    };
    expect(keepDraft(full, "a", draft)).toBe(false);
    expect(readDraft(full, "a")).toBeUndefined();
  });
});

describe("a finding is shown at", () => {
  const lines = (text: string) => ({
    lines: 1,
    line: () => ({ from: 100, to: 100 + text.length, text }),
  });
  test.each([
    ["  type: gague # x", 9, "gague"],
    ["- { key: a.b, value: x }", 10, "a.b"],
    ['  value: "oid:1 2"', 10, '"oid:1 2"'],
    ["  subgroup: my ports", 13, "my ports"],
    ["  featureSet: x", 3, "featureSet"],
  ])("%j column %i: %j", (text, column, shown) => {
    const finding = { code: "M001", severity: "error" as const, path: "", line: 1, column, message: "" };
    const { from, to } = findingRange(lines(text), finding);
    expect(text.slice(from - 100, to - 100)).toBe(shown);
  });

  test("a line behind the end, or an empty one, is still shown somewhere", () => {
    const finding = { code: "M001", severity: "error" as const, path: "", line: 9, column: 7, message: "" };
    expect(findingRange(lines(""), finding)).toEqual({ from: 100, to: 100 });
  });
});

test("hovering finds the OID or name behind oid:", () => {
  expect(oidAt("  value: oid:1.3.6.1.2.1.1.3.0", 15)?.text).toBe("1.3.6.1.2.1.1.3.0");
  expect(oidAt('  value: "oid:IF-MIB::ifDescr"', 20)?.text).toBe("IF-MIB::ifDescr");
  expect(oidAt("$inetAddress(oid:ifType, oid:ifName)", 30)?.text).toBe("ifName");
  expect(oidAt("  value: const:1", 12)).toBeUndefined();
  expect(objectOf("sysName.0")).toBe("sysName");
});
