import type { FleetDeviceJson, FleetPort } from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import type { DeviceState, FleetMember } from "../store/index.ts";
import type { Entity } from "../topology/index.ts";
import { deviceKindOf } from "./device-kind.ts";
import type { Service } from "./service.ts";

export interface FleetPortOptions {
  readonly service: Pick<Service, "fleet" | "goneSince">;
  /** Name of the extension of a configuration. */
  readonly extensionOf: (configurationId: string) => string;
  /** The entity that stands for a device. */
  readonly entityOf: (device: DeviceState) => Pick<Entity, "id" | "type" | "attributes"> | undefined;
  readonly clock: Clock;
}

/** All devices at a glance, for the API. */
export function createFleetPort(options: FleetPortOptions): FleetPort {
  const { service, clock } = options;
  return {
    fleet: (since) => {
      const at = clock.wallMs();
      const gone = since === undefined ? undefined : service.goneSince(since);
      const full = gone === undefined;
      const members = service.fleet(full ? 0 : (since ?? 0));
      return { at, full, gone: gone ?? [], devices: shown(members, options) };
    },
  };
}

function* shown(
  members: Iterable<FleetMember>,
  options: FleetPortOptions,
): Generator<FleetDeviceJson, undefined> {
  for (const member of members) yield fleetDeviceJson(member, options);
}

/** Rounded to what is looked at: fewer digits are a third less to send. */
function fleetDeviceJson({ device, glance }: FleetMember, options: FleetPortOptions): FleetDeviceJson {
  const { verdict, configurationId } = device;
  const entity = options.entityOf(device);
  const { traffic } = glance;
  return {
    id: device.id,
    configurationId,
    extension: options.extensionOf(configurationId),
    name: device.name,
    sysName: device.systemName,
    address: device.address,
    code: verdict.code,
    message: verdict.cause ?? verdict.message,
    remedy: verdict.remedy,
    statusSince: device.sinceMs,
    lastPollAt: device.lastPollAtMs,
    intervalMs: device.intervalMs,
    latenessMs: rounded(device.latenessMs, 1),
    pollDurationMs: rounded(device.pollDurationMs, 1),
    lines: device.linesPerRound,
    skipped: device.skipped,
    entityId: entity?.id,
    entityType: entity?.type,
    ...(entity !== undefined && deviceKindOf(entity)),
    cpuPercent: rounded(glance.cpuPercent, 10),
    memoryPercent: rounded(glance.memoryPercent, 10),
    portsUp: glance.portsUp,
    portsDown: glance.portsDown,
    inBps: rounded(glance.inBps, 1),
    outBps: rounded(glance.outBps, 1),
    errorsPerMinute: rounded(glance.errorsPerMinute, 10),
    ...(traffic.length > 0 && {
      peakBps: rounded(glance.peakBps, 1),
      slotMs: glance.slotMs,
      traffic,
    }),
  };
}

const rounded = (value: number | undefined, steps: number): number | undefined =>
  value === undefined ? undefined : Math.round(value * steps) / steps;
