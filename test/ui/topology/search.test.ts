import { describe, expect, test } from "vitest";
import { KINDS } from "../../../src/ui/topology/kind.ts";
import { kindPath, signPath } from "../../../src/ui/topology/map-images.ts";
import { readMapQuery, topologyQuery, writeMapQuery } from "../../../src/ui/topology/map-query.ts";
import { suggest } from "../../../src/ui/topology/suggest.ts";
import { aModel, aNode } from "./map.ts";

const { nodes } = aModel([
  aNode("core-sw-1", { addresses: ["192.0.2.1", "02:00:5e:02:00:00"], detail: "EX-9300" }),
  aNode("access-sw-1", { addresses: ["192.0.2.11"] }),
  aNode("phone", { addresses: ["02:00:5e:41:00:00"] }),
]);
const found = (text: string) => suggest(nodes, text).map(({ id }) => id);

describe("a search", () => {
  test("finds names, those first that begin with the text", () => {
    expect(found("CORE")).toEqual(["core-sw-1"]);
    expect(found("sw-1")).toEqual(["access-sw-1", "core-sw-1"]);
    expect(found("  ")).toEqual([]);
  });

  test("finds addresses, and MAC addresses however they are written", () => {
    expect(found("192.0.2.11")).toEqual(["access-sw-1"]);
    for (const mac of ["02:00:5e:41", "02-00-5E-41", "0200.5e41", "02005e41"])
      expect(found(mac)).toEqual(["phone"]);
  });

  test("says what it found beside the name", () => {
    expect(suggest(nodes, "9300")[0]).toMatchObject({ id: "core-sw-1", found: "EX-9300" });
  });
});

describe("a link to the map", () => {
  test("says what is shown and selected, and leaves out what is so anyway", () => {
    const params = writeMapQuery(new URLSearchParams("theme=x"), {
      types: ["network:device"],
      focus: "CUSTOM_DEVICE-1",
      depth: 2,
      selected: "CUSTOM_DEVICE-2",
    });
    expect(readMapQuery(params)).toEqual({
      types: ["network:device"],
      focus: "CUSTOM_DEVICE-1",
      depth: 2,
      text: undefined,
      layout: "layers",
      selected: "CUSTOM_DEVICE-2",
    });
    expect(
      writeMapQuery(params, { types: undefined, focus: undefined, selected: undefined }).toString(),
    ).toBe("theme=x");
  });

  test("that somebody has spoilt shows the map as it is by itself", () => {
    const query = readMapQuery(new URLSearchParams("depth=99&layout=spiral&text=%20"));
    expect(query).toMatchObject({ depth: 1, layout: "layers", text: undefined });
    expect(topologyQuery(query)).toEqual({
      types: undefined,
      focus: undefined,
      depth: undefined,
      text: undefined,
    });
  });
});

test("a drawing says by a sign what its colour says", () => {
  const signs = (["ok", "warning", "error", "pending"] as const).map(signPath);
  expect(new Set(signs).size).toBe(4);
  expect(signPath(undefined)).toBe("");
  expect(new Set(KINDS.map(kindPath)).size).toBe(KINDS.length);
});
