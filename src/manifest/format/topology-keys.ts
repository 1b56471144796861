import { RELATION_TYPES, TEXT_TRANSFORMATIONS } from "../manifest.ts";
import { flag, type Keys, maps, oneOf, required, text } from "./shape.ts";

// Which entities the lines tell about, and how they relate: `topology`.

export const SOURCE_TYPES = [
  "Metrics",
  "Logs",
  "Spans",
  "Entities",
  "Topology",
  "Events",
  "Business Events",
] as const;

export const RULE_SOURCE: Keys = {
  sourceType: required(oneOf("Where the rule looks.", SOURCE_TYPES)),
  condition: text("$prefix(metric.key.) or $eq(metric.key).", "filter"),
};

export const REQUIRED_DIMENSION: Keys = {
  key: required(text("The dimension that must be on the line.", "dimensionKey")),
  valuePattern: text("What it must be, such as $prefix(Gi).", "filter"),
};

export const ATTRIBUTE: Keys = {
  key: required(text("Name of the property.")),
  displayName: text("What people call it."),
  pattern: required(text("Its value, such as {sys.name}.", "pattern")),
};

export const RULE: Keys = {
  idPattern: required(text("Equal for equal entities, such as my_device_{device.address}.", "pattern")),
  instanceNamePattern: text("Name of the entity, such as {sys.name}.", "pattern"),
  iconPattern: text("Name of an icon, or a pattern of one.", "pattern"),
  role: text("Tells two entities of one type apart that stand on the same line."),
  sources: required(maps("Lines that the rule applies to.", RULE_SOURCE)),
  requiredDimensions: maps("All must be on the line.", REQUIRED_DIMENSION),
  attributes: maps("Properties of the entity.", ATTRIBUTE),
};

export const ENTITY_TYPE: Keys = {
  name: required(text("Such as my:device.", "entityType")),
  displayName: text("What people call it."),
  enabled: flag("false: not made."),
  rules: maps("How entities are recognised; the first that applies.", RULE),
};

export const MAPPING_RULE: Keys = {
  sourceProperty: required(text("A property of the FROM entity.")),
  sourceTransformation: oneOf("What happens to it before they are compared.", TEXT_TRANSFORMATIONS),
  destinationProperty: required(text("A property of the TO entity.")),
  destinationTransformation: oneOf("What happens to it before they are compared.", TEXT_TRANSFORMATIONS),
};

export const RELATION_SOURCE: Keys = {
  ...RULE_SOURCE,
  mappingRules: maps("Of the source Entities: properties that must be equal.", MAPPING_RULE),
};

export const RELATIONSHIP: Keys = {
  fromType: required(text("Type of the entity where it starts.", "entityType")),
  fromRole: text("Role of that entity on the line."),
  typeOfRelation: required(oneOf("How they relate.", RELATION_TYPES)),
  toType: required(text("Type of the entity where it ends.", "entityType")),
  toRole: text("Role of that entity on the line."),
  enabled: flag("false: not made."),
  sources: required(maps("Lines that show it, or entities whose properties are equal.", RELATION_SOURCE)),
};

export const TOPOLOGY: Keys = {
  types: maps("Entity types.", ENTITY_TYPE),
  relationships: maps("Relationships between them.", RELATIONSHIP),
};
