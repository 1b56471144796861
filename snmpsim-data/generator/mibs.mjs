// The standard tables that a switch has: system, IF-MIB, EtherLike-MIB, LLDP-MIB, ENTITY-MIB, BRIDGE-MIB.
import { chance, ipv4, lengthPrefixed, TAG, UPTIME_TICKS } from "./recording.mjs";

export function system(
  r,
  { description, objectId, name, location, services = 2, contact = "noc@example.net" },
) {
  r.row("1.3.6.1.2.1.1", 0, [
    [1, TAG.octets, description],
    [2, TAG.oid, objectId],
    [3, TAG.ticks, UPTIME_TICKS],
    [4, TAG.octets, contact],
    [5, TAG.octets, name],
    [6, TAG.octets, location],
    [7, TAG.integer, services],
  ]);
}

/**
 * IF-MIB and, for Ethernet, EtherLike-MIB. A port: {index, name, description, alias, mac, mbps, type, mtu, admin, up,
 * errors, load}; `load` is the mean share of the line rate since the start. 32-bit counters are what is left of 64.
 */
export function interfaces(r, device, ports) {
  r.put("1.3.6.1.2.1.2.1.0", TAG.integer, ports.length);
  r.put("1.3.6.1.2.1.31.1.5.0", TAG.ticks, 0);
  for (const port of ports) {
    const { index, name, mbps, type = 6, admin = 1, up = true, errors = 0 } = port;
    const traffic = trafficOf(device, port);
    const low = (value) => Number(value & 0xffff_ffffn);
    r.row("1.3.6.1.2.1.2.2.1", index, [
      [1, TAG.integer, index],
      [2, TAG.octets, port.description ?? name],
      [3, TAG.integer, type],
      [4, TAG.integer, port.mtu ?? 1500],
      [5, TAG.gauge, Math.min(mbps * 1_000_000, 4_294_967_295)],
      [6, TAG.octets, port.mac ?? []],
      [7, TAG.integer, admin],
      [8, TAG.integer, up ? 1 : 2],
      [
        9,
        TAG.ticks,
        up ? 4_000 + (chance(device, index) % 900_000) : UPTIME_TICKS - (chance(device, index) % 9_000_000),
      ],
      [10, TAG.counter, low(traffic.in.octets)],
      [11, TAG.counter, low(traffic.in.unicast)],
      [13, TAG.counter, traffic.in.discards],
      [14, TAG.counter, errors],
      [15, TAG.counter, 0],
      [16, TAG.counter, low(traffic.out.octets)],
      [17, TAG.counter, low(traffic.out.unicast)],
      [19, TAG.counter, traffic.out.discards],
      [20, TAG.counter, 0],
    ]);
    r.row("1.3.6.1.2.1.31.1.1.1", index, [
      [1, TAG.octets, name],
      [6, TAG.counter64, traffic.in.octets],
      [7, TAG.counter64, traffic.in.unicast],
      [8, TAG.counter64, traffic.in.multicast],
      [9, TAG.counter64, traffic.in.broadcast],
      [10, TAG.counter64, traffic.out.octets],
      [11, TAG.counter64, traffic.out.unicast],
      [12, TAG.counter64, traffic.out.multicast],
      [13, TAG.counter64, traffic.out.broadcast],
      [14, TAG.integer, type === 6 ? 1 : 2],
      [15, TAG.gauge, mbps],
      [16, TAG.integer, 2],
      [17, TAG.integer, type === 6 ? 1 : 2],
      [18, TAG.octets, port.alias ?? ""],
      [19, TAG.ticks, 0],
    ]);
    if (type === 6) etherLike(r, port);
  }
}

function trafficOf(device, { index, mbps, up = true, load = up ? 0.02 : 0 }) {
  const seconds = BigInt(Math.round(UPTIME_TICKS / 100));
  const direction = (word) => {
    const share = Math.round(load * (50 + (chance(device, index, word) % 100)) * 100); // of 10 000
    const bytes =
      (seconds * BigInt(mbps) * 125_000n * BigInt(share)) / 10_000n + BigInt(chance(index, word) % 997);
    const octets = share === 0 ? 0n : bytes;
    return {
      octets,
      unicast: octets / 812n,
      multicast: octets === 0n ? 0n : BigInt(chance(device, index, word, "m") % 4_000_000),
      broadcast: octets === 0n ? 0n : BigInt(chance(device, index, word, "b") % 600_000),
      discards: load > 0.5 ? chance(device, index, word, "d") % 90_000 : 0,
    };
  };
  return { in: direction("in"), out: direction("out") };
}

function etherLike(r, { index, errors = 0, halfDuplex = false, up = true }) {
  r.row("1.3.6.1.2.1.10.7.2.1", index, [
    [2, TAG.counter, 0],
    [3, TAG.counter, errors],
    [8, TAG.counter, halfDuplex ? 4_711 : 0],
    [9, TAG.counter, 0],
    [13, TAG.counter, 0],
    [18, TAG.counter, 0],
    [19, TAG.integer, up ? (halfDuplex ? 2 : 3) : 1],
  ]);
}

/** RFC1213's ipAddrTable: addresses as `{address, ifIndex}`. */
export function addresses(r, list) {
  for (const { address, ifIndex } of list) {
    r.row("1.3.6.1.2.1.4.20.1", address, [
      [1, TAG.address, address],
      [2, TAG.integer, ifIndex],
      [3, TAG.address, "255.255.255.0"],
      [4, TAG.integer, 1],
    ]);
  }
}

export function snmpAgent(r) {
  const counts = { 1: 981_233, 2: 981_101, 3: 2, 4: 37, 5: 1, 6: 4, 8: 0, 9: 12, 10: 0, 31: 0, 32: 0 };
  for (const [arc, value] of Object.entries(counts)) r.put(`1.3.6.1.2.1.11.${arc}.0`, TAG.counter, value);
}

/**
 * LLDP-MIB. `self`: {chassis: [subtype, octets], name, description, capabilities, ports: [{number, id: [subtype,
 * octets], description}]}; `neighbours`: {port, chassis, portId, portDescription, name, description, capabilities,
 * address} with the local port number.
 */
export function lldp(r, self, neighbours) {
  const root = "1.0.8802.1.1.2.1";
  r.row(`${root}.2`, 0, [
    [1, TAG.ticks, UPTIME_TICKS - 180_000],
    [2, TAG.gauge, 31],
    [3, TAG.gauge, 11],
    [4, TAG.gauge, 0],
    [5, TAG.gauge, 3],
  ]);
  r.row(`${root}.3`, 0, [
    [1, TAG.integer, self.chassis[0]],
    [2, TAG.octets, self.chassis[1]],
    [3, TAG.octets, self.name],
    [4, TAG.octets, self.description],
    [5, TAG.octets, self.capabilities],
    [6, TAG.octets, self.capabilities],
  ]);
  for (const { number, id, description } of self.ports) {
    r.row(`${root}.3.7.1`, number, [
      [2, TAG.integer, id[0]],
      [3, TAG.octets, id[1]],
      [4, TAG.octets, description],
    ]);
  }
  neighbours.forEach((neighbour, position) => {
    const index = `${1_000 * (position + 1)}.${neighbour.port}.${position + 1}`; // time mark, local port, running number
    r.row(`${root}.4.1.1`, index, [
      [4, TAG.integer, neighbour.chassis[0]],
      [5, TAG.octets, neighbour.chassis[1]],
      [6, TAG.integer, neighbour.portId[0]],
      [7, TAG.octets, neighbour.portId[1]],
      [8, TAG.octets, neighbour.portDescription],
      [9, TAG.octets, neighbour.name],
      [10, TAG.octets, neighbour.description],
      [11, TAG.octets, neighbour.capabilities],
      [12, TAG.octets, neighbour.capabilities],
    ]);
    if (neighbour.address === undefined) return;
    r.row(`${root}.4.2.1`, `${index}.1.${lengthPrefixed(ipv4(neighbour.address))}`, [
      [3, TAG.integer, 2],
      [4, TAG.integer, 1],
      [5, TAG.oid, "0.0"],
    ]);
  });
}

const ENTITY_SENSOR = "1.3.6.1.2.1.99.1.1.1";
export const CISCO_ENTITY_SENSOR = "1.3.6.1.4.1.9.9.91.1.1.1.1";

/**
 * ENTITY-MIB and sensors: one entry per physical thing, `sensor` as [type, scale, precision, value, unit, status].
 * Sensors stand in ENTITY-SENSOR-MIB, or in `sensorTable`, Cisco's own table with the same first five columns.
 */
export function entities(r, list, sensorTable = ENTITY_SENSOR) {
  for (const e of list) {
    r.row("1.3.6.1.2.1.47.1.1.1.1", e.index, [
      [2, TAG.octets, e.description],
      [3, TAG.oid, "0.0"],
      [4, TAG.integer, e.within ?? 0],
      [5, TAG.integer, e.class],
      [6, TAG.integer, e.position ?? -1],
      [7, TAG.octets, e.name],
      [8, TAG.octets, e.hardware ?? ""],
      [9, TAG.octets, e.firmware ?? ""],
      [10, TAG.octets, e.software ?? ""],
      [11, TAG.octets, e.serial ?? ""],
      [12, TAG.octets, e.vendor ?? ""],
      [13, TAG.octets, e.model ?? ""],
      [16, TAG.integer, e.serial === undefined ? 2 : 1],
    ]);
    if (e.sensor === undefined) continue;
    const [type, scale, precision, value, unit, status = 1] = e.sensor;
    r.row(sensorTable, e.index, [
      [1, TAG.integer, type],
      [2, TAG.integer, scale],
      [3, TAG.integer, precision],
      [4, TAG.integer, value],
      [5, TAG.integer, status],
    ]);
    if (sensorTable !== ENTITY_SENSOR) continue;
    r.row(sensorTable, e.index, [
      [6, TAG.octets, unit],
      [7, TAG.ticks, UPTIME_TICKS - 500],
      [8, TAG.gauge, 10_000],
    ]);
  }
}

/** BRIDGE-MIB and Q-BRIDGE-MIB: ports, spanning tree and a forwarding table as {vlan: [[mac, bridge port], …]}. */
export function bridge(r, { address, rootBridge, cost, rootPort, ports, forwarding }) {
  r.put("1.3.6.1.2.1.17.1.1.0", TAG.octets, address);
  r.put("1.3.6.1.2.1.17.1.2.0", TAG.integer, ports.length);
  r.put("1.3.6.1.2.1.17.1.3.0", TAG.integer, 2);
  for (const [number, ifIndex] of ports) r.put(`1.3.6.1.2.1.17.1.4.1.2.${number}`, TAG.integer, ifIndex);
  r.row("1.3.6.1.2.1.17.2", 0, [
    [1, TAG.integer, 3],
    [2, TAG.integer, 32_768],
    [3, TAG.ticks, 6_123_400],
    [4, TAG.counter, 14],
    [5, TAG.octets, [0x80, 0x00, ...rootBridge]],
    [6, TAG.integer, cost],
    [7, TAG.integer, rootPort],
  ]);
  r.put("1.3.6.1.2.1.17.4.1.0", TAG.counter, 0);
  r.put("1.3.6.1.2.1.17.4.2.0", TAG.integer, 300);
  for (const [vlan, learned] of Object.entries(forwarding)) {
    // RFC 4363 says Counter32 of this number that goes up and down; a simulator would make it grow for ever.
    r.put(`1.3.6.1.2.1.17.7.1.2.1.1.2.${vlan}`, TAG.gauge, learned.length);
    for (const [macAddress, port] of learned) {
      r.row("1.3.6.1.2.1.17.7.1.2.2.1", `${vlan}.${macAddress.join(".")}`, [
        [2, TAG.integer, port],
        [3, TAG.integer, 3],
      ]);
    }
  }
}
