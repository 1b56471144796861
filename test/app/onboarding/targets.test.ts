import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseTargets } from "../../../src/app/onboarding/targets.ts";

const hostsOf = (text: string): string[] => parseTargets(text, 161).targets.map(({ text: shown }) => shown);

test("addresses, names, ports and ranges stand in one list, in their order and each once", () => {
  const text = `
    192.0.2.1, sw1.example.net;sw1.example.net  # the first two
    # 192.0.2.99
    "192.0.2.3:1161"	[2001:db8::1]:1161
    2001:DB8::1 2001:db8:0::1
    192.0.2.10-12
    192.0.2.254-192.0.3.1
    192.0.2.1`;
  expect(hostsOf(text)).toEqual([
    "192.0.2.1",
    "sw1.example.net",
    "192.0.2.3:1161",
    "[2001:db8::1]:1161",
    "2001:DB8::1",
    "192.0.2.10",
    "192.0.2.11",
    "192.0.2.12",
    "192.0.2.254",
    "192.0.2.255",
    "192.0.3.0",
    "192.0.3.1",
  ]);
});

test.each([
  ["192.0.2.77/29", ["192.0.2.73", "192.0.2.74", "192.0.2.75", "192.0.2.76", "192.0.2.77", "192.0.2.78"]],
  ["192.0.2.5/31", ["192.0.2.4", "192.0.2.5"]],
  ["192.0.2.5/32", ["192.0.2.5"]],
  ["2001:db8::5/126", ["2001:db8::4", "2001:db8::5", "2001:db8::6", "2001:db8::7"]],
])("the network %s has hosts without its own and the broadcast address", (text, hosts) => {
  expect(hostsOf(text)).toEqual(hosts);
});

test("a /20 is taken whole, and what goes beyond 4,096 targets is named", () => {
  expect(parseTargets("10.1.0.0/20", 161)).toMatchObject({ targets: { length: 4_094 }, problems: [] });
  const { targets, problems } = parseTargets("10.1.0.0/20 10.2.0.1-5", 161);
  expect(targets).toHaveLength(4_096);
  expect(problems).toEqual([expect.stringContaining("3 targets beyond the first 4096 are left out")]);
});

test.each([
  ["10.0.0.0/19", "a /20 or less"],
  ["192.0.2.9-3", "ends before it begins"],
  ["192.0.2.1-300", "is no range"],
  ["192.0.2.0/33", "is no network"],
  ["192.0.2.300", "four numbers from 0 to 255"],
  ["sw1:70000", "no port from 1 to 65535"],
  ["http://sw1/", "is neither|is no network"],
])("%s is a problem, named with its line", (word, why) => {
  const { targets, problems } = parseTargets(`192.0.2.1\n${word}`, 161);
  expect(targets).toHaveLength(1);
  expect(problems).toEqual([expect.stringMatching(new RegExp(`^line 2: .*(${why})`))]);
});

test("no text brings more than the limits, or an error", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("10.0.0.0/20", "10.1.0.1-255", "::/116", "0.0.0.0/0", "-", "/", "[::1]:1", "1-2"),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const { targets, problems } = parseTargets(words.join("\n"), 161);
      expect(targets.length).toBeLessThanOrEqual(4_096);
      expect(problems.length).toBeLessThanOrEqual(22);
    }),
    { numRuns: 200 },
  );
});
