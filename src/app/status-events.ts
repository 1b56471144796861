import type { Clock } from "../base/index.ts";
import type { DeviceState, EventStore, OnStatus, StoredEvent, Verdict } from "../store/index.ts";
import type { LiveEvents } from "./live-events.ts";
import { deviceJson, eventJson } from "./status-port.ts";

export interface StatusTellerOptions {
  readonly events: Pick<EventStore, "record">;
  readonly live: LiveEvents;
  /** Name of the extension of a configuration. */
  readonly extensionOf: (configurationId: string) => string;
  /** The entity that stands for a device. */
  readonly entityOf: (device: DeviceState) => string | undefined;
  readonly clock: Clock;
}

/** Each change of a device's status becomes an event that is kept, and news for those who look on. */
export function statusTeller(options: StatusTellerOptions): OnStatus {
  const { events, live, extensionOf, entityOf, clock } = options;
  return (change, device) => {
    const { verdict, state, address } = change;
    const entityId = entityOf(device);
    const event: StoredEvent = {
      atMs: clock.wallMs(),
      kind: "status",
      severity: severityOf(verdict),
      title: verdict.code === "OK" ? `${device.systemName ?? device.name} is OK` : verdict.message,
      device: device.id,
      ...(entityId !== undefined && { entityId }),
      attributes: {
        code: verdict.code,
        state,
        configuration: device.configurationId,
        ...(address !== undefined && { "device.address": address }),
      },
    };
    // What is only said again is no news to who looks on, and the event of its beginning is there.
    if (state !== "ONGOING") events.record(event);
    const extension = extensionOf(device.configurationId);
    live.publish({ type: "device", device: deviceJson(device, extension, entityId) });
    if (state !== "ONGOING") live.publish({ type: "event", event: eventJson(event) });
  };
}

function severityOf({ code }: Verdict): StoredEvent["severity"] {
  if (code === "OK" || code === "PENDING") return "info";
  return code === "WARNING" ? "warning" : "error";
}
