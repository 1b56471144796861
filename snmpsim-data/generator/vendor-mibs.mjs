// Tables that only some of the switches have: CISCO-PROCESS-MIB, CISCO-CDP-MIB, POWER-ETHERNET-MIB, HOST-RESOURCES-MIB.
import { ipv4, range, TAG } from "./recording.mjs";

/** CISCO-PROCESS-MIB: one CPU. Percentages, kilobytes. */
export function ciscoProcess(r, { physical, seconds5, minute, minutes5, used, free }) {
  r.row("1.3.6.1.4.1.9.9.109.1.1.1.1", 1, [
    [2, TAG.integer, physical],
    [6, TAG.gauge, seconds5],
    [7, TAG.gauge, minute],
    [8, TAG.gauge, minutes5],
    [12, TAG.gauge, used],
    [13, TAG.gauge, free],
    [17, TAG.counter64, used],
    [19, TAG.counter64, free],
  ]);
}

/** CISCO-CDP-MIB: [local ifIndex, device id, port, platform, address]. */
export function cdp(r, list) {
  list.forEach(([ifIndex, id, port, platform, address], position) => {
    r.row("1.3.6.1.4.1.9.9.23.1.2.1.1", `${ifIndex}.${position + 1}`, [
      [3, TAG.integer, 1],
      [4, TAG.octets, ipv4(address)],
      [5, TAG.octets, "simulated"],
      [6, TAG.octets, id],
      [7, TAG.octets, port],
      [8, TAG.octets, platform],
      [9, TAG.octets, [0, 0, 0, 0x28]],
      [11, TAG.integer, 1],
      [12, TAG.integer, 3],
    ]);
  });
}

/** Learned addresses: `count` per VLAN, spread over the given bridge ports. */
export const learned = (vlan, count, ports) =>
  range(count).map((n) => [[0x02, 0x00, 0x5e, 0xf0, vlan, n], ports[n % ports.length]]);

/** Digital optical monitoring of one transceiver: four sensors within the module, as ENTITY-SENSOR-MIB has them. */
export function optics(first, portName, serial, position, celsiusTenths, receivedTenths) {
  const vendor = "EXAMPLE OPTICS";
  const sensor = (offset, name, values) => ({
    index: first + offset,
    name: `${portName} ${name}`,
    description: `${portName} ${name} Sensor`,
    class: 8,
    within: first,
    position: offset,
    sensor: values,
  });
  return [
    {
      index: first,
      name: `${portName} Transceiver`,
      description: "SFP-10GBase-LR",
      class: 9,
      within: 1,
      position,
      serial,
      vendor,
      model: "SFP-10G-LR-EX",
      hardware: "A",
    },
    sensor(1, "Module Temperature", [8, 9, 1, celsiusTenths, "Celsius"]),
    sensor(2, "Supply Voltage", [4, 8, 0, 3_297, "millivolts"]),
    sensor(3, "Transmit Power", [1, 9, 1, -21, "dBm"]),
    sensor(4, "Receive Power", [1, 9, 1, receivedTenths, "dBm"]),
  ];
}

/** POWER-ETHERNET-MIB: a budget of 445 W; ports deliver, search, are off, and one is refused. */
export function poe(r) {
  r.row("1.3.6.1.2.1.105.1.3.1.1", 1, [
    [2, TAG.gauge, 445],
    [3, TAG.integer, 1],
    [4, TAG.gauge, 61],
    [5, TAG.integer, 80],
  ]);
  for (const n of range(24)) {
    const status = n >= 22 ? 1 : [1, 2, 3].includes(n) ? 3 : n === 9 ? 4 : 2;
    r.row("1.3.6.1.2.1.105.1.1.1", `1.${n}`, [
      [3, TAG.integer, n >= 22 ? 2 : 1],
      [6, TAG.integer, status],
      [7, TAG.integer, 3],
      [8, TAG.counter, 0],
      [9, TAG.octets, ""],
      [10, TAG.integer, n === 1 ? 5 : status === 3 ? 3 : 1],
      [11, TAG.counter, n === 9 ? 12 : 0],
      [12, TAG.counter, n === 9 ? 2 : 0],
      [13, TAG.counter, n === 9 ? 1 : 0],
      [14, TAG.counter, 0],
    ]);
  }
}

/** HOST-RESOURCES-MIB: four CPUs, RAM and flash. */
export function hostResources(r) {
  for (const [n, load] of [
    [1, 9],
    [2, 14],
    [3, 5],
    [4, 71],
  ]) {
    r.row("1.3.6.1.2.1.25.3.2.1", n, [
      [1, TAG.integer, n],
      [2, TAG.oid, "1.3.6.1.2.1.25.3.1.3"],
      [3, TAG.octets, `Core ${n - 1}, Example CPU @ 2.20GHz`],
      [4, TAG.oid, "0.0"],
      [5, TAG.integer, 2],
    ]);
    r.row("1.3.6.1.2.1.25.3.3.1", n, [
      [1, TAG.oid, "0.0"],
      [2, TAG.integer, load],
    ]);
  }
  const types = { ram: 2, disk: 4, flash: 9 };
  for (const [n, type, name, unit, size, used] of [
    [1, "ram", "RAM", 1_024, 8_052_864, 5_904_112],
    [2, "ram", "RAM (Buffers)", 1_024, 8_052_864, 214_000],
    [3, "ram", "RAM (Cache)", 1_024, 8_052_864, 1_980_000],
    [100, "disk", "Core", 4_096, 1_006_608, 0],
    [101, "flash", "Flash", 4_096, 1_913_000, 1_104_000],
  ]) {
    r.row("1.3.6.1.2.1.25.2.3.1", n, [
      [1, TAG.integer, n],
      [2, TAG.oid, `1.3.6.1.2.1.25.2.1.${types[type]}`],
      [3, TAG.octets, name],
      [4, TAG.integer, unit],
      [5, TAG.integer, size],
      [6, TAG.integer, used],
    ]);
  }
}
