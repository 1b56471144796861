import { ToneBadge } from "../parts/status-badge.tsx";
import type { Tone } from "../words/status.ts";
import type { PortRow, PortState } from "./port-row.ts";

const TONES: Readonly<Record<PortState, Tone>> = {
  up: "ok",
  down: "pending",
  disabled: "pending",
  other: "warning",
  unknown: "pending",
};

/** How a port is, in a word; nobody plugged in is no alarm. */
export function PortStateBadge({ row }: { readonly row: PortRow }) {
  const { adminStatus, operStatus } = row.source;
  const exact = [
    adminStatus === undefined ? undefined : `ifAdminStatus ${adminStatus}`,
    operStatus === undefined ? undefined : `ifOperStatus ${operStatus}`,
  ].filter((text) => text !== undefined);
  return (
    <ToneBadge tone={TONES[row.state]} title={exact.join(", ")}>
      {row.stateWords}
    </ToneBadge>
  );
}
