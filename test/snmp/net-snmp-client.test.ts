import { createNetSnmpOpener } from "../../src/snmp/index.ts";
import { describeSnmpClient } from "../contract/snmp-client.ts";

describeSnmpClient("net-snmp", ({ clock }) => createNetSnmpOpener({ clock }));
