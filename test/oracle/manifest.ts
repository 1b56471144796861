import { parse } from "yaml";

export interface OracleManifest {
  readonly vars: ReadonlyMap<string, string>;
  readonly groups: readonly OracleGroup[];
  readonly topology: OracleTopology;
}

export interface OracleGroup {
  readonly name: string;
  readonly parts: readonly OracleSubgroup[];
}

/** A subgroup, or the group's own metrics as one; inherited dimensions and feature sets are already in. */
export interface OracleSubgroup {
  readonly table: boolean;
  /** Outer ones first; one entry a key, the inner one. */
  readonly dimensions: readonly OracleDimension[];
  readonly metrics: readonly OracleMetric[];
}

export interface OracleDimension {
  readonly key: string;
  readonly value: string;
  readonly filter: string | undefined;
  /** Declared on the subgroup itself (spec 1 §8.2: rows of const metrics). */
  readonly own: boolean;
}

export interface OracleMetric {
  readonly key: string;
  readonly value: string;
  readonly type: "gauge" | "count";
  readonly featureSet: string | undefined;
}

export interface OracleTopology {
  readonly types: readonly OracleType[];
  readonly relationships: readonly OracleRelationship[];
}

export interface OracleType {
  readonly name: string;
  readonly rules: readonly OracleRule[];
}

export interface OracleRule {
  readonly role: string;
  readonly idPattern: string;
  readonly namePattern: string | undefined;
  readonly conditions: readonly string[];
  readonly required: readonly { readonly key: string; readonly pattern: string | undefined }[];
  readonly attributes: readonly { readonly key: string; readonly pattern: string }[];
}

export interface OracleRelationship {
  readonly type: string;
  readonly from: string;
  readonly fromRole: string | undefined;
  readonly to: string;
  readonly toRole: string | undefined;
  readonly conditions: readonly string[];
}

/** YAML as the failsafe schema reads it: every scalar stays text. */
type Node = string | Node[] | { [key: string]: Node } | null;
type Mapping = { [key: string]: Node };

/** Reads what spec 1 §4, §6 and §10 define. For manifests that load: it checks nothing. */
export function readManifest(text: string): OracleManifest {
  const root = mapping(parse(text, { schema: "failsafe" }) as Node);
  const topology = mapping(root["topology"]);
  return {
    vars: new Map(
      list(root["vars"]).map((entry) => [word(entry, "id"), option(entry, "defaultValue") ?? ""]),
    ),
    groups: list(root["snmp"]).map(readGroup),
    topology: {
      types: list(topology["types"]).filter(isEnabled).map(readType),
      relationships: list(topology["relationships"]).filter(isEnabled).map(readRelationship),
    },
  };
}

function readGroup(group: Mapping): OracleGroup {
  const outer = list(group["dimensions"]).map((entry) => readDimension(entry, false));
  const set = option(group, "featureSet");
  const own: OracleSubgroup = {
    table: group["table"] === "true",
    dimensions: outer.map((dimension) => ({ ...dimension, own: true })),
    metrics: readMetrics(group, set),
  };
  const subgroups = list(group["subgroups"]).map((subgroup): OracleSubgroup => {
    const inner = list(subgroup["dimensions"]).map((entry) => readDimension(entry, true));
    const innerKeys = new Set(inner.map(({ key }) => key));
    return {
      table: subgroup["table"] === "true",
      dimensions: [...outer.filter(({ key }) => !innerKeys.has(key)), ...inner],
      metrics: readMetrics(subgroup, option(subgroup, "featureSet") ?? set),
    };
  });
  return { name: word(group, "group"), parts: [own, ...subgroups] };
}

function readDimension(entry: Mapping, own: boolean): OracleDimension {
  return { key: word(entry, "key"), value: word(entry, "value"), filter: option(entry, "filter"), own };
}

function readMetrics(level: Mapping, set: string | undefined): OracleMetric[] {
  return list(level["metrics"]).map((metric) => ({
    key: option(metric, "key") ?? word(metric, "id"),
    value: word(metric, "value"),
    type: option(metric, "type") === "count" ? "count" : "gauge",
    featureSet: option(metric, "featureSet") ?? set,
  }));
}

function readType(type: Mapping): OracleType {
  return {
    name: word(type, "name"),
    rules: list(type["rules"]).map((rule) => ({
      role: option(rule, "role") ?? "",
      idPattern: word(rule, "idPattern"),
      namePattern: option(rule, "instanceNamePattern"),
      conditions: metricConditions(rule),
      required: list(rule["requiredDimensions"]).map((entry) => ({
        key: word(entry, "key"),
        pattern: option(entry, "valuePattern"),
      })),
      attributes: list(rule["attributes"]).map((entry) => ({
        key: word(entry, "key"),
        pattern: word(entry, "pattern"),
      })),
    })),
  };
}

function readRelationship(relation: Mapping): OracleRelationship {
  return {
    type: word(relation, "typeOfRelation"),
    from: word(relation, "fromType"),
    fromRole: option(relation, "fromRole"),
    to: word(relation, "toType"),
    toRole: option(relation, "toRole"),
    conditions: metricConditions(relation),
  };
}

function metricConditions(node: Mapping): string[] {
  return list(node["sources"])
    .filter((source) => source["sourceType"] === "Metrics")
    .map((source) => word(source, "condition"));
}

const isEnabled = (entry: Mapping): boolean => entry["enabled"] !== "false";

function mapping(node: Node | undefined): Mapping {
  return typeof node === "object" && node !== null && !Array.isArray(node) ? node : {};
}

function list(node: Node | undefined): Mapping[] {
  return Array.isArray(node) ? node.map(mapping) : [];
}

function option(node: Mapping, key: string): string | undefined {
  const value = node[key];
  return typeof value === "string" ? value : undefined;
}

function word(node: Mapping, key: string): string {
  const value = option(node, key);
  if (value === undefined) throw new Error(`the oracle misses ${key} in ${JSON.stringify(node)}`);
  return value;
}
