import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Camera } from "../../../src/ui/topology/drawing/camera.ts";
import { distanceTo, lengthOf, lineOf, spotOn } from "../../../src/ui/topology/drawing/edge-line.ts";
import { hitAt } from "../../../src/ui/topology/drawing/hit.ts";
import { marksOf } from "../../../src/ui/topology/drawing/marks.ts";
import { around, boundsOf, sceneOf } from "../../../src/ui/topology/drawing/scene.ts";
import {
  between,
  fitted,
  pannedBy,
  shownAround,
  toMap,
  toScreen,
  ZOOM,
  zoomedAt,
} from "../../../src/ui/topology/drawing/view.ts";
import { aModel, aNode, aRow } from "./map.ts";

const SIZE = { width: 800, height: 600 };
const coordinate = fc.integer({ min: -5_000, max: 5_000 });
const point = fc.record({ x: coordinate, y: coordinate });
const view = fc.record({
  zoom: fc.double({ min: ZOOM.min, max: ZOOM.max, noNaN: true }),
  x: coordinate,
  y: coordinate,
});

describe("a view", () => {
  test("gives a point of the screen its point of the map, and back", () => {
    fc.assert(
      fc.property(view, point, (one, at) => {
        const { x, y } = toScreen(one, toMap(one, at));
        expect(x).toBeCloseTo(at.x, 4);
        expect(y).toBeCloseTo(at.y, 4);
      }),
    );
  });

  test("that is zoomed keeps what is under the pointer there, within its bounds", () => {
    fc.assert(
      fc.property(view, point, fc.double({ min: 0.01, max: 100, noNaN: true }), (one, at, factor) => {
        const next = zoomedAt(one, factor, at);
        expect(next.zoom).toBeGreaterThanOrEqual(ZOOM.min);
        expect(next.zoom).toBeLessThanOrEqual(ZOOM.max);
        const { x, y } = toScreen(next, toMap(one, at));
        expect(x).toBeCloseTo(at.x, 4);
        expect(y).toBeCloseTo(at.y, 4);
      }),
    );
  });

  test("of everything has all of it in sight, and does not blow up what is small", () => {
    const bounds = { left: -1_000, top: 200, right: 3_000, bottom: 900 };
    const all = fitted(bounds, SIZE);
    expect(toScreen(all, { x: bounds.left, y: bounds.top }).x).toBeGreaterThan(0);
    expect(toScreen(all, { x: bounds.right, y: bounds.bottom }).x).toBeLessThan(SIZE.width);
    expect(fitted({ left: 0, top: 0, right: 10, bottom: 10 }, SIZE).zoom).toBe(ZOOM.fitMax);
  });

  test("nothing that is fitted in lies under the buttons of the map, which take 36 pixels on the right", () => {
    const wide = { left: 0, top: 0, right: 4_000, bottom: 100 };
    expect(toScreen(fitted(wide, SIZE), { x: 4_000, y: 0 }).x).toBeLessThan(SIZE.width - 36);
  });

  test("around something shows its neighbours, or itself where they are too many to read", () => {
    const one = { left: 0, top: 0, right: 100, bottom: 100 };
    const near = shownAround(one, { left: 0, top: 0, right: 1_000, bottom: 100 }, SIZE);
    expect(toScreen(near, { x: 1_000, y: 0 }).x).toBeLessThan(SIZE.width);
    const far = shownAround(one, { left: 0, top: 0, right: 20_000, bottom: 100 }, SIZE);
    expect(far.zoom).toBe(ZOOM.showMin);
    expect(toScreen(far, { x: 50, y: 50 })).toEqual({ x: 400, y: 300 });
  });
});

describe("a camera", () => {
  test("glides from one view to the other, and a hand on the map ends that", () => {
    const camera = new Camera();
    camera.glideTo({ zoom: 2, x: 100, y: 0 }, 200);
    expect(camera.advance(1_000)).toBe(true);
    expect(camera.advance(1_100)).toBe(true);
    expect(camera.view.x).toBeGreaterThan(0);
    expect(camera.view.x).toBeLessThan(100);
    expect(camera.advance(1_200)).toBe(false);
    expect(camera.view).toEqual({ zoom: 2, x: 100, y: 0 });
    camera.glideTo({ zoom: 1, x: 0, y: 0 }, 200);
    camera.advance(2_000);
    camera.set(pannedBy(camera.view, 5, 5));
    expect(camera.advance(2_500)).toBe(false);
    expect(camera.view).toEqual({ zoom: 2, x: 105, y: 5 });
  });

  test("keeps what is in the middle when the window changes", () => {
    const camera = new Camera();
    camera.resize(SIZE);
    const middle = toMap(camera.view, { x: 400, y: 300 });
    camera.resize({ width: 400, height: 200 });
    expect(toMap(camera.view, { x: 200, y: 100 })).toEqual(middle);
  });

  test("on its way moves every point in a straight line", () => {
    const [from, to] = [
      { zoom: 1, x: 0, y: 0 },
      { zoom: 3, x: -500, y: 200 },
    ];
    const [a, b, c] = [0, 0.5, 1].map((ratio) => toScreen(between(from, to, ratio), { x: 70, y: 30 }));
    expect(b).toEqual({ x: (a!.x + c!.x) / 2, y: (a!.y + c!.y) / 2 });
  });
});

const MODEL = aModel(
  [
    aNode("sw", { role: "bridge,router" }),
    aNode("host", { role: "stationOnly" }),
    aNode("far"),
    aNode("nowhere"),
  ],
  [
    {
      from: "sw",
      to: "host",
      relation: "calls",
      fromPorts: [{ name: "Gi1" }, { name: "Gi2" }],
      toPorts: [{ name: "eth0" }],
    },
    { from: "sw", to: "far", relation: "isPartOf" },
    { from: "sw", to: "nowhere", relation: "calls" },
  ],
  [aRow("sw", { code: "WARNING" })],
);
const SCENE = sceneOf(
  MODEL,
  new Map([
    ["sw", { x: 0, y: 0 }],
    ["host", { x: 0, y: 200 }],
    ["far", { x: 600, y: 0 }],
  ]),
);

describe("what is drawn", () => {
  test("is what has a place, with the links between", () => {
    expect(SCENE.nodes.map(({ id }) => id)).toEqual(["sw", "host", "far"]);
    expect(SCENE.edges.map(({ id }) => id)).toEqual(["host~sw", "far~sw"]);
  });

  test("tells apart kinds, health, cables of a trunk and parts", () => {
    expect(SCENE.nodeById.get("sw")).toMatchObject({ isRound: false, tone: "warning", size: 50 });
    expect(SCENE.nodeById.get("host")).toMatchObject({ isRound: true, tone: undefined, size: 38 });
    expect(SCENE.edges[0]).toMatchObject({ fromPort: "Gi1 +1", toPort: "eth0", width: 2.5, stroke: "whole" });
    expect(SCENE.edges[1]).toMatchObject({ fromPort: "", stroke: "part" });
  });

  test("stands out with what it is linked with", () => {
    expect([...around("sw", SCENE)].toSorted()).toEqual(["far", "far~sw", "host", "host~sw", "sw"]);
    expect([...around("host~sw", SCENE)].toSorted()).toEqual(["host", "host~sw", "sw"]);
    expect(around("gone", SCENE).size).toBe(0);
  });

  test("steps back unless it is lit, while something is selected that is there", () => {
    const { lit, isDim, selected } = marksOf(SCENE, "host", "far~sw");
    expect([...lit].toSorted()).toEqual(["far", "far~sw", "host", "host~sw", "sw"]);
    expect({ isDim, selected }).toEqual({ isDim: true, selected: "host" });
    expect(marksOf(SCENE, "gone", "host")).toMatchObject({ isDim: false, selected: undefined });
  });

  test("has bounds with room for names", () => {
    const { left, right, bottom } = boundsOf(SCENE.nodes)!;
    expect(left).toBeLessThan(-30);
    expect(right).toBeGreaterThan(630);
    expect(bottom).toBeGreaterThan(219);
    expect(boundsOf([])).toBeUndefined();
  });
});

describe("a pointer", () => {
  test("finds a node in its shape, and a finger beside it", () => {
    expect(hitAt(SCENE, { x: 24, y: 24 }, 0)).toBe("sw");
    expect(hitAt(SCENE, { x: 16, y: 216 }, 0)).toBeUndefined();
    expect(hitAt(SCENE, { x: 16, y: 216 }, 5)).toBe("host");
  });

  test("finds the link that is nearest, and a node before a link", () => {
    expect(hitAt(SCENE, { x: 3, y: 100 }, 5)).toBe("host~sw");
    expect(hitAt(SCENE, { x: 3, y: 170 }, 5)).toBe("host~sw");
    expect(hitAt(SCENE, { x: 3, y: 185 }, 5)).toBe("host");
    expect(hitAt(SCENE, { x: 60, y: 100 }, 5)).toBeUndefined();
  });
});

describe("a link", () => {
  test("along a rank bends over what stands in between", () => {
    const arc = lineOf(SCENE.edgeById.get("far~sw")!);
    expect(arc.length).toBeGreaterThan(2);
    expect(distanceTo(arc, { x: 300, y: 0 })).toBeGreaterThan(25);
    expect(lineOf(SCENE.edgeById.get("host~sw")!)).toHaveLength(2);
  });

  test("has spots at a distance from its end", () => {
    const line = [
      { x: 0, y: 0 },
      { x: 30, y: 40 },
      { x: 30, y: 100 },
    ];
    expect(lengthOf(line)).toBe(110);
    expect(spotOn(line, 25)).toMatchObject({ x: 15, y: 20 });
    expect(spotOn(line, 80)).toEqual({ x: 30, y: 70, angle: Math.PI / 2 });
  });
});
