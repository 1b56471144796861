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
    "#1 → GETBULK 1+2×2, among it after ifHCInOctets",
    "#1 ← 5 varbinds, 130 bytes in 3.2 ms; of it 2: ifHCInOctets.1 … ifHCInOctets.2",
  ]);
});

test("packets about other objects are left out", () => {
  expect(about([aSent({ oids: [UPTIME] }), aReceived({ varbinds: [aVarbind(UPTIME)] })])).toEqual([]);
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
    "#1 → GETBULK 1+2×2, among it after ifHCInOctets",
    "#1 ! no answer to attempt 1 within 1000 ms",
    "#1 ← not taken: community",
    "· replies above 1,400 bytes are lost: asking for less",
    "#1 → attempt 2 GETBULK 1+2×2, among it after ifHCInOctets",
    "#1 ! given up: no answer",
  ]);
});

test("a value that came alone is shown, and a reply without any says so", () => {
  const one = aReceived({ varbinds: [aVarbind(`${HC_IN}.7`, "Counter64", "42")], bytes: 60, rttMs: 1 });
  expect(about([bulk, one])[1]).toBe("#1 ← 1 varbinds, 60 bytes in 1.0 ms; of it ifHCInOctets.7 = 42");
  expect(about([bulk, aReceived({ varbinds: [], errorStatus: 5, errorIndex: 3, rttMs: 1 })])[1]).toMatch(
    /error-status 5 at 3, 0 varbinds.*none of it/,
  );
});
