import { join } from "node:path";
import { AppError, messageOf } from "../base/index.ts";
import type { ServiceConfig } from "../config/index.ts";
import { findQueue, LOG_START, logFiles, type Place, type QueueFolder } from "../ingest/index.ts";
import { nearest } from "../source/index.ts";
import { dataDirOwner } from "./data-dir.ts";
import { QUEUE_FOLDER } from "./outlet.ts";
import { readServiceConfig } from "./service-file.ts";

/** The queue of a service at one moment, looked at from outside. */
export interface QueueView extends QueueFolder {
  readonly dataDir: string;
  readonly folder: string;
  /** Process number of the service that works with it; undefined when it is stopped. */
  readonly servicePid: number | undefined;
  /** Names of the configured sinks, in their order. */
  readonly sinks: readonly string[];
}

/** @throws {AppError} `app.queue-unreadable`, or when the service configuration has errors */
export async function openQueueView(configPath: string): Promise<QueueView> {
  const { config } = await readServiceConfig(configPath);
  return await viewQueue(config);
}

/** @throws {AppError} `app.queue-unreadable` */
export async function viewQueue({
  dataDir,
  sinks,
}: Pick<ServiceConfig, "dataDir" | "sinks">): Promise<QueueView> {
  const folder = join(dataDir, QUEUE_FOLDER);
  const servicePid = await dataDirOwner(dataDir);
  try {
    const found = await findQueue(logFiles(folder));
    return { ...found, dataDir, folder, servicePid, sinks: sinks.map(({ name }) => name) };
  } catch (cause) {
    throw new AppError("app.queue-unreadable", `the queue ${folder} cannot be read: ${messageOf(cause)}.`, {
      remedy: "Run this as the service's user, or as root.",
      cause,
    });
  }
}

/** All sinks that have to do with the queue: the configured ones, then those whose place is left from before. */
export function sinksOf({ sinks, places }: QueueView): readonly string[] {
  return [...new Set([...sinks, ...places.keys()])];
}

/** @throws {AppError} `app.unknown-sink` */
export function knownSink(name: string, view: QueueView): string {
  const known = sinksOf(view);
  if (known.includes(name)) return name;
  const similar = nearest(name, known);
  const all = known.length === 0 ? "The configuration has no sinks." : `There are ${known.join(", ")}.`;
  throw new AppError("app.unknown-sink", `there is no sink called ${JSON.stringify(name)}.`, {
    remedy: similar === undefined ? all : `Did you mean ${similar}?`,
  });
}

/** From where on lines wait for a sink; undefined for a new one: none do. */
export function waitsFrom(sink: string, { places }: QueueView): Place | undefined {
  const place = places.get(sink);
  return place === "lost" ? LOG_START : place;
}

/** Octets of the segments. */
export function bytesOf({ segments }: QueueView): number {
  return segments.reduce((sum, { start, end }) => sum + end - start.position, 0);
}
