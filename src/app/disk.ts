import { join } from "node:path";
import type { LineBatch, Outlet } from "../ingest/index.ts";
import { Store } from "../store/index.ts";
import { type DataDirLock, lockIfWritable } from "./data-dir.ts";
import type { Host } from "./host.ts";
import { openOutlet } from "./outlet.ts";
import type { ServiceFiles } from "./service-files.ts";

/** Below the data directory. */
const STORE_FOLDER = "store";

/** What keeps state in the data directory. */
export interface Disk {
  readonly lock: DataDirLock;
  readonly store: Store;
  readonly outlet: Outlet;
}

/** Claims the directory and opens what an earlier run has left. @throws {AppError} `app.already-running` */
export async function openDisk({ config, logger, inForce, opened }: ServiceFiles, host: Host): Promise<Disk> {
  const { clock, random } = host;
  const lock = await lockIfWritable(config.dataDir, logger);
  try {
    const store = await Store.open({
      folder: join(config.dataDir, STORE_FOLDER),
      settings: config.store,
      rules: inForce.rules(),
      clock,
      random,
      logger,
    });
    const sinks = opened.map(({ sink }) => sink);
    return { lock, store, outlet: await openOutlet(config, sinks, host, logger) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The one way of a line out of the service: to the log, from which the sinks have it, and to the store. */
export function takeLines(batch: LineBatch, { outlet, store }: Disk): void {
  outlet.append(batch);
  store.append(batch);
}

/**
 * Lines on their way to a disk that works. Polls wait beyond, and ticks that are left out are named; what is on its way
 * from the polling threads by then fits into the memory of the queue.
 */
const UNWRITTEN_MAX_BYTES = 16_000_000;

/** While disk or store are behind, who polls waits. A disk that takes nothing at all is no reason to stop polling. */
export function roomFor({ outlet, store }: Disk): Promise<void> | undefined {
  const { fault, unwrittenBytes } = outlet.health();
  if (fault === undefined && unwrittenBytes > UNWRITTEN_MAX_BYTES) return outlet.written();
  return store.room();
}
