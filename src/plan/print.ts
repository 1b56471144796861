import type { Filter } from "../manifest/index.ts";
import type { ObjectCatalogue, Oid } from "../smi/index.ts";
import type {
  DimensionPlan,
  DimensionSource,
  GroupPlan,
  MetricPlan,
  PollPlan,
  SubgroupPlan,
} from "./plan.ts";

/** The plan as text for people: what is asked of a device, how often, and what becomes of it. No secrets. */
export function printPlan(plan: PollPlan, catalogue: ObjectCatalogue): string {
  const lines = [
    `${plan.extension.name} ${plan.extension.version} · configuration ${plan.configurationId}`,
    `${count(plan.devices.length, "device")} · ${count(plan.groups.length, "group")} · ${count(plan.tasks.length, "task")}`,
  ];
  for (const group of plan.groups) lines.push("", ...printGroup(group, catalogue));
  lines.push("", "devices");
  for (const device of plan.devices) {
    const { credentials, advanced } = device.config;
    const user = credentials.version === "3" ? ` ${credentials.userName} ${credentials.securityLevel}` : "";
    lines.push(
      `  ${device.id}  SNMPv${credentials.version}${user}  timeout ${advanced.timeoutMs} ms × ${1 + advanced.retries}` +
        `  maxRepetitions ${advanced.maxRepetitions}  maxOidsPerQuery ${advanced.maxOidsPerQuery}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function printGroup(group: GroupPlan, catalogue: ObjectCatalogue): string[] {
  const named = (oid: Oid): string => `    ${oid}${nameSuffix(oid, catalogue)}`;
  const lines = [`group ${group.group} every ${duration(group.intervalMs)}`];
  if (group.scalars.length > 0)
    lines.push(`  scalars (${group.scalars.length})`, ...group.scalars.map(named));
  if (group.columns.length > 0)
    lines.push(`  columns (${group.columns.length})`, ...group.columns.map(named));
  for (const subgroup of group.subgroups) lines.push(...printSubgroup(subgroup));
  return lines;
}

function printSubgroup(subgroup: SubgroupPlan): string[] {
  const sets = subgroup.featureSets.filter((set) => set !== "");
  return [
    `  subgroup ${subgroup.name} (${subgroup.table ? "table" : "scalars"})${sets.length > 0 ? ` [${sets.join(", ")}]` : ""}`,
    ...subgroup.dimensions.map((dimension) => `    dimension ${printDimension(dimension)}`),
    ...subgroup.metrics.map(
      (metric) => `    metric ${metric.key} ${metric.type} = ${printSource(metric.source)}`,
    ),
  ];
}

function printDimension(dimension: DimensionPlan): string {
  const filter = dimension.filter === undefined ? "" : `  keep ${printFilter(dimension.filter)}`;
  return `${dimension.key} = ${printSource(dimension.source)}${filter}`;
}

function printSource(source: DimensionSource | MetricPlan["source"]): string {
  switch (source.kind) {
    case "scalar":
    case "column":
      return source.oid;
    case "const":
      return "text" in source ? JSON.stringify(source.text) : String(source.value);
    case "device":
      return `device ${source.field}`;
    case "inetAddress":
      return `$inetAddress(${source.type.oid}, ${source.address.oid})`;
    case "networkFormat":
      return `$networkFormat(${source.formatter.kind === "const" ? source.formatter.text : source.formatter.oid}, ${source.data.oid})`;
  }
}

function printFilter(filter: Filter): string {
  switch (filter.op) {
    case "not":
      return `$not(${printFilter(filter.part)})`;
    case "and":
    case "or":
      return `$${filter.op}(${filter.parts.map(printFilter).join(",")})`;
    case "prefix":
    case "suffix":
    case "contains":
    case "eq":
      return `$${filter.op}(${filter.text.replaceAll(/[~(),]/g, "~$&")})`;
  }
}

/**
 * The plan as plain data for JSON: Maps as objects, secrets as `***`, each task by its id, device and group alone.
 */
export function planToJson(plan: PollPlan): unknown {
  return {
    ...plan,
    tasks: plan.tasks.map((task) => ({ id: task.id, device: task.device.id, group: task.group.group })),
  };
}

function nameSuffix(oid: Oid, catalogue: ObjectCatalogue): string {
  const name = catalogue.nameOf(oid);
  return name === undefined ? "" : `  ${name}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function duration(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`;
}
