import { describe, expect, test } from "vitest";
import { loadManifest } from "../../../src/manifest/index.ts";
import { builtinCatalogue } from "../../../src/smi/index.ts";
import { changedLines, seriesOf } from "../../../src/ui/manifests/editor/changed-lines.ts";
import { dropDraft, keepDraft, readDraft } from "../../../src/ui/manifests/editor/draft.ts";
import { DraftKeeper } from "../../../src/ui/manifests/editor/draft-keeper.ts";
import { findingRange } from "../../../src/ui/manifests/editor/finding-range.ts";
import { withLineFeeds } from "../../../src/ui/manifests/editor/line-ends.ts";
import { objectOf, oidAt } from "../../../src/ui/manifests/editor/oid-at.ts";
import { outlineOf } from "../../../src/ui/manifests/editor/outline.ts";
import { previewDelay } from "../../../src/ui/manifests/editor/preview-pace.ts";
import { TEMPLATE } from "../../../src/ui/manifests/editor/template.ts";
import { nextVersion, withVersion } from "../../../src/ui/manifests/editor/version.ts";
import { sizeProblem } from "../../../src/ui/manifests/file-size.ts";

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
  const draft = { text: "name: x", atMs: 5 };
  const edited = { name: "custom:a", version: "1.0.0" };

  test("is kept for each version, until it is dropped", () => {
    const kept = storage();
    keepDraft(kept, edited, draft);
    expect(readDraft(kept, edited)).toEqual(draft);
    expect(readDraft(kept, { ...edited, version: "1.0.1" })).toBeUndefined();
    expect(readDraft(kept, { name: "", version: "" })).toBeUndefined();
    dropDraft(kept, edited);
    expect(readDraft(kept, edited)).toBeUndefined();
  });

  const full = () => ({
    ...storage(),
    setItem: () => {
      throw new Error("full");
    },
    getItem: () => "{",
  });

  test("that cannot be kept, or read, is none", () => {
    expect(keepDraft(full(), edited, draft)).toBe(false);
    expect(readDraft(full(), edited)).toBeUndefined();
  });

  test("holds what was typed last when the page is left, and nothing once it is installed", () => {
    const kept = storage();
    const keeper = new DraftKeeper(kept, edited);
    keeper.note("name: x");
    keeper.note("name: xy");
    expect(readDraft(kept, edited)).toBeUndefined();
    expect(keeper.flush(5)).toBe(true);
    expect(readDraft(kept, edited)).toEqual({ text: "name: xy", atMs: 5 });
    keeper.note("name: xyz");
    keeper.drop();
    keeper.flush(6);
    expect(readDraft(kept, edited)).toBeUndefined();
  });

  test("of a text that is what is installed is dropped, and a full browser is told of until it has room", () => {
    const kept = storage();
    keepDraft(kept, edited, draft);
    const keeper = new DraftKeeper(kept, edited);
    keeper.note(undefined);
    keeper.flush(5);
    expect(readDraft(kept, edited)).toBeUndefined();
    const crowded = new DraftKeeper(full(), edited);
    crowded.note("name: x");
    expect([crowded.flush(5), crowded.flush(6)]).toEqual([false, false]);
  });
});

test("a file that is empty, or larger than the service takes, is refused by its name", () => {
  expect(sizeProblem({ name: "a.yaml", size: 0 })).toBe("a.yaml is empty. Choose another file.");
  expect(sizeProblem({ name: "a.zip", size: 26 * 1024 * 1024 })).toContain(
    "a.zip has 26 MiB; at most 25 MiB",
  );
  expect(sizeProblem({ name: "a.zip", size: 25 * 1024 * 1024 })).toBeUndefined();
});

test("a text with other line ends is the one that the editor gives back", () => {
  expect(withLineFeeds("a: 1\r\nb: 2\rc: 3\n")).toBe("a: 1\nb: 2\nc: 3\n");
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
