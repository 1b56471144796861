import { expect, test } from "vitest";
import { DEFAULT_ADVANCED } from "../../src/config/index.ts";
import { RequestSize } from "../../src/snmp/request-size.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { oids } from "../support/snmp-bench.ts";

const HOUR_MS = 3_600_000;
const [first, second] = [oids("1.3.6.1.2.1.2.2.1"), oids("1.3.6.1.2.1.31.1.1.1")];
const sizeOf = (knowsBulk = true, clock = new FakeClock()) =>
  new RequestSize(DEFAULT_ADVANCED, knowsBulk, clock);

test("repetitions × columns stays within 1,000 varbinds, and repetitions within maxRepetitions", () => {
  const size = sizeOf();
  expect(size.repetitions(1, Number.POSITIVE_INFINITY)).toBe(100);
  expect(size.repetitions(20, Number.POSITIVE_INFINITY)).toBe(50);
  expect(size.repetitions(60, Number.POSITIVE_INFINITY)).toBe(16);
});

test("a dropped reply first makes requests fit one packet, then halves them", () => {
  const size = sizeOf();
  size.walkWasDropped(1_000, 10);
  expect(size.repetitions(10, Number.POSITIVE_INFINITY)).toBe(5);
  size.walkWasDropped(50, 10);
  expect(size.repetitions(10, Number.POSITIVE_INFINITY)).toBe(2);
});

test("after an hour the limits are tried again", async () => {
  const clock = new FakeClock();
  const size = sizeOf(true, clock);
  size.walkWasTooBig(100);
  size.getWasTooBig(10);
  size.bulkFailed(first);
  await clock.advance(HOUR_MS - 1);
  size.refresh();
  expect([size.varbinds, size.instances, size.usesBulk(first)]).toEqual([50, 5, false]);
  await clock.advance(1);
  size.refresh();
  expect([size.varbinds, size.instances, size.usesBulk(first)]).toEqual([1_000, 60, true]);
});

test("GETBULK that never worked is given up for the device, else for the columns where it failed", () => {
  const never = sizeOf();
  never.bulkFailed(first);
  expect(never.usesBulk(second)).toBe(false);
  const sometimes = sizeOf();
  sometimes.bulkWorked();
  sometimes.bulkFailed(first);
  expect([sometimes.usesBulk(first), sometimes.usesBulk(second)]).toEqual([false, true]);
});

test("SNMPv1 has no GETBULK, whatever time passes", async () => {
  const clock = new FakeClock();
  const size = sizeOf(false, clock);
  await clock.advance(2 * HOUR_MS);
  size.refresh();
  expect(size.usesBulk(first)).toBe(false);
});
