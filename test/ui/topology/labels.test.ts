import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Labels } from "../../../src/ui/topology/drawing/labels.ts";
import { marksOf, NO_MARKS } from "../../../src/ui/topology/drawing/marks.ts";
import { placePorts, shareOf } from "../../../src/ui/topology/drawing/ports.ts";
import { Room } from "../../../src/ui/topology/drawing/room.ts";
import { sceneOf } from "../../../src/ui/topology/drawing/scene.ts";
import { shortened } from "../../../src/ui/topology/drawing/text.ts";
import type { Point } from "../../../src/ui/topology/layers.ts";
import { aModel, aNode, aRow } from "./map.ts";

/** Every character is as wide. */
const widthOf = (text: string): number => text.length * 0.6;
const SWITCH = { role: "bridge,router" } as const;
const HOST = { role: "stationOnly" } as const;

describe("a text without room", () => {
  test("gives way at the end, or where ports begin alike at the start", () => {
    expect(shortened("access-sw-1", 4.8, widthOf, "end")).toBe("access-…");
    expect(shortened("GigabitEthernet1/0/49", 4.8, widthOf, "start")).toBe("…t1/0/49");
    expect(shortened("core", 2.4, widthOf, "end")).toBe("core");
    expect(shortened("core-sw-1", 1, widthOf, "end")).toBe("");
  });

  test("of both ends of a link the shorter stays whole", () => {
    expect(shareOf(100, 30, 40, 10)).toEqual([30, 40]);
    expect(shareOf(100, 30, 90, 10)).toEqual([30, 60]);
    expect(shareOf(100, 80, 90, 10)).toEqual([45, 45]);
    expect(shareOf(100, 120, 0, 10)).toEqual([100, 0]);
    expect(shareOf(-5, 120, 20, 10)).toEqual([0, 0]);
  });
});

const namesOn = (
  points: Readonly<Record<string, Point & { readonly role: string; readonly code?: string }>>,
  zoom: number,
  selected?: string,
) => {
  const all = Object.entries(points);
  const model = aModel(
    all.map(([id, { role }]) => aNode(id, { role })),
    [],
    all.map(([id, { code = "OK" }]) => aRow(id, { code })),
  );
  const scene = sceneOf(model, new Map(all));
  const { names } = new Labels(widthOf).of(scene, zoom, marksOf(scene, selected, undefined), true);
  return names.map(({ node, text }) => [node.id, text]);
};

describe("names of nodes", () => {
  const near = {
    "host-with-a-name": { x: 0, y: 0, ...HOST },
    "switch-with-a-name": { x: 40, y: 4, ...SWITCH },
  };

  test("never stand on each other, and the switch has its own before the host", () => {
    expect(namesOn(near, 1)).toEqual([["switch-with-a-name", expect.stringContaining("switch-with")]]);
  });

  test("of what is selected or in trouble come first", () => {
    expect(namesOn(near, 1, "host-with-a-name")[0]?.[0]).toBe("host-with-a-name");
    const failing = {
      ...near,
      "host-with-a-name": { ...near["host-with-a-name"], code: "DEVICE_CONNECTION_ERROR" },
    };
    expect(namesOn(failing, 1)[0]?.[0]).toBe("host-with-a-name");
  });

  test("are shortened before they are left out", () => {
    const row = {
      "first-name-here": { x: 0, y: 0, ...SWITCH },
      "second-name-here": { x: 120, y: 0, ...SWITCH },
    };
    const texts = namesOn(row, 0.6).map(([, text]) => text);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toMatch(/^second.*…$/);
  });

  test("from afar are those of switches alone", () => {
    const far = { host: { x: 0, y: 0, ...HOST }, sw: { x: 900, y: 0, ...SWITCH } };
    expect(namesOn(far, 0.3).map(([id]) => id)).toEqual(["sw"]);
    expect(namesOn(far, 1)).toHaveLength(2);
  });
});

const portsOn = (fromPort: string, toPort: string, points: Readonly<Record<"a" | "b", Point>>) => {
  const link = {
    from: "a",
    to: "b",
    relation: "calls",
    fromPorts: [{ name: fromPort }],
    toPorts: [{ name: toPort }],
  };
  const scene = sceneOf(
    aModel([aNode("a", SWITCH), aNode("b", SWITCH)], [link]),
    new Map(Object.entries(points)),
  );
  return placePorts(scene.edges, { scale: 1, widthOf, nodes: scene.nodes, nameOf: () => undefined });
};

describe("names of ports", () => {
  test("stand at their own end, outside of the node, and never upside down", () => {
    const [from, to] = portsOn("Gi1", "Gi2", { a: { x: 500, y: 0 }, b: { x: 0, y: 0.001 } });
    expect(from).toMatchObject({ text: "Gi1" });
    expect(from!.x).toBeLessThan(475);
    expect(from!.x).toBeGreaterThan(400);
    expect(to!.x).toBeGreaterThan(25);
    for (const { angle } of [from!, to!]) expect(Math.abs(angle)).toBeLessThanOrEqual(Math.PI / 2);
  });

  test("are cut where the link is short, and left out where nothing would be left", () => {
    const [from, to] = portsOn("GigabitEthernet1/0/49", "eth0", { a: { x: 0, y: 0 }, b: { x: 0, y: 150 } });
    expect(from!.text).toMatch(/^….*49$/);
    expect(to!.text).toBe("eth0");
    expect(portsOn("Ethernet1/1", "Ethernet1/2", { a: { x: 0, y: 0 }, b: { x: 0, y: 70 } })).toEqual([]);
  });

  test("of links that lie side by side do not stand on each other", () => {
    const ends = Array.from({ length: 12 }, (_, i) => `e${i}`);
    const scene = sceneOf(
      aModel(
        [aNode("hub", SWITCH), ...ends.map((id) => aNode(id, HOST))],
        ends.map((id) => ({ from: "hub", to: id, relation: "calls", fromPorts: [{ name: "Ethernet1" }] })),
      ),
      new Map([["hub", { x: 0, y: 0 }], ...ends.map((id, i) => [id, { x: i * 40, y: 500 }] as const)]),
    );
    const placed = placePorts(scene.edges, {
      scale: 1,
      widthOf,
      nodes: scene.nodes,
      nameOf: () => undefined,
    });
    expect(placed.length).toBeGreaterThan(4);
    for (const [i, a] of placed.entries())
      for (const b of placed.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(9);
  });
});

test("room that is taken is not free, and what is beside it is", () => {
  const rect = fc.record({
    x: fc.integer({ min: -500, max: 500 }),
    y: fc.integer({ min: -500, max: 500 }),
    halfX: fc.integer({ min: 1, max: 120 }),
    halfY: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(rect, rect, (a, b) => {
      const room = new Room(30);
      room.take(a);
      const apart = Math.abs(a.x - b.x) >= a.halfX + b.halfX || Math.abs(a.y - b.y) >= a.halfY + b.halfY;
      expect(room.isFree(b)).toBe(apart);
    }),
  );
});

test("a node that is dragged takes the ports of its links with it", () => {
  const link = {
    from: "a",
    to: "b",
    relation: "calls",
    fromPorts: [{ name: "Gi1" }],
    toPorts: [{ name: "Gi2" }],
  };
  const points = new Map([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 0, y: 400 }],
  ]);
  const scene = sceneOf(aModel([aNode("a", SWITCH), aNode("b", SWITCH)], [link]), points);
  const labels = new Labels(widthOf);
  const before = labels.of(scene, 1, NO_MARKS, true).ports;
  scene.nodeById.get("b")!.x = 300;
  labels.follow(scene, scene.nodeById.get("b")!);
  const after = labels.of(scene, 1, NO_MARKS, true).ports;
  expect(after.map(({ text }) => text)).toEqual(["Gi1", "Gi2"]);
  expect(after[1]!.x).toBeGreaterThan(before[1]!.x + 100);
});

test("ports find their places once nobody zooms any more", () => {
  const link = { from: "a", to: "b", relation: "calls", fromPorts: [{ name: "Gi1" }] };
  const points = new Map([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 0, y: 400 }],
  ]);
  const scene = sceneOf(aModel([aNode("a", SWITCH), aNode("b", SWITCH)], [link]), points);
  const labels = new Labels(widthOf);
  expect(labels.of(scene, 1, NO_MARKS, false).ports).toEqual([]);
  expect(labels.of(scene, 1, NO_MARKS, true).ports).toHaveLength(1);
  expect(labels.of(scene, 1.2, NO_MARKS, false).ports).toHaveLength(1);
  expect(labels.of(scene, 0.5, NO_MARKS, true).ports).toEqual([]);
});

test("text is worked out anew when something has moved, not when the map has", () => {
  const scene = sceneOf(aModel([aNode("a", SWITCH)]), new Map([["a", { x: 0, y: 0 }]]));
  const labels = new Labels(widthOf);
  const first = labels.of(scene, 1, NO_MARKS, true);
  expect(labels.of(scene, 1, NO_MARKS, true)).toBe(first);
  expect(labels.of(scene, 1.1, NO_MARKS, true)).not.toBe(first);
  labels.forget();
  expect(labels.of(scene, 1, NO_MARKS, true)).not.toBe(first);
});
