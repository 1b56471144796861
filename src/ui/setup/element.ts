import type { Draft } from "./draft.ts";
import { hostOf } from "./hosts.ts";
import { partNames, type SavedPart } from "./saved-parts.ts";
import { givenVars } from "./variable-check.ts";

// The activation JSON (spec 2) as the UI writes and reads it.

export interface DeviceElement {
  readonly ip: string;
  readonly port?: number | null | undefined;
  readonly authentication: Readonly<Record<string, unknown>>;
  readonly advanced?: Readonly<Record<string, unknown>> | null | undefined;
}
export interface ConfigurationValue {
  readonly version: string;
  readonly description: string;
  readonly enabled?: boolean | null | undefined;
  readonly featureSets?: readonly string[] | null | undefined;
  readonly vars?: Readonly<Record<string, string>> | null | undefined;
  readonly snmp?: { readonly devices: readonly DeviceElement[] } | undefined;
  readonly [other: string]: unknown;
}
export interface ConfigurationElement {
  readonly scope: string;
  readonly value: ConfigurationValue;
}

/** What `advanced` of each device says; undefined where all is as usual. */
export function advancedOf({
  timeoutSecs,
  retries,
  anySource,
}: Pick<Draft, "timeoutSecs" | "retries" | "anySource">): Record<string, number | boolean> | undefined {
  const advanced = {
    ...(timeoutSecs === undefined ? {} : { timeoutSecs }),
    ...(retries === undefined ? {} : { retries }),
    ...(anySource ? { enableUnconnectedUdp: true } : {}),
  };
  return Object.keys(advanced).length === 0 ? undefined : advanced;
}

/** A configuration for each part. */
export function elementsOf(draft: Draft, parts: readonly SavedPart[]): readonly ConfigurationElement[] {
  const names = partNames(draft.description.trim(), parts);
  return parts.map((part, i) => elementOf(draft, part, names[i]!));
}

/** One configuration with its devices, each with the credential that it took; one that took none gets the first. */
function elementOf(
  draft: Draft,
  { devices, featureSets }: SavedPart,
  description: string,
): ConfigurationElement {
  const vars = givenVars(draft.vars);
  const advanced = advancedOf(draft);
  return {
    scope: `ag_group-${draft.group}`,
    value: {
      version: draft.version,
      description,
      enabled: true,
      featureSets,
      ...(Object.keys(vars).length === 0 ? {} : { vars }),
      snmp: {
        devices: devices.map((device) => {
          const { host, port } = hostOf(device);
          const credential = device.credential ?? draft.credentials[0]!;
          return {
            ip: host,
            port,
            authentication: { credential },
            ...(advanced === undefined ? {} : { advanced }),
          };
        }),
      },
    },
  };
}

/** The value of a stored configuration, which the API has checked. */
export const valueOf = (value: unknown): ConfigurationValue => value as ConfigurationValue;
export const devicesOf = (value: ConfigurationValue): readonly DeviceElement[] => value.snmp?.devices ?? [];
export const credentialName = ({ authentication }: DeviceElement): string | undefined => {
  const name = authentication["credential"];
  return typeof name === "string" ? name : undefined;
};
