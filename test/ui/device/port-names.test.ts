import { describe, expect, it } from "vitest";
import { parsePortName, portKind } from "../../../src/ui/device/port-names.ts";

describe("names of ports", () => {
  it.each([
    ["Gi1/0/24", "Gi", [1, 0, 24]],
    ["TenGigabitEthernet 0/1", "TenGigabitEthernet", [0, 1]],
    ["Ethernet1/27", "Ethernet", [1, 27]],
    ["ge-0/0/3", "ge", [0, 0, 3]],
    ["xe-0/0/1:2", "xe", [0, 0, 1, 2]],
    ["1/1/16", "", [1, 1, 16]],
    ["A12", "A", [12]],
    ["port 7", "port", [7]],
    ["eth0", "eth", [0]],
  ])("takes %s apart", (name, prefix, path) => {
    expect(parsePortName(name)).toEqual({ prefix, path, sub: undefined });
  });

  it("reads places in words", () => {
    expect(parsePortName("RMON:10/100 Port 12 on Unit 2")?.path).toEqual([2, 0, 12]);
    expect(parsePortName("RADLAN Port 3")?.path).toEqual([3]);
  });

  it("finds no place in a name without a number", () => {
    expect(parsePortName("management")).toBeUndefined();
    expect(parsePortName("")).toBeUndefined();
    expect(parsePortName(`q"uo\\te|d,=`)).toBeUndefined();
  });

  it.each([
    ["Vlan11", "propVirtual", "virtual"],
    ["Vl1", undefined, "virtual"],
    ["vlan99", undefined, "virtual"],
    ["loopback0", "softwareLoopback", "virtual"],
    ["irb", undefined, "virtual"],
    ["Nu0", "other", "virtual"],
    ["ge-0/0/3.0", undefined, "virtual"],
    ["StackSub-St1-1", undefined, "virtual"],
    ["Po1", undefined, "aggregate"],
    ["port-channel10", "ieee8023adLag", "aggregate"],
    ["ae1", undefined, "aggregate"],
    ["mgmt0", "ethernetCsmacd", "management"],
    ["Management1", "ethernetCsmacd", "management"],
    ["em0", "ethernetCsmacd", "management"],
    ["port 12", "ethernetCsmacd", "port"],
    ["ge-0/0/3", "ethernetCsmacd", "port"],
    ["Gi1/0/1", "ethernetCsmacd", "port"],
    ["lan1", "ethernetCsmacd", "port"],
  ])("takes %s of type %s for %s", (name, type, kind) => {
    expect(portKind({ name, type })).toBe(kind);
  });
});
