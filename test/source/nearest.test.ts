import { expect, test } from "vitest";
import { nearest } from "../../src/source/nearest.ts";

test.each([
  ["comunity", "community"],
  ["PORT", "port"],
  ["prot", "port"],
  ["zzz", undefined],
  ["", undefined],
])("a slip like %j means %j", (word, meant) => {
  expect(nearest(word, ["community", "port", "type"])).toBe(meant);
});

test("a slip is found behind a long beginning that all candidates share", () => {
  const key = (end: string): string => `com.acme.extension.network_device.${end}`;
  expect(nearest(key("octets.ni"), [key("packets.out"), key("octets.in"), key("x")])).toBe(key("octets.in"));
});
