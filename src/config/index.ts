export * from "./config.ts";
export { loadCredential } from "./credential.ts";
export { loadDevices } from "./device-list.ts";
export { SNMP_PORT, sameCredentials } from "./devices.ts";
export {
  ALL_FEATURE_SETS,
  collectedMetrics,
  type FeatureSet,
  featureSetsOf,
  selectsFeatureSet,
} from "./feature-sets.ts";
export type { FrontSettings } from "./front-settings.ts";
export { canonicalHost, hostProblem } from "./host.ts";
export type { HttpSettings } from "./http-settings.ts";
export type { HeaderRefs } from "./http-sinks.ts";
export { DEFAULT_INGEST, type IngestSettings } from "./ingest-settings.ts";
export { type IngestUrl, ingestUrl } from "./ingest-url.ts";
export {
  type ChooseManifest,
  CONFIGURATIONS_MAX,
  loadMonitoringConfigurations,
  type MonitoringOptions,
  type WantedExtension,
} from "./monitoring.ts";
export type { QueueSettings } from "./queue-settings.ts";
export {
  SECRET_KEYS,
  type SecretOptions,
  type SecretProblem,
  type SecretReader,
  type SecretSource,
} from "./secret-reader.ts";
export type { SecretRef } from "./secret-ref.ts";
export {
  type ConfigurationFile,
  type ListenAddress,
  loadServiceConfig,
  type ServiceConfig,
} from "./service.ts";
export type { DynatraceSinkConfig, LinesSinkConfig, SinkConfig } from "./sinks.ts";
export { DEFAULT_LABEL_REFRESH_MS, type SnmpSettings } from "./snmp-settings.ts";
export { DEFAULT_STORE, type StoreSettings } from "./store-settings.ts";
export { SNMPTRAP_PORT } from "./traps.ts";
