// What mapping makes of a poll of workload W1: 20 ports with 8 metrics each and 5 scalars; 16 dimensions a port.

const PREFIX = "com.dynatrace.extension.snmp-generic-cisco-device.";
const PORTS = 20;
const PORT_GAUGES = ["if.lastchange", "if.highspeed"];
const PORT_COUNTS = [
  "if.hc.in.octets.count",
  "if.hc.out.octets.count",
  "if.in.errors.count",
  "if.in.discards.count",
  "if.out.errors.count",
  "if.out.discards.count",
];
const SCALARS = ["sys.uptime", "snmp.in.pkts.count", "cpu.1min", "cpu.5min", "memory.free"];

/** @param n  tells devices apart */
export function samplesOfDevice(n, timestampMs) {
  const device = [
    ["device.address", `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`],
    ["device.name", `switch-${n}.example.net`],
    ["device.port", "161"],
    ["sys.contact", "noc@example.net"],
    ["sys.location", `floor ${n % 7}, rack ${n % 13}`],
    ["sys.name", `switch-${n}`],
  ];
  const sampleOf = (key, type, value, dimensions) => ({
    key: PREFIX + key,
    storedKey: PREFIX + key,
    type,
    value,
    dimensions,
    timestampMs,
  });
  const scalars = SCALARS.map((key, i) => sampleOf(key, "gauge", (n * 7_919 + i * 104_729) / 8, device));
  const ports = Array.from({ length: PORTS }, (_, port) => {
    const dimensions = [...device, ...dimensionsOfPort(n, port + 1)].toSorted(byKey);
    const valueOf = (metric) => (n * 1_000_003 + port * 7_919 + metric * 104_729_003) % 4_000_000_000;
    return [
      ...PORT_GAUGES.map((key, i) => sampleOf(key, "gauge", valueOf(i), dimensions)),
      ...PORT_COUNTS.map((key, i) => sampleOf(key, "count", valueOf(PORT_GAUGES.length + i), dimensions)),
    ];
  });
  return [...scalars, ...ports.flat()];
}

function dimensionsOfPort(n, port) {
  return [
    ["if.adminstatus", "1"],
    ["if.alias", `desk ${n % 97}-${port}`],
    ["if.descr", `GigabitEthernet1/0/${port}`],
    ["if.highspeed", "1000"],
    ["if.idx", String(10_100 + port)],
    ["if.mtu", "1500"],
    ["if.operstatus", "1"],
    ["if.promiscuousmode", "2"],
    ["if.speed", "1000000000"],
    ["if.type", "6"],
  ];
}

const byKey = ([a], [b]) => (a < b ? -1 : 1);
