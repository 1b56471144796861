import { METRIC_TYPES } from "../manifest.ts";
import { flag, integer, type Keys, legacy, map, maps, oneOf, required, text } from "./shape.ts";

// What is collected: `snmp` and `snmptraps`.

export const INTERVAL: Keys = { minutes: required(integer("Whole minutes from one poll to the next.")) };

const LEVEL: Keys = {
  interval: map("How often, 1 minute by default; what is further in counts.", INTERVAL),
  featureSet: text("Collected only where this feature set is chosen; always without one.", "featureSet"),
};

export const METRIC: Keys = {
  key: required(text("Metric key of the lines, such as my.device.uptime.", "metricKey")),
  id: legacy(text("Old spelling of key.", "metricKey")),
  value: required(text("oid:<OID> or const:<number>.", "metricValue")),
  type: oneOf("gauge: the value as it is. count: what a counter grew by.", METRIC_TYPES),
  ...LEVEL,
  name: text("Taken, and not used."),
};

export const DIMENSION: Keys = {
  key: required(text("Dimension key, such as if.name.", "dimensionKey")),
  value: required(
    text("oid:<OID>, const:<text>, var:<id>, this:device.address or a function.", "dimensionValue"),
  ),
  filter: text("const:<expression> or var:<id>: rows that do not match give no lines.", "filter"),
};

const COLLECTING = {
  dimensions: maps("Labels on every line from here on.", DIMENSION),
  metrics: maps("One line per row and metric.", METRIC),
} satisfies Keys;

export const SUBGROUP: Keys = {
  subgroup: required(text("A label for the subgroup.")),
  table: flag("true: the OIDs are columns, and each row gives lines. false: they are scalars."),
  ...LEVEL,
  dimensions: COLLECTING.dimensions,
  metrics: required(COLLECTING.metrics),
};

export const GROUP: Keys = {
  group: required(text("Name of the group, which is polled as one.")),
  table: flag("Of the group's own metrics."),
  ...LEVEL,
  ...COLLECTING,
  subgroups: maps("A table, or some scalars, each.", SUBGROUP),
};

export const TRAP_METRIC: Keys = {
  key: required(text("Metric key of the count.", "metricKey")),
  id: legacy(text("Old spelling of key.", "metricKey")),
  type: required(oneOf("Traps are counted.", ["count,delta"])),
  value: required(oneOf("What is counted is what was received.", ["calculated"])),
  ...LEVEL,
  name: text("Taken, and not used."),
};

export const TRAP_DIMENSION: Keys = {
  key: required(text("Dimension key, such as trap_oid.", "dimensionKey")),
  value: required(text("const:sender, const:trapOID, or another value.", "dimensionValue")),
};

export const TRAP_GROUP: Keys = {
  group: required(text("Name of the group.")),
  ...LEVEL,
  dimensions: maps("Labels on every line.", TRAP_DIMENSION),
  metrics: maps("What is counted.", TRAP_METRIC),
};
