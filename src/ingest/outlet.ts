import type { Delivery, DeliveryStats } from "./deliver.ts";
import type { LineBatch } from "./line-batch.ts";
import type { LineLog, LogHealth } from "./queue/line-log.ts";

/** The way out of the service, for whoever has lines: they go to the log, and from there to every sink. */
export interface Outlet {
  /** Begins to send what an earlier run has left. */
  start(): void;
  /** Copies lines and returns at once. */
  append(batch: LineBatch): void;
  /** Resolves when all lines so far are on disk, or the disk has refused them. */
  written(): Promise<void>;
  sinks(): DeliveryStats[];
  health(): LogHealth;
  /** Gives the sinks a last chance to take what waits; what they do not take stays in the log. */
  drain(withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** @param deliveries  one for each sink, reading from the log */
export function createOutlet(log: LineLog, deliveries: readonly Delivery[]): Outlet {
  const wakeAll = (): void => {
    for (const delivery of deliveries) delivery.wake();
  };
  log.onReadable(wakeAll);
  return {
    start: wakeAll,
    append: (batch) => log.append(batch),
    written: () => log.written(),
    sinks: () => deliveries.map((delivery) => delivery.stats()),
    health: () => log.health(),
    drain: async (withinMs) => {
      await log.writtenWithin(withinMs);
      await Promise.allSettled(deliveries.map((delivery) => delivery.drain(withinMs)));
    },
    stop: async () => {
      await Promise.allSettled(deliveries.map((delivery) => delivery.stop()));
      await log.close();
    },
  };
}
