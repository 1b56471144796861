import { expect, test } from "vitest";
import {
  canonicalAddress,
  endpointKey,
  familyOf,
  isSameHost,
  sendAddress,
} from "../../../src/snmp/transport/address.ts";

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["2001:0db8::0001", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["::FFFF:0a00:0001", "10.0.0.1"],
  ["::1", "::1"],
  ["no:address", "no:address"],
])("%s is one host with %s", (spelling, canonical) => {
  expect(canonicalAddress(spelling)).toBe(canonical);
  expect(isSameHost(canonical, spelling)).toBe(true);
});

test.each([
  ["10.0.0.1", "10.0.0.2"],
  ["10.0.0.1", "::ffff:10.0.0.2"],
  ["2001:db8::1", "2001:db8::2"],
])("%s is not %s", (canonical, source) => {
  expect(isSameHost(canonical, source)).toBe(false);
});

test.each([
  ["FE80::1%eth0", "fe80::1%eth0"],
  ["2001:DB8::1", "2001:db8::1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["10.0.0.1", "10.0.0.1"],
])("%s is sent to as %s: a link-local address keeps its zone", (spelling, sent) => {
  expect(sendAddress(spelling)).toBe(sent);
});

test("the family follows from the canonical form", () => {
  expect(["10.0.0.1", "2001:db8::1"].map(familyOf)).toEqual([4, 6]);
});

test("an endpoint's key has its port", () => {
  expect(endpointKey("::1", 161)).not.toBe(endpointKey("::1", 1_161));
});
