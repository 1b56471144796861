export {
  createDelivery,
  DEFAULT_QUEUE,
  type Delivery,
  type DeliveryOptions,
  type DeliveryState,
  type DeliveryStats,
} from "./deliver.ts";
export type { DropReason } from "./delivery-log.ts";
export {
  type FormattedLine,
  formatLine,
  type LineFault,
  type LineMetadata,
  metadataLine,
} from "./line-protocol.ts";
export type { QueueBounds } from "./line-queue.ts";
export type { Line, Outcome, RejectedLine, Sink } from "./sink.ts";
export { createDynatraceSink, type DynatraceSinkOptions } from "./sinks/dynatrace.ts";
export { createLinesSink, type LinesSinkOptions } from "./sinks/lines.ts";
