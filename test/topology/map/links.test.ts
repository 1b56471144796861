import { describe, expect, test } from "vitest";
import type { RelationType } from "../../../src/manifest/index.ts";
import {
  type GraphView,
  leadingOn,
  linksFrom,
  type MapEdge,
  SameThings,
  shownByDefault,
} from "../../../src/topology/index.ts";
import { aRelation } from "../../support/topology.ts";

/** `port/a1 RUNS_ON device/a`: entities are written `type/name`. */
function graph(...lines: readonly string[]) {
  const edges = lines.map((line, at): MapEdge => {
    const [fromId = "", type = "", toId = ""] = line.split(" ");
    return { fromId, type: type as RelationType, toId, lastSeenMs: 1_000 + at };
  });
  const ids = new Set(edges.flatMap(({ fromId, toId }) => [fromId, toId]));
  const view: GraphView = {
    entity: (id) => (ids.has(id) ? { id, type: id.split("/")[0]! } : undefined),
    edges: (id, side) => edges.filter((edge) => (side === "from" ? edge.fromId : edge.toId) === id),
  };
  const links = (id: string, ...shown: readonly string[]): readonly string[] => {
    const isShown = (type: string) => shown.includes(type);
    const things = new SameThings(view, isShown);
    return linksFrom(things.of(id)!, { view, things, isShown, leadsOn: () => true }).map(
      ({ to, relation, via }) => [relation, ...via, to.id].join(" "),
    );
  };
  return { view, links };
}

describe("a link", () => {
  test("goes through ports that are not shown", () => {
    const { links } = graph("port/a1 RUNS_ON device/a", "port/b7 RUNS_ON device/b", "port/a1 CALLS port/b7");
    expect(links("device/a", "device")).toEqual(["CALLS port/a1 port/b7 device/b"]);
    expect(links("device/b", "device")).toEqual(["CALLS port/b7 port/a1 device/a"]);
  });

  test("ends at the first thing that is shown", () => {
    const { links } = graph("port/a1 RUNS_ON device/a", "port/b7 RUNS_ON device/b", "port/a1 CALLS port/b7");
    expect(links("device/a", "device", "port")).toEqual(["RUNS_ON port/a1"]);
    expect(links("port/a1", "port")).toEqual(["CALLS port/b7"]);
  });

  test("goes up through several wholes, but never down into their other parts", () => {
    const { links } = graph(
      "port/1 PART_OF module/1",
      "module/1 PART_OF device/a",
      "port/2 PART_OF module/1",
      "module/2 PART_OF device/a",
    );
    expect(links("port/1", "port", "device")).toEqual(["PART_OF module/1 device/a"]);
    expect(links("device/a", "port", "device")).toEqual([
      "PART_OF module/1 port/1",
      "PART_OF module/1 port/2",
    ]);
  });

  test("goes through what has few links, and not through what has many: each two of its neighbours would be linked", () => {
    const hosts = (count: number) => Array.from({ length: count }, (_, n) => `device/hub CALLS host/${n}`);
    expect(graph(...hosts(2)).links("host/0", "host")).toEqual(["CALLS device/hub host/1"]);
    expect(graph(...hosts(30)).links("host/0", "host")).toEqual([]);
  });
});

describe("what is the same", () => {
  const SEEN = ["device/a CALLS neighbour/b", "neighbour/b SAME_AS device/b", "port/b1 RUNS_ON device/b"];

  test("is one thing, linked by the edges of all that it is", () => {
    expect(graph(...SEEN).links("device/a", "device", "neighbour")).toEqual(["CALLS device/b"]);
  });

  test("is spoken for by what is shown, and then by what has parts", () => {
    const { view } = graph(...SEEN, "device/b SAME_AS trap/b");
    const speaker = (...shown: readonly string[]) =>
      new SameThings(view, (type) => shown.includes(type)).of("neighbour/b")?.id;
    expect(speaker("device", "neighbour", "trap")).toBe("device/b");
    expect(speaker("neighbour")).toBe("neighbour/b");
  });

  test("stays apart where it could be several: then each is linked", () => {
    const { links } = graph(
      "device/a CALLS neighbour/x",
      "neighbour/x SAME_AS device/b",
      "neighbour/x SAME_AS device/c",
    );
    expect(links("device/a", "device", "neighbour")).toEqual(["CALLS neighbour/x"]);
    expect(links("neighbour/x", "device", "neighbour")).toEqual([
      "SAME_AS device/b",
      "SAME_AS device/c",
      "CALLS device/a",
    ]);
  });
});

describe("by what extensions declare", () => {
  const declared = [
    aRelation({ typeOfRelation: "RUNS_ON", fromType: "Port", toType: "device" }),
    aRelation({ typeOfRelation: "PART_OF", fromType: "fan", toType: "device" }),
    aRelation({ typeOfRelation: "CALLS", fromType: "port", toType: "neighbour" }),
  ];

  test("a map shows what is no part of something else", () => {
    const isShown = shownByDefault(declared);
    expect(["device", "neighbour", "port", "fan", "CUSTOM_DEVICE_GROUP"].filter(isShown)).toEqual([
      "device",
      "neighbour",
    ]);
  });

  test("only parts that are linked themselves are looked through", () => {
    const leads = leadingOn(declared);
    expect(["device", "neighbour", "port", "fan"].filter(leads)).toEqual(["device", "neighbour", "port"]);
  });
});
