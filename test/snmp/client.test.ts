import { createSnmpOpener } from "../../src/snmp/index.ts";
import { netSnmpCodec } from "../../src/snmp/net-snmp-codec.ts";
import { openerWith } from "../../src/snmp/open.ts";
import { describeSnmpClient } from "../contract/snmp-client.ts";

describeSnmpClient("our own codec", ({ clock }) => createSnmpOpener({ clock }));

// The second implementation: what both agree on is less likely to be a misreading of ours.
describeSnmpClient("net-snmp's codec", ({ clock }) => openerWith(netSnmpCodec, { clock }));
