import type { Fleet, FleetDevice } from "../../api/contract/index.ts";
import { counted } from "../words/counted.ts";
import { formatBits, formatPercent } from "../words/units.ts";

/** What is known of the devices of some configurations: the answers of the fleet, one after another, as one. */
export function withFleet(
  before: readonly FleetDevice[],
  { devices, full, gone }: Fleet,
  configurationIds: readonly string[],
): readonly FleetDevice[] {
  const isOurs = (one: { readonly configurationId: string }): boolean =>
    configurationIds.includes(one.configurationId);
  const fresh = new Map(devices.filter(isOurs).map((device) => [device.id, device]));
  const left = new Set(gone.filter(isOurs).map(({ id }) => id));
  const kept = full ? [] : before.filter(({ id }) => !fresh.has(id) && !left.has(id));
  return [...kept, ...fresh.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** It has delivered, or it said why not. */
export const hasSpoken = ({ lastPollAt, code }: FleetDevice): boolean =>
  lastPollAt !== undefined && code !== "PENDING";

/** The first values of a device in a line, or why there are none. */
export function valuesOf(device: FleetDevice): string {
  const { code, message, remedy, lines, portsUp, portsDown, cpuPercent, memoryPercent, inBps, outBps } =
    device;
  if (!hasSpoken(device)) return code === "PENDING" ? "not polled yet" : "the first poll is under way";
  if (lines === 0) return [message, remedy].filter(Boolean).join(". ");
  const parts = [
    counted(lines, "line"),
    portsUp === undefined ? "" : `${counted(portsUp, "port")} up${portsDown ? `, ${portsDown} down` : ""}`,
    cpuPercent === undefined ? "" : `CPU ${formatPercent(cpuPercent)}`,
    memoryPercent === undefined ? "" : `memory ${formatPercent(memoryPercent)}`,
    inBps === undefined ? "" : `in ${formatBits(inBps)}, out ${formatBits(outBps)}`,
    code === "OK" ? "" : message,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
