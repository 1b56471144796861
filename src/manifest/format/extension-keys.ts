import { GROUP, TRAP_GROUP } from "./collect-keys.ts";
import { DESCRIBED_METRIC, VARIABLE } from "./metric-keys.ts";
import { SCREEN } from "./screen-keys.ts";
import { type Keys, map, maps, required, text } from "./shape.ts";
import { TOPOLOGY } from "./topology-keys.ts";

export const AUTHOR: Keys = { name: required(text("Who answers for the extension.")) };
export const ASSET: Keys = { path: required(text("A JSON file of the package.")) };

/** All keys that mean something to this service, from the top of an extension.yaml down. */
export const EXTENSION: Keys = {
  name: required(text("Lower case; begins with custom: unless it is the vendor's.")),
  version: required(text("Three numbers, such as 1.0.0.")),
  minDynatraceVersion: required(text("The oldest platform that takes it, such as 1.256.")),
  minEECVersion: text("The oldest Extension Execution Controller that runs it."),
  author: required(map("Who made it.", AUTHOR)),
  vars: maps("What a configuration may or must set.", {
    ...VARIABLE["multiline-text"],
    ...VARIABLE.text,
    ...VARIABLE.enum,
  }),
  metrics: maps("What metrics are called and mean; calculated ones are made here.", DESCRIBED_METRIC),
  snmp: maps("What is polled.", GROUP),
  snmptraps: maps("Which traps are counted.", TRAP_GROUP),
  topology: map("Which entities the lines tell about, and how they relate.", TOPOLOGY),
  screens: maps("What is shown of an entity.", SCREEN),
  dashboards: maps("Dashboards of the package.", ASSET),
  alerts: maps("Alerts of the package.", ASSET),
};
