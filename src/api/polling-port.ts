import type { DevicePoll, ExplainRequest, MetricExplanation } from "./contract/poll.ts";
import type { Caller } from "./ports.ts";

export type { DevicePoll, MetricExplanation } from "./contract/poll.ts";

/** How devices are polled, and what becomes of a metric on the way. */
export interface PollingPort {
  /**
   * Asks the thread that polls it. 503 when that is silent.
   * @returns undefined for a device that is not polled
   */
  poll(id: string, query: { readonly configurationId?: string | undefined }): Promise<DevicePoll | undefined>;
  /**
   * Polls the device beside the schedule; 404 for an unknown device or metric, 429 when too many are under way.
   * @param signal  aborted when nobody waits for the answer any more
   */
  explain(
    id: string,
    request: ExplainRequest,
    signal: AbortSignal,
    caller: Caller,
  ): Promise<MetricExplanation>;
}
