import { expect, test } from "vitest";
import type { DevicePoll } from "../../../src/api/contract/index.ts";
import { dimensionText, sharedDimensions } from "../../../src/ui/device/explained-rows.ts";
import {
  lossWords,
  missingGroups,
  nothingMissing,
  rhythmOf,
  securityWords,
  summaryOf,
} from "../../../src/ui/device/poll-words.ts";

const ROUND = {
  at: 1,
  durationMs: 38,
  requests: 6,
  retries: 0,
  timeouts: 0,
  lines: 120,
  outcome: "done" as const,
};
const GROUP = { group: "traffic", intervalMs: 60_000, outcome: "done" as const, lines: 120, heldBackRows: 0 };
const POLL: DevicePoll = {
  deviceId: "192.0.2.10:161",
  configurationId: "c",
  at: 1,
  snmp: { version: "2c", timeoutMs: 1_000, retries: 3, maxRepetitions: 100, maxOidsPerQuery: 60 },
  groups: [GROUP],
  last: { ...ROUND, latenessMs: 1 },
  lastHour: { rounds: 60, failed: 0, requests: 360, retries: 0, timeouts: 0, lines: 7_200 },
  history: [],
  tables: [],
  missing: [],
  learned: [],
};
const MISSING = {
  key: "if.in.errors",
  role: "metric" as const,
  group: "traffic",
  subgroup: "ports",
  kind: "absent" as const,
  reason: "The device does not have this object.",
  elsewhere: false,
};

test("a device that is polled well is one calm sentence", () => {
  expect(summaryOf(POLL)).toEqual({
    tone: "ok",
    text: "Polled every minute: the last round took 6 requests, 38 ms, 120 lines. Nothing is missing.",
  });
});

test("objects that the device does not have are no alarm", () => {
  const { tone, text } = summaryOf({ ...POLL, missing: [MISSING] });
  expect(tone).toBe("ok");
  expect(text).toContain("one planned object it does not have");
});

test("a failed poll says cause and remedy", () => {
  const failed = { ...GROUP, outcome: "failed" as const, cause: "No answer.", remedy: "Check the address." };
  const last = { ...ROUND, latenessMs: 0, outcome: "failed" as const };
  expect(summaryOf({ ...POLL, groups: [failed], last })).toEqual({
    tone: "error",
    text: "The last poll failed. No answer.",
    remedy: "Check the address.",
  });
});

test("groups of other intervals are named by theirs", () => {
  expect(rhythmOf([GROUP, { ...GROUP, group: "inventory", intervalMs: 900_000 }])).toBe(
    "every minute (traffic), every 15 min (inventory)",
  );
});

test("lost packets are told as a share of the last hour", () => {
  expect(lossWords(POLL)).toBe("none of 360 requests");
  expect(lossWords({ ...POLL, lastHour: { ...POLL.lastHour, failed: 60 } })).toBe("all 60 rounds failed");
  expect(lossWords({ ...POLL, lastHour: { ...POLL.lastHour, retries: 9, timeouts: 1 } })).toBe(
    "9 repeated (2.5 %), 1 given up, of 360 requests",
  );
});

test("security is told without a secret: version, level and protocols", () => {
  const v3 = {
    ...POLL.snmp,
    version: "3" as const,
    securityLevel: "AUTH_PRIV",
    authProtocol: "SHA256",
    privProtocol: "AES",
  };
  expect(securityWords(v3)).toBe("v3, AUTH_PRIV, SHA256 / AES");
  expect(securityWords(POLL.snmp)).toBe("v2c");
});

test("what is missing for one reason is one entry; what fails comes before what is absent, and others' last", () => {
  const groups = missingGroups([
    { ...MISSING, elsewhere: true, subgroup: "old counters" },
    MISSING,
    { ...MISSING, key: "if.out.errors" },
    { ...MISSING, subgroup: "cpu", kind: "failed", reason: "No answer." },
  ]);
  expect(groups.map(({ subgroup, members }) => [subgroup, members.length])).toEqual([
    ["cpu", 1],
    ["ports", 2],
    ["old counters", 1],
  ]);
});

test("after a failed poll everything is missing, with the cause said once", () => {
  expect(nothingMissing(POLL)).toBe("Nothing is missing: every planned object came.");
  const failed = { ...GROUP, outcome: "failed" as const, cause: "No answer.", remedy: "Check the address." };
  expect(nothingMissing({ ...POLL, groups: [failed] })).toBe(
    "Everything: nothing came in the last poll. No answer. Check the address.",
  );
});

test("what all lines of a metric say alike is told once", () => {
  const rows = [
    { index: "1", instance: "ifInErrors.1", value: 1, dimensions: { "sys.name": "sw", "if.name": "Gi1" } },
    { index: "2", instance: "ifInErrors.2", value: 2, dimensions: { "sys.name": "sw", "if.name": "Gi2" } },
  ];
  const shared = sharedDimensions(rows);
  expect(shared).toEqual({ "sys.name": "sw" });
  expect(dimensionText(rows[1]?.dimensions, shared)).toBe("if.name = Gi2");
  expect(sharedDimensions(rows.slice(0, 1))).toEqual({});
});
