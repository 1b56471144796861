import type { FleetDevice } from "../../api/contract/index.ts";
import { formatBits, formatSpan } from "../words/units.ts";
import { nameOf } from "./fleet-state.ts";

// What a row says, in words.

/** Why a device is not OK, without its own name in front. @returns undefined when nothing is wrong */
export function reasonOf({ message, id }: Pick<FleetDevice, "message" | "id">): string | undefined {
  if (message === "") return undefined;
  const text = message.startsWith(`${id}: `) ? message.slice(id.length + 2) : message;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is wrong and what to do, as sentences. */
export function reasonAndRemedy(row: Pick<FleetDevice, "message" | "id" | "remedy">): string {
  const reason = reasonOf(row) ?? "";
  if (row.remedy === undefined) return reason;
  return `${reason}${/[.!?]$/.test(reason) ? "" : "."} ${row.remedy}`;
}

/** Whether nothing is known of it but that it does not answer: its reason takes the place of the figures. */
export const isSilent = ({ message, cpuPercent, portsUp, inBps }: FleetDevice): boolean =>
  message !== "" && cpuPercent === undefined && portsUp === undefined && inBps === undefined;

/** What it is: `Cisco WS-C3850`. @returns undefined when nothing tells */
export function kindOf({ vendor, model }: Pick<FleetDevice, "vendor" | "model">): string | undefined {
  const known = [vendor, model].filter((text) => text !== undefined).join(" ");
  return known === "" ? undefined : known;
}

/** Where it is and what, as far as its name does not say so: `192.0.2.1 · Cisco WS-C3850`. */
export function placeAndKind(row: FleetDevice): string {
  const { address = row.id } = row;
  return [address === nameOf(row) ? undefined : address, kindOf(row)]
    .filter((text) => text !== undefined)
    .join(" · ");
}

/** How late the last poll began, or by how much the next one is overdue. @returns milliseconds */
export function lateMs(
  { latenessMs, lastPollAt, intervalMs }: Pick<FleetDevice, "latenessMs" | "lastPollAt" | "intervalMs">,
  nowMs: number,
): number | undefined {
  if (lastPollAt === undefined || intervalMs === undefined) return undefined;
  const overdueMs = nowMs - lastPollAt - 2 * intervalMs;
  return Math.max(latenessMs ?? 0, overdueMs > 0 ? overdueMs + intervalMs : 0);
}

/** A few milliseconds are on time. */
export const lateWords = (ms: number | undefined): string =>
  ms === undefined ? "–" : ms < 1_000 ? "on time" : formatSpan(ms);

/** Traffic as bit/s for a sparkline, null where nothing was measured. */
export const trafficOf = ({
  traffic,
  peakBps,
}: Pick<FleetDevice, "traffic" | "peakBps">): (number | null)[] =>
  (traffic ?? []).map((share) => (share < 0 ? null : (share / 100) * (peakBps ?? 0)));

/** What a sparkline shows, for who cannot see it. */
export function trafficWords(row: FleetDevice): string {
  const { traffic = [], slotMs = 0, inBps, outBps, peakBps } = row;
  if (traffic.length === 0) return "No traffic measured";
  const span = formatSpan(traffic.length * slotMs);
  const now = inBps === undefined ? "" : `, now in ${formatBits(inBps)}, out ${formatBits(outBps)}`;
  return `Traffic of the last ${span}, at most ${formatBits(peakBps)}${now}`;
}

/** `24 up, 2 down`. */
export function portWords({ portsUp, portsDown }: Pick<FleetDevice, "portsUp" | "portsDown">): string {
  return portsUp === undefined ? "Ports not known" : `${portsUp} up, ${portsDown ?? 0} down`;
}
