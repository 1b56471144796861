export * from "./config.ts";
export { loadDevices } from "./device-list.ts";
export {
  type FeatureSet,
  featureSetsOf,
  selectsFeatureSet,
} from "./feature-sets.ts";
export { type IngestUrl, ingestUrl } from "./ingest-url.ts";
export {
  CONFIGURATIONS_MAX,
  loadMonitoringConfigurations,
  type MonitoringOptions,
  requestedVersions,
} from "./monitoring.ts";
export type { SecretRef } from "./secret-ref.ts";
export {
  type ConfigurationFile,
  type ListenAddress,
  loadServiceConfig,
  type ServiceConfig,
} from "./service.ts";
export type { DynatraceSinkConfig, LinesSinkConfig, SinkConfig } from "./sinks.ts";
export { DEFAULT_LABEL_REFRESH_MS, type SnmpSettings } from "./snmp-settings.ts";
