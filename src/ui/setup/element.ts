import type { CheckedDevice } from "./check-merge.ts";
import type { Draft } from "./draft.ts";
import { hostOf } from "./hosts.ts";
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
}: Pick<Draft, "timeoutSecs" | "retries">): Record<string, number> | undefined {
  const advanced = {
    ...(timeoutSecs === undefined ? {} : { timeoutSecs }),
    ...(retries === undefined ? {} : { retries }),
  };
  return Object.keys(advanced).length === 0 ? undefined : advanced;
}

/** One configuration with all devices, each with the credential that it took; one that took none gets the first. */
export function elementOf(
  draft: Draft,
  devices: readonly CheckedDevice[],
  featureSets: readonly string[],
): ConfigurationElement {
  const vars = givenVars(draft.vars);
  const advanced = advancedOf(draft);
  return {
    scope: `ag_group-${draft.group}`,
    value: {
      version: draft.version,
      description: draft.description.trim(),
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
