export type { Binding, BoundLine, LineBinder } from "./binding.ts";
export {
  aggregate,
  ENDPOINT_CODES,
  type EndpointCode,
  endpointCodeOf,
  judge,
  type TaskReport,
  type Verdict,
  verdictOn,
} from "./device-status.ts";
export type { CustomDevice } from "./entities/custom-device.ts";
export type { EntityChange } from "./entities/entity-history.ts";
export {
  type EntityStats,
  EntityStore,
  type EntityStoreOptions,
  type StoreFault,
} from "./entities/entity-store.ts";
export { EVENT_SEVERITIES, type EventFilter, EventStore, type StoredEvent } from "./events.ts";
export { KEY_AREAS, type KeyChange, type KeyEntry, type KeyRange, type KeyValue } from "./key-value.ts";
export { type OpenedStore, openKeyValue } from "./key-value-level.ts";
export type { LimitFigure, LimitWarning } from "./metrics/limits.ts";
export { MetricStore, type MetricStoreOptions, type MetricStoreStats } from "./metrics/metric-store.ts";
export {
  type DeviceState,
  type FleetMember,
  type GoneDevice,
  type OnStatus,
  type StatusEvent,
  StatusStore,
} from "./status-store.ts";
export { Store, type StoreFigures, type StoreOptions } from "./store.ts";
