import type { FindingJson } from "./ports.ts";

// What somebody who sets devices up wants to know before and after: what an extension offers, which devices a text
// means, and all configurations at a glance.

export interface SetupPort {
  /** @returns undefined for a version that is not installed */
  offer(name: string, version: string): OfferJson | undefined;
  /** @param port  of targets without one */
  targets(text: string, port: number, all: boolean): TargetsJson;
  /** The manifest that comes with the program, for who has none yet. */
  supplied(): Promise<SuppliedManifestJson>;
  /** Those of all extensions, also disabled and faulty ones. */
  configurations(): Promise<readonly ConfigurationSummaryJson[]>;
}

/** What a configuration of an extension can choose. */
export interface OfferJson {
  readonly extensionName: string;
  readonly version: string;
  readonly dataSources: readonly string[];
  /** First what is always collected, if there is any: its name is empty. */
  readonly featureSets: readonly {
    readonly name: string;
    readonly metrics: readonly OfferedMetricJson[];
  }[];
  readonly variables: readonly OfferedVariableJson[];
}
export interface OfferedMetricJson {
  readonly key: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly unit?: string | undefined;
  /** One line for each row of a table; else one for each device. */
  readonly table: boolean;
  /** Of the manifest. */
  readonly subgroup: string;
  readonly intervalMs: number;
}
export interface OfferedVariableJson {
  readonly id: string;
  readonly displayName: string;
  readonly description?: string | undefined;
  readonly type: "text" | "multiline-text" | "enum";
  readonly required: boolean;
  readonly defaultValue?: string | undefined;
  readonly maxLength?: number | undefined;
  /** The whole value has to match. */
  readonly pattern?: string | undefined;
  readonly values?: readonly { readonly value: string; readonly displayName: string }[] | undefined;
}

export interface SuppliedManifestJson {
  readonly name: string;
  readonly version: string;
  /** Of its extension.yaml. */
  readonly text: string;
}

export interface TargetsJson {
  readonly count: number;
  /** The first of them, as they will be shown. */
  readonly first: readonly string[];
  readonly devices?: readonly { readonly target: string; readonly port: number }[] | undefined;
  /** How many are polled already. */
  readonly polled: number;
  readonly problems: readonly string[];
}

export interface ConfigurationSummaryJson {
  readonly extension: string;
  readonly objectId: string;
  readonly scope: string;
  readonly version: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly featureSets: readonly string[];
  readonly devices: number;
  /** Addresses of the first of them. */
  readonly firstDevices: readonly string[];
  /** How many devices use each credential by its name; an empty name: their own. */
  readonly credentials: Readonly<Record<string, number>>;
  /** How many devices stand at each status code. */
  readonly codes: Readonly<Record<string, number>>;
  readonly status: string;
  readonly message: string;
  readonly revision: string;
  /** Undefined: it was there before anybody changed it by the API. */
  readonly changed?: { readonly by: string; readonly at: number } | undefined;
  /** Name of its file. */
  readonly file: string;
  readonly findings: readonly FindingJson[];
}
