import { expect, test } from "vitest";
import { describeMissing } from "../../src/poll/index.ts";
import {
  type Answer,
  aMetric,
  aResult,
  aSubgroup,
  aTask,
  columnRef,
  counter32,
} from "../support/builders.ts";

const IN = "1.3.6.1.2.1.2.2.1.10";
const OUT = "1.3.6.1.2.1.2.2.1.16";
const SYS_NAME = "1.3.6.1.2.1.1.5.0";

const metrics = [IN, OUT].map((column) => aMetric(column, "count", columnRef(column)));
const task = aTask([aSubgroup({ metrics })]);
const words = (answer: Answer) => describeMissing(task.group, aResult(task, answer));
const twoRows = { 1: counter32(1), 2: counter32(2) };

test("what is missing is told once per cause, with how much it cost", () => {
  expect(words({ cut: [IN, OUT], failed: [SYS_NAME] })).toEqual([
    `scalar ${SYS_NAME} could not be read: sw1:161: snmp.timeout`,
    `column ${IN} and 1 more cut short: sw1:161: snmp.timeout`,
  ]);
});

test("a column that is read in parts says how far it came", () => {
  const answer: Answer = { columns: { [IN]: twoRows, [OUT]: twoRows }, cut: [IN], cutCause: "snmp.deferred" };
  expect(words({ ...answer, rowsExpected: { [IN]: 2_000 } })).toEqual([
    `column ${IN} read in parts: 2 of about 2000 rows this time`,
  ]);
  expect(words(answer)).toEqual([`column ${IN} read in parts: 2 rows this time, and there are more`]);
});

test("several columns read in parts are told together, by the one that lags most", () => {
  expect(
    words({
      columns: { [IN]: twoRows, [OUT]: { 1: counter32(1) } },
      cut: [IN, OUT],
      cutCause: "snmp.deferred",
      rowsExpected: { [IN]: 40, [OUT]: 50 },
    }),
  ).toEqual([`column ${IN} and 1 more read in parts: 1 of about 50 rows this time`]);
});

test("a column in quarantine was left out, not cut", () => {
  expect(words({ columns: { [OUT]: twoRows }, cut: [IN], cutCause: "snmp.quarantined" })).toEqual([
    `column ${IN} left out: sw1:161: snmp.quarantined`,
  ]);
});

test("a column at its limit of rows says how many came", () => {
  expect(
    words({ columns: { [IN]: twoRows, [OUT]: twoRows }, cut: [IN], cutCause: "snmp.too-many-rows" }),
  ).toEqual([`column ${IN} cut at 2 rows: sw1:161: snmp.too-many-rows`]);
});

test("a value that no reply can hold is told apart from a device that fell silent", () => {
  expect(words({ columns: { [OUT]: twoRows }, cut: [IN], cutCause: "snmp.too-big" })).toEqual([
    `column ${IN} cut where a value is too large for a reply: sw1:161: snmp.too-big`,
  ]);
});

test("a feature set of which nothing is there is not supported; a single absent object is normal", () => {
  const of = (featureSet: string, column: string) => ({
    ...aMetric(column, "count", columnRef(column)),
    featureSet,
  });
  const group = aTask([
    aSubgroup({ metrics: [of("wide", IN), of("wide", OUT), of("narrow", "1.3.6.1.4.1.9.1")] }),
  ]);
  const result = aResult(group, { columns: { [IN]: twoRows } });
  expect(describeMissing(group.group, result)).toEqual([
    'feature set "narrow" is not supported by the device',
  ]);
});
