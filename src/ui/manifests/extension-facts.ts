import type { ConfigurationSummary, ExtensionOverview } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";

export type ExtensionSummary = ExtensionOverview["versions"][number];

const SOURCES: Readonly<Record<string, string>> = { snmp: "SNMP polling", snmptraps: "SNMP traps" };

/** What a version collects, in a line. */
export function factsOf({
  dataSources,
  metrics,
  featureSets,
  entityTypes,
  author,
}: ExtensionSummary): string {
  return [
    dataSources.map((source) => SOURCES[source] ?? source).join(", "),
    `${counted(metrics, "metric")} in ${counted(featureSets, "feature set")}`,
    counted(entityTypes, "entity type"),
    `by ${author}`,
  ].join(" · ");
}

export interface Users {
  readonly configurations: number;
  readonly devices: number;
  readonly list: readonly ConfigurationSummary[];
}

/** Configurations of an extension, and how many devices they poll. */
export function usersOf(
  configurations: readonly ConfigurationSummary[],
  name: string,
  version?: string,
): Users {
  const own = configurations.filter(
    (one) => one.extension === name && (version === undefined || one.version === version),
  );
  const devices = own.reduce((sum, one) => sum + one.devices, 0);
  return { configurations: own.length, devices, list: own };
}
