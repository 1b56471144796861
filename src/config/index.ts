export * from "./config.ts";
export { loadDevices } from "./device-list.ts";
export {
  type FeatureSet,
  featureSetsOf,
  selectsFeatureSet,
} from "./feature-sets.ts";
export type { HttpSettings } from "./http-settings.ts";
export type { HeaderRefs } from "./http-sinks.ts";
export { DEFAULT_INGEST, type IngestSettings } from "./ingest-settings.ts";
export { type IngestUrl, ingestUrl } from "./ingest-url.ts";
export {
  CONFIGURATIONS_MAX,
  loadMonitoringConfigurations,
  type MonitoringOptions,
  requestedVersions,
} from "./monitoring.ts";
export type { QueueSettings } from "./queue-settings.ts";
export type { SecretRef } from "./secret-ref.ts";
export {
  type ConfigurationFile,
  type ListenAddress,
  loadServiceConfig,
  type ServiceConfig,
} from "./service.ts";
export type { DynatraceSinkConfig, LinesSinkConfig, SinkConfig } from "./sinks.ts";
export { DEFAULT_LABEL_REFRESH_MS, type SnmpSettings } from "./snmp-settings.ts";
