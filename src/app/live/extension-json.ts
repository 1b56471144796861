import type { ExtensionJson, FindingJson } from "../../api/index.ts";
import { collectedMetrics, featureSetsOf } from "../../config/index.ts";
import { type Manifest, type MetricMetadata, storedMetricKey } from "../../manifest/index.ts";
import type { Finding } from "../extensions.ts";

/** What the API tells of an extension (spec 2 §3). */
export function extensionJson({
  manifest,
  fileHash,
}: {
  manifest: Manifest;
  fileHash: string;
}): ExtensionJson {
  return {
    extensionName: manifest.name,
    version: manifest.version,
    author: { name: manifest.author },
    dataSources: [
      ...(manifest.snmp.length > 0 ? ["snmp"] : []),
      ...(manifest.traps.length > 0 ? ["snmptraps"] : []),
    ],
    featureSets: featureSetsOf(manifest).map(({ name }) => name),
    featureSetsDetails: featureSetsDetails(manifest),
    assetsInfo: assetsInfo(manifest),
    fileHash,
    minDynatraceVersion: manifest.minDynatraceVersion,
    minEECVersion: manifest.minEecVersion ?? "",
    variables: manifest.vars.map(({ id, displayName, type }) => ({ name: id, displayName, type })),
  };
}

function featureSetsDetails(manifest: Manifest): ExtensionJson["featureSetsDetails"] {
  const described = new Map(manifest.metrics.map((metadata) => [metadata.key, metadata]));
  const types = new Map(
    manifest.snmp.flatMap(({ metrics, subgroups }) =>
      [metrics, ...subgroups.map((subgroup) => subgroup.metrics)].flat().map(({ key, type }) => [key, type]),
    ),
  );
  const metrics = [...collectedMetrics(manifest), ...trapKeys(manifest)];
  return Object.fromEntries(
    featureSetsOf(manifest).map(({ name }) => {
      const keys = new Set(metrics.flatMap(({ featureSet, key }) => (featureSet === name ? [key] : [])));
      const details = [...keys].map((key) => {
        const type = types.get(key);
        const metadata =
          described.get(key) ?? (type === undefined ? undefined : described.get(storedMetricKey(key, type)));
        return metadata === undefined ? { key } : { key, metadata: metadataJson(metadata) };
      });
      return [name, { metrics: details }];
    }),
  );
}

const trapKeys = ({ traps }: Manifest): readonly { key: string; featureSet: string | undefined }[] =>
  traps.flatMap((group) =>
    group.metrics.map(({ key, featureSet }) => ({ key, featureSet: featureSet ?? group.featureSet })),
  );

const metadataJson = ({ displayName, description, unit }: MetricMetadata): object => ({
  ...(displayName === undefined ? {} : { displayName }),
  ...(description === undefined ? {} : { description }),
  ...(unit === undefined ? {} : { unit }),
});

function assetsInfo({ dashboards, alerts, topology }: Manifest): ExtensionJson["assetsInfo"] {
  const named = (assetType: string, names: readonly string[]) =>
    names.map((displayName) => ({ assetType, displayName }));
  return [
    ...named("DASHBOARD", dashboards),
    ...named("ALERT", alerts),
    ...named(
      "GENERIC_TYPE",
      topology.types.map(({ displayName, name }) => displayName || name),
    ),
    ...named(
      "GENERIC_RELATIONSHIP",
      topology.relationships.map(
        ({ fromType, typeOfRelation, toType }) => `${fromType} ${typeOfRelation} ${toType}`,
      ),
    ),
  ];
}

export function findingJson({ code, severity, path, line, column, message, file }: Finding): FindingJson {
  return { code, severity, path, line, column, message, file };
}
