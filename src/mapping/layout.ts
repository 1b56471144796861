import type { DimensionSource, GroupPlan, MetricPlan, SubgroupPlan } from "../plan/index.ts";
import type { Oid } from "../smi/index.ts";
import { PairTable } from "./pair-table.ts";
import { SharedLists } from "./shared-lists.ts";

/**
 * A group plan prepared for mapping: automatic dimensions sorted in, counters numbered. Made once per group plan
 * and shared by all devices, so nothing of it is worked out in a poll.
 */
export interface GroupLayout {
  readonly subgroups: readonly SubgroupLayout[];
  /** By counter number. */
  readonly counters: readonly CounterLayout[];
  /** Row indexes that devices have in common. */
  readonly indexLists: SharedLists;
}

export interface CounterLayout {
  /** Equal over reloads of the plan, so that the state survives one. */
  readonly name: string;
  /** Undefined for a scalar. */
  readonly column: Oid | undefined;
}

export interface SubgroupLayout {
  readonly table: boolean;
  /** Sorted by key: the order of a line. */
  readonly slots: readonly Slot[];
  readonly metrics: readonly MetricSlot[];
  /** Columns of metrics and of dimensions. */
  readonly columns: readonly Oid[];
  /** Columns of metrics: their indexes are the rows. */
  readonly metricColumns: readonly Oid[];
  /** Columns of dimensions: their indexes are the rows of `const:` metrics. */
  readonly dimensionColumns: readonly Oid[];
  readonly hasConstMetric: boolean;
}

export interface Slot {
  readonly key: string;
  readonly source: DimensionSource;
  readonly filter: SubgroupPlan["dimensions"][number]["filter"];
  /** One value per row; otherwise one for all. */
  readonly perRow: boolean;
  /** What it has been lately, shared by all rows of all devices. */
  readonly pairs: PairTable;
}

export interface MetricSlot {
  readonly plan: MetricPlan;
  /** Number of the counter; undefined for gauges and constants. */
  readonly counter: number | undefined;
}

/** On every line, unless the manifest declares the key itself (spec of the manifest §6). */
const AUTOMATIC: readonly { readonly key: string; readonly source: DimensionSource }[] = [
  { key: "device", source: { kind: "device", field: "endpoint" } },
  { key: "device.address", source: { kind: "device", field: "address" } },
  { key: "device.name", source: { kind: "device", field: "name" } },
];

const layouts = new WeakMap<GroupPlan, GroupLayout>();

/** The layout of a group plan: worked out once, then remembered as long as the plan lives. */
export function layoutOf(group: GroupPlan): GroupLayout {
  let layout = layouts.get(group);
  if (layout === undefined) {
    layout = createLayout(group);
    layouts.set(group, layout);
  }
  return layout;
}

function createLayout(group: GroupPlan): GroupLayout {
  const counters: CounterLayout[] = [];
  const numberOf = (subgroup: SubgroupPlan, metric: MetricPlan): number | undefined => {
    if (metric.type !== "count" || metric.source.kind === "const") return undefined;
    const { kind, oid } = metric.source;
    const name = uniqueName(counters, `${subgroup.name}|${metric.key}|${oid}`);
    return counters.push({ name, column: kind === "column" ? oid : undefined }) - 1;
  };
  const subgroups = group.subgroups.map((subgroup): SubgroupLayout => {
    const metrics = subgroup.metrics.map((plan) => ({ plan, counter: numberOf(subgroup, plan) }));
    const slots = slotsOf(subgroup);
    const metricColumns = distinct(
      metrics.flatMap(({ plan }) => (plan.source.kind === "column" ? [plan.source.oid] : [])),
    );
    const dimensionColumns = distinct(slots.flatMap((slot) => columnsOf(slot.source)));
    return {
      table: subgroup.table,
      slots,
      metrics,
      columns: distinct([...metricColumns, ...dimensionColumns]),
      metricColumns,
      dimensionColumns,
      hasConstMetric: metrics.some(({ plan }) => plan.source.kind === "const"),
    };
  });
  return { subgroups, counters, indexLists: new SharedLists() };
}

function slotsOf(subgroup: SubgroupPlan): Slot[] {
  const declared = new Set(subgroup.dimensions.map(({ key }) => key));
  const automatic = AUTOMATIC.filter(({ key }) => !declared.has(key));
  return [...subgroup.dimensions, ...automatic.map((one) => ({ ...one, filter: undefined }))]
    .map(({ key, source, filter }) => ({
      key,
      source,
      filter,
      perRow: columnsOf(source).length > 0,
      pairs: new PairTable(key),
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function columnsOf(source: DimensionSource): Oid[] {
  switch (source.kind) {
    case "column":
      return [source.oid];
    case "networkFormat":
      return [...columnsOf(source.formatter), ...columnsOf(source.data)];
    case "inetAddress":
      return [...columnsOf(source.type), ...columnsOf(source.address)];
    case "scalar":
    case "const":
    case "device":
      return [];
    default:
      return source satisfies never;
  }
}

const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Subgroup names are labels and may repeat, so may the metrics below them. */
function uniqueName(taken: readonly CounterLayout[], name: string): string {
  let unique = name;
  for (let copy = 2; taken.some((other) => other.name === unique); copy++) unique = `${name}#${copy}`;
  return unique;
}
