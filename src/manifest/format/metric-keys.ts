import { flag, integer, type Keys, map, maps, number, oneOf, required, text, texts } from "./shape.ts";

// What metrics are called and mean, and what a configuration may set: `metrics` and `vars`.

export const VALUE_TYPES = ["score", "error"] as const;

export const METRIC_PROPERTIES: Keys = {
  minValue: number("The smallest value that is possible."),
  maxValue: number("The largest value that is possible."),
  rootCauseRelevant: flag("For the platform's problem analysis."),
  impactRelevant: flag("For the platform's problem analysis."),
  valueType: oneOf("score: more is better. error: more is worse.", VALUE_TYPES),
  latency: number("Minutes until a value is there."),
};

export const DESCRIBED_DIMENSION: Keys = {
  key: required(text("Dimension key.", "dimensionKey")),
  displayName: text("What people call it."),
};

export const METADATA: Keys = {
  displayName: text("What people call the metric."),
  description: text("What it means."),
  unit: text("Label of the values, such as Percent, Byte, BitPerSecond; nothing is converted."),
  tags: texts("Words to find it by."),
  sourceEntityType: text("The entity type that it belongs to.", "entityType"),
  metricProperties: map("More about its values.", METRIC_PROPERTIES),
  dimensions: maps("What its dimensions are called.", DESCRIBED_DIMENSION),
};

export const QUERY: Keys = {
  metricSelector: required(text("From what it is calculated.", "metricSelector")),
};

export const DESCRIBED_METRIC: Keys = {
  key: required(text("The metric key; func:<key> for one that is calculated.", "metricKey")),
  metadata: map("Name, unit and more.", METADATA),
  query: map("Of calculated metrics.", QUERY),
};

export const VAR_TYPES = ["text", "multiline-text", "enum"] as const;
export type VarType = (typeof VAR_TYPES)[number];

const SHARED_VAR: Keys = {
  id: required(text("What var:<id> refers to.")),
  displayName: required(text("Label of the input field.")),
  description: text("What to enter there."),
  type: required(oneOf("Kind of the input field.", VAR_TYPES)),
  defaultValue: text("Used when nothing is entered."),
  required: flag("Something must be entered."),
};
const MAX_LENGTH: Keys = { maxLength: integer("Characters that may be entered.") };

export const AVAILABLE_VALUE: Keys = {
  value: required(text("The value to be used.")),
  displayName: text("What people choose."),
};

/** Which keys a variable has depends on its type. */
export const VARIABLE: Readonly<Record<VarType, Keys>> = {
  text: {
    ...SHARED_VAR,
    ...MAX_LENGTH,
    pattern: text("Regular expression that the whole value must match."),
  },
  "multiline-text": { ...SHARED_VAR, ...MAX_LENGTH },
  enum: { ...SHARED_VAR, availableValues: required(maps("The choices.", AVAILABLE_VALUE)) },
};
