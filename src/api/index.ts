export { ApiError } from "./api-error.ts";
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
export type * from "./ports.ts";
export { QuietLog } from "./quiet-log.ts";
export { selfMetrics } from "./self-metrics-text.ts";
export {
  POLL_RESULTS,
  type PollResultName,
  type SinkFigures,
  type Snapshot,
  type ThreadFigures,
} from "./snapshot.ts";
export { startApi } from "./start-api.ts";
