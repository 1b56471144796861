export {
  answerTo,
  errorAnswer,
  type OtlpAnswer,
  readPartial,
  readStatusMessage,
  successAnswer,
} from "./answers.ts";
export { DEFAULT_RESOURCE_ALLOW_LIST } from "./attributes.ts";
export { CumulativeSums } from "./cumulative.ts";
export {
  type Decoded,
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  type Encoding,
  MAX_REQUEST_BYTES,
  type Signal,
} from "./decode.ts";
export { encodeLogs } from "./encode-logs.ts";
export { type ExportContext, MetricsEncoder } from "./encode-metrics.ts";
export { ExportMemory, type ExportTurn, type Temporality } from "./export-memory.ts";
export type { LogAttribute } from "./log-attributes.ts";
export { type LogRecord, type LogsOptions, logsOf, type MappedLogs, parseExtraAttributes } from "./logs.ts";
export { type MappedMetrics, type MetricsOptions, metricsOf } from "./metrics.ts";
export type { RejectReason } from "./rejections.ts";
export { type MappedTraces, tracesOf } from "./traces.ts";
