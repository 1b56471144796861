import type { Device, Fleet, FleetDevice } from "../../api/contract/index.ts";

// How the devices are that stand on the map: rows of the fleet, by the entity that stands for each.

export type HealthRow = FleetDevice;

export interface FleetHealth {
  /** Of the last answer; what changed since is to be asked for. */
  readonly at: number;
  readonly rows: ReadonlyMap<string, HealthRow>;
}

type Key = Pick<HealthRow, "configurationId" | "id">;
const keyOf = ({ configurationId, id }: Key): string => `${configurationId} ${id}`;

/** By entity. Of two configurations that poll one device the one that fares worse is not hidden behind the other. */
export function healthByEntity(rows: Iterable<HealthRow>): ReadonlyMap<string, HealthRow> {
  const byEntity = new Map<string, HealthRow>();
  for (const row of rows) {
    if (row.entityId === undefined) continue;
    const known = byEntity.get(row.entityId);
    if (known === undefined || known.code === "OK") byEntity.set(row.entityId, row);
  }
  return byEntity;
}

/** @param before  as it is when the answer comes: what the live line told while it was under way stays */
export function withAnswer(before: FleetHealth | undefined, { at, full, devices, gone }: Fleet): FleetHealth {
  const rows = new Map(full ? [] : before?.rows);
  for (const key of gone) rows.delete(keyOf(key));
  for (const row of devices) if (!isOvertaken(row, rows.get(keyOf(row)))) rows.set(keyOf(row), row);
  return { at, rows };
}

const isOvertaken = (row: HealthRow, known: HealthRow | undefined): boolean =>
  (known?.statusSince ?? 0) > (row.statusSince ?? 0);

/** A device whose status has just changed; figures stay as they were. */
export function withStatus(before: FleetHealth, device: Device): FleetHealth {
  const key = keyOf(device);
  const known = before.rows.get(key);
  if (known === undefined) return before;
  const { code, message, cause, remedy, statusSince, lastPollAt } = device;
  const row = { ...known, code, message: cause ?? message, remedy, statusSince, lastPollAt };
  return { at: before.at, rows: new Map(before.rows).set(key, row) };
}
