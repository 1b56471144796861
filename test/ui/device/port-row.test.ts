import { describe, expect, it } from "vitest";
import type { DeviceInterface } from "../../../src/api/contract/index.ts";
import { colourMode, portLook } from "../../../src/ui/device/port-look.ts";
import { filteredPorts, inPortOrder, portRow } from "../../../src/ui/device/port-row.ts";

const MINUTE = 60_000;
const row = (more: Partial<DeviceInterface>) =>
  portRow({ key: "Gi1", name: "Gi1", lastSeen: 0, adminStatus: "up", operStatus: "up", ...more }, 5 * MINUTE);

describe("the order of ports", () => {
  const ordered = (...names: string[]) =>
    inPortOrder(names.map((name) => row({ key: name, name }))).map(({ name }) => name);

  it("is by unit, slot and number, whatever the speed in front is called", () => {
    expect(ordered("Te1/0/25", "Gi1/0/3", "Gi2/0/1", "Gi1/0/24", "Gi1/1/1", "Fa0")).toEqual([
      "Fa0",
      "Gi1/0/3",
      "Gi1/0/24",
      "Te1/0/25",
      "Gi1/1/1",
      "Gi2/0/1",
    ]);
    expect(ordered("ge-0/0/2", "xe-0/0/1", "ge-0/0/0")).toEqual(["ge-0/0/0", "xe-0/0/1", "ge-0/0/2"]);
    expect(ordered("port10", "port2")).toEqual(["port2", "port10"]);
  });

  it("keeps together what is numbered anew, and has what is no port last", () => {
    expect(ordered("te1/0/1", "gi1/0/2", "te1/0/2", "gi1/0/1")).toEqual([
      "gi1/0/1",
      "gi1/0/2",
      "te1/0/1",
      "te1/0/2",
    ]);
    expect(ordered("Vlan10", "Po1", "B1", "A2", "A1")).toEqual(["A1", "A2", "B1", "Po1", "Vlan10"]);
  });
});

describe("a port", () => {
  it.each([
    ["up", "up", "up", "Up"],
    ["up", "down", "down", "No link"],
    ["up", "lowerLayerDown", "down", "Lower layer down"],
    ["up", "notPresent", "down", "Not present"],
    ["down", "down", "disabled", "Disabled"],
    ["up", "dormant", "other", "Dormant"],
    [undefined, undefined, "unknown", "Unknown"],
  ])("switched %s and %s is %s: %s", (adminStatus, operStatus, state, words) => {
    expect(row({ adminStatus, operStatus })).toMatchObject({ state, stateWords: words });
  });

  it("adds up what series per minute say of slots of five minutes", () => {
    const { errors, discards, errorsNow } = row({ inErrors: [2, null, 4], outErrors: [0, 0, 1] });
    expect({ errors, discards, errorsNow }).toEqual({ errors: 35, discards: undefined, errorsNow: 5 });
  });

  it("is as loaded as its busier direction", () => {
    expect(row({ inUtilisation: 12, outUtilisation: 71 }).utilisation).toBe(71);
    expect(row({}).utilisation).toBeUndefined();
  });

  it("shows load and errors by colour and by a sign", () => {
    expect(portLook(row({ inUtilisation: 71.4 }), "utilisation")).toEqual({ tone: "load4", sign: "71" });
    expect(portLook(row({ inUtilisation: 100 }), "utilisation")).toEqual({ tone: "bad", sign: "99" });
    expect(portLook(row({ inErrors: [3, 0] }), "errors")).toEqual({ tone: "warn", sign: "!" });
    expect(portLook(row({ inErrors: [0, 3] }), "errors")).toEqual({ tone: "bad", sign: "!" });
    expect(portLook(row({ operStatus: "down", inErrors: [3] }), "errors")).toEqual({
      tone: "down",
      sign: "",
    });
    expect(colourMode("nonsense")).toBe("state");
  });
});

describe("the list of ports", () => {
  const rows = inPortOrder([
    row({ key: "Te1/0/10", name: "Te1/0/10", neighbour: { name: "core", by: "neighbour" } }),
    row({ key: "Vlan1", name: "Vlan1", type: "l2vlan" }),
    row({ key: "Gi1/0/9", name: "Gi1/0/9", operStatus: "down", alias: "Printer room" }),
    row({ key: "Gi1/0/2", name: "Gi1/0/2", inDiscards: [1] }),
  ]);
  const names = (filter: Partial<Parameters<typeof filteredPorts>[1]>) =>
    filteredPorts(rows, { text: "", only: "all", withVirtual: true, ...filter }).map(({ name }) => name);

  it("is in the order of the numbers, whatever the speed in front, with virtual ones last", () => {
    expect(names({})).toEqual(["Gi1/0/2", "Gi1/0/9", "Te1/0/10", "Vlan1"]);
  });

  it("is narrowed by words, state, errors and kind", () => {
    expect(names({ text: "room PRINT" })).toEqual(["Gi1/0/9"]);
    expect(names({ text: "core" })).toEqual(["Te1/0/10"]);
    expect(names({ only: "down" })).toEqual(["Gi1/0/9"]);
    expect(names({ only: "errors" })).toEqual(["Gi1/0/2"]);
    expect(names({ withVirtual: false })).not.toContain("Vlan1");
  });
});
