// What helps whoever writes a manifest.

export interface AuthoringPort {
  /** MIB objects by a part of their name, or by the begin of their OID; the best first. */
  objects(query: { readonly text: string; readonly limit: number }): readonly MibObjectJson[];
  /** Recordings that come with the program, for previews. */
  recordings(): Promise<readonly RecordingJson[]>;
  /** JSON Schema of an extension.yaml. */
  manifestSchema(): object;
  /** All that are installed, by name, each with all of its versions. */
  extensions(): readonly ExtensionOverviewJson[];
}

export interface ExtensionOverviewJson {
  readonly name: string;
  /** Undefined while none is active. */
  readonly active?: string | undefined;
  /** Newest first. */
  readonly versions: readonly ExtensionSummaryJson[];
}

export interface ExtensionSummaryJson {
  readonly version: string;
  readonly author: string;
  readonly dataSources: readonly string[];
  readonly featureSets: number;
  readonly metrics: number;
  readonly entityTypes: number;
  readonly minDynatraceVersion: string;
  /** Named by the service configuration: it is changed there alone. */
  readonly fixed: boolean;
}

export interface MibObjectJson {
  readonly name: string;
  readonly module: string;
  readonly oid: string;
  /** `node` for what is none of the others: a branch of the tree, an identity, a notification. */
  readonly kind: "scalar" | "column" | "table" | "row" | "node";
  /** How values are shown, where a MIB says more than the type on the wire. */
  readonly syntax?: string | undefined;
  /** Of enumerations and BITS. */
  readonly values?: readonly { readonly number: number; readonly name: string }[] | undefined;
}

export interface RecordingJson {
  readonly name: string;
  readonly description: string;
  readonly sysDescr: string;
}
