import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { TopologyMapJson, TopologyPort } from "../../../src/api/index.ts";
import { createTopologyPort } from "../../../src/app/map/topology-port.ts";
import { DATA, DEVICES, theManifest } from "../../extension/network.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { POLLED_GRID, pollIntoStore } from "../../support/recorded-store.ts";

// The map of the simulated network, polled with the project's own extension into the real store.

let port: TopologyPort;
let all: TopologyMapJson;
const clock = new FakeClock({ wallMs: POLLED_GRID.startMs + 4 * 60_000 });

beforeAll(async () => {
  const manifest = theManifest();
  const paths = DEVICES.map(({ recording }) => join(DATA, recording));
  const store = await pollIntoStore(manifest, [manifest], paths);
  port = createTopologyPort({ ...store, clock, specs: () => [manifest.topology] });
  all = await port.map({ depth: 1 });
});

const idOf = (name: string, map = all): string => map.nodes.find((node) => node.name === name)?.id ?? name;

/** `ports of a ↔ ports of b`. */
function link(a: string, b: string, map = all): string | undefined {
  const [from, to] = [idOf(a, map), idOf(b, map)];
  const names = (ports: TopologyMapJson["edges"][number]["fromPorts"] = []) =>
    ports.map(({ name }) => name).join(" ");
  for (const edge of map.edges) {
    if (edge.from === from && edge.to === to) return `${names(edge.fromPorts)} ↔ ${names(edge.toPorts)}`;
    if (edge.from === to && edge.to === from) return `${names(edge.toPorts)} ↔ ${names(edge.fromPorts)}`;
  }
  return undefined;
}

const names = ({ nodes }: TopologyMapJson): readonly string[] => nodes.map(({ name }) => name).toSorted();

describe("the map of a network", () => {
  test("links switches that see each other by LLDP, with the port at each end", () => {
    expect(link("core-sw-1", "access-sw-1")).toBe("Ethernet1/1 ↔ Te1/1/1");
    expect(link("core-sw-1", "secure-sw")).toBe("Ethernet1/2 ↔ 9");
  });

  test("has one edge for two cables, with all their ports", () => {
    expect(link("core-sw-1", "dist-sw-2")).toBe("Ethernet1/49 Ethernet1/50 ↔ Ethernet25/1 Ethernet26/1");
  });

  test("names the interface of a port that is polled", async () => {
    const edge = all.edges.find(({ fromPorts }) => fromPorts?.[0]?.name === "Te1/1/1");
    const interfaces = await port.map({ types: ["network:interface"], depth: 1 });
    expect(interfaces.nodes.find(({ id }) => id === edge?.fromPorts?.[0]?.entityId)?.name).toBe("Te1/1/1");
  });

  test("shows hosts that nobody polls, with their own port", () => {
    expect(link("core-sw-1", "hv-1.example.net")).toBe(" ↔ nic0");
    expect(link("dist-sw-2", "nas-1")).toBe(" ↔ slot 1 port 1 slot 1 port 2");
  });

  test("has a switch that is polled and seen by others once", () => {
    expect(names(all).filter((name) => name === "core-sw-1")).toHaveLength(1);
    expect(all.nodes.find(({ name }) => name === "dist-sw-2")).toMatchObject({
      type: "network:device",
      role: "bridge,router",
      addresses: expect.arrayContaining(["192.0.2.12", "02:00:5e:03:00:00"]),
    });
  });

  test("has a phone that LLDP and CDP tell of once, with one port", () => {
    expect(names(all).filter((name) => name === "phone-301")).toHaveLength(1);
    expect(link("access-sw-1", "phone-301")).toMatch(/ ↔ (?:SW PORT|Port 1)$/);
  });

  test("calls what has no name by its address", () => {
    expect(names(all)).toContain("02:00:5e:61:00:00");
  });

  test("says which types there are and which of them it shows", () => {
    expect(all.types.map(({ type, isShown }) => [type, isShown])).toEqual([
      ["network:device", true],
      ["network_switch:module", false],
      ["network:interface", false],
      ["network_switch:neighbour", true],
    ]);
  });
});

test("devices alone stay linked: neighbours that are the same are gone through", async () => {
  const devices = await port.map({ types: ["network:device"], depth: 1 });
  expect(new Set(devices.nodes.map(({ type }) => type))).toEqual(new Set(["network:device"]));
  expect(link("core-sw-1", "access-sw-1", devices)).toBe("Ethernet1/1 ↔ Te1/1/1");
});

test("any type can be shown, linked with what it is a part of", async () => {
  const modules = await port.map({ types: ["network:device", "network_switch:module"], depth: 1 });
  const parts = modules.edges.filter(({ relation }) => relation === "isPartOf");
  expect(parts.length).toBe(modules.nodes.filter(({ type }) => type === "network_switch:module").length);
});

describe("a neighbourhood", () => {
  test("is what is as many links away as asked for", async () => {
    const near = await port.map({ focus: idOf("secure-sw"), depth: 1 });
    expect(names(near)).toEqual(["02:00:5e:61:00:00", "core-sw-1", "secure-sw"]);
    const far = await port.map({ focus: idOf("secure-sw"), depth: 2 });
    expect(names(far)).toContain("access-sw-1");
    expect(names(far)).not.toContain("nas-1");
  });

  test("of something that is not shown is that of what it belongs to", async () => {
    const edge = all.edges.find(({ toPorts }) => toPorts?.[0]?.name === "9");
    const near = await port.map({ focus: edge?.toPorts?.[0]?.entityId, depth: 1 });
    expect(names(near)).toEqual(names(await port.map({ focus: idOf("secure-sw"), depth: 1 })));
  });

  test("of something that is not there is refused with what to do", async () => {
    await expect(port.map({ focus: "CUSTOM_DEVICE-0000000000000000", depth: 1 })).rejects.toMatchObject({
      status: 404,
      remedy: "It may be gone. Show the whole map.",
    });
  });
});

test("a search finds names, addresses and properties, and what is linked with them", async () => {
  const found = await port.map({ text: "ASSET-0042", depth: 1 });
  expect(names(found)).toEqual(["dist-sw-2", "nas-1"]);
});

test("an unknown type is refused", async () => {
  await expect(port.map({ types: ["network:tree"], depth: 1 })).rejects.toMatchObject({ status: 400 });
});

test("a day after everything fell silent switches and their links are still there, with the last sight", async () => {
  await clock.advance(24 * 3_600_000);
  const later = await port.map({ depth: 1 });
  expect(link("core-sw-1", "access-sw-1", later)).toBe("Ethernet1/1 ↔ Te1/1/1");
  expect(later.edges.every(({ lastSeen }) => lastSeen !== undefined)).toBe(true);
});
