import { expect, test } from "vitest";
import { packetsAbout } from "../../src/app/explain-trace.ts";
import { builtinCatalogue, oid } from "../../src/smi/index.ts";
import { aReceived, aSent, aTrace, aVarbind } from "../support/trace-events.ts";

const HC_IN = oid("1.3.6.1.2.1.31.1.1.1.6");
const IF_NAME = oid("1.3.6.1.2.1.31.1.1.1.1");
const UPTIME = oid("1.3.6.1.2.1.1.3.0");

const bulk = aSent({ pdu: "getBulk", oids: [UPTIME, IF_NAME, HC_IN], nonRepeaters: 1, maxRepetitions: 2 });
const reply = aReceived({
  bytes: 130,
  rttMs: 3.2,
  varbinds: [
    aVarbind(UPTIME),
    aVarbind(`${IF_NAME}.1`),
    aVarbind(`${HC_IN}.1`),
    aVarbind(`${IF_NAME}.2`),
    aVarbind(`${HC_IN}.2`),
  ],
});
const about = (events: Parameters<typeof packetsAbout>[0]) => packetsAbout(events, [HC_IN], builtinCatalogue);

test("of a GETBULK and its reply the columns asked about are named, the others counted", () => {
  expect(about([bulk, reply])).toEqual([
    "#1 → GETBULK 1+2×2 after ifHCInOctets",
    "#1 ← 5 varbinds, 130 bytes in 3.2 ms: ifHCInOctets.1 … ifHCInOctets.2 (2)",
  ]);
});

test("packets about other objects are left out", () => {
  expect(about([aSent({ oids: [UPTIME] }), aReceived({ varbinds: [aVarbind(UPTIME)] })])).toEqual([
    "no packet asked for it",
  ]);
});

test("time-outs, what was not believed, failures and decisions say why something was asked again", () => {
  const events = [
    bulk,
    aTrace({ kind: "timeout", ask: 1, attempt: 1, waitedMs: 1_000 }),
    aTrace({ kind: "rejected", ask: 1, reason: "community", bytes: 60 }),
    aTrace({ kind: "decision", text: "replies above 1,400 bytes are lost: asking for less" }),
    aSent({ ...bulk, kind: "sent", attempt: 2 }),
    aTrace({ kind: "failed", ask: 1, code: "snmp.timeout", message: "no answer" }),
  ];
  expect(about(events)).toEqual([
    "#1 → GETBULK 1+2×2 after ifHCInOctets",
    "#1 ! no answer to attempt 1 within 1000 ms",
    "#1 ← not taken: community",
    "· replies above 1,400 bytes are lost: asking for less",
    "#1 → attempt 2 GETBULK 1+2×2 after ifHCInOctets",
    "#1 ! given up: no answer",
  ]);
});

test("a value that came alone is shown, and a reply without any says so", () => {
  const get = aSent({ oids: [oid(`${HC_IN}.7`)] });
  const one = aReceived({ varbinds: [aVarbind(`${HC_IN}.7`, "Counter64", "42")], bytes: 60, rttMs: 1 });
  expect(about([get, one])[1]).toBe("#1 ← 1 varbind, 60 bytes in 1.0 ms: ifHCInOctets.7 = Counter64: 42");
  expect(about([bulk, aReceived({ varbinds: [], errorStatus: 5, errorIndex: 3, rttMs: 1 })])[1]).toMatch(
    /← genErr at ifHCInOctets, 0 varbinds.*; nothing of it$/,
  );
});

test("what another column ran into is not taken for an answer about the column", () => {
  const request = aSent({ pdu: "getBulk", oids: [IF_NAME, oid(`${HC_IN}.8`)], maxRepetitions: 1 });
  const overrun = aReceived({ varbinds: [aVarbind(`${HC_IN}.1`), aVarbind(`${HC_IN}.9`)], rttMs: 1 });
  expect(about([request, overrun])[1]).toMatch(/: ifHCInOctets\.9 = /);
});

test("where nothing was asked about an object, what failed before is shown", () => {
  const uptime = aSent({ oids: [UPTIME] });
  const events = [
    uptime,
    aTrace({ kind: "timeout", ask: 1, attempt: 1, waitedMs: 2_000 }),
    aTrace({ kind: "failed", ask: 1, code: "snmp.timeout", message: "sw1:161: no answer" }),
  ];
  expect(about(events)).toEqual([
    "no packet asked for it",
    "#1 → GET 1",
    "#1 ! no answer to attempt 1 within 2000 ms",
    "#1 ! given up: no answer",
  ]);
});

test("an answer behind the end of the column says that there are no more rows", () => {
  const request = aSent({ pdu: "getBulk", oids: [oid(`${HC_IN}.9`)], maxRepetitions: 1 });
  const behind = aReceived({ varbinds: [aVarbind("1.3.6.1.2.1.31.1.1.1.7.1")], bytes: 60, rttMs: 1 });
  expect(about([request, behind])[1]).toBe("#1 ← 1 varbind, 60 bytes in 1.0 ms: no more rows");
});
