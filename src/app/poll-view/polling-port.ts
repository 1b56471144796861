import {
  ApiError,
  type Caller,
  type DevicePoll,
  type MetricExplanation,
  type PollingPort,
} from "../../api/index.ts";
import type { Service } from "../service.ts";
import { type ExplainHost, explainDevice } from "./explain-device.ts";
import { findPolled, type PolledDevice } from "./planned-device.ts";
import { pollJson } from "./poll-json.ts";
import type { PolledWords } from "./polled-words.ts";

export interface PollingPortOptions extends ExplainHost {
  readonly service: Pick<Service, "plans" | "pollDetails">;
  readonly wordsOf: (configurationId: string) => PolledWords;
  readonly audit: (action: string, object: string, caller: Caller) => void;
}

/** Polls beside the schedule, of all devices together. */
const EXPLAINED_AT_ONCE = 2;

/** How devices are polled, for the API. */
export class DevicePolling implements PollingPort {
  readonly #options: PollingPortOptions;
  /** Devices that are polled beside the schedule now: each once. */
  readonly #explained = new Set<string>();

  constructor(options: PollingPortOptions) {
    this.#options = options;
  }

  async poll(
    id: string,
    { configurationId }: { readonly configurationId?: string | undefined },
  ): Promise<DevicePoll | undefined> {
    const { service, clock } = this.#options;
    const polled = findPolled(service.plans(), id, configurationId);
    if (polled === undefined) return undefined;
    const details = await service.pollDetails({ configurationId: polled.plan.configurationId, deviceId: id });
    if (details === undefined) throw silent(id);
    const { catalogue } = this.#options.wordsOf(polled.plan.configurationId);
    return pollJson(polled, details, { catalogue, nowMs: clock.wallMs() });
  }

  async explain(
    id: string,
    { metric, configurationId }: { readonly metric: string; readonly configurationId?: string | undefined },
    signal: AbortSignal,
    caller: Caller,
  ): Promise<MetricExplanation> {
    const polled = findPolled(this.#options.service.plans(), id, configurationId);
    if (polled === undefined) throw new ApiError(404, "api.not-found", `there is no device ${id}`);
    if (this.#explained.size >= EXPLAINED_AT_ONCE || this.#explained.has(id)) throw busy();
    this.#options.audit("device.explain", `${id} ${metric}`, caller);
    this.#explained.add(id);
    try {
      return await this.#explain(polled, metric, signal);
    } finally {
      this.#explained.delete(id);
    }
  }

  #explain(polled: PolledDevice, metric: string, signal: AbortSignal): Promise<MetricExplanation> {
    const words = this.#options.wordsOf(polled.plan.configurationId);
    return explainDevice({ polled, metric, ...words }, this.#options, signal);
  }
}

const silent = (id: string): ApiError =>
  new ApiError(503, "poll.thread-silent", `the thread that polls ${id} does not answer.`, {
    remedy:
      "It is overloaded, has just been started, or was changed this moment. Ask again; the Status page shows how busy it is.",
  });

const busy = (): ApiError =>
  new ApiError(429, "poll.explain-busy", "other devices are being asked for an explanation right now.", {
    remedy: "Try again in some seconds.",
  });
