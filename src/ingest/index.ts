export { LineParts } from "./canonical-line.ts";
export { type Chunk, ChunkPool } from "./chunk-pool.ts";
export {
  createDelivery,
  createMemoryDelivery,
  DEFAULT_QUEUE,
  type Delivery,
  type DeliveryOptions,
  type DeliveryState,
  type DeliveryStats,
  type MemoryDelivery,
} from "./deliver.ts";
export type { DropReason } from "./delivery-log.ts";
export type { DeliveryQueue } from "./delivery-queue.ts";
export { keptBatch, type LineBatch, NO_LINES, textsOf } from "./line-batch.ts";
export { bufferOf } from "./line-bytes.ts";
export { LineParser, type ParseOptions, parseLines } from "./line-parser.ts";
export { type LineFault, type LineMetadata, metadataLine } from "./line-protocol.ts";
export type { QueueBounds } from "./line-queue.ts";
export { LineReader } from "./line-reader.ts";
export { LineWriter } from "./line-writer.ts";
export { endOfNumber, numberOf } from "./number-bytes.ts";
export { createOutlet, type Outlet } from "./outlet.ts";
export type { ChangedKey, InvalidLine, ParsedBody } from "./parsed-body.ts";
export type { MetricInfo, MetricInfoOf, Point, Summary } from "./point.ts";
export { findQueue, type QueueFolder, type SinkPlace } from "./queue/inspect.ts";
export type { LogHealth, SyncPolicy } from "./queue/line-log.ts";
export { type LogFiles, logFiles } from "./queue/log-files.ts";
export { movePlace } from "./queue/move-place.ts";
export type { Place } from "./queue/record.ts";
export { openSinkQueues, type SinkQueues } from "./queue/sink-queues.ts";
export {
  LOG_START,
  type LogDamage,
  linesBehind,
  type StoredLines,
  storedLines,
} from "./queue/stored-lines.ts";
export type { Outcome, RejectedLine, Sink } from "./sink.ts";
export { createDynatraceSink, type DynatraceSinkOptions } from "./sinks/dynatrace.ts";
export {
  DynatraceLogs,
  type DynatraceLogsOptions,
  type LogsSent,
  logsUrlOf,
} from "./sinks/dynatrace-logs.ts";
export type { ClientCertificate } from "./sinks/http-tls.ts";
export { createLinesSink, type LinesSinkOptions } from "./sinks/lines.ts";
export { createOtlpSink, type OtlpSink, type OtlpSinkOptions } from "./sinks/otlp.ts";
export {
  createPrometheusSink,
  type PrometheusSinkOptions,
  type RemoteWriteAuth,
} from "./sinks/prometheus.ts";
export { storedSuffix } from "./stored-key.ts";
