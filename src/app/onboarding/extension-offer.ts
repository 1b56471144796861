import type { OfferJson } from "../../api/index.ts";
import { type MetricMetadata, storedMetricKey, type VarDeclaration } from "../../manifest/index.ts";
import type { InstalledExtension } from "../live/extension-shelf.ts";
import { type WantedMetric, wantedSets } from "./wanted-sets.ts";

/** What a configuration of this extension can choose, as the plan with everything switched on has it. */
export function offerOf(extension: InstalledExtension): OfferJson {
  const { manifest } = extension;
  const described = new Map(manifest.metrics.map((metadata) => [metadata.key, metadata]));
  return {
    extensionName: manifest.name,
    version: manifest.version,
    dataSources: [
      ...(manifest.snmp.length > 0 ? ["snmp"] : []),
      ...(manifest.traps.length > 0 ? ["snmptraps"] : []),
    ],
    featureSets: wantedSets(extension).sets.map(({ name, metrics }) => ({
      name,
      metrics: metrics.map((metric) => offeredMetric(metric, described)),
    })),
    variables: manifest.vars.map(offeredVariable),
  };
}

function offeredMetric(
  { key, type, table, subgroup, intervalMs }: WantedMetric,
  described: ReadonlyMap<string, MetricMetadata>,
): OfferJson["featureSets"][number]["metrics"][number] {
  // Of counts the metadata often stands at the stored key.
  const { displayName, description, unit } =
    described.get(key) ?? described.get(storedMetricKey(key, type)) ?? {};
  return { key, displayName, description, unit, table, subgroup, intervalMs };
}

function offeredVariable(declaration: VarDeclaration): OfferJson["variables"][number] {
  const { id, displayName, description, required, defaultValue, type } = declaration;
  const shared = { id, displayName, description, required, defaultValue, type };
  return declaration.type === "enum"
    ? { ...shared, values: declaration.availableValues }
    : { ...shared, maxLength: declaration.maxLength, pattern: declaration.pattern };
}
