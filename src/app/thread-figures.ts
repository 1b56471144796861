import { monitorEventLoopDelay } from "node:perf_hooks";
import { loopUtilization } from "./admission.ts";
import type { PartFigures } from "./part.ts";

/** How finely the event loop's delay is looked at; what is below is no delay. */
const RESOLUTION_MS = 10;
const NANOS = 1e6;

/**
 * Watches the event loop of this thread.
 * @param kernelDrops  datagrams so far that the kernel threw away, as its engine counts them
 * @returns figures since the last call
 */
export function watchThread(kernelDrops: () => number): () => PartFigures {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const utilization = loopUtilization();
  delay.enable();
  return () => {
    const ms = (nanos: number): number => Math.max(0, nanos / NANOS - RESOLUTION_MS);
    const eventLoopDelayMs = {
      p50: ms(delay.percentile(50)),
      p99: ms(delay.percentile(99)),
      max: ms(delay.max),
    };
    delay.reset();
    return { eventLoopDelayMs, busyRatio: utilization(), kernelDrops: kernelDrops() };
  };
}
