export { type Chunk, ChunkPool } from "./chunk-pool.ts";
export {
  createDelivery,
  DEFAULT_QUEUE,
  type Delivery,
  type DeliveryOptions,
  type DeliveryState,
  type DeliveryStats,
} from "./deliver.ts";
export type { DropReason } from "./delivery-log.ts";
export { keptBatch, type LineBatch, NO_LINES, textsOf } from "./line-batch.ts";
export { type LineFault, type LineMetadata, metadataLine } from "./line-protocol.ts";
export type { QueueBounds } from "./line-queue.ts";
export { LineWriter } from "./line-writer.ts";
export type { Outcome, RejectedLine, Sink } from "./sink.ts";
export { createDynatraceSink, type DynatraceSinkOptions } from "./sinks/dynatrace.ts";
export { createLinesSink, type LinesSinkOptions } from "./sinks/lines.ts";
