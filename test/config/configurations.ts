import { loadMonitoringConfigurations, type MonitoringConfiguration } from "../../src/config/index.ts";
import type { Loaded, Manifest } from "../../src/manifest/index.ts";
import { manifest as smallManifest } from "./manifests.ts";

/** Anything that JSON can say. */
export type Json = unknown;

export const V2C = { type: "SNMPv2c", community: "s3cr3t-community" };

export function device(parts: Record<string, Json> = {}): Record<string, Json> {
  return { ip: "192.0.2.10", authentication: V2C, ...parts };
}

/** One good element; `undefined` in `parts` leaves a key out. */
export function element(parts: Record<string, Json> = {}): Record<string, Json> {
  const value = { version: "1.12.0", description: "test", snmp: { devices: [device()] }, ...parts };
  return { scope: "ag_group-default", value };
}

export function withDevice(parts: Record<string, Json>): Json {
  return [element({ snmp: { devices: [device(parts)] } })];
}

export function load(
  content: Json,
  manifest: Manifest = smallManifest(),
): Loaded<readonly MonitoringConfiguration[]> {
  return loadText(JSON.stringify(content), manifest);
}

export function loadText(
  text: string,
  manifest: Manifest = smallManifest(),
): Loaded<readonly MonitoringConfiguration[]> {
  return loadMonitoringConfigurations(text, { manifest, idPrefix: "cfg" });
}

/** `C002 /0/scope`, the way most tests compare findings. */
export function codes({ diagnostics }: Loaded<unknown>): string[] {
  return diagnostics.map(({ code, path }) => `${code} ${path}`);
}
