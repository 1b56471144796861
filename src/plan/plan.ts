import type { DeviceConfig } from "../config/index.ts";
import type { Filter, MetricType } from "../manifest/index.ts";
import type { ObjectSyntax, Oid } from "../smi/index.ts";

/**
 * What one extension polls with one configuration: compiled once, frozen, sorted, never changed.
 * Groups are shared by all devices; a task is one group on one device and the unit of scheduling.
 */
export interface PollPlan {
  readonly extension: { readonly name: string; readonly version: string };
  readonly configurationId: string;
  readonly groups: readonly GroupPlan[];
  readonly devices: readonly PlannedDevice[];
  readonly tasks: readonly PollTask[];
}

export interface PlannedDevice {
  /** `host:port` as configured: the stable key of the device in logs, phases and counters. */
  readonly id: string;
  readonly config: DeviceConfig;
}

export interface PollTask {
  /** `<configuration>/<device>/<group>@<interval in ms>`: unique in the service, stable over restarts. */
  readonly id: string;
  readonly configurationId: string;
  readonly device: PlannedDevice;
  readonly group: GroupPlan;
}

/** All metrics of one manifest group that share one effective interval. */
export interface GroupPlan {
  readonly group: string;
  readonly intervalMs: number;
  /** Instances to GET exactly as written, each once, in OID order; includes sysUpTime.0 when counts are collected. */
  readonly scalars: readonly Oid[];
  /** Columns to walk, each once however many subgroups share it, in OID order. */
  readonly columns: readonly Oid[];
  readonly subgroups: readonly SubgroupPlan[];
}

/** How the values of one subgroup become lines: one line per row and metric, a scalar subgroup has one row. */
export interface SubgroupPlan {
  readonly name: string;
  readonly table: boolean;
  /** Feature sets that brought this subgroup's metrics in; empty text stands for "always collected". */
  readonly featureSets: readonly string[];
  /** Group and subgroup dimensions merged: inner wins on equal keys; sorted by key, automatic ones not included. */
  readonly dimensions: readonly DimensionPlan[];
  readonly metrics: readonly MetricPlan[];
}

export interface DimensionPlan {
  readonly key: string;
  readonly source: DimensionSource;
  readonly filter: Filter | undefined;
}

/** A place a value comes from: one instance for all rows, or a column with one cell per row. */
export interface CellRef {
  readonly kind: "scalar" | "column";
  readonly oid: Oid;
  /** What the MIB catalogue knows about showing it. */
  readonly syntax: ObjectSyntax | undefined;
}

export type DeviceField = "endpoint" | "address" | "port" | "name";

export type DimensionSource =
  | CellRef
  | { readonly kind: "const"; readonly text: string }
  | { readonly kind: "device"; readonly field: DeviceField }
  | {
      readonly kind: "networkFormat";
      readonly formatter: CellRef | { readonly kind: "const"; readonly text: string };
      readonly data: CellRef;
      readonly default: string | undefined;
    }
  | { readonly kind: "inetAddress"; readonly type: CellRef; readonly address: CellRef };

export interface MetricPlan {
  /** As sent: normalised for the line protocol. */
  readonly key: string;
  /** As the classic store keeps it: `.count` appended to counts, `.gauge` to gauges that end in `.count`. */
  readonly storedKey: string;
  readonly type: MetricType;
  /** The feature set that brought it in; empty text when it is always collected. */
  readonly featureSet: string;
  readonly source: CellRef | { readonly kind: "const"; readonly value: number };
  /** Another enabled subgroup of this task feeds the same key (M108): equal tuples are emitted once. */
  readonly shared: boolean;
}
