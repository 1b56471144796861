import type {
  Group,
  Manifest,
  MetricSpec,
  Subgroup,
  TrapGroup,
  VarDeclaration,
} from "../../src/manifest/index.ts";

// Checked manifests as the manifest loader would hand them on, small enough to reason about.

export function metric(key: string, featureSet?: string): MetricSpec {
  return { key, type: "gauge", value: { kind: "const", text: "1" }, intervalMinutes: undefined, featureSet };
}

export function filteredBy(key: string, id: string): Group["dimensions"][number] {
  return { key, value: { kind: "const", text: "x" }, filter: { kind: "var", id } };
}

export function subgroup(name: string, parts: Partial<Subgroup>): Subgroup {
  const defaults = {
    table: true,
    dimensions: [],
    metrics: [],
    intervalMinutes: undefined,
    featureSet: undefined,
  };
  return { subgroup: name, ...defaults, ...parts };
}

export function group(name: string, parts: Partial<Group>): Group {
  const defaults = { table: false, dimensions: [], metrics: [], subgroups: [] };
  return { group: name, intervalMinutes: undefined, featureSet: undefined, ...defaults, ...parts };
}

export function textVar(id: string, parts: Partial<VarDeclaration & { type: "text" }> = {}): VarDeclaration {
  const defaults = { description: undefined, required: false, defaultValue: undefined, maxLength: 500 };
  return { id, displayName: id, type: "text", pattern: undefined, ...defaults, ...parts };
}

export function enumVar(id: string, values: readonly string[], defaultValue?: string): VarDeclaration {
  const availableValues = values.map((value) => ({ value, displayName: value }));
  const defaults = { description: undefined, required: false, defaultValue };
  return { id, displayName: id, type: "enum", availableValues, ...defaults };
}

export function manifest(parts: Partial<Manifest> = {}): Manifest {
  return {
    name: "custom:switches",
    version: "1.12.0",
    minDynatraceVersion: "1.300",
    minEecVersion: undefined,
    author: "tests",
    vars: [],
    metrics: [],
    snmp: [group("device", { metrics: [metric("switch.uptime")] })],
    traps: [],
    topology: { types: [], relationships: [] },
    screens: [],
    alerts: [],
    dashboards: [],
    ...parts,
  };
}

/** Unassigned metrics, three sets, filter variables: the shape that switch extensions have. */
export const SWITCHES: Manifest = manifest({
  vars: [
    textVar("ext.activationtag"),
    textVar("if_name"),
    textVar("if_admin_status"),
    textVar("if_oper_status"),
  ],
  snmp: [
    group("device", {
      metrics: [metric("switch.uptime")],
      subgroups: [
        subgroup("interfaces", {
          featureSet: "Interfaces",
          dimensions: [filteredBy("if.name", "if_name"), filteredBy("if.admin", "if_admin_status")],
          metrics: [metric("switch.if.errors"), metric("switch.if.hc", "Interfaces 64-bit")],
        }),
        subgroup("health", {
          featureSet: "Health",
          dimensions: [filteredBy("if.oper", "if_oper_status")],
          metrics: [metric("switch.fan")],
        }),
      ],
    }),
  ],
});

export const TRAPS: TrapGroup = {
  group: "traps",
  intervalMinutes: 1,
  featureSet: undefined,
  dimensions: [{ key: "device.address", value: "const:sender" }],
  metrics: [{ key: "switch.traps", type: "count,delta", value: "calculated", featureSet: "Events" }],
};
