import type { Logger } from "../base/index.ts";
import type { SinkConfig } from "../config/index.ts";
import {
  createDelivery,
  createDynatraceSink,
  createLinesSink,
  DEFAULT_QUEUE,
  type Delivery,
  type QueueBounds,
  type Sink,
} from "../ingest/index.ts";
import type { Host } from "./host.ts";
import { resolveSecret } from "./secrets.ts";
import { readText } from "./text-file.ts";

/**
 * Opens a configured sink with its queue.
 * @throws {AppError} when its token or certificates cannot be read or used
 */
export async function openDelivery(config: SinkConfig, host: Host, logger: Logger): Promise<Delivery> {
  const sink = await openSink(config, host);
  return createDelivery({ sink, clock: host.clock, random: host.random, logger, queue: queueOf(config) });
}

async function openSink(config: SinkConfig, host: Host): Promise<Sink> {
  switch (config.type) {
    case "lines":
      return createLinesSink({
        name: config.name,
        path: config.path === "-" ? undefined : config.path,
        stdout: host.stdout,
        clock: host.clock,
      });
    case "dynatrace": {
      const { name, url, token, caFile, proxy, timeoutMs, insecureSkipVerify } = config;
      return createDynatraceSink({
        name,
        ingestUrl: url,
        token: token === undefined ? undefined : await resolveSecret(token, `sink ${name}`, host.env),
        ca: caFile === undefined ? undefined : await readText(caFile, `the CA file of sink ${name}`),
        caFile,
        proxy,
        timeoutMs: timeoutMs ?? REQUEST_TIMEOUT_MS,
        insecureSkipVerify,
        clock: host.clock,
      });
    }
  }
}

function queueOf(config: SinkConfig): QueueBounds {
  const maxLines = config.type === "dynatrace" ? config.maxQueueLines : undefined;
  return { ...DEFAULT_QUEUE, maxLines: maxLines ?? DEFAULT_QUEUE.maxLines };
}

/** A tenant answers in well under a second; an ActiveGate under load may take longer. */
const REQUEST_TIMEOUT_MS = 30_000;
