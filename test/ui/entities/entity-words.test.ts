import { expect, test } from "vitest";
import { changeWords, entityIdsIn } from "../../../src/ui/entities/change-words.ts";
import { relationCard, relationGroups } from "../../../src/ui/entities/relation-words.ts";
import { parseTag } from "../../../src/ui/entities/tag-text.ts";
import { narrowed, rowSelector, rowsWith } from "../../../src/ui/screens/entity-rows.ts";

const SWITCH = {
  entityId: "CUSTOM_DEVICE-1",
  displayName: "core",
  type: "x:device",
  toRelationships: { runsOn: [1, 2].map((i) => ({ id: `CUSTOM_DEVICE-P${i}`, type: "x:port" })) },
  fromRelationships: { isSameAs: [{ id: "CUSTOM_DEVICE-T", type: "traps:device" }] },
};

test("relationships are lists by relation and type, seen from the other end", () => {
  const groups = relationGroups(SWITCH);
  expect(groups).toEqual([
    { side: "from", relation: "isSameAs", type: "traps:device", count: 1 },
    { side: "to", relation: "runsOn", type: "x:port", count: 2 },
  ]);
  expect(relationCard(SWITCH, groups[1]!, "Port")).toMatchObject({
    title: "Runs on this: Port",
    entitySelector: 'type("x:port"),fromRelationships.runsOn(type("x:device"),entityId("CUSTOM_DEVICE-1"))',
  });
});

test.each([
  ["site:b4", { key: "site", value: "b4" }],
  [" core ", { key: "core" }],
  ["url:http://a", { key: "url", value: "http://a" }],
  ["site:", { key: "site" }],
  [":b4", undefined],
])("the tag %j is %j", (text, tag) => {
  expect(parseTag(text)).toEqual(tag);
});

test("changes are told in words, and name whom they are about", () => {
  const change = (kind: string, what?: string, after?: string) => ({ timestamp: 1, kind, what, after });
  const changes = [
    change("created", undefined, "dev_192.0.2.1"),
    change("relationship-added", "isChildOf", "CUSTOM_DEVICE-0123456789ABCDEF"),
    change("relationship-removed", "runsOn", "CUSTOM_DEVICE-0123456789ABCDEF"),
    change("attribute", "oper", "up(1)"),
  ];
  expect(changes.map(changeWords)).toEqual([
    "First seen",
    "Connected: child of",
    "No longer connected: runs on",
    "oper",
  ]);
  expect(entityIdsIn(changes)).toEqual(["CUSTOM_DEVICE-0123456789ABCDEF"]);
});

test("rows are found by words anywhere in what is shown of them", () => {
  const rows = [
    { ...SWITCH, properties: { oper: "up(1)" } },
    { ...SWITCH, displayName: "edge", properties: { oper: "down(2)" } },
  ];
  const columns = [{ key: "oper", kind: "attribute", title: "Status" }] as const;
  expect(rowsWith(rows, "EDGE down", columns)).toEqual([rows[1]]);
  expect(rowsWith(rows, "", columns)).toEqual(rows);
});

test("what people type cannot break a selector", () => {
  expect(narrowed("type(x)", ' a"b~ ')).toBe('type(x),entityName("a~"b~~")');
  expect(rowSelector("type(y),toRelationships.calls($(entityConditions))", SWITCH)).toBe(
    'type(y),toRelationships.calls(type("x:device"),entityId("CUSTOM_DEVICE-1"))',
  );
});
