import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LayerNode, layeredLayout, type Point } from "../../../src/ui/topology/layers.ts";
import { keepPlaces } from "../../../src/ui/topology/placing.ts";

const node = (id: string, more: Partial<LayerNode> = {}): LayerNode => ({
  id,
  name: id,
  kind: "switch",
  ...more,
});
const host = (id: string): LayerNode => node(id, { kind: "host" });
const edge = (from: string, to: string) => ({ from, to });
const CORE = [node("core"), node("d1"), node("d2"), host("h1"), host("h2")];
const LINKS = [edge("core", "d1"), edge("d2", "core"), edge("d1", "d2"), edge("d1", "h1"), edge("h2", "d2")];

describe("layers", () => {
  test("have on top what the configuration calls the core, and else what most hangs on", () => {
    const named = layeredLayout(
      [node("d1"), node("d2", { role: "core" }), host("h")],
      [edge("d1", "d2"), edge("d1", "h")],
    );
    expect(named.get("d2")!.y).toBeLessThan(named.get("d1")!.y);
    const star = layeredLayout(
      [...CORE, node("d3"), host("h3")],
      [...LINKS, edge("core", "d3"), edge("d3", "h3")],
    );
    expect(star.get("core")!.y).toBeLessThan(star.get("d1")!.y);
  });

  test("keep switches of one layer at one height, and their hosts below them", () => {
    const points = layeredLayout(
      [...CORE, node("d3"), host("h3")],
      [...LINKS, edge("core", "d3"), edge("d3", "h3")],
    );
    expect(points.get("d1")!.y).toBe(points.get("d2")!.y);
    expect(points.get("h1")!.y).toBeGreaterThan(points.get("d1")!.y);
    expect(points.get("h1")!.x).toBe(points.get("d1")!.x);
  });

  test("are narrow on a narrow screen", () => {
    const nodes = Array.from({ length: 60 }, (_, i) => node(`sw-${i}`));
    const links = nodes.slice(1).map(({ id }) => edge("sw-0", id));
    const widthOf = (points: ReadonlyMap<string, Point>): number => {
      const xs = [...points.values()].map(({ x }) => x);
      return Math.max(...xs) - Math.min(...xs);
    };
    expect(widthOf(layeredLayout(nodes, links, "narrow"))).toBeLessThanOrEqual(
      widthOf(layeredLayout(nodes, links)),
    );
  });

  test("give every node a place of its own, the same each time", () => {
    const graphs = fc.integer({ min: 1, max: 40 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        pairs: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 80 }),
        hosts: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
      }),
    );
    fc.assert(
      fc.property(graphs, ({ size, pairs, hosts }) => {
        const nodes = Array.from({ length: size }, (_, i) =>
          hosts[i] === true ? host(`${i}`) : node(`${i}`),
        );
        const links = pairs.map(([a, b]) => edge(`${a}`, `${b}`));
        const points = layeredLayout(nodes, links);
        const places = new Set([...points.values()].map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`));
        expect([...points.keys()].toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
        expect(places.size).toBe(size);
        expect(layeredLayout(nodes, links)).toEqual(points);
      }),
    );
  });
});

describe("places", () => {
  const known = new Map([
    ["a", { x: 0, y: 0 }],
    ["b", { x: 500, y: 0 }],
    ["c", { x: 0, y: 500 }],
  ]);

  test("stay when data comes in again, and a new node goes beside what it is linked with", () => {
    const { points, needsLayout } = keepPlaces(["a", "b", "c", "new"], [edge("new", "b")], known);
    expect(needsLayout).toBe(false);
    expect(points.get("a")).toEqual({ x: 0, y: 0 });
    const { x, y } = points.get("new")!;
    expect(Math.hypot(x - 500, y)).toBeLessThan(120);
  });

  test("of what is gone are given up", () => {
    expect([...keepPlaces(["a", "b"], [], known).points.keys()]).toEqual(["a", "b"]);
  });

  test("are worked out anew when most is new", () => {
    const ids = ["a", ...Array.from({ length: 10 }, (_, i) => `n${i}`)];
    expect(keepPlaces(ids, [], known).needsLayout).toBe(true);
    expect(keepPlaces(["a"], [], new Map()).needsLayout).toBe(true);
    expect(keepPlaces([], [], new Map()).needsLayout).toBe(false);
  });
});
