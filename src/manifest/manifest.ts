import type { Oid } from "../smi/index.ts";
import type { Filter } from "./filter.ts";
import type { Condition, Pattern } from "./pattern.ts";

/** A checked `extension.yaml` (spec of the Extensions 2.0 format for SNMP). Words are the manifest's own. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly minDynatraceVersion: string;
  readonly minEecVersion: string | undefined;
  readonly author: string;
  readonly vars: readonly VarDeclaration[];
  /** Metadata by metric key, as written: for counts often the stored key with `.count`. */
  readonly metrics: readonly MetricMetadata[];
  readonly snmp: readonly Group[];
  readonly traps: readonly TrapGroup[];
  readonly topology: TopologySpec;
  /** Screens, alerts and dashboards as plain data: kept for the UI, checked for broken selectors. */
  readonly screens: readonly unknown[];
  readonly alerts: readonly string[];
  readonly dashboards: readonly string[];
}

export type VarDeclaration = {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | undefined;
  readonly required: boolean;
  readonly defaultValue: string | undefined;
} & (
  | {
      readonly type: "text" | "multiline-text";
      readonly maxLength: number;
      readonly pattern: string | undefined;
    }
  | { readonly type: "enum"; readonly availableValues: readonly { value: string; displayName: string }[] }
);

export interface MetricMetadata {
  readonly key: string;
  readonly displayName: string | undefined;
  readonly description: string | undefined;
  readonly unit: string | undefined;
  readonly tags: readonly string[];
  readonly sourceEntityType: string | undefined;
  readonly dimensions: readonly { key: string; displayName: string | undefined }[];
  readonly minValue: number | undefined;
  readonly maxValue: number | undefined;
  /** Only on calculated `func:` metrics. */
  readonly metricSelector: string | undefined;
}

export const METRIC_TYPES = ["gauge", "count"] as const;
export type MetricType = (typeof METRIC_TYPES)[number];

/** Own settings of a level; `undefined` means inherited (metric over subgroup over group). */
interface Level {
  readonly intervalMinutes: number | undefined;
  readonly featureSet: string | undefined;
}

export interface Group extends Level {
  readonly group: string;
  /** Applies to the group's own metrics only. */
  readonly table: boolean;
  readonly dimensions: readonly DimensionSpec[];
  readonly metrics: readonly MetricSpec[];
  readonly subgroups: readonly Subgroup[];
}

export interface Subgroup extends Level {
  readonly subgroup: string;
  readonly table: boolean;
  readonly dimensions: readonly DimensionSpec[];
  readonly metrics: readonly MetricSpec[];
}

export interface MetricSpec extends Level {
  readonly key: string;
  readonly type: MetricType;
  readonly value:
    | { readonly kind: "oid"; readonly ref: OidRef }
    | { readonly kind: "const"; readonly text: string };
}

export interface DimensionSpec {
  readonly key: string;
  readonly value: DimensionValue;
  readonly filter: FilterSpec | undefined;
}

/** An OID as written; `oid` is undefined while a MIB name in it cannot be resolved (M106). */
export interface OidRef {
  readonly text: string;
  readonly oid: Oid | undefined;
}

export const THIS_FIELDS = ["device.address", "device.port", "device.name"] as const;
export type ThisField = (typeof THIS_FIELDS)[number];

export type DimensionValue =
  | { readonly kind: "oid"; readonly ref: OidRef }
  | { readonly kind: "const"; readonly text: string }
  | { readonly kind: "var"; readonly id: string }
  | { readonly kind: "this"; readonly field: ThisField }
  | {
      readonly kind: "networkFormat";
      /** A column that holds the address type, or the type itself (`macAddress`, `networkAddress`, …). */
      readonly formatter:
        | { readonly kind: "oid"; readonly ref: OidRef }
        | { readonly kind: "const"; readonly text: string };
      readonly data: OidRef;
      readonly default: string | undefined;
    }
  | { readonly kind: "inetAddress"; readonly type: OidRef; readonly address: OidRef };

export type FilterSpec =
  | { readonly kind: "const"; readonly filter: Filter }
  | { readonly kind: "var"; readonly id: string };

export interface TrapGroup extends Level {
  readonly group: string;
  readonly dimensions: readonly { key: string; value: string }[];
  readonly metrics: readonly { key: string; type: string; value: string; featureSet: string | undefined }[];
}

export interface TopologySpec {
  readonly types: readonly EntityTypeSpec[];
  readonly relationships: readonly RelationshipSpec[];
}

export interface EntityTypeSpec {
  readonly name: string;
  readonly displayName: string;
  readonly enabled: boolean;
  readonly rules: readonly EntityRule[];
}

export interface EntityRule {
  readonly idPattern: Pattern;
  readonly instanceNamePattern: Pattern | undefined;
  readonly iconPattern: Pattern | undefined;
  readonly role: string | undefined;
  readonly sources: readonly RuleSource[];
  readonly requiredDimensions: readonly { key: string; filter: Filter | undefined }[];
  readonly attributes: readonly { key: string; displayName: string | undefined; pattern: Pattern }[];
}

export const PROCESSED_SOURCE_TYPES = ["Metrics", "Logs", "Entities"] as const;

/** `condition` is undefined when absent: legal for Logs, where it means always. */
export interface RuleSource {
  readonly sourceType: string;
  readonly condition: Condition | undefined;
}

export const RELATION_TYPES = ["INSTANCE_OF", "RUNS_ON", "CHILD_OF", "CALLS", "PART_OF", "SAME_AS"] as const;
export type RelationType = (typeof RELATION_TYPES)[number];

export const TEXT_TRANSFORMATIONS = ["Leave text as-is", "To upper case", "To lower case"] as const;
export type TextTransformation = (typeof TEXT_TRANSFORMATIONS)[number];

export interface RelationshipSpec {
  readonly fromType: string;
  readonly fromRole: string | undefined;
  readonly toType: string;
  readonly toRole: string | undefined;
  readonly typeOfRelation: RelationType;
  readonly enabled: boolean;
  readonly sources: readonly (RuleSource | EntitiesSource)[];
}

export interface EntitiesSource {
  readonly sourceType: "Entities";
  readonly mappingRules: readonly MappingRule[];
}

export interface MappingRule {
  readonly sourceProperty: string;
  readonly sourceTransformation: TextTransformation;
  readonly destinationProperty: string;
  readonly destinationTransformation: TextTransformation;
}
