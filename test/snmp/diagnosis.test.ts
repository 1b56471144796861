import { expect, test } from "vitest";
import { Diagnosis } from "../../src/snmp/diagnosis.ts";
import { communityOf, targetOf } from "../support/snmp-bench.ts";

const diagnosis = new Diagnosis(targetOf({ address: "192.0.2.1", port: 161 }, {}, communityOf("2c")));
const failure = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall });

test("a socket of ours that cannot be bound is no fault of the device's network", () => {
  expect(diagnosis.unreachable(failure("EADDRNOTAVAIL", "bind")).remedy).toContain("bindAddress");
  expect(diagnosis.unreachable(failure("EAFNOSUPPORT", "bind")).remedy).toContain("no IPv6");
  expect(diagnosis.unreachable(failure("EHOSTUNREACH", "send")).remedy).toContain("routing");
});
