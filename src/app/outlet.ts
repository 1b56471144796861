import { join } from "node:path";
import type { Logger } from "../base/index.ts";
import type { ServiceConfig, SinkConfig } from "../config/index.ts";
import {
  createDelivery,
  createOutlet,
  logFiles,
  type Outlet,
  openSinkQueues,
  type Sink,
} from "../ingest/index.ts";
import type { Host } from "./host.ts";

/** Below the data directory. */
export const QUEUE_FOLDER = "queue";

/** Opens the log of lines, and lets each sink read from it. */
export async function openOutlet(
  { dataDir, queue, sinks: configs }: Pick<ServiceConfig, "dataDir" | "queue" | "sinks">,
  sinks: readonly Sink[],
  { clock, random }: Host,
  logger: Logger,
): Promise<Outlet> {
  const queues = await openSinkQueues({
    files: logFiles(join(dataDir, QUEUE_FOLDER)),
    clock,
    logger,
    sinks: configs.map((config) => ({
      name: config.name,
      bounds: { maxLines: maxLinesOf(config), maxBytes: queue.maxBytes },
    })),
    sync: queue.sync,
    memoryBytes: queue.memoryBytes,
  });
  const deliveries = sinks.map((sink) =>
    createDelivery({ sink, clock, random, logger, queue: queues.of(sink.name) }),
  );
  return createOutlet(queues.log, deliveries);
}

const maxLinesOf = (config: SinkConfig): number =>
  ("maxQueueLines" in config ? config.maxQueueLines : undefined) ?? Number.POSITIVE_INFINITY;
