import {
  ApiError,
  type DeviceJson,
  type EventJson,
  type Page,
  type Paged,
  type ServiceJson,
  type StatusPort,
} from "../api/index.ts";
import { AppError, type Clock, programVersion, withRemedy } from "../base/index.ts";
import type { DeliveryStats } from "../ingest/index.ts";
import { parseTime } from "../query/index.ts";
import type { DeviceState, EventStore, StoredEvent } from "../store/index.ts";
import type { LiveEvents } from "./live-events.ts";
import type { Service } from "./service.ts";

export interface StatusPortOptions {
  readonly service: Pick<Service, "devices" | "sinks">;
  /** Name of the extension of a configuration. */
  readonly extensionOf: (configurationId: string) => string;
  /** Undefined: the store is off, and nothing is remembered. */
  readonly events: EventStore | undefined;
  readonly store: () => ServiceJson["store"];
  readonly warnings: () => ServiceJson["warnings"];
  readonly live: LiveEvents;
  readonly clock: Clock;
  readonly startedAtMs: number;
}

type DeviceFilter = Parameters<StatusPort["devices"]>[0];
type EventsQuery = Parameters<StatusPort["events"]>[0];

/** How devices and the service itself are, for the API. */
export function statusPort(options: StatusPortOptions): StatusPort {
  const { service, live } = options;
  const shown = (state: DeviceState): DeviceJson =>
    deviceJson(state, options.extensionOf(state.configurationId));
  return {
    devices: (filter) => pageOf(service.devices().filter(wanted(filter)), filter, shown),
    device: (id) => {
      const state = service.devices().find((one) => one.id === id);
      return state && shown(state);
    },
    service: () => serviceJson(options),
    events: (query) => eventsOf(query, options),
    subscribe: (listener) => live.subscribe(listener),
  };
}

/** What the API shows of a device. */
export function deviceJson(state: DeviceState, extension: string): DeviceJson {
  const { verdict, systemName, lastPollAtMs, linesTotal: _, ...rest } = state;
  return {
    ...rest,
    extension,
    sysName: systemName,
    code: verdict.code,
    message: verdict.message,
    lastPollAt: lastPollAtMs,
  };
}

/** What the API shows of an event. */
export const eventJson = ({ atMs, ...event }: StoredEvent): EventJson => ({ timestamp: atMs, ...event });

function wanted({ text, code }: DeviceFilter): (state: DeviceState) => boolean {
  const part = text?.toLowerCase();
  return ({ id, address, name, systemName, verdict }) =>
    (code === undefined || verdict.code === code) &&
    (part === undefined ||
      [id, address, name, systemName].some((one) => one?.toLowerCase().includes(part) === true));
}

function pageOf<T, U>(all: readonly T[], { offset, limit }: Page, show: (item: T) => U): Paged<U> {
  return { totalCount: all.length, items: all.slice(offset, offset + limit).map(show) };
}

function serviceJson({ service, store, warnings, startedAtMs }: StatusPortOptions): ServiceJson {
  const devices: Record<string, number> = {};
  for (const { verdict } of service.devices()) devices[verdict.code] = (devices[verdict.code] ?? 0) + 1;
  return {
    version: programVersion(),
    startedAt: startedAtMs,
    devices,
    sinks: service.sinks().map(sinkJson),
    store: store(),
    warnings: warnings(),
  };
}

function sinkJson({
  sink,
  state,
  queued,
  delivered,
  rejected,
  dropped,
}: DeliveryStats): ServiceJson["sinks"][number] {
  const lost = Object.values(dropped).reduce((sum, n) => sum + n, 0);
  return { name: sink, state, queued, delivered, rejected, dropped: lost };
}

const DEFAULT_FROM = "now-1d";

async function eventsOf(
  query: EventsQuery,
  { events, clock }: StatusPortOptions,
): Promise<readonly EventJson[]> {
  if (events === undefined) return [];
  const { from = DEFAULT_FROM, to = "now", limit, ...filter } = query;
  const nowMs = clock.wallMs();
  // What happens in this moment belongs to "now".
  const range = { fromMs: timeOf(from, nowMs), toMs: timeOf(to, nowMs) + 1 };
  return (await events.list({ ...filter, ...range, limit })).map(eventJson);
}

function timeOf(text: string, nowMs: number): number {
  try {
    return parseTime(text, nowMs);
  } catch (error) {
    if (error instanceof AppError) throw new ApiError(400, error.code, withRemedy(error), { cause: error });
    throw error;
  }
}
