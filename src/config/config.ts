import type { Secret } from "../base/index.ts";

/** One element of the activation JSON, checked: what to collect with which extension, and from where. */
export interface MonitoringConfiguration {
  /** Stable across restarts: our `objectId`, derived from file and position unless the API gave one. */
  readonly id: string;
  /** ActiveGate group, from `scope: ag_group-<name>`. */
  readonly groupName: string;
  readonly version: string;
  readonly description: string;
  readonly enabled: boolean;
  /** As written; `all` means every set. */
  readonly featureSets: readonly string[];
  /** Every declared variable, with its default applied; unset ones are empty text. */
  readonly vars: ReadonlyMap<string, string>;
  readonly devices: readonly DeviceConfig[];
  readonly traps: TrapsConfig | undefined;
}

export interface DeviceConfig {
  /** IPv4, IPv6 or host name, as written. */
  readonly host: string;
  readonly port: number;
  readonly credentials: Credentials;
  readonly advanced: AdvancedOptions;
}

export const AUTH_PROTOCOLS = ["MD5", "SHA", "SHA224", "SHA256", "SHA384", "SHA512"] as const;
export type AuthProtocol = (typeof AUTH_PROTOCOLS)[number];

/** AES192 and AES256 extend keys as draft-blumenthal, the C variants as draft-reeder (Cisco). */
export const PRIV_PROTOCOLS = ["DES", "AES", "AES192", "AES256", "AES192C", "AES256C"] as const;
export type PrivProtocol = (typeof PRIV_PROTOCOLS)[number];

export const SECURITY_LEVELS = ["NO_AUTH_NO_PRIV", "AUTH_NO_PRIV", "AUTH_PRIV"] as const;
export type SecurityLevel = (typeof SECURITY_LEVELS)[number];

export type Credentials =
  | { readonly version: "1" | "2c"; readonly community: Secret }
  | {
      readonly version: "3";
      readonly userName: string;
      readonly securityLevel: SecurityLevel;
      /** Present from AUTH_NO_PRIV on. */
      readonly auth: { readonly protocol: AuthProtocol; readonly password: Secret } | undefined;
      /** Present at AUTH_PRIV. */
      readonly priv: { readonly protocol: PrivProtocol; readonly password: Secret } | undefined;
      /** Empty text is the default context. */
      readonly contextName: string;
    };

export interface AdvancedOptions {
  /** Wait per attempt. */
  readonly timeoutMs: number;
  /** Repeats after the first attempt. */
  readonly retries: number;
  readonly maxRepetitions: number;
  readonly maxOidsPerQuery: number;
  /** Accept answers from another source address. */
  readonly enableUnconnectedUdp: boolean;
}

export const DEFAULT_ADVANCED: AdvancedOptions = Object.freeze({
  timeoutMs: 1_000,
  retries: 3,
  maxRepetitions: 100,
  maxOidsPerQuery: 60,
  enableUnconnectedUdp: false,
});

export interface TrapsConfig {
  readonly sources: readonly {
    readonly cidr: string;
    readonly port: number;
    readonly credentials: Credentials;
  }[];
  readonly varbindings: readonly { readonly root: string; readonly suffixLength: number }[];
}
