import { expect, test } from "vitest";
import { RttBook } from "../../../src/snmp/exchange/rtt.ts";

const bookOf = (...rttsMs: readonly number[]): RttBook => {
  const book = new RttBook(10_000);
  for (const rttMs of rttsMs) book.sample(undefined, rttMs);
  return book;
};
/** Of an attempt that is not the last. */
const waitOf = (book: RttBook): number => book.waitMs(undefined, 0, 2);

test("the first round trip R makes SRTT R and RTTVAR R/2 (RFC 6298 §2.2)", () => {
  expect(bookOf(400).device).toEqual({ srttMs: 400, rttvarMs: 200, minMs: 400 });
});

test("later ones are smoothed by 1/8 and 1/4, the variance first (RFC 6298 §2.3)", () => {
  expect(bookOf(400, 480).device).toEqual({ srttMs: 410, rttvarMs: 170, minMs: 400 });
  expect(bookOf(400, 480, 90).device).toEqual({ srttMs: 370, rttvarMs: 207.5, minMs: 90 });
});

test("the wait is SRTT + 4 × RTTVAR, and at least a quarter of a second", () => {
  expect(waitOf(bookOf(400))).toBe(1_200);
  expect(waitOf(bookOf(1))).toBe(250);
});

test("ambiguous answers double the wait until a clear one comes (RFC 6298 §5.5, Karn)", () => {
  const book = bookOf(1);
  book.ambiguous(undefined);
  book.ambiguous(undefined);
  expect(waitOf(book)).toBe(1_000);
  book.sample(undefined, 1);
  expect(waitOf(book)).toBe(250);
});

test("a device never measured gets the configured time for every attempt", () => {
  const book = new RttBook(2_000);
  expect([0, 1, 2].map((attempt) => book.waitMs(undefined, attempt, 3))).toEqual([2_000, 2_000, 2_000]);
  expect(book.minMs).toBeUndefined();
});

test("each attempt waits twice as long, up to the configured time, which the last one always gets", () => {
  const book = new RttBook(1_500);
  book.sample(undefined, 10);
  expect([0, 1, 2, 3, 4].map((attempt) => book.waitMs(undefined, attempt, 5))).toEqual([
    250, 500, 1_000, 1_500, 1_500,
  ]);
  expect(book.waitMs(undefined, 0, 1)).toBe(1_500);
});

test("a table has round trips of its own, and the device's until then", () => {
  const book = new RttBook(10_000);
  book.sample("slow", 800);
  book.sample(undefined, 100);
  expect(book.waitMs("slow", 0, 2)).toBe(2_400);
  expect(book.waitMs("other", 0, 2)).toBe(book.waitMs(undefined, 0, 2));
  expect(book.minMs).toBe(100);
});

test("an ambiguous answer about a table leaves the waits of others alone", () => {
  const book = new RttBook(10_000);
  book.sample("slow", 800);
  book.sample("fast", 1);
  const before = book.waitMs("fast", 0, 2);
  book.ambiguous("slow");
  expect([book.waitMs("slow", 0, 2), book.waitMs("fast", 0, 2)]).toEqual([4_800, before]);
});

test("what was learned goes on where it ended", () => {
  const book = new RttBook(10_000);
  book.sample("slow", 800);
  book.sample(undefined, 100);
  const next = new RttBook(10_000, { rtt: book.device, tables: book.tables });
  expect([next.device, next.tables]).toEqual([book.device, book.tables]);
});

test("no more than 64 tables are told apart; the others share the device's round trips", () => {
  const book = new RttBook(10_000);
  for (let table = 0; table < 100; table++) book.sample(`t${table}`, 50);
  expect(Object.keys(book.tables)).toHaveLength(64);
  const learned = {
    rtt: undefined,
    tables: Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`t${i}`, { srttMs: 1, rttvarMs: 1, minMs: 1 }]),
    ),
  };
  expect(Object.keys(new RttBook(10_000, learned).tables)).toHaveLength(64);
});
