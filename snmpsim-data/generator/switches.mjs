// The switches, table by table: what each agent has beyond interfaces and LLDP.
import { base } from "./links.mjs";
import { addresses, bridge, CISCO_ENTITY_SENSOR, entities } from "./mibs.mjs";
import { ACCESS, CORE, DIST, SECURE, SPARE } from "./network.mjs";
import { chance, range, TAG } from "./recording.mjs";
import { cdp, ciscoProcess, hostResources, learned, optics, poe } from "./vendor-mibs.mjs";

export function accessSwitch() {
  const r = base(ACCESS, {
    objectId: "1.3.6.1.4.1.9.1.2593",
    location: "Building 7, floor 3, rack A",
    services: 6,
  });
  addresses(r, [{ address: ACCESS.address, ifIndex: 2 }]);
  ciscoProcess(r, { physical: 1, seconds5: 14, minute: 11, minutes5: 9, used: 1_412_880, free: 581_300 });
  for (const [pool, name, used, free] of [
    [1, "Processor", 212_450_128, 512_300_016],
    [2, "I/O", 8_201_100, 12_770_420],
  ]) {
    r.row("1.3.6.1.4.1.9.9.48.1.1.1", pool, [
      [2, TAG.octets, name],
      [5, TAG.gauge, used],
      [6, TAG.gauge, free],
      [7, TAG.gauge, Math.floor(free / 2)],
    ]);
  }
  for (const [sensor, name, value, threshold, state] of [
    [1006, "Switch 1 - Inlet Temp Sensor", 27, 56, 1],
    [1007, "Switch 1 - Outlet Temp Sensor", 38, 125, 1],
    [1008, "Switch 1 - HotSpot Temp Sensor", 58, 125, 1],
  ]) {
    r.row("1.3.6.1.4.1.9.9.13.1.3.1", sensor, [
      [2, TAG.octets, name],
      [3, TAG.gauge, value],
      [4, TAG.integer, threshold],
      [6, TAG.integer, state],
    ]);
  }
  for (const [fan, state] of [
    [1, 1],
    [2, 1],
    [3, 2],
  ]) {
    r.row("1.3.6.1.4.1.9.9.13.1.4.1", 1010 + fan, [
      [2, TAG.octets, `Switch 1 - FAN ${fan}`],
      [3, TAG.integer, state],
    ]);
  }
  for (const [supply, state, source] of [
    ["A", 1, 2],
    ["B", 5, 1],
  ]) {
    r.row("1.3.6.1.4.1.9.9.13.1.5.1", supply === "A" ? 1020 : 1021, [
      [2, TAG.octets, `Switch 1 - Power Supply ${supply}`],
      [3, TAG.integer, state],
      [4, TAG.integer, source],
    ]);
  }
  const vendor = "Example Networks";
  entities(r, [
    {
      index: 1,
      name: "Switch 1",
      description: "24-port access switch",
      class: 3,
      position: 1,
      serial: "EXA2401A001",
      model: "EX-9200-24P",
      vendor,
      hardware: "V02",
      software: "17.9.4",
    },
    {
      index: 20,
      name: "Switch 1 - Power Supply A",
      description: "Power supply, 600 W",
      class: 6,
      within: 1,
      position: 1,
      serial: "EXP2401P077",
      model: "PWR-600WAC-EX",
      vendor,
      hardware: "V01",
    },
    { index: 30, name: "Switch 1 - FAN 1", description: "Fan", class: 7, within: 1, position: 1 },
    {
      index: 31,
      name: "Switch 1 - FAN 1 speed",
      description: "Fan speed sensor",
      class: 8,
      within: 30,
      sensor: [10, 9, 0, 5_160, "rpm"],
    },
    ...optics(1000, "Te1/1/1", "EXO2401T101", 37, 312, -34),
    ...optics(1010, "Te1/1/2", "EXO2401T102", 38, 318, -141),
    {
      index: 1020,
      name: "Te1/1/3 Receive Power",
      description: "no module",
      class: 8,
      within: 1,
      sensor: [1, 9, 1, 0, "dBm", 2],
    },
  ]);
  poe(r);
  cdp(r, [
    [37, "core-sw-1(EXC2402C001)", "Ethernet1/1", "EX-9300-48X6C", CORE.address],
    [10, "phone-301", "Port 1", "IP Phone", "198.51.100.101"],
  ]);
  bridge(r, {
    address: ACCESS.chassis[1],
    rootBridge: CORE.chassis[1],
    cost: 2_000,
    rootPort: 29,
    ports: ACCESS.ports.filter(({ index }) => index > 8).map(({ index }) => [index - 8, index]),
    forwarding: {
      1: learned(1, 4, [29]),
      10: learned(10, 38, [1, 2, 3, 5, 29]),
      20: learned(20, 17, [6, 7, 8, 10, 29]),
    },
  });
  return r;
}

export function coreSwitch() {
  const r = base(CORE, {
    objectId: "1.3.6.1.4.1.9.12.3.1.3.2239",
    location: "Data centre 1, row 2, rack 11",
    services: 70,
  });
  addresses(r, [
    { address: CORE.address, ifIndex: 151_060_491 },
    { address: "198.51.100.1", ifIndex: 83_886_080 },
  ]);
  ciscoProcess(r, {
    physical: 22,
    seconds5: 31,
    minute: 27,
    minutes5: 25,
    used: 9_870_400,
    free: 14_702_100,
  });
  const vendor = "Example Networks";
  entities(
    r,
    [
      {
        index: 149,
        name: "Chassis",
        description: "Core switch chassis",
        class: 3,
        serial: "EXC2402C001",
        model: "EX-9300-48X6C",
        vendor,
        hardware: "V03",
        software: "9.3(12)",
      },
      {
        index: 22,
        name: "Supervisor",
        description: "48x10G + 6x100G module",
        class: 9,
        within: 149,
        position: 1,
        serial: "EXS2402S001",
        model: "EX-SUP-9300",
        vendor,
        hardware: "1.2",
        firmware: "07.69",
        software: "9.3(12)",
      },
      ...[1, 2].map((n) => ({
        index: 469 + n,
        name: `PowerSupply-${n}`,
        description: "AC power supply, 1100 W",
        class: 6,
        within: 149,
        position: n,
        serial: `EXP2402P00${n}`,
        model: "PWR-1100-EX",
        vendor,
      })),
      ...[1, 2, 3].map((n) => ({
        index: 533 + n,
        name: `Fan Module-${n}`,
        description: "Fan tray",
        class: 7,
        within: 149,
        position: n,
        serial: `EXF2402F00${n}`,
        model: "FAN-40-EX",
        vendor,
      })),
      ...["FRONT", "BACK", "CPU", "ASIC"].map((place, n) => ({
        index: 21_590 + n,
        name: `module-1 ${place}`,
        description: `module-1 ${place} temperature`,
        class: 8,
        within: 22,
        position: n,
        sensor: [8, 9, 0, [24, 33, 41, 55][n], "Celsius"],
      })),
      ...[1, 2, 3].map((n) => ({
        index: 21_600 + n,
        name: `Fan Module-${n} speed`,
        description: "Fan speed",
        class: 8,
        within: 533 + n,
        sensor: [10, 9, 0, 9_300 + (chance("fan", n) % 400), "rpm"],
      })),
      ...optics(300_000_000, "Ethernet1/49", "EXO2402T149", 49, 401, -12),
    ],
    CISCO_ENTITY_SENSOR,
  );
  cdp(r, [
    [0x1a_00_00_00, "access-sw-1.example.net", "TenGigabitEthernet1/1/1", "EX-9200-24P", ACCESS.address],
  ]);
  bridge(r, {
    address: CORE.chassis[1],
    rootBridge: CORE.chassis[1],
    cost: 0,
    rootPort: 0,
    ports: CORE.ports
      .filter(({ index }) => index >= 0x1a_00_00_00 && index < 0x1b_00_00_00)
      .map(({ index }, n) => [n + 1, index]),
    forwarding: {
      1: learned(1, 9, [1, 2, 49]),
      10: learned(10, 60, [1, 49]),
      11: learned(11, 120, [10, 11, 12, 13, 14]),
      20: learned(20, 17, [1]),
    },
  });
  return r;
}

export function distributionSwitch() {
  const r = base(DIST, {
    objectId: "1.3.6.1.4.1.30065.1.3011.7050.3741.24",
    location: "Data centre 1, row 2, rack 14",
    services: 14,
  });
  addresses(r, [
    { address: DIST.address, ifIndex: 5_000_000 },
    { address: "198.51.100.12", ifIndex: 999_001 },
  ]);
  hostResources(r);
  const vendor = "Example Switching";
  entities(r, [
    {
      index: 1,
      name: "",
      description: "24-port SFP28 + 4-port QSFP28 switch",
      class: 3,
      serial: "ESW2403D001",
      model: "EX-7050-24Y4C",
      vendor,
      hardware: "12.00",
      software: "4.31.2F",
    },
    ...[1, 2].map((n) => ({
      index: 100_710_000 + n,
      name: `PowerSupply${n}`,
      description: "Power supply",
      class: 6,
      within: 1,
      position: n,
      serial: `ESP2403P00${n}`,
      model: "PWR-500AC-EX",
      vendor,
    })),
    ...range(6).map((n) => ({
      index: 100_006_000 + n,
      name: `TempSensor${n}`,
      description: [
        "Cpu temp sensor",
        "Cpu board temp sensor",
        "Back-panel temp sensor",
        "Board sensor",
        "Front-panel temp sensor",
        "Switch chip temp sensor",
      ][n - 1],
      class: 8,
      within: 1,
      position: n,
      sensor: [8, 9, 1, [489, 331, 294, 352, 268, 612][n - 1], "Celsius"],
    })),
    ...range(4).map((n) => ({
      index: 100_601_100 + n,
      name: `Fan${n}`,
      description: `Fan Tray ${n} Fan 1`,
      class: 8,
      within: 1,
      position: n,
      sensor: [10, 9, 0, n === 4 ? 0 : 8_400 + n * 30, "RPM", n === 4 ? 3 : 1],
    })),
    {
      index: 100_020_101,
      name: "DomRxPowerSensor25",
      description: "DOM RX power sensor for Ethernet25/1",
      class: 8,
      within: 1,
      sensor: [1, 9, 2, -187, "dBm"],
    },
  ]);
  bridge(r, {
    address: DIST.chassis[1],
    rootBridge: CORE.chassis[1],
    cost: 1_000,
    rootPort: 25,
    ports: DIST.ports.filter(({ index }) => index < 100_000).map(({ index }, n) => [n + 1, index]),
    forwarding: { 10: learned(10, 44, [1, 25]), 11: learned(11, 80, [10, 11, 25, 26]) },
  });
  return r;
}

export const secureSwitch = () => smallSwitch(SECURE, { location: "Gatehouse", serial: "EXG2404G001" });

export const spareSwitch = () => smallSwitch(SPARE, { location: "Store room", serial: "EXG2404G002" });

function smallSwitch(device, { location, serial }) {
  const r = base(device, { objectId: "1.3.6.1.4.1.11.2.3.7.11.142", location, services: 2 });
  addresses(r, [{ address: device.address, ifIndex: 44 }]);
  entities(r, [
    {
      index: 1,
      name: "Chassis",
      description: "8-port switch",
      class: 3,
      serial,
      model: "EX-2530-8G",
      vendor: "Example Edge",
      software: "YA.16.11.0017",
    },
    {
      index: 2,
      name: "Chassis temperature",
      description: "Chassis temperature",
      class: 8,
      within: 1,
      sensor: [8, 9, 0, 31, "Celsius"],
    },
  ]);
  return r;
}
