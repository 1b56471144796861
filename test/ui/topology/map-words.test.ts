import { expect, test } from "vitest";
import { healthByEntity } from "../../../src/ui/topology/health.ts";
import { mapModel } from "../../../src/ui/topology/map-model.ts";
import { readMapQuery } from "../../../src/ui/topology/map-query.ts";
import { lacksLinks, mapWords } from "../../../src/ui/topology/map-words.ts";
import { aMap, aModel, aNode, aRow } from "./map.ts";

const query = (text = "") => readMapQuery(new URLSearchParams(text));

test("a map says how much is on it, and how many devices are not well", () => {
  const rows = [aRow("a", { code: "DEVICE_CONNECTION_ERROR" }), aRow("b")];
  const edge = { from: "a", to: "b", relation: "calls" };
  const model = mapModel(aMap([aNode("a"), aNode("b")], [edge]), healthByEntity(rows));
  expect(mapWords(model)).toBe("2 nodes, 1 link, 1 device needs a look");
  expect(mapWords(aModel([]))).toBe("0 nodes, 0 links");
});

test("devices without any link are told how to get some; a part of the map may well have none", () => {
  const lonely = aModel([aNode("a"), aNode("b")]);
  expect(lacksLinks(lonely, query())).toBe(true);
  expect(lacksLinks(aModel([aNode("a")]), query())).toBe(false);
  expect(
    lacksLinks(aModel([aNode("a"), aNode("b")], [{ from: "a", to: "b", relation: "calls" }]), query()),
  ).toBe(false);
  for (const part of ["types=network:interface", "focus=a", "text=core"])
    expect(lacksLinks(lonely, query(part))).toBe(false);
});
