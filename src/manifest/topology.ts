import { parseFilter } from "./filter.ts";
import {
  ATTRIBUTE,
  ENTITY_TYPE,
  REQUIRED_DIMENSION,
  RULE,
  RULE_SOURCE,
  TOPOLOGY,
} from "./format/topology-keys.ts";
import { LIMITS } from "./limits.ts";
import type { EntityRule, EntityTypeSpec, RuleSource, TopologySpec } from "./manifest.ts";
import { type Pattern, parsePattern, placeholdersOf } from "./pattern.ts";
import { type LocatedText, type MapReader, reportDuplicates } from "./reader.ts";
import { readRelationship } from "./relationships.ts";
import { readSource } from "./rule-source.ts";

/** `topology`: which entities the lines tell about, and how they relate. */
export function readTopology(root: MapReader): TopologySpec {
  const topology = root.map("topology");
  if (topology === undefined) return { types: [], relationships: [] };
  topology.onlyKeys(TOPOLOGY);
  const names: LocatedText[] = [];
  const types = topology.maps("types").map((reader) => readType(reader, names));
  reportDuplicates(topology.findings, names, "entity type");
  const relationships = topology.maps("relationships").flatMap((reader) => readRelationship(reader) ?? []);
  for (const key of ["types", "relationships"]) checkCount(topology, key);
  return { types, relationships };
}

function checkCount(topology: MapReader, key: string): void {
  const node = topology.node(key);
  const count = node?.tree.kind === "list" ? node.tree.items.length : 0;
  topology.atMost(key, count, LIMITS.topologyHard);
  if (count > LIMITS.topologyHard || count <= LIMITS.topologySoft) return;
  const message = `${count} ${key}; the platform advises at most ${LIMITS.topologySoft} per environment`;
  topology.findings.warning("M006", topology.placeOf(key), message);
}

function readType(reader: MapReader, names: LocatedText[]): EntityTypeSpec {
  reader.onlyKeys(ENTITY_TYPE);
  const name = reader.requiredText("name", "the type's name, such as my:device");
  if (name !== undefined) {
    names.push(name);
    if (!/^[A-Za-z0-9_.:-]+$/.test(name.text)) {
      const message = "a type name has letters, digits, '_', '-', '.' and ':', such as my:device";
      reader.findings.error("M004", name, message, name.text);
    }
  }
  return {
    name: name?.text ?? "",
    displayName: reader.text("displayName")?.text ?? name?.text ?? "",
    enabled: reader.boolean("enabled", true),
    rules: reader.maps("rules").map(readRule),
  };
}

function readRule(reader: MapReader): EntityRule {
  reader.onlyKeys(RULE);
  return {
    idPattern: readIdPattern(reader),
    instanceNamePattern: readPattern(reader, reader.text("instanceNamePattern")),
    iconPattern: readPattern(reader, reader.text("iconPattern")),
    role: reader.text("role")?.text,
    sources: readSources(reader),
    requiredDimensions: reader.maps("requiredDimensions").flatMap(readRequiredDimension),
    attributes: reader.maps("attributes").flatMap(readAttribute),
  };
}

function readIdPattern(reader: MapReader): Pattern {
  const source = reader.requiredText("idPattern", "for example my_device_{device.address}");
  const pattern = readPattern(reader, source);
  if (source !== undefined && pattern !== undefined && placeholdersOf(pattern).length === 0) {
    const message = "an id pattern needs a {dimension}, or all lines would be one entity";
    reader.findings.error("M013", source, message, source.text);
  }
  return pattern ?? [];
}

function readPattern(reader: MapReader, source: LocatedText | undefined): Pattern | undefined {
  if (source === undefined) return undefined;
  const parsed = parsePattern(source.text);
  if (parsed.ok) return parsed.pattern;
  const message = `the pattern does not parse at character ${parsed.position + 1}: ${parsed.message}`;
  reader.findings.error("M013", source, message, source.text);
  return undefined;
}

function readSources(reader: MapReader): readonly RuleSource[] {
  const sources = reader.maps("sources");
  if (sources.length === 0) reader.missing("sources", "a list of {sourceType, condition}");
  return sources.map((source) => {
    source.onlyKeys(RULE_SOURCE);
    return readSource(source);
  });
}

function readRequiredDimension(reader: MapReader): EntityRule["requiredDimensions"] {
  reader.onlyKeys(REQUIRED_DIMENSION);
  const key = reader.requiredText("key", "the dimension that must be on the line");
  const source = reader.text("valuePattern");
  if (key === undefined) return [];
  if (source === undefined) return [{ key: key.text, filter: undefined }];
  const parsed = parseFilter(source.text);
  if (!parsed.ok) {
    const message = `the value pattern does not parse at character ${parsed.position + 1}: ${parsed.message}`;
    reader.findings.error("M013", source, message, source.text);
    return [];
  }
  for (const tolerated of parsed.tolerated) reader.findings.warning("M101", source, tolerated, source.text);
  return [{ key: key.text, filter: parsed.filter }];
}

function readAttribute(reader: MapReader): EntityRule["attributes"] {
  reader.onlyKeys(ATTRIBUTE);
  const key = reader.requiredText("key", "the attribute's name");
  const pattern = readPattern(reader, reader.requiredText("pattern", "for example '{sys.name}'"));
  const displayName = reader.text("displayName")?.text;
  return key === undefined || pattern === undefined ? [] : [{ key: key.text, displayName, pattern }];
}
