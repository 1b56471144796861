import { expect, test } from "vitest";
import { PairTable } from "../../src/mapping/pair-table.ts";
import { enumeration, gauge32, int, octets, text } from "../support/builders.ts";

test("equal values are one pair, of whatever row", () => {
  const table = new PairTable("k");
  expect(table.ofValue(int(7), undefined, undefined)).toEqual(["k", "7"]);
  expect(table.ofValue(gauge32(7), undefined, undefined)).toBe(table.ofValue(int(7), undefined, undefined));
  expect(table.ofValue(text("Gi1"), undefined, undefined)).toBe(table.ofText("Gi1", undefined));
});

test("a pair that says the same is kept", () => {
  const old = ["k", "uplink 1"] as const;
  const table = new PairTable("k");
  expect(table.ofValue(text("uplink 1"), undefined, old)).toBe(old);
  expect(table.ofText("uplink 1", old)).toBe(old);
});

test.each([
  ["other octets", text("uplink 2"), ["k", "uplink 2"]],
  ["a text that needs mending", text("uplink 1\r\n"), ["k", "uplink 1"]],
  ["octets that are no text", octets([0, 255]), ["k", "00 FF"]],
  ["nothing", text(""), undefined],
  ["blanks", text("  "), undefined],
])("%s are rendered, whatever the pair was", (_what, value, pair) => {
  expect(new PairTable("k").ofValue(value, undefined, ["k", "uplink 1"])).toEqual(pair);
});

test("octets with a syntax are rendered by it, though they read like the pair before", () => {
  const value = text("012345");
  const mac = new PairTable("k").ofValue(value, { kind: "physAddress" }, ["k", "012345"]);
  expect(mac).toEqual(["k", "30:31:32:33:34:35"]);
});

test("a status shows its name", () => {
  expect(new PairTable("k").ofValue(int(1), enumeration({ 1: "up" }), undefined)).toEqual(["k", "up(1)"]);
});

test("texts far longer than a dimension are not remembered: a thousand of them are 60 MB", () => {
  const table = new PairTable("k");
  const long = "x".repeat(60_000);
  const [first, second] = [table.ofText(long, undefined), table.ofText(long, undefined)];
  expect(second).toEqual(first);
  expect(second).not.toBe(first);
});

test("more values than it remembers are still right", () => {
  const table = new PairTable("k");
  for (let i = 0; i < 5_000; i++)
    expect(table.ofValue(int(i), undefined, undefined)).toEqual(["k", String(i)]);
  expect(table.ofValue(int(3), undefined, undefined)).toEqual(["k", "3"]);
});
