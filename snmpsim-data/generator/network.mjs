// The switches that speak LLDP with each other, and their ports.
//
//   core-sw-1 ══ 2 × 100G ══ dist-sw-2 ── 10G ── access-sw-1       and core-sw-1 ── 10G ── access-sw-1, secure-sw
//
// links.mjs says who is connected with whom.
import { mac, range } from "./recording.mjs";

// LldpSystemCapabilitiesMap: other, repeater, bridge, WLAN access point, router, telephone, DOCSIS, station only.
export const BRIDGE = [0x20, 0x00];
const BRIDGE_ROUTER = [0x28, 0x00];
export const HOST = [0x01, 0x00];
export const ACCESS_POINT = [0x30, 0x00];
export const PHONE = [0x24, 0x00];

export const ACCESS = {
  name: "access-sw-1",
  description:
    "Cisco IOS Software [Cupertino], Catalyst L3 Switch Software (CAT9K_LITE_IOSXE), Version 17.9.4, RELEASE SOFTWARE (fc3)\r\n" +
    "Simulated device of snmpgate\r\nCompiled Wed 26-Jul-23 by example",
  chassis: [4, mac(1, 0)],
  capabilities: BRIDGE,
  address: "192.0.2.11",
  ports: [
    {
      number: 1,
      index: 1,
      name: "Vl1",
      description: "Vlan1",
      type: 53,
      mbps: 1_000,
      mac: mac(1, 0x40),
      admin: 2,
      up: false,
    },
    {
      number: 2,
      index: 2,
      name: "Vl10",
      description: "Vlan10",
      type: 53,
      mbps: 1_000,
      mac: mac(1, 0x41),
      alias: "management",
      load: 0.0002,
    },
    { number: 3, index: 3, name: "Nu0", description: "Null0", type: 1, mbps: 10_000, load: 0 },
    ...range(24).map((n) => accessPort(n)),
    ...range(4).map((n) => ({
      number: 36 + n,
      index: 36 + n,
      name: `Te1/1/${n}`,
      description: `TenGigabitEthernet1/1/${n}`,
      mbps: 10_000,
      mac: mac(1, 36 + n),
      mtu: 9_198,
      alias: ["uplink core-sw-1 Eth1/1", "uplink dist-sw-2 Et1", "", ""][n - 1],
      up: n <= 2,
      load: [0.31, 0.07, 0, 0][n - 1],
    })),
  ],
  portId: (port) => [5, port.name],
};

function accessPort(n) {
  const alias = {
    1: "AP floor 3 west",
    2: "desk 3.01",
    3: "desk 3.02",
    5: 'printer 3.0 "Wolpertinger"',
    17: "meeting room Zürich",
    24: "spare",
  }[n];
  const up = ![4, 9, 12, 18, 22, 23, 24].includes(n);
  return {
    number: 8 + n,
    index: 8 + n,
    name: `Gi1/0/${n}`,
    description: `GigabitEthernet1/0/${n}`,
    mbps: n === 5 ? 100 : 1_000,
    mac: mac(1, 8 + n),
    alias: alias ?? (n === 12 ? "" : `desk 3.${String(n).padStart(2, "0")}`),
    admin: n >= 22 ? 2 : 1,
    up,
    load: up ? [0.004, 0.02, 0.08, 0.001][n % 4] : 0,
    errors: { 5: 18_211, 14: 7 }[n] ?? 0,
    halfDuplex: n === 5,
  };
}

export const CORE = {
  name: "core-sw-1",
  description:
    "Cisco NX-OS(tm) nxos.9.3.12.bin, Software (nxos), Version 9.3(12), Interim version. Simulated device of snmpgate",
  chassis: [4, mac(2, 0)],
  capabilities: BRIDGE_ROUTER,
  address: "192.0.2.1",
  ports: [
    {
      number: 1,
      index: 83_886_080,
      name: "mgmt0",
      mbps: 1_000,
      mac: mac(2, 0xff),
      alias: "out of band",
      load: 0.0001,
    },
    {
      number: 2,
      index: 151_060_491,
      name: "Vlan11",
      type: 53,
      mbps: 1_000,
      mac: [0x00, 0x00, 0x5e, 0x00, 0x53, 0x01],
      alias: "servers",
      load: 0.01,
    },
    {
      number: 3,
      index: 335_544_320,
      name: "loopback0",
      type: 24,
      mbps: 8_000,
      mtu: 1_500,
      alias: "router id",
      load: 0,
    },
    ...range(54).map((n) => corePort(n)),
  ],
  portId: (port) => [5, port.name],
};

/** NX-OS makes the ifIndex of module, port and lane: 0x1a000000 for Ethernet1/1, 0x200 further for the next port. */
function corePort(n) {
  const fast = n > 48;
  const alias = {
    1: "access-sw-1 Te1/1/1",
    2: "secure-sw 9",
    10: "linux-host eth0",
    11: "hv-1 nic0",
    12: "hv-2 nic0",
    49: "dist-sw-2 Et25/1",
    50: "dist-sw-2 Et26/1",
    54: "to provider, circuit EX-4711",
  }[n];
  const up = alias !== undefined || (n > 12 && n <= 30);
  return {
    number: 100 + n,
    index: 0x1a_00_00_00 + 0x200 * (n - 1),
    name: `Ethernet1/${n}`,
    mbps: fast ? 100_000 : 10_000,
    mac: mac(2, n),
    mtu: 9_216,
    alias: alias ?? (up ? `server ${n}` : ""),
    admin: up || n < 40 ? 1 : 2,
    up,
    load: up ? (fast ? 0.42 : 0.03 + (n % 7) * 0.05) : 0,
    errors: n === 11 ? 1_204 : 0,
  };
}

export const DIST = {
  name: "dist-sw-2",
  description:
    "Arista Networks EOS version 4.31.2F running on an Arista Networks DCS-7050SX3-24YC4C (simulated device of snmpgate)",
  chassis: [4, mac(3, 0)],
  capabilities: BRIDGE_ROUTER,
  address: "192.0.2.12",
  ports: [
    ...range(24).map((n) => ({
      number: n,
      index: n,
      name: `Ethernet${n}`,
      mbps: n === 1 ? 10_000 : 25_000,
      mac: mac(3, n),
      mtu: 9_214,
      alias: { 1: "access-sw-1 Te1/1/2", 10: "nas-1", 11: "nas-1", 20: "tap" }[n] ?? "",
      up: [1, 10, 11, 20].includes(n) || n < 8,
      load: n === 10 ? 0.61 : [1, 11, 20].includes(n) || n < 8 ? 0.05 : 0,
      errors: n === 20 ? 31 : 0,
    })),
    ...range(4).map((n) => ({
      number: 100 + n,
      index: 25_001 + 1_000 * (n - 1),
      name: `Ethernet${24 + n}/1`,
      mbps: 100_000,
      mac: mac(3, 24 + n),
      mtu: 9_214,
      alias: n <= 2 ? `core-sw-1 Eth1/${48 + n}` : "",
      up: n <= 2,
      load: n <= 2 ? 0.33 : 0,
    })),
    {
      number: 200,
      index: 999_001,
      name: "Management1",
      mbps: 1_000,
      mac: mac(3, 0x80),
      alias: "out of band",
      load: 0.0001,
    },
    {
      number: 201,
      index: 1_000_001,
      name: "Port-Channel1",
      type: 161,
      mbps: 200_000,
      mac: mac(3, 0x81),
      mtu: 9_214,
      alias: "core-sw-1",
      load: 0.33,
    },
    { number: 202, index: 5_000_000, name: "Loopback0", type: 24, mbps: 0, mtu: 65_535, load: 0 },
  ],
  // Three kinds of port id on purpose: number 1 by its MAC address, the uplinks by number, the others by alias.
  portId: (port) =>
    port.number === 1
      ? [3, port.mac]
      : port.number > 100
        ? [7, String(port.index)]
        : [1, port.alias || port.name],
};

export const SECURE = {
  name: "secure-sw",
  description:
    "HP J9773A 2530-8G Switch, revision YA.16.11.0017, ROM YA.15.20 (simulated device of snmpgate)",
  chassis: [4, mac(4, 0)],
  capabilities: BRIDGE,
  address: "198.51.100.20",
  ports: [
    ...range(10).map((n) => ({
      number: n,
      index: n,
      name: String(n),
      mbps: n === 9 ? 10_000 : 1_000,
      mac: mac(4, n),
      alias: { 1: "door controller", 2: "camera north", 3: "camera south", 9: "core-sw-1 Eth1/2" }[n] ?? "",
      admin: n === 8 ? 2 : 1,
      up: [1, 2, 3, 9].includes(n),
      load: { 1: 0.0001, 2: 0.03, 3: 0.03, 9: 0.006 }[n] ?? 0,
      errors: n === 3 ? 3 : 0,
    })),
    {
      number: 11,
      index: 44,
      name: "VLAN20",
      description: "VLAN20",
      type: 53,
      mbps: 0,
      mac: mac(4, 0x44),
      load: 0.0001,
    },
  ],
  portId: (port) => [7, String(port.index)],
};

// Not polled by the demo: the switch that its user adds.
export const SPARE = {
  ...SECURE,
  name: "spare-sw",
  chassis: [4, mac(6, 0)],
  address: "198.51.100.21",
  ports: SECURE.ports.map((port) => ({
    ...port,
    mac: mac(6, port.index),
    alias: { 1: "printer", 2: "desk 14", 3: "desk 15", 9: "uplink" }[port.number] ?? "",
    errors: 0,
  })),
};
