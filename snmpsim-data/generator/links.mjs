// Who is connected with whom: each link is written once and appears in the LLDP tables of both ends.
import { interfaces, lldp, snmpAgent, system } from "./mibs.mjs";
import { ACCESS, ACCESS_POINT, BRIDGE, CORE, DIST, HOST, PHONE, SECURE } from "./network.mjs";
import { ipv4, mac, Recording } from "./recording.mjs";

/** Both ends by device and port name. */
const LINKS = [
  [CORE, "Ethernet1/1", ACCESS, "Te1/1/1"],
  [DIST, "Ethernet1", ACCESS, "Te1/1/2"],
  [CORE, "Ethernet1/49", DIST, "Ethernet25/1"],
  [CORE, "Ethernet1/50", DIST, "Ethernet26/1"],
  [CORE, "Ethernet1/2", SECURE, "9"],
];

const linuxMac = [0x00, 0x00, 0x5e, 0x00, 0x53, 0x80];
/** Things that talk LLDP but are not played here, and linux-host, whose agent has no LLDP-MIB: only one side shows them. */
const HOSTS = [
  [
    CORE,
    "Ethernet1/10",
    {
      name: "linux-host",
      description: "Debian GNU/Linux 12 (bookworm)",
      chassis: [4, linuxMac],
      portId: [3, linuxMac],
      portDescription: "eth0",
      capabilities: HOST,
      address: "192.0.2.80",
    },
  ],
  [
    CORE,
    "Ethernet1/11",
    {
      name: "hv-1.example.net",
      description: "Hypervisor 8.0",
      chassis: [4, mac(0x31, 0)],
      portId: [5, "nic0"],
      portDescription: "port 0 of vSwitch0",
      capabilities: BRIDGE,
      address: "192.0.2.31",
    },
  ],
  [
    CORE,
    "Ethernet1/12",
    {
      name: "hv-2.example.net",
      description: "Hypervisor 8.0",
      chassis: [4, mac(0x32, 0)],
      portId: [5, "nic0"],
      portDescription: "port 0 of vSwitch0",
      capabilities: BRIDGE,
      address: "192.0.2.32",
    },
  ],
  [
    DIST,
    "Ethernet10",
    {
      name: "nas-1",
      description: "Storage OS 12",
      chassis: [7, "asset-0042"],
      portId: [2, "slot 1 port 1"],
      portDescription: "e1a",
      capabilities: HOST,
      address: "192.0.2.40",
    },
  ],
  [
    DIST,
    "Ethernet11",
    {
      name: "nas-1",
      description: "Storage OS 12",
      chassis: [7, "asset-0042"],
      portId: [2, "slot 1 port 2"],
      portDescription: "e1b",
      capabilities: HOST,
      address: "192.0.2.40",
    },
  ],
  [
    ACCESS,
    "Gi1/0/1",
    {
      name: "ap-3-west",
      description: "Wireless access point, release 10.4",
      chassis: [4, mac(0x41, 0)],
      portId: [5, "eth0"],
      portDescription: "Wired uplink",
      capabilities: ACCESS_POINT,
      address: "192.0.2.141",
    },
  ],
  [
    ACCESS,
    "Gi1/0/2",
    {
      name: "phone-301",
      description: "IP phone",
      chassis: [5, [1, ...ipv4("198.51.100.101")]],
      portId: [3, mac(0x51, 1)],
      portDescription: "SW PORT",
      capabilities: PHONE,
    },
  ],
  [
    ACCESS,
    "Gi1/0/3",
    {
      name: "phone-302",
      description: "IP phone",
      chassis: [5, [1, ...ipv4("198.51.100.102")]],
      portId: [3, mac(0x51, 2)],
      portDescription: "SW PORT",
      capabilities: PHONE,
    },
  ],
  [
    SECURE,
    "1",
    {
      name: "",
      description: "",
      chassis: [4, mac(0x61, 0)],
      portId: [3, mac(0x61, 0)],
      portDescription: "",
      capabilities: [],
    },
  ],
];

const portOf = (device, name) => device.ports.find((port) => port.name === name);

function neighboursOf(device) {
  const seen = [];
  for (const [a, aPort, b, bPort] of LINKS) {
    for (const [here, herePort, there, therePort] of [
      [a, aPort, b, bPort],
      [b, bPort, a, aPort],
    ]) {
      if (here !== device) continue;
      const far = portOf(there, therePort);
      seen.push({
        ...there,
        port: portOf(here, herePort).number,
        portId: there.portId(far),
        portDescription: far.alias,
      });
    }
  }
  for (const [here, herePort, host] of HOSTS) {
    if (here === device) seen.push({ ...host, port: portOf(here, herePort).number });
  }
  return seen.map((neighbour) => ({ ...neighbour, description: neighbour.description.slice(0, 255) }));
}

/** What all four have: system group, interfaces, addresses, LLDP. */
export function base(device, { objectId, location, services }) {
  const r = new Recording();
  system(r, { ...device, objectId, location, services });
  interfaces(r, device.name, device.ports);
  snmpAgent(r);
  const ethernet = device.ports.filter(({ type = 6 }) => type === 6);
  lldp(
    r,
    {
      ...device,
      ports: ethernet.map((port) => ({
        number: port.number,
        id: device.portId(port),
        description: port.alias ?? "",
      })),
    },
    neighboursOf(device),
  );
  return r;
}
