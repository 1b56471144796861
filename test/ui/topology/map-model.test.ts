import { describe, expect, test } from "vitest";
import type { Device } from "../../../src/api/contract/index.ts";
import { latestOf } from "../../../src/ui/parts/time-chart-data.ts";
import { healthByEntity, withAnswer, withStatus } from "../../../src/ui/topology/health.ts";
import { kindOf } from "../../../src/ui/topology/kind.ts";
import { byConcern, edgeId, mapModel, neighboursOf, portNames } from "../../../src/ui/topology/map-model.ts";
import { portState } from "../../../src/ui/topology/port-state.ts";
import { aMap, aModel, aNode, aRow } from "./map.ts";

describe("a node", () => {
  test("has the health of any of the entities that it is", () => {
    const { nodes } = aModel(
      [aNode("a", { ids: ["a", "n"] })],
      [],
      [aRow("n", { code: "DEVICE_CONNECTION_ERROR" })],
    );
    expect(nodes[0]).toMatchObject({ tone: "error", status: "No answer" });
  });

  test("that nobody polls says so, and nothing while health is not known", () => {
    expect(aModel([aNode("a")]).nodes[0]).toMatchObject({ tone: undefined, status: "Not polled" });
    expect(mapModel(aMap([aNode("a")]), undefined).nodes[0]?.status).toBe("Not known");
  });

  test.each([
    [{ type: "network:device", role: "bridge,router" }, "switch"],
    [{ type: "network:device", role: "router" }, "router"],
    [{ type: "network_switch:neighbour", role: "bridge,wlanAccessPoint" }, "ap"],
    [{ type: "network_switch:neighbour", role: "bridge,telephone" }, "phone"],
    [{ type: "network_switch:neighbour", role: "bridge", detail: "Hypervisor 8.0" }, "server"],
    [{ type: "network_switch:neighbour", role: "stationOnly" }, "host"],
    [{ type: "network:interface" }, "port"],
    [{ type: "acme:thing" }, "other"],
  ] as const)("%o is a %s", (described, kind) => {
    expect(kindOf(described)).toBe(kind);
  });

  test("with trouble comes first, then what is polled, then by name as people count", () => {
    const { nodes } = aModel(
      [aNode("sw-10"), aNode("sw-2"), aNode("host"), aNode("bad")],
      [],
      [aRow("sw-10"), aRow("sw-2"), aRow("bad", { code: "AUTHENTICATION_ERROR" })],
    );
    expect(byConcern(nodes).map(({ id }) => id)).toEqual(["bad", "sw-2", "sw-10", "host"]);
  });
});

describe("links", () => {
  const model = aModel(
    [aNode("a"), aNode("b"), aNode("c")],
    [
      { from: "a", to: "b", relation: "calls", fromPorts: [{ name: "Gi10" }], toPorts: [{ name: "Eth1" }] },
      { from: "c", to: "a", relation: "calls", fromPorts: [{ name: "eth0" }], toPorts: [{ name: "Gi2" }] },
    ],
  );

  test("are seen from either end with its own port first, in the order of own ports", () => {
    expect(
      neighboursOf("a", model).map(({ node, ownPorts, otherPorts }) => [node.id, ownPorts, otherPorts]),
    ).toEqual([
      ["c", "Gi2", "eth0"],
      ["b", "Gi10", "Eth1"],
    ]);
  });

  test("have one id from both ends", () => {
    expect(edgeId({ from: "b", to: "a" })).toBe(edgeId({ from: "a", to: "b" }));
  });

  test("of many ports name the first few", () => {
    const ports = ["1", "2", "3", "4", "5", "6"].map((name) => ({ name }));
    expect(portNames(ports)).toBe("1, 2, 3, 4 and 2 more");
  });
});

describe("health", () => {
  test("is that of the configuration that fares worse", () => {
    const rows = [aRow("a"), aRow("a", { configurationId: "c2", code: "WARNING" })];
    expect(healthByEntity(rows).get("a")?.code).toBe("WARNING");
    expect(healthByEntity(rows.toReversed()).get("a")?.code).toBe("WARNING");
  });

  test("takes changes, what is gone, and all anew", () => {
    const first = withAnswer(undefined, { at: 1, full: true, gone: [], devices: [aRow("a"), aRow("b")] });
    const gone = [{ configurationId: "c1", id: "b:161" }];
    const second = withAnswer(first, { at: 2, full: false, gone, devices: [aRow("a", { code: "WARNING" })] });
    expect([...second.rows.values()].map(({ entityId, code }) => [entityId, code])).toEqual([
      ["a", "WARNING"],
    ]);
    expect(withAnswer(second, { at: 3, full: true, gone: [], devices: [] }).rows.size).toBe(0);
  });

  test("changes at once with a status, and figures stay", () => {
    const before = withAnswer(undefined, {
      at: 1,
      full: true,
      gone: [],
      devices: [aRow("a", { cpuPercent: 12 })],
    });
    const event = { ...aRow("a"), code: "DEVICE_CONNECTION_ERROR", message: "silent" } as unknown as Device;
    const [row] = withStatus(before, event).rows.values();
    expect(row).toMatchObject({ code: "DEVICE_CONNECTION_ERROR", message: "silent", cpuPercent: 12 });
  });

  test("keeps a status that came while an older answer was under way", () => {
    const answer = { at: 1, full: true, gone: [], devices: [aRow("a", { statusSince: 1_000 })] };
    const event = { ...aRow("a"), code: "DEVICE_CONNECTION_ERROR", statusSince: 2_000 } as unknown as Device;
    const told = withStatus(withAnswer(undefined, answer), event);
    const [row] = withAnswer(told, { ...answer, full: false }).rows.values();
    expect(row?.code).toBe("DEVICE_CONNECTION_ERROR");
  });
});

test("a port that is switched off is no trouble, one that is down is", () => {
  expect(portState({ adminStatus: "down(2)", operStatus: "down(2)" })?.words).toBe("Switched off");
  expect(portState({ adminStatus: "up(1)", operStatus: "lowerLayerDown(7)" })?.tone).toBe("error");
  expect(portState({ operStatus: "up" })?.tone).toBe("ok");
  expect(portState({})).toBeUndefined();
  expect(latestOf([1, 2, null])).toBe(2);
});
