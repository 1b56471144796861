import { expect, test } from "vitest";
import { TraceText } from "../../src/app/trace-text.ts";
import { builtinCatalogue, oid } from "../../src/smi/index.ts";
import { aReceived, aSent, aTrace, aVarbind } from "../support/trace-events.ts";

const IF_NAME = "1.3.6.1.2.1.31.1.1.1.1";
const HC_IN = "1.3.6.1.2.1.31.1.1.1.6";
const UPTIME = "1.3.6.1.2.1.1.3.0";
const ENTERPRISE = "1.3.6.1.4.1.99999.1.2";

function textOf(full = false) {
  return new TraceText({ catalogue: builtinCatalogue, full, stamp: ({ atMs }) => String(atMs) });
}

const bulk = (parts = {}) =>
  aSent({
    pdu: "getBulk",
    oids: [oid(UPTIME), oid(IF_NAME), oid(HC_IN)],
    nonRepeaters: 1,
    maxRepetitions: 20,
    ...parts,
  });

function rows(count: number) {
  const cells = Array.from({ length: count }, (_, i) => [
    aVarbind(`${IF_NAME}.${i + 1}`, "OctetString", `Gi1/0/${i + 1}`),
    aVarbind(`${HC_IN}.${i + 1}`, "Counter64", String(1000 + i)),
  ]);
  return [aVarbind(UPTIME, "TimeTicks", "4711"), ...cells.flat()];
}

test("a request is told by PDU, non-repeaters, columns, repetitions, size and names", () => {
  expect(textOf().lines(bulk({ bytes: 98 }))).toEqual([
    "0 #1 → GETBULK 1+2×20 98 bytes: sysUpTime.0, ifName, ifHCInOctets",
  ]);
});

test("a discovery names no objects", () => {
  expect(textOf().lines(aSent({ pdu: "discovery", oids: [], bytes: 64 }))).toEqual([
    "0 #1 → discovery of the engine (RFC 3414 §4) 64 bytes",
  ]);
});

test("an OID that no MIB names is told by its longest known beginning", () => {
  const [line] = textOf().lines(aSent({ oids: [oid(ENTERPRISE)] }));
  expect(line).toMatch(/^0 #1 → GET 1 \d+ bytes: \S*99999\.1\.2$/);
});

test("the names of a long GET are counted after the twelfth", () => {
  const oids = Array.from({ length: 40 }, (_, i) => oid(`${HC_IN}.${i}`));
  expect(textOf().lines(aSent({ oids }))[0]).toMatch(/ifHCInOctets\.11 and 28 more$/);
});

test("a reply folds the rows of a column and shows what came alone", () => {
  const text = textOf();
  text.lines(bulk());
  expect(text.lines(aReceived({ varbinds: rows(20), bytes: 1302, rttMs: 3.94 }))).toEqual([
    "0 #1 ← 41 varbinds, 1302 bytes in 3.9 ms",
    "    sysUpTime.0 = TimeTicks: 4711",
    "    rows 1 … 20 (20) of ifName, ifHCInOctets",
  ]);
});

test("a column with rows of its own has a line of its own", () => {
  const text = textOf();
  text.lines(aSent({ pdu: "getBulk", oids: [oid(`${IF_NAME}.1`), oid(HC_IN)], maxRepetitions: 2 }));
  const varbinds = [`${IF_NAME}.2`, `${HC_IN}.1`, `${IF_NAME}.3`, `${HC_IN}.2`].map((at) => aVarbind(at));
  expect(text.lines(aReceived({ varbinds })).slice(1)).toEqual([
    "    ifName.2 … ifName.3 (2)",
    "    ifHCInOctets.1 … ifHCInOctets.2 (2)",
  ]);
});

test("columns that have no more rows are named, not what stands behind them", () => {
  const text = textOf();
  text.lines(aSent({ pdu: "getBulk", oids: [oid(`${IF_NAME}.9`), oid(`${HC_IN}.9`)], maxRepetitions: 1 }));
  const behind = ["1.3.6.1.2.1.31.1.1.1.2.1", "1.3.6.1.2.1.31.1.1.1.7.1"].map((at) => aVarbind(at));
  expect(text.lines(aReceived({ varbinds: behind })).slice(1)).toEqual([
    "    no more rows of ifName, ifHCInOctets",
  ]);
});

test("an exception has no value", () => {
  const varbinds = [aVarbind(UPTIME, "noSuchInstance", "")];
  for (const full of [false, true])
    expect(textOf(full).lines(aReceived({ varbinds }))[1]).toBe("    sysUpTime.0 = noSuchInstance");
});

test("columns that no MIB names stay apart", () => {
  const text = textOf();
  const [one, two] = ["1.3.111.2.802.1", "1.3.111.2.802.2"];
  text.lines(aSent({ pdu: "getBulk", oids: [oid(one), oid(two)], maxRepetitions: 2 }));
  const varbinds = [`${one}.1`, `${two}.1`, `${one}.2`, `${two}.2`].map((at) => aVarbind(at));
  expect(text.lines(aReceived({ varbinds })).slice(1)).toEqual([
    "    org.111.2.802.1.1 … org.111.2.802.1.2 (2)",
    "    org.111.2.802.2.1 … org.111.2.802.2.2 (2)",
  ]);
});

test("where a column runs over into the next, the last name says so", () => {
  const text = textOf();
  text.lines(aSent({ pdu: "getBulk", oids: [oid(IF_NAME)], maxRepetitions: 2 }));
  const varbinds = [aVarbind(`${IF_NAME}.1`), aVarbind("1.3.6.1.2.1.31.1.1.1.2.1")];
  expect(text.lines(aReceived({ varbinds }))[1]).toBe("    ifName.1 … ifInMulticastPkts.1 (2)");
});

test("OIDs that do not increase are marked", () => {
  const text = textOf();
  text.lines(aSent({ pdu: "getBulk", oids: [oid(IF_NAME)], maxRepetitions: 2 }));
  const varbinds = [aVarbind(`${IF_NAME}.9`), aVarbind(`${IF_NAME}.2`)];
  expect(text.lines(aReceived({ varbinds }))[1]).toBe("    ifName.9 … ifName.2 (2, not increasing)");
});

test("full prints every varbind with type and value", () => {
  const text = textOf(true);
  expect(text.lines(bulk())).toHaveLength(4);
  const lines = text.lines(aReceived({ varbinds: rows(3) }));
  expect(lines).toHaveLength(8);
  expect(lines).toContain("    ifHCInOctets.3 = Counter64: 1002");
});

test("a repeat names its attempt and does not list the same OIDs again", () => {
  const text = textOf();
  text.lines(bulk());
  expect(text.lines(bulk({ attempt: 2, bytes: 98 }))).toEqual([
    "0 #1 → attempt 2, the same request GETBULK 1+2×20 98 bytes",
  ]);
  expect(text.lines(bulk({ attempt: 3, requestId: 8, maxRepetitions: 10 }))[0]).toContain(
    "attempt 3 GETBULK 1+2×10",
  );
});

test("an error-status is named with the varbind at fault", () => {
  const text = textOf();
  text.lines(aSent({ oids: [oid(UPTIME), oid(HC_IN)] }));
  expect(text.lines(aReceived({ errorStatus: 5, errorIndex: 2, rttMs: 20.4 }))[0]).toMatch(
    /← genErr at ifHCInOctets, 0 varbinds, \d+ bytes in 20 ms$/,
  );
});

test("an error-index that names no varbind is left out", () => {
  const text = textOf();
  text.lines(aSent({ oids: [oid(UPTIME)] }));
  expect(text.lines(aReceived({ errorStatus: 1, errorIndex: 77 }))[0]).toMatch(/← tooBig, 0 varbinds/);
});

test("late replies, silence, refusals, the end and decisions have a line each", () => {
  const text = textOf();
  expect(text.lines(aReceived({ late: true }))[0]).toContain("late: the request had been repeated");
  expect(text.lines(aTrace({ kind: "timeout", ask: 3, attempt: 1, waitedMs: 2000 }))).toEqual([
    "0 #3 ! no answer to attempt 1 within 2000 ms",
  ]);
  expect(text.lines(aTrace({ kind: "rejected", ask: 3, reason: "from 192.0.2.9:161", bytes: 60 }))).toEqual([
    "0 #3 ← not taken, 60 bytes: from 192.0.2.9:161",
  ]);
  expect(text.lines(aTrace({ kind: "failed", ask: 3, code: "snmp.timeout", message: "no answer." }))).toEqual(
    ["0 #3 ! given up: snmp.timeout no answer."],
  );
  expect(text.lines(aTrace({ kind: "decision", text: "asking for less" }))).toEqual(["0 · asking for less"]);
});

test("text of a device can neither break nor forge a line", () => {
  const text = textOf(true);
  const lines = text.lines(
    aReceived({ varbinds: [aVarbind("1.3.6.1.2.1.1.5.0", "OctetString", "a\n0 #9 → \u001b[2J")] }),
  );
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe("    sysName.0 = OctetString: a\\n0 #9 → \\u001b[2J");
});

test("requests that were never answered do not pile up", () => {
  const text = textOf();
  for (let requestId = 0; requestId < 5_000; requestId++)
    text.lines(aSent({ requestId, oids: [oid(HC_IN)] }));
  expect(text.lines(aSent({ requestId: 0, attempt: 2, oids: [oid(HC_IN)] }))[0]).not.toContain("the same");
});
