import { counted } from "../words/counted.ts";
import { type ConfigurationValue, credentialName, devicesOf } from "./element.ts";

// One change to many configurations, and what it changes in each.

export type BulkEdit =
  | { readonly kind: "enable" | "disable" }
  | { readonly kind: "sets"; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: "credential"; readonly from: string | undefined; readonly to: string }
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "advanced"; readonly settings: Readonly<Record<string, number | null>> };

export interface Edited {
  readonly value: ConfigurationValue;
  /** In words; empty when nothing changes. */
  readonly changes: readonly string[];
}

export function edited(value: ConfigurationValue, edit: BulkEdit): Edited {
  switch (edit.kind) {
    case "enable":
    case "disable":
      return withEnabled(value, edit.kind === "enable");
    case "sets":
      return withSets(value, edit);
    case "credential":
      return withCredential(value, edit);
    case "version":
      return value.version === edit.version
        ? unchanged(value)
        : {
            value: { ...value, version: edit.version },
            changes: [`version ${value.version} → ${edit.version}`],
          };
    case "advanced":
      return withAdvanced(value, edit.settings);
    default:
      return edit satisfies never;
  }
}

const unchanged = (value: ConfigurationValue): Edited => ({ value, changes: [] });

function withEnabled(value: ConfigurationValue, enabled: boolean): Edited {
  if ((value.enabled ?? true) === enabled) return unchanged(value);
  return { value: { ...value, enabled }, changes: [enabled ? "is polled again" : "is no longer polled"] };
}

function withSets(value: ConfigurationValue, { add, remove }: BulkEdit & { kind: "sets" }): Edited {
  const before = value.featureSets ?? [];
  const added = add.filter((name) => !before.includes(name));
  const removed = before.filter((name) => remove.includes(name));
  if (added.length + removed.length === 0) return unchanged(value);
  const featureSets = [...before.filter((name) => !removed.includes(name)), ...added];
  const changes = [...added.map((name) => `+ ${name}`), ...removed.map((name) => `− ${name}`)];
  return { value: { ...value, featureSets }, changes };
}

function withCredential(value: ConfigurationValue, { from, to }: BulkEdit & { kind: "credential" }): Edited {
  let count = 0;
  const devices = devicesOf(value).map((device) => {
    const name = credentialName(device);
    if (name === to || (from !== undefined && (name ?? "") !== from)) return device;
    count += 1;
    return { ...device, authentication: { credential: to } };
  });
  if (count === 0) return unchanged(value);
  return {
    value: { ...value, snmp: { ...value.snmp, devices } },
    changes: [`credential of ${counted(count, "device")} → ${to}`],
  };
}

/** Null puts a setting back to what is usual. */
function withAdvanced(value: ConfigurationValue, settings: Readonly<Record<string, number | null>>): Edited {
  let count = 0;
  const devices = devicesOf(value).map((device) => {
    const before = device.advanced ?? {};
    if (Object.entries(settings).every(([key, one]) => (before[key] ?? null) === one)) return device;
    count += 1;
    return { ...device, advanced: { ...before, ...settings } };
  });
  if (count === 0) return unchanged(value);
  const words = Object.entries(settings).map(([key, one]) => `${key} ${one ?? "as usual"}`);
  return {
    value: { ...value, snmp: { ...value.snmp, devices } },
    changes: [`${words.join(", ")} for ${counted(count, "device")}`],
  };
}
