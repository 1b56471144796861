import {
  type EntityRule,
  type EntityTypeSpec,
  parseCondition,
  parseFilter,
  parsePattern,
  type RelationshipSpec,
  type RuleSource,
  type TopologySpec,
} from "../../src/manifest/index.ts";
import type { Sample } from "../../src/mapping/index.ts";

// Topology as a manifest writes it, in short.

export function metricsSource(condition: string): RuleSource {
  const parsed = parseCondition(condition);
  if (!parsed.ok) throw new Error(parsed.message);
  return { sourceType: "Metrics", condition: parsed.condition };
}

export const logsSource: RuleSource = { sourceType: "Logs", condition: undefined };

interface RuleText {
  readonly id: string;
  readonly name?: string;
  readonly icon?: string;
  readonly role?: string;
  readonly sources?: readonly RuleSource[];
  /** Key → value pattern; empty text asks for presence alone. */
  readonly required?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, string>>;
}

const pattern = (text: string): EntityRule["idPattern"] => {
  const parsed = parsePattern(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.pattern;
};

export function aRule(rule: RuleText): EntityRule {
  const { id, name, icon, role, sources = [metricsSource("$prefix(x.)")], required, attributes } = rule;
  return {
    idPattern: pattern(id),
    instanceNamePattern: name === undefined ? undefined : pattern(name),
    iconPattern: icon === undefined ? undefined : pattern(icon),
    role,
    sources,
    requiredDimensions: Object.entries(required ?? {}).map(([key, text]) => {
      if (text === "") return { key, filter: undefined };
      const parsed = parseFilter(text);
      if (!parsed.ok) throw new Error(parsed.message);
      return { key, filter: parsed.filter };
    }),
    attributes: Object.entries(attributes ?? {}).map(([key, text]) => ({
      key,
      displayName: undefined,
      pattern: pattern(text),
    })),
  };
}

export function aType(name: string, ...rules: RuleText[]): EntityTypeSpec {
  return { name, displayName: name, enabled: true, rules: rules.map(aRule) };
}

export function aRelation(parts: Partial<RelationshipSpec>): RelationshipSpec {
  return {
    fromType: "x:interface",
    fromRole: undefined,
    toType: "x:device",
    toRole: undefined,
    typeOfRelation: "CHILD_OF",
    enabled: true,
    sources: [metricsSource("$prefix(x.)")],
    ...parts,
  };
}

export function aTopology(
  types: readonly EntityTypeSpec[],
  relationships: readonly RelationshipSpec[] = [],
): TopologySpec {
  return { types, relationships };
}

/** A gauge of 1 with the dimensions given, sorted as mapping does. */
export function aSample(
  key: string,
  dimensions: Readonly<Record<string, string>>,
  timestampMs = 1_000,
): Sample {
  return {
    key,
    storedKey: key,
    type: "gauge",
    value: 1,
    dimensions: Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    timestampMs,
  };
}
