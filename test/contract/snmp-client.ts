import { describe } from "vitest";
import { type Clock, systemClock } from "../../src/base/index.ts";
import type { OpenSnmpClient } from "../../src/snmp/index.ts";
import { describeColumns } from "./snmp-client-columns.ts";
import { describeGet } from "./snmp-client-get.ts";
import { describeTrouble } from "./snmp-client-trouble.ts";
import { describeUsm } from "./snmp-client-usm.ts";
import { describeWire } from "./snmp-client-wire.ts";

/** What every SnmpClient must do, told by scripted agents on the loopback. */
export function describeSnmpClient(
  name: string,
  createOpener: (host: { readonly clock: Clock }) => OpenSnmpClient,
): void {
  const open = createOpener({ clock: systemClock });
  describe(`the SNMP client contract: ${name}`, () => {
    describe("get", () => {
      describeGet(open);
    });
    describe("columns", () => {
      describeColumns(open);
    });
    describe("columns of an agent in trouble", () => {
      describeTrouble(open);
    });
    describe("on the wire", () => {
      describeWire(open);
    });
    describe("SNMPv3", () => {
      describeUsm(open);
    });
  });
}
