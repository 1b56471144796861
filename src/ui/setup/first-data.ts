import type { Fleet, FleetDevice } from "../../api/contract/index.ts";

/** What is known of the devices of one configuration: the answers of the fleet, one after another, as one. */
export function withFleet(
  before: readonly FleetDevice[],
  { devices, full, gone }: Fleet,
  configurationId: string,
): readonly FleetDevice[] {
  const isOurs = (one: { readonly configurationId: string }): boolean =>
    one.configurationId === configurationId;
  const fresh = new Map(devices.filter(isOurs).map((device) => [device.id, device]));
  const left = new Set(gone.filter(isOurs).map(({ id }) => id));
  const kept = full ? [] : before.filter(({ id }) => !fresh.has(id) && !left.has(id));
  return [...kept, ...fresh.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** It has delivered, or it said why not. */
export const hasSpoken = ({ lastPollAt, code }: FleetDevice): boolean =>
  lastPollAt !== undefined && code !== "PENDING";
