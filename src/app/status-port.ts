import type { DeviceJson, EventJson, Page, Paged, ServiceJson, StatusPort } from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import type { DeviceState, EventStore, StoredEvent } from "../store/index.ts";
import { windowOf } from "./entities/entity-query.ts";
import type { LiveEvents } from "./live-events.ts";
import type { Service } from "./service.ts";

export interface StatusPortOptions {
  readonly service: Pick<Service, "devices" | "deviceOf">;
  /** Name of the extension of a configuration. */
  readonly extensionOf: (configurationId: string) => string;
  /** The entity that stands for a device. */
  readonly entityOf: (device: DeviceState) => string | undefined;
  /** Undefined: the store is off, and nothing is remembered. */
  readonly events: EventStore | undefined;
  readonly status: () => ServiceJson;
  readonly live: LiveEvents;
  readonly clock: Clock;
}

type DeviceFilter = Parameters<StatusPort["devices"]>[0];
type EventsQuery = Parameters<StatusPort["events"]>[0];

/** How devices and the service itself are, for the API. */
export function statusPort(options: StatusPortOptions): StatusPort {
  const { service, live } = options;
  const shown = (state: DeviceState): DeviceJson =>
    deviceJson(state, options.extensionOf(state.configurationId), options.entityOf(state));
  return {
    devices: (filter) => pageOf(service.devices().filter(wanted(filter, options)), filter, shown),
    device: (id) => {
      const state = service.deviceOf(id);
      return state && shown(state);
    },
    service: options.status,
    events: (query) => eventsOf(query, options),
    subscribe: (listener) => live.subscribe(listener),
  };
}

/** What the API shows of a device. */
export function deviceJson(state: DeviceState, extension: string, entityId: string | undefined): DeviceJson {
  const { verdict, systemName, lastPollAtMs, sinceMs, linesTotal: _, ...rest } = state;
  return {
    ...rest,
    extension,
    sysName: systemName,
    code: verdict.code,
    message: verdict.message,
    cause: verdict.cause,
    remedy: verdict.remedy,
    statusSince: sinceMs,
    lastPollAt: lastPollAtMs,
    entityId,
  };
}

/** What the API shows of an event. */
export const eventJson = ({ atMs, ...event }: StoredEvent): EventJson => ({ timestamp: atMs, ...event });

function wanted(
  { text, code, entityId }: Pick<DeviceFilter, "text" | "code" | "entityId">,
  { entityOf }: Pick<StatusPortOptions, "entityOf">,
): (state: DeviceState) => boolean {
  const part = text?.toLowerCase();
  return (state) => {
    const { id, address, name, systemName, verdict } = state;
    return (
      (code === undefined || verdict.code === code) &&
      (part === undefined ||
        [id, address, name, systemName].some((one) => one?.toLowerCase().includes(part) === true)) &&
      (entityId === undefined || entityOf(state) === entityId)
    );
  };
}

function pageOf<T, U>(all: readonly T[], { offset, limit }: Page, show: (item: T) => U): Paged<U> {
  return { totalCount: all.length, items: all.slice(offset, offset + limit).map(show) };
}

const DEFAULT_FROM = "now-1d";

async function eventsOf(query: EventsQuery, options: StatusPortOptions): Promise<readonly EventJson[]> {
  const { events, clock, service } = options;
  if (events === undefined) return [];
  const { from, to, limit, ...filter } = query;
  const { fromMs, toMs } = windowOf({ from, to }, DEFAULT_FROM, clock.wallMs());
  const entityDevices = filter.entityId === undefined ? undefined : devicesOf(filter.entityId, options);
  // What happens in this moment belongs to "now".
  const found = await events.list({ ...filter, entityDevices, fromMs, toMs: toMs + 1, limit });
  return found.map((event) => ({ ...eventJson(event), deviceName: sysNameOf(event.device, service) }));
}

/** What an entity stands for; the first events of a device came before its entity was there. */
const devicesOf = (entityId: string, options: StatusPortOptions): ReadonlySet<string> =>
  new Set(
    options.service
      .devices()
      .filter(wanted({ entityId }, options))
      .map(({ id }) => id),
  );

const sysNameOf = (id: string | undefined, service: StatusPortOptions["service"]): string | undefined =>
  id === undefined ? undefined : service.deviceOf(id)?.systemName;
