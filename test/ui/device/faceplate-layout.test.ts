import { describe, expect, it } from "vitest";
import { type Faceplate, layoutFaceplate } from "../../../src/ui/device/faceplate-layout.ts";
import { portBeside } from "../../../src/ui/device/faceplate-walk.ts";
import { inPortOrder, portRow } from "../../../src/ui/device/port-row.ts";

const GBIT = 1e9;

/** Ports by name with the speed of each in Gbit/s; a speed of 0: not told. */
function faceplateOf(
  ports: readonly (readonly [name: string, gbits: number, operStatus?: string])[],
): Faceplate {
  const rows = ports.map(([name, gbits, operStatus]) =>
    portRow(
      {
        key: name,
        name,
        type: "ethernetCsmacd",
        lastSeen: 0,
        operStatus,
        speedBps: gbits === 0 ? undefined : gbits * GBIT,
      },
      60_000,
    ),
  );
  return layoutFaceplate(inPortOrder(rows));
}

const range = (from: number, to: number, name: (n: number) => string, gbits: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => [name(from + i), gbits] as const);

/** Each block as its two lines of printed numbers. */
const picture = ({ units }: Faceplate): string[][] =>
  units.map(({ modules }) =>
    modules.flatMap(({ title, blocks }) =>
      blocks.map(({ ports, isUplink, lines }) => {
        const line = (at: number) =>
          ports
            .filter((port) => port.line === at)
            .toSorted((a, b) => a.column - b.column)
            .map(({ label }) => label)
            .join(" ");
        const text = Array.from({ length: lines }, (_, i) => line(i)).join(" / ");
        return `${title}${isUplink ? "^" : ""}[${text}]`;
      }),
    ),
  );

describe("the faceplate", () => {
  it("has odd ports above even ones, and faster ports at the end apart", () => {
    const plate = faceplateOf([
      ...range(1, 8, (n) => `Ethernet1/${n}`, 10),
      ...range(9, 12, (n) => `Ethernet1/${n}`, 100),
    ]);
    expect(picture(plate)).toEqual([["[1 3 5 7 / 2 4 6 8]", "^[9 11 / 10 12]"]]);
  });

  it("has the uplink module of a fixed switch beside its ports", () => {
    const plate = faceplateOf([
      ...range(1, 4, (n) => `Gi1/0/${n}`, 1),
      ...range(1, 2, (n) => `Te1/1/${n}`, 10),
    ]);
    expect(picture(plate)).toEqual([["1/0[1 3 / 2 4]", "1/1[1 / 2]"]]);
  });

  it("has a line for each member of a stack", () => {
    const plate = faceplateOf([
      ...range(1, 4, (n) => `Gi1/0/${n}`, 1),
      ...range(1, 4, (n) => `Gi2/0/${n}`, 1),
    ]);
    expect(plate.units.map(({ title }) => title)).toEqual(["Unit 1", "Unit 2"]);
    expect(picture(plate)).toEqual([["[1 3 / 2 4]"], ["[1 3 / 2 4]"]]);
  });

  it("begins with port 0 above where a device counts from 0", () => {
    expect(picture(faceplateOf(range(0, 3, (n) => `ge-0/0/${n}`, 1)))).toEqual([["[0 2 / 1 3]"]]);
  });

  it("has lettered modules apart", () => {
    const plate = faceplateOf([...range(1, 2, (n) => `A${n}`, 1), ...range(1, 2, (n) => `B${n}`, 1)]);
    expect(picture(plate)).toEqual([["A[1 / 2]", "B[1 / 2]"]]);
  });

  it("takes an unsplit cage for one port", () => {
    const plate = faceplateOf([
      ...range(1, 4, (n) => `Ethernet${n}`, 25),
      ["Ethernet5/1", 100],
      ["Ethernet6/1", 100],
    ]);
    expect(picture(plate)).toEqual([["[1 3 / 2 4]", "^[5 / 6]"]]);
  });

  it("has the lanes of a split port beside its whole ports", () => {
    const plate = faceplateOf([
      ...range(1, 8, (n) => `Ethernet1/${n}`, 10),
      ...range(1, 2, (n) => `Ethernet1/9/${n}`, 10),
      ["Ethernet1/10", 10],
    ]);
    expect(picture(plate)).toEqual([["[1 3 5 7 9/1 10 / 2 4 6 8 9/2]"]]);
  });

  it("has what is no connector apart, whatever it is called", () => {
    const plate = faceplateOf([
      ...range(1, 4, (n) => `Gi1/0/${n}`, 1),
      ["Bl0/4", 1],
      ["Vl10", 1],
      ["Po1", 1],
    ]);
    expect(picture(plate)).toEqual([["[1 3 / 2 4]"]]);
    expect(plate.virtual.map(({ name }) => name)).toEqual(["Vl10", "Bl0/4"]);
  });

  it("has a port once that is listed for each speed it could have, and no member that is not there", () => {
    const plate = faceplateOf([
      ...range(1, 2, (n) => `gi1/0/${n}`, 1),
      ["te1/0/1", 0, "notPresent"],
      ["te1/0/2", 0, "notPresent"],
      ["gi2/0/1", 0, "notPresent"],
    ]);
    expect(picture(plate)).toEqual([["[1 / 2]"]]);
  });

  it("has the service port of a chassis apart", () => {
    const plate = faceplateOf([...range(1, 4, (n) => `Gi1/0/${n}`, 1), ["Gi0/0", 1]]);
    expect(picture(plate)).toEqual([["[1 3 / 2 4]"]]);
    expect(plate.management.map(({ name }) => name)).toEqual(["Gi0/0"]);
  });

  it("has eth0 apart from ports in slots, and not from its likes", () => {
    const plate = faceplateOf([...range(1, 4, (n) => `Ethernet 0/${n}`, 10), ["eth0", 1]]);
    expect(plate.management.map(({ name }) => name)).toEqual(["eth0"]);
    expect(picture(faceplateOf(range(0, 3, (n) => `eth${n}`, 1)))).toEqual([["[0 2 / 1 3]"]]);
  });

  it("leaves the places of missing ports empty", () => {
    const [block] = faceplateOf([
      ["Gi1/0/1", 1],
      ["Gi1/0/2", 1],
      ["Gi1/0/4", 1],
    ]).units[0]!.modules[0]!.blocks;
    expect(block!.ports.map(({ column, line }) => [column, line])).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
    ]);
  });

  it("has no uplinks where the rest only tells no speed", () => {
    const plate = faceplateOf([
      ...range(1, 4, (n) => `Gi1/0/${n}`, 1),
      ...range(5, 6, (n) => `Gi1/0/${n}`, 0),
    ]);
    expect(picture(plate)).toEqual([["[1 3 5 / 2 4 6]"]]);
  });

  it("has 400 ports of a modular switch in as many modules as there are", () => {
    const ports = Array.from({ length: 8 }, (_, slot) =>
      range(1, 50, (n) => `Ethernet${slot + 1}/${n}`, 10),
    ).flat();
    const [unit] = faceplateOf(ports).units;
    expect(unit!.modules.map(({ title }) => title)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  });

  it("goes with the arrows along a line, across, and into the next block and unit", () => {
    const plate = faceplateOf([
      ...range(1, 4, (n) => `Gi1/0/${n}`, 1),
      ...range(1, 2, (n) => `Te1/1/${n}`, 10),
      ...range(1, 4, (n) => `Gi2/0/${n}`, 1),
    ]);
    const way = (from: string, ...directions: readonly ("left" | "right" | "up" | "down")[]) =>
      directions.reduce((at, direction) => portBeside(plate, at, direction) ?? at, from);
    expect(way("Gi1/0/1", "right")).toBe("Gi1/0/3");
    expect(way("Gi1/0/1", "down")).toBe("Gi1/0/2");
    expect(way("Gi1/0/3", "right")).toBe("Te1/1/1");
    expect(way("Te1/1/2", "left")).toBe("Gi1/0/4");
    expect(way("Gi1/0/2", "down")).toBe("Gi2/0/1");
    expect(way("Gi2/0/3", "up")).toBe("Gi1/0/4");
    expect(way("Gi1/0/1", "left")).toBe("Gi1/0/1");
  });
});
