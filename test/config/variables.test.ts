import { describe, expect, test } from "vitest";
import type { Manifest, VarDeclaration } from "../../src/manifest/index.ts";
import { codes, element, load } from "./configurations.ts";
import { enumVar, filteredBy, group, manifest, metric, SWITCHES, subgroup, textVar } from "./manifests.ts";

function declaring(...vars: VarDeclaration[]): Manifest {
  return manifest({ vars });
}

const read = (vars: unknown, extension: Manifest) => load([element({ vars })], extension);
const valueOf = (vars: unknown, extension: Manifest) => read(vars, extension).value![0]?.vars.get("site");

describe("variables", () => {
  test("have their default when they are not set, else empty text", () => {
    const extension = declaring(textVar("site", { defaultValue: "hq" }), textVar("rack"));
    for (const vars of [undefined, null, {}, { site: null }]) {
      expect([...read(vars, extension).value![0]!.vars]).toEqual([
        ["site", "hq"],
        ["rack", ""],
      ]);
    }
  });

  test("may be set to empty text in spite of a default", () => {
    expect(valueOf({ site: "" }, declaring(textVar("site", { defaultValue: "hq" })))).toBe("");
  });

  test("that are not declared are a warning (C102)", () => {
    const loaded = read({ sites: "b4" }, declaring(textVar("site")));
    expect(loaded.diagnostics).toMatchObject([
      { code: "C102", severity: "warning", path: "/0/value/vars/sites" },
    ]);
    expect(loaded.diagnostics[0]!.message).toContain('did you mean "site"?');
    expect(loaded.value).toHaveLength(1);
  });

  test.each([5, true, ["b4"], {}])("refuse the value %j (C001)", (site) => {
    expect(codes(read({ site }, declaring(textVar("site"))))).toEqual(["C001 /0/value/vars/site"]);
  });

  test("that are required must have a value or a default (C004)", () => {
    const required = declaring(textVar("site", { required: true }));
    expect(codes(read(undefined, required))).toEqual(["C004 /0/value/vars"]);
    expect(codes(read({}, required))).toEqual(["C004 /0/value/vars/site"]);
    expect(codes(read({ site: "" }, required))).toEqual(["C004 /0/value/vars/site"]);
    expect(valueOf({}, declaring(textVar("site", { required: true, defaultValue: "hq" })))).toBe("hq");
  });

  test("are not longer than declared (C004)", () => {
    const short = declaring(textVar("site", { maxLength: 3 }));
    expect(valueOf({ site: "abc" }, short)).toBe("abc");
    expect(codes(read({ site: "abcd" }, short))).toEqual(["C004 /0/value/vars/site"]);
  });

  test("match their pattern as a whole, unless they are empty (C004)", () => {
    const extension = declaring(textVar("site", { pattern: "b\\d|hq" }));
    expect(valueOf({ site: "b4" }, extension)).toBe("b4");
    expect(valueOf({ site: "" }, extension)).toBe("");
    const { diagnostics } = read({ site: "b42" }, extension);
    expect(diagnostics).toMatchObject([{ code: "C004", path: "/0/value/vars/site", value: "b42" }]);
    expect(diagnostics[0]!.message).toContain("b\\d|hq");
  });

  test("are one line, unless declared as multiline-text (C004)", () => {
    expect(codes(read({ site: "a\nb" }, declaring(textVar("site"))))).toEqual(["C004 /0/value/vars/site"]);
    const multiline = { ...textVar("site"), type: "multiline-text" } as VarDeclaration;
    expect(valueOf({ site: "a\nb" }, declaring(multiline))).toBe("a\nb");
  });

  test("of type enum are one of the choices (C004)", () => {
    const extension = declaring(enumVar("site", ["east", "west"], "east"));
    expect(valueOf({ site: "west" }, extension)).toBe("west");
    expect(valueOf({ site: "" }, extension)).toBe("east");
    const { diagnostics } = read({ site: "West" }, extension);
    expect(diagnostics).toMatchObject([{ code: "C004", path: "/0/value/vars/site", value: "West" }]);
    expect(diagnostics[0]!.message).toContain('did you mean "west"?');
  });
});

describe("variables used as filter", () => {
  test.each(["", "  ", "$prefix(Gi)", "$not($or($eq(a),$eq(b)))", "const:$eq(up~(1~))"])(
    "take %j",
    (text) => {
      const loaded = load([element({ vars: { if_name: text } })], SWITCHES);
      expect(loaded.diagnostics).toEqual([]);
      expect(loaded.value![0]!.vars.get("if_name")).toBe(text);
    },
  );

  test.each(["$prefix(Gi", "$regex(.*)", "$and($eq(a))"])(
    "refuse %j and say where it breaks (C005)",
    (text) => {
      const { diagnostics, value } = load([element({ vars: { if_name: text } })], SWITCHES);
      expect(diagnostics).toMatchObject([
        { code: "C005", severity: "error", path: "/0/value/vars/if_name", value: text },
      ]);
      expect(diagnostics[0]!.message).toMatch(/variable if_name does not parse at character \d+: ./);
      expect(value).toEqual([]);
    },
  );

  test("are told of tolerated forms (C108)", () => {
    const loaded = load([element({ vars: { if_name: "Gi1/0/1" } })], SWITCHES);
    expect(loaded.diagnostics).toMatchObject([{ code: "C108", severity: "info" }]);
    expect(loaded.value).toHaveLength(1);
  });

  test("are only those that the manifest uses so", () => {
    const vars = { "ext.activationtag": "$prefix(Gi" };
    expect(load([element({ vars })], SWITCHES).diagnostics).toEqual([]);
  });

  test("are found on groups and subgroups alike", () => {
    const extension = manifest({
      vars: [textVar("outer"), textVar("inner", { defaultValue: "$oops(" })],
      snmp: [
        group("g", {
          dimensions: [filteredBy("a", "outer")],
          subgroups: [subgroup("s", { dimensions: [filteredBy("b", "inner")], metrics: [metric("m.a")] })],
        }),
      ],
    });
    expect(codes(read({ outer: "$(" }, extension)).toSorted()).toEqual([
      "C005 /0/value/vars/inner",
      "C005 /0/value/vars/outer",
    ]);
  });
});
