import { MAPPING_RULE, RELATION_SOURCE, RELATIONSHIP } from "./format/topology-keys.ts";
import {
  type EntitiesSource,
  type MappingRule,
  RELATION_TYPES,
  type RelationshipSpec,
  type RuleSource,
  TEXT_TRANSFORMATIONS,
  type TextTransformation,
} from "./manifest.ts";
import type { MapReader } from "./reader.ts";
import { readSource } from "./rule-source.ts";
import { didYouMean } from "./suggest.ts";

/** One entry of `topology.relationships`. Types that are not declared here may exist elsewhere. */
export function readRelationship(reader: MapReader): RelationshipSpec | undefined {
  reader.onlyKeys(RELATIONSHIP);
  const fromType = reader.requiredText("fromType", "the type of the entity where the relation starts");
  const toType = reader.requiredText("toType", "the type of the entity where the relation ends");
  const typeOfRelation = readRelationType(reader);
  const sources = reader.maps("sources");
  if (sources.length === 0) reader.missing("sources", "a list of {sourceType, condition}");
  const read = {
    fromRole: reader.text("fromRole")?.text,
    toRole: reader.text("toRole")?.text,
    enabled: reader.boolean("enabled", true),
    sources: sources.map(readRelationSource),
  };
  if (fromType === undefined || toType === undefined || typeOfRelation === undefined) return undefined;
  return { fromType: fromType.text, toType: toType.text, typeOfRelation, ...read };
}

function readRelationType(reader: MapReader): RelationshipSpec["typeOfRelation"] | undefined {
  const source = reader.requiredText("typeOfRelation", RELATION_TYPES.join(", "));
  if (source === undefined) return undefined;
  const text = source.text.trim();
  const known = RELATION_TYPES.find((type) => type === text);
  if (known !== undefined) return known;
  const message = `the relation is one of ${RELATION_TYPES.join(", ")}${didYouMean(text, RELATION_TYPES)}`;
  reader.findings.error("M008", source, message, text);
  return undefined;
}

/** A relation is seen on one line (metrics, logs), or follows from equal properties of two entities. */
function readRelationSource(reader: MapReader): RuleSource | EntitiesSource {
  reader.onlyKeys(RELATION_SOURCE);
  const source = readSource(reader);
  if (source.sourceType !== "Entities") return source;
  const rules = reader.maps("mappingRules");
  if (rules.length === 0) {
    reader.missing(
      "mappingRules",
      "a list of {sourceProperty, sourceTransformation, destinationProperty, destinationTransformation}",
    );
  }
  return { sourceType: "Entities", mappingRules: rules.map(readMappingRule) };
}

function readMappingRule(reader: MapReader): MappingRule {
  reader.onlyKeys(MAPPING_RULE);
  return {
    sourceProperty: reader.requiredText("sourceProperty", "a property of the FROM entity")?.text ?? "",
    sourceTransformation: readTransformation(reader, "sourceTransformation"),
    destinationProperty:
      reader.requiredText("destinationProperty", "a property of the TO entity")?.text ?? "",
    destinationTransformation: readTransformation(reader, "destinationTransformation"),
  };
}

function readTransformation(reader: MapReader, key: string): TextTransformation {
  const source = reader.text(key);
  if (source === undefined) return "Leave text as-is";
  const text = source.text.trim();
  const known = TEXT_TRANSFORMATIONS.find((candidate) => candidate === text);
  if (known !== undefined) return known;
  const choices = TEXT_TRANSFORMATIONS.join(", ");
  const message = `the transformation is one of ${choices}${didYouMean(text, TEXT_TRANSFORMATIONS)}`;
  reader.findings.error("M008", source, message, text);
  return "Leave text as-is";
}
