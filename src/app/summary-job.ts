import type { Logger } from "../base/index.ts";
import type { DeliveryStats } from "../ingest/index.ts";
import type { Job } from "../schedule/index.ts";
import type { DeviceState } from "../store/index.ts";

const EVERY_MS = 10 * 60_000;

/** What the summary is of. */
export interface Summarized {
  devices(): readonly DeviceState[];
  sinks(): readonly DeliveryStats[];
}

/** One entry now and then tells an operator that all is well, or how far it is not. */
export function summaryJob(of: Summarized, logger: Logger): Job {
  return {
    id: "summary",
    intervalMs: EVERY_MS,
    run: () => {
      const codes: Record<string, number> = {};
      for (const { verdict } of of.devices()) codes[verdict.code] = (codes[verdict.code] ?? 0) + 1;
      const sinks = of.sinks().map(({ sink, state, queued, delivered, rejected, dropped }) => {
        const lost = Object.values(dropped).reduce((sum, n) => sum + n, 0);
        return { sink, state, queued, delivered, rejected, dropped: lost };
      });
      logger.info({ devices: codes, sinks }, "summary");
      return Promise.resolve();
    },
  };
}
