// The codec alone, on one core: a GETBULK reply of 60 varbinds (Counter64 and short strings, as of an ifXTable) read
// by our decoder and by net-snmp's, and the request for it written by both. The ratio is what counts: both run in the
// same process, in turns, so that a busy machine slows them alike. Each figure is the median of the rounds.
import { encodeArcs, encodeInteger, encodeValue, tlv } from "../dist/simulator/ber.js";
import { netSnmpCodec } from "../dist/snmp/net-snmp-codec.js";
import {
  decodeResponse,
  encodeOid,
  encodeRequest,
  isUnderAt,
  numberAt,
  oidAt,
  ResponseView,
  suffixText,
  valueAt,
} from "../dist/snmp/wire/index.js";
import { machine, median, rounded } from "./figures.mjs";

const COLUMNS = [1, 6, 10, 15, 18, 7].map((column) => `1.3.6.1.2.1.31.1.1.1.${column}`);
const ROWS = 10;
const VARBINDS = COLUMNS.length * ROWS;
const ROUNDS = 15;
const ROUND_MS = 60;

export function run() {
  const reply = getBulkReply();
  const request = { kind: "getBulk", requestId: 0x1234_5678, nonRepeaters: 0, maxRepetitions: ROWS };
  const columns = COLUMNS.map(encodeOid);
  const community = Buffer.from("public");
  const bulk = { ...request, oids: columns };
  const view = new ResponseView();
  const costs = inTurns({
    decode: () => decodeResponse(reply, 0, reply.length, view),
    decodeToCells: () => cells(reply, view, columns),
    decodeToVarbinds: () => varbinds(reply, view),
    netSnmpToVarbinds: () => readAll(netSnmpCodec.decodeCommunity(reply).reply),
    encode: () => encodeRequest("2c", community, bulk).length,
    netSnmpEncode: () => netSnmpCodec.encodeCommunity("2c", community, request.requestId, bulk).length,
  });
  const { decode, decodeToCells, decodeToVarbinds, netSnmpToVarbinds, encode, netSnmpEncode } = costs;
  return {
    bench: "codec",
    workload: { replyBytes: reply.length, varbinds: VARBINDS, columns: COLUMNS.length },
    ...machine(),
    microsecondsPerVarbind: {
      decode: rounded(decode / VARBINDS),
      decodeToCells: rounded(decodeToCells / VARBINDS),
      decodeToVarbinds: rounded(decodeToVarbinds / VARBINDS),
      netSnmpToVarbinds: rounded(netSnmpToVarbinds / VARBINDS),
    },
    microsecondsPerRequest: {
      encode: rounded(encode),
      netSnmpEncode: rounded(netSnmpEncode),
    },
    timesFaster: {
      decodeToCells: rounded(netSnmpToVarbinds / decodeToCells),
      decodeToVarbinds: rounded(netSnmpToVarbinds / decodeToVarbinds),
      encode: rounded(netSnmpEncode / encode),
    },
  };
}

/** What a poller takes from a reply: for each varbind its column, its index as text, its value. */
function cells(reply, view, columns) {
  decodeResponse(reply, 0, reply.length, view);
  let text = 0;
  for (let i = 0; i < view.count; i++) {
    const column = columns[i % columns.length];
    if (!isUnderAt(view, i, column)) throw new Error("varbind outside its column");
    text += suffixText(view, i, column.length).length;
    if (numberAt(view, i) === undefined) text += valueAt(view, i).value.length;
  }
  return text;
}

/** The same as net-snmp gives: OIDs as text, values as objects. */
function varbinds(reply, view) {
  decodeResponse(reply, 0, reply.length, view);
  const list = [];
  for (let i = 0; i < view.count; i++) list.push({ oid: oidAt(view, i), value: valueAt(view, i) });
  return list.length;
}

/** What net-snmp's decoder has made of a reply, taken out. */
function readAll(reply) {
  const list = [];
  for (let i = 0; i < reply.count; i++) list.push({ oid: reply.oid(i), value: reply.value(i) });
  return list.length;
}

/** @returns microseconds per call of each */
function inTurns(subjects) {
  const names = Object.keys(subjects);
  const rounds = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -2; round < ROUNDS; round++) {
    for (const name of names) {
      const cost = microsecondsPerCall(subjects[name]);
      if (round >= 0) rounds[name].push(cost); // the first two warm the compiler
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(rounds[name])]));
}

/** CPU time of this process, so that a neighbour on the core does not count. */
function microsecondsPerCall(subject) {
  const before = process.cpuUsage();
  const untilMs = performance.now() + ROUND_MS;
  let calls = 0;
  while (performance.now() < untilMs) {
    for (let i = 0; i < 50; i++) subject();
    calls += 50;
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

/** Written by the simulator's codec, which is neither of the two. */
function getBulkReply() {
  const list = [];
  for (let row = 1; row <= ROWS; row++) {
    COLUMNS.forEach((column, c) => {
      const value = /\.(1|18)$/.test(column)
        ? { type: "OctetString", value: Buffer.from(`GigabitEthernet1/0/${row}`) }
        : { type: "Counter64", value: 10n ** BigInt(c * 2 + 6) * BigInt(row) + 12_345n };
      const arcs = `${column}.${row * 13}`.split(".").map(Number);
      list.push(tlv(0x30, encodeArcs(arcs), encodeValue(value)));
    });
  }
  const fields = [0x1234_5678, 0, 0].map((field) => encodeInteger(field));
  const pdu = tlv(0xa2, ...fields, tlv(0x30, ...list));
  return Buffer.from(tlv(0x30, encodeInteger(1), tlv(0x04, Buffer.from("public")), pdu));
}
