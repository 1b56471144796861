export { ApiError } from "./api-error.ts";
export type * from "./authoring-port.ts";
export type * from "./device-view-port.ts";
export type * from "./fleet-port.ts";
export {
  type Access,
  type Api,
  type ApiLimits,
  type ApiOptions,
  DEFAULT_LIMITS,
  type Health,
  type Ingest,
  type LinesTaken,
  type MetricsAnswer,
  OTLP_SIGNALS,
  type OtlpAnswer,
  type OtlpEncoding,
  type OtlpRequest,
  type OtlpSignal,
  type QueueFull,
  type Sender,
  type WriteText,
} from "./options.ts";
export type * from "./polling-port.ts";
export type * from "./ports.ts";
export { QuietLog } from "./quiet-log.ts";
export type * from "./screens-port.ts";
export { selfMetrics } from "./self-metrics-text.ts";
export type * from "./setup-port.ts";
export {
  POLL_RESULTS,
  type PollResultName,
  type SinkFigures,
  type Snapshot,
  type ThreadFigures,
} from "./snapshot.ts";
export { startApi } from "./start-api.ts";
export type * from "./topology-port.ts";
