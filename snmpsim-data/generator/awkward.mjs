// A device that does everything a careful agent would not: holes, strange names, odd indexes, extreme values.
// Private objects stand below 1.3.6.1.4.1.32473, the enterprise number for documentation (RFC 5612).
import { system } from "./mibs.mjs";
import { ipv4, lengthPrefixed, mac, Recording, TAG } from "./recording.mjs";

const PRIVATE = "1.3.6.1.4.1.32473";
const COUNTER64_MAX = 18_446_744_073_709_551_615n;
const DOCUMENTATION_V6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x42]; // 2001:db8::42
const latin1 = (text) => Buffer.from(text, "latin1");

export function awkward() {
  const r = new Recording();
  system(r, {
    description: 'Awkward switch\r\n\tsecond line, with a tab\r\nthird = "quoted", C:\\path\0\0',
    objectId: `${PRIVATE}.1.4294967295`,
    name: 'awk"ward\\sw=1, room 2',
    location: " blanks on both sides ",
    contact: "",
    services: 0,
  });
  ifTables(r);
  lldpOddities(r);
  sensorOddities(r);
  indexes(r);
  extremes(r);
  return r;
}

/** ifTable has 1–9, ifXTable 1–6, 8, 12 and the largest index there is: each side has rows that the other lacks. */
function ifTables(r) {
  const ifEntry = "1.3.6.1.2.1.2.2.1";
  const names = {
    1: "port",
    2: "",
    3: "port",
    4: latin1("B\u00fcro"),
    5: "a\u0007b\u001b[31mc",
    6: 'q"uo\\te|d,=',
    7: "only in ifTable",
    8: "⚡ uplink 🚀",
    9: "lo",
  };
  r.put("1.3.6.1.2.1.2.1.0", TAG.integer, 9);
  r.column(
    `${ifEntry}.1`,
    TAG.integer,
    Object.fromEntries(Object.keys(names).map((index) => [index, index])),
  );
  r.column(`${ifEntry}.2`, TAG.octets, names);
  r.column(`${ifEntry}.3`, TAG.integer, { 1: 6, 2: 6, 3: 6, 4: 6, 5: 6, 6: 9_999, 8: 161, 9: 24 }); // 7 has no type
  r.column(`${ifEntry}.5`, TAG.gauge, { 1: 4_294_967_295, 2: 0, 3: 10_000_000, 9: 0 });
  r.column(`${ifEntry}.6`, TAG.octets, {
    1: mac(5, 1),
    2: mac(5, 2),
    3: mac(5, 1), // the same MAC and name as 1: two rows, one interface
    4: [],
    5: [0x02, 0x00, 0x5e, 0x05, 0x00, 0x05, 0x00, 0x01], // EUI-64
    6: [0x02, 0x00, 0x5e, 0x05, 0x00],
    7: mac(5, 7),
    8: mac(5, 8),
    9: "",
  });
  r.column(`${ifEntry}.7`, TAG.integer, { 1: 1, 2: 1, 3: 2, 4: 1, 5: 3, 6: 0, 7: 1, 8: 1, 9: 1 });
  r.column(`${ifEntry}.8`, TAG.integer, { 1: 1, 2: 2, 3: 7, 4: 1, 5: 99, 6: -1, 7: 1, 8: 5, 9: 1 });
  r.column(`${ifEntry}.10`, TAG.counter, { 1: 4_294_967_295, 2: 0, 3: 1, 7: 77, 9: 12 });
  r.column(`${ifEntry}.14`, TAG.counter, { 1: 0, 2: 4_294_967_295, 4: 3, 7: 0 });
  r.column(`${ifEntry}.16`, TAG.counter, { 1: 4_294_967_294, 3: 1 });

  const ifXEntry = "1.3.6.1.2.1.31.1.1.1";
  r.column(`${ifXEntry}.1`, TAG.octets, {
    1: "port",
    2: "",
    3: "port",
    4: latin1("B\u00fcro"),
    5: "a\u0007b\u001b[31mc",
    6: 'q"uo\\te|d,=',
    8: "⚡ uplink 🚀",
    12: "only in ifXTable",
    4294967295: "last index",
  });
  r.column(`${ifXEntry}.6`, TAG.counter64, {
    1: COUNTER64_MAX,
    2: 0,
    3: 9_007_199_254_740_993n,
    4: 1,
    8: COUNTER64_MAX - 1n,
    12: 5,
    4294967295: 6,
  });
  r.column(`${ifXEntry}.10`, TAG.counter64, { 1: COUNTER64_MAX - 1n, 2: 0, 12: 5 });
  r.column(`${ifXEntry}.15`, TAG.gauge, { 1: 4_294_967_295, 2: 0, 3: 10, 8: 0, 12: 100 });
  r.column(`${ifXEntry}.18`, TAG.octets, {
    1: "x".repeat(300),
    2: "",
    3: "n/a",
    4: "\0\0\0",
    5: "  ",
    6: "line one\r\nline two\tand a tab",
    8: `${"é".repeat(124)}🚀🚀`,
    12: "$eq(up~(1~))",
  });
}

/** Chassis and port ids whose octets do not fit their subtype, and subtypes that nobody has defined. */
function lldpOddities(r) {
  const ids = [
    { chassis: [4, mac(0x71, 0).slice(0, 5)], port: [3, []], name: "short mac" },
    { chassis: [5, [2, ...DOCUMENTATION_V6]], port: [4, [1, ...ipv4("203.0.113.9")]], name: "ipv6 chassis" },
    { chassis: [5, [1, 192, 0]], port: [4, [9, 1, 2, 3]], name: "broken address" },
    { chassis: [9, "subtype nine"], port: [0, "subtype zero"], name: "unknown subtypes" },
    { chassis: [7, ""], port: [7, "7"], name: "empty chassis id" },
    {
      chassis: [7, [0xff, 0xfe, 0x00, 0x01]],
      port: [6, [0xde, 0xad, 0xbe, 0xef]],
      name: latin1("Geb\u00e4ude 7"),
    },
    { chassis: [6, "Gi0/1"], port: [1, "alias as id"], name: "core-sw-1\0" },
  ];
  ids.forEach(({ chassis, port, name }, position) => {
    // The time mark is a TimeTicks value: sub-identifiers of 2³¹ and more happen after 248 days.
    r.row("1.0.8802.1.1.2.1.4.1.1", `${4_294_967_200 + position}.1.${position + 1}`, [
      [4, TAG.integer, chassis[0]],
      [5, TAG.octets, chassis[1]],
      [6, TAG.integer, port[0]],
      [7, TAG.octets, port[1]],
      [9, TAG.octets, name],
      [12, TAG.octets, position === 3 ? [] : [0x28, 0x00]],
    ]);
  });
}

/** Every scale and precision that is legal but strange, the smallest and largest value, a sensor without an entity. */
function sensorOddities(r) {
  const entry = "1.3.6.1.2.1.99.1.1.1";
  const sensors = {
    1: [8, 9, 0, -40, 1],
    2: [4, 1, 9, 1_000_000_000, 1],
    3: [1, 17, -8, -1_000_000_000, 1],
    4: [8, 9, 0, -2_147_483_648, 1],
    5: [6, 9, 0, 2_147_483_647, 3],
    2147483647: [99, 9, 0, 1, 1],
  };
  for (const [index, values] of Object.entries(sensors)) {
    r.row(
      entry,
      index,
      values.map((value, column) => [column + 1, TAG.integer, value]),
    );
  }
  r.column("1.3.6.1.2.1.47.1.1.1.1.7", TAG.octets, {
    1: "freezer",
    2: "freezer",
    3: "",
    4: "limit",
    77: "no sensor",
  });
  r.column("1.3.6.1.2.1.47.1.1.1.1.5", TAG.integer, { 1: 8, 2: 8, 3: 8, 4: 8, 77: 3 });
  r.column("1.3.6.1.2.1.47.1.1.1.1.11", TAG.octets, { 77: "N/A" });
}

/** Indexes of several parts: text and addresses with their length in front, and without; MAC addresses; zeros. */
function indexes(r) {
  const named = (text) => lengthPrefixed(Buffer.from(text));
  const entry = `${PRIVATE}.2.1`;
  r.column(`${entry}.1`, TAG.octets, {
    [named("/Common/pool one")]: "text",
    [named("")]: "empty text",
    [`${named("pool")}.1.${lengthPrefixed(ipv4("192.0.2.7"))}.443`]: "text, address, port",
    [`${named("pool")}.2.${lengthPrefixed(DOCUMENTATION_V6)}.443`]: "text, IPv6 address, port",
    [named("z".repeat(100))]: "an OID of 113 arcs",
    "0.0.0": "zeros",
    "2147483648.4294967295": "beyond 31 bits",
  });
  r.column(`${entry}.2`, TAG.counter, {
    [named("/Common/pool one")]: 1,
    [`${named("pool")}.1.${lengthPrefixed(ipv4("192.0.2.7"))}.443`]: 2,
    "0.0.0": 3,
    5: 4,
  });
  // ipNetToPhysicalTable: ifIndex, address type, address
  r.column("1.3.6.1.2.1.4.35.1.4", TAG.octets, {
    [`1.1.${lengthPrefixed(ipv4("192.0.2.99"))}`]: mac(0x72, 1),
    [`1.2.${lengthPrefixed(DOCUMENTATION_V6)}`]: mac(0x72, 2),
  });
  // dot1qTpFdbTable: VLAN and MAC address without a length
  r.column("1.3.6.1.2.1.17.7.1.2.2.1.2", TAG.integer, {
    [`1.${mac(0x73, 1).join(".")}`]: 1,
    [`4095.${mac(0x73, 2).join(".")}`]: 0,
  });
}

/** One of each type at its limits, below a root of their own. */
function extremes(r) {
  const at = (arc) => `${PRIVATE}.3.${arc}.0`;
  r.put(at(1), TAG.integer, -2_147_483_648);
  r.put(at(2), TAG.integer, 2_147_483_647);
  r.put(at(3), TAG.counter, 4_294_967_295);
  r.put(at(4), TAG.gauge, 4_294_967_295);
  r.put(at(5), TAG.ticks, 4_294_967_295);
  r.put(at(6), TAG.counter64, COUNTER64_MAX);
  r.put(at(7), TAG.address, "203.0.113.255");
  r.put(at(8), TAG.oid, "0.0");
  r.put(at(9), TAG.octets, "12.5"); // a number in text: a metric may be collected from it
  r.put(at(10), TAG.octets, " -7 ");
  r.put(at(11), TAG.octets, "12 V");
  r.put(at(12), TAG.octets, Buffer.alloc(1_000, 0xaa));
  r.put(at(13), TAG.octets, [0x07, 0xe9, 2, 29, 25, 61, 61, 0]); // a DateAndTime that never was
}
