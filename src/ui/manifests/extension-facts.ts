import type { ConfigurationSummary, ExtensionOverview } from "../../api/contract/index.ts";
import { formatCount } from "../words/units.ts";

export type ExtensionSummary = ExtensionOverview["versions"][number];

const SOURCES: Readonly<Record<string, string>> = { snmp: "SNMP polling", snmptraps: "SNMP traps" };

/** `1 device`, `12 devices`. */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

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
  return { configurations: own.length, devices: own.reduce((sum, { devices }) => sum + devices, 0) };
}
