import type {
  Condition,
  EntitiesSource,
  EntityRule,
  EntityTypeSpec,
  MappingRule,
  RelationshipSpec,
  RelationType,
  RuleSource,
  TopologySpec,
} from "../manifest/index.ts";

/** The topology of all extensions together: what is enabled, and of the sources what we process. */
export interface TopologyRules {
  readonly types: readonly TypeRules[];
  /** Relations between two entities of one line. */
  readonly relations: readonly LineRelation[];
  /** Relations between entities with equal properties. */
  readonly propertyRelations: readonly PropertyRelation[];
}

export interface TypeRules {
  /** As first written; types compare without case. */
  readonly name: string;
  /** In order of first appearance; of each role the first applicable rule wins. */
  readonly roles: readonly { readonly role: string; readonly rules: readonly LineRule[] }[];
}

/** An entity rule with its sources taken apart by kind. */
export interface LineRule {
  /** As the manifest at hand writes it. */
  readonly type: string;
  readonly rule: EntityRule;
  readonly sources: LineSources;
}

/** What lines something applies to. */
export interface LineSources {
  /** Any of these on the metric key. */
  readonly metrics: readonly Condition[];
  readonly logs: boolean;
}

export interface LineRelation {
  readonly type: RelationType;
  readonly fromType: string;
  readonly fromRole: string | undefined;
  readonly toType: string;
  readonly toRole: string | undefined;
  readonly sources: LineSources;
}

export interface PropertyRelation {
  readonly type: RelationType;
  readonly fromType: string;
  readonly toType: string;
  /** All must match. */
  readonly mappingRules: readonly MappingRule[];
}

/**
 * Merges the topology of several extensions: types of equal name (without case) become one with the rules of all, in
 * the order given. Disabled types and relations and sources that we do not process are left out.
 */
export function compileTopology(specs: readonly TopologySpec[]): TopologyRules {
  const relationships = specs
    .flatMap((spec) => spec.relationships)
    .filter((relationship) => relationship.enabled);
  return {
    types: mergeTypes(specs.flatMap((spec) => spec.types).filter((type) => type.enabled)),
    relations: relationships.flatMap(lineRelation),
    propertyRelations: relationships.flatMap(propertyRelations),
  };
}

function mergeTypes(specs: readonly EntityTypeSpec[]): TypeRules[] {
  const types = new Map<string, { name: string; roles: Map<string, LineRule[]> }>();
  for (const spec of specs) {
    const key = spec.name.toLowerCase();
    const type = types.get(key) ?? { name: spec.name, roles: new Map<string, LineRule[]>() };
    types.set(key, type);
    for (const rule of spec.rules) {
      const sources = lineSources(rule.sources);
      if (sources.metrics.length === 0 && !sources.logs) continue;
      const role = rule.role ?? "";
      const rules = type.roles.get(role) ?? [];
      rules.push({ type: type.name, rule, sources });
      type.roles.set(role, rules);
    }
  }
  return [...types.values()].map(({ name, roles }) => ({
    name,
    roles: [...roles].map(([role, rules]) => ({ role, rules })),
  }));
}

function lineSources(sources: readonly (RuleSource | EntitiesSource)[]): LineSources {
  const lines = sources.filter((source): source is RuleSource => !("mappingRules" in source));
  return {
    metrics: lines.flatMap(({ sourceType, condition }) =>
      // Without a condition a metrics source would claim every line there is; only logs may be meant so.
      sourceType === "Metrics" && condition !== undefined ? [condition] : [],
    ),
    logs: lines.some(({ sourceType }) => sourceType === "Logs"),
  };
}

function lineRelation(spec: RelationshipSpec): LineRelation[] {
  const sources = lineSources(spec.sources);
  if (sources.metrics.length === 0 && !sources.logs) return [];
  const { fromType, toType, fromRole, toRole } = spec;
  return [
    {
      type: spec.typeOfRelation,
      fromType: fromType.toLowerCase(),
      fromRole,
      toType: toType.toLowerCase(),
      toRole,
      sources,
    },
  ];
}

function propertyRelations(spec: RelationshipSpec): PropertyRelation[] {
  return spec.sources.flatMap((source) =>
    "mappingRules" in source && source.mappingRules.length > 0
      ? [
          {
            type: spec.typeOfRelation,
            fromType: spec.fromType.toLowerCase(),
            toType: spec.toType.toLowerCase(),
            mappingRules: source.mappingRules,
          },
        ]
      : [],
  );
}
