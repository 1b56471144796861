import { deepFreeze } from "../base/index.ts";
import type { DeviceConfig, MonitoringConfiguration } from "../config/index.ts";
import { selectsFeatureSet } from "../config/index.ts";
import {
  type DimensionSpec,
  type Group,
  type Manifest,
  type MetricSpec,
  normaliseMetricKey,
  storedMetricKey,
} from "../manifest/index.ts";
import { compareOids, type ObjectCatalogue, type Oid, SYS_UP_TIME } from "../smi/index.ts";
import { cellOf, compileDimensions } from "./dimensions.ts";
import type {
  DimensionPlan,
  DimensionSource,
  GroupPlan,
  MetricPlan,
  PlannedDevice,
  PollPlan,
  PollTask,
  SubgroupPlan,
} from "./plan.ts";

const DEFAULT_INTERVAL_MINUTES = 1;
const MINUTE_MS = 60_000;

export interface CompileOptions {
  readonly catalogue: ObjectCatalogue;
  /** Polls every group at this interval in place of the manifest's; for demos and one-off polls. */
  readonly intervalMs?: number | undefined;
}

/**
 * Compiles what one configuration collects with one manifest into a frozen, sorted plan. Pure: the same input
 * gives the same plan. Metrics whose feature set is not chosen, or whose MIB name is unresolved (M106), are left
 * out; a subgroup without metrics asks for nothing. Spec 1 §6, §8.2; spec 2 §1.
 */
export function compilePlan(
  manifest: Manifest,
  configuration: MonitoringConfiguration,
  options: CompileOptions,
): PollPlan {
  const groups = manifest.snmp
    .flatMap((group) => compileGroup(group, configuration, options))
    .toSorted((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : a.intervalMs - b.intervalMs));
  return planOf({
    extension: { name: manifest.name, version: manifest.version },
    configurationId: configuration.id,
    groups,
    devices: configuration.devices.map(plannedDevice),
  });
}

/** A plan of its parts, frozen: each group on each device is a task. */
export function planOf(parts: Omit<PollPlan, "tasks">): PollPlan {
  const { configurationId, groups, devices } = parts;
  return deepFreeze({
    ...parts,
    tasks: devices.flatMap((device) =>
      groups.map((group) => ({
        // Joined, for what a template puts together keeps its parts, and there is an id for each task of each device.
        id: [configurationId, device.id, `${group.group}@${group.intervalMs}`].join("/"),
        configurationId,
        device,
        group,
      })),
    ),
  });
}

/** A device under the name that it has in plans. */
export function plannedDevice(config: DeviceConfig): PlannedDevice {
  return { id: deviceId(config), config };
}

/** `host:port`, IPv6 in brackets: how a device is called in logs, status and phases. */
export function deviceId(device: { readonly host: string; readonly port: number }): string {
  return [device.host.includes(":") ? `[${device.host}]` : device.host, device.port].join(":");
}

/** The tasks of each device, by device id, in plan order. */
export function tasksByDevice(plan: PollPlan): ReadonlyMap<string, readonly PollTask[]> {
  const byDevice = new Map<string, PollTask[]>();
  for (const task of plan.tasks) {
    const tasks = byDevice.get(task.device.id);
    if (tasks === undefined) byDevice.set(task.device.id, [task]);
    else tasks.push(task);
  }
  return byDevice;
}

/** One level that owns metrics: a subgroup, or the group itself for its own metrics. */
interface Section {
  readonly name: string;
  readonly table: boolean;
  readonly intervalMinutes: number | undefined;
  readonly featureSet: string | undefined;
  readonly dimensions: readonly DimensionSpec[];
  readonly metrics: readonly MetricSpec[];
}

function sectionsOf(group: Group): readonly Section[] {
  const own: Section = {
    name: group.group,
    table: group.table,
    intervalMinutes: undefined,
    featureSet: undefined,
    dimensions: [],
    metrics: group.metrics,
  };
  return [own, ...group.subgroups.map((subgroup) => ({ ...subgroup, name: subgroup.subgroup }))];
}

function compileGroup(
  group: Group,
  configuration: MonitoringConfiguration,
  options: CompileOptions,
): GroupPlan[] {
  const byInterval = new Map<number, SubgroupPlan[]>();
  for (const section of sectionsOf(group)) {
    for (const [intervalMs, metrics] of selectedMetrics(group, section, configuration, options)) {
      const subgroups = byInterval.get(intervalMs) ?? [];
      subgroups.push(compileSubgroup(group, section, metrics, configuration, options));
      byInterval.set(intervalMs, subgroups);
    }
  }
  return [...byInterval].map(([intervalMs, subgroups]) => groupPlan(group.group, intervalMs, subgroups));
}

/** The metrics of a section that the configuration chose, by their effective interval: one section can split. */
function selectedMetrics(
  group: Group,
  section: Section,
  configuration: MonitoringConfiguration,
  options: CompileOptions,
): Map<number, MetricSpec[]> {
  const byInterval = new Map<number, MetricSpec[]>();
  for (const metric of section.metrics) {
    if (!selectsFeatureSet(configuration.featureSets, featureSetOf(group, section, metric))) continue;
    if (metric.value.kind === "oid" && metric.value.ref.oid === undefined) continue;
    const minutes =
      metric.intervalMinutes ?? section.intervalMinutes ?? group.intervalMinutes ?? DEFAULT_INTERVAL_MINUTES;
    const intervalMs = options.intervalMs ?? minutes * MINUTE_MS;
    const metrics = byInterval.get(intervalMs) ?? [];
    metrics.push(metric);
    byInterval.set(intervalMs, metrics);
  }
  return byInterval;
}

function featureSetOf(group: Group, section: Section, metric: MetricSpec): string | undefined {
  return metric.featureSet ?? section.featureSet ?? group.featureSet;
}

function compileSubgroup(
  group: Group,
  section: Section,
  metrics: readonly MetricSpec[],
  configuration: MonitoringConfiguration,
  options: CompileOptions,
): SubgroupPlan {
  return {
    name: section.name,
    table: section.table,
    featureSets: [...new Set(metrics.map((metric) => featureSetOf(group, section, metric) ?? ""))].toSorted(),
    dimensions: compileDimensions(group.dimensions, section.dimensions, {
      table: section.table,
      vars: configuration.vars,
      catalogue: options.catalogue,
    }),
    metrics: metrics.flatMap((metric) => {
      const featureSet = featureSetOf(group, section, metric) ?? "";
      const compiled = compileMetric(metric, featureSet, section.table, options.catalogue);
      return compiled === undefined ? [] : [compiled];
    }),
  };
}

function compileMetric(
  metric: MetricSpec,
  featureSet: string,
  table: boolean,
  catalogue: ObjectCatalogue,
): MetricPlan | undefined {
  const key = normaliseMetricKey(metric.key);
  if (key === undefined) return undefined;
  const { value } = metric;
  const common = {
    key,
    storedKey: storedMetricKey(key, metric.type),
    type: metric.type,
    featureSet,
    shared: false,
  };
  if (value.kind === "const") return { ...common, source: { kind: "const", value: Number(value.text) } };
  // The text form of a metric never matters, so its syntax is left out.
  const source = cellOf(value.ref, table, catalogue);
  return source === undefined ? undefined : { ...common, source: { ...source, syntax: undefined } };
}

function groupPlan(group: string, intervalMs: number, subgroups: readonly SubgroupPlan[]): GroupPlan {
  const scalars = new Set<Oid>();
  const columns = new Set<Oid>();
  const want = (source: DimensionSource | MetricPlan["source"]): void => {
    for (const cell of cellsOf(source)) (cell.kind === "scalar" ? scalars : columns).add(cell.oid);
  };
  for (const subgroup of subgroups) {
    for (const dimension of subgroup.dimensions) want(dimension.source);
    for (const metric of subgroup.metrics) want(metric.source);
    if (subgroup.metrics.some((metric) => metric.type === "count")) scalars.add(SYS_UP_TIME);
  }
  return {
    group,
    intervalMs,
    scalars: [...scalars].toSorted(compareOids),
    columns: [...columns].toSorted(compareOids),
    subgroups: markShared(subgroups),
  };
}

/** The instances and columns a source reads. */
function cellsOf(
  source: DimensionPlan["source"] | MetricPlan["source"],
): readonly { readonly kind: "scalar" | "column"; readonly oid: Oid }[] {
  switch (source.kind) {
    case "scalar":
    case "column":
      return [source];
    case "inetAddress":
      return [source.type, source.address];
    case "networkFormat":
      return source.formatter.kind === "const" ? [source.data] : [source.formatter, source.data];
    case "const":
    case "device":
      return [];
  }
}

function markShared(subgroups: readonly SubgroupPlan[]): SubgroupPlan[] {
  const feeders = new Map<string, number>();
  for (const subgroup of subgroups) {
    for (const key of new Set(subgroup.metrics.map((metric) => metric.key))) {
      feeders.set(key, (feeders.get(key) ?? 0) + 1);
    }
  }
  return subgroups.map((subgroup) => ({
    ...subgroup,
    metrics: subgroup.metrics.map((metric) => ({ ...metric, shared: (feeders.get(metric.key) ?? 0) > 1 })),
  }));
}
