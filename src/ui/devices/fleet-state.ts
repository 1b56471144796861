import type { Device, Fleet, FleetDevice } from "../../api/contract/index.ts";
import { byNaturalOrder } from "../words/natural-order.ts";

// All devices as the list knows them: asked for once, then kept up to date by what changed.

export interface FleetState {
  /** When the service told it last, epoch ms: what to ask for next. */
  readonly at: number;
  /** By name. A device of which nothing was told is the same object as before. */
  readonly rows: readonly FleetDevice[];
  /** Where each is, by `rowKey`. */
  readonly places: ReadonlyMap<string, number>;
}

/** The same address may be polled by several configurations. */
export const rowKey = ({ configurationId, id }: Pick<FleetDevice, "configurationId" | "id">): string =>
  `${configurationId} ${id}`;

/** What a device is called: it knows best itself. */
export const nameOf = ({ sysName, name }: Pick<FleetDevice, "sysName" | "name">): string =>
  sysName === undefined || sysName === "" ? name : sysName;

/** Takes an answer of the service. @param before  undefined at first */
export function mergeFleet(before: FleetState | undefined, { at, full, gone, devices }: Fleet): FleetState {
  if (before === undefined || full) return stateOf(at, devices);
  const told = devices.filter((device) => !isOvertaken(device, before));
  const leaving = new Set(gone.map(rowKey));
  const isKnown = told.every((device) => {
    const place = before.places.get(rowKey(device));
    return place !== undefined && nameOf(before.rows[place]!) === nameOf(device);
  });
  if (isKnown && !gone.some((one) => before.places.has(rowKey(one)))) {
    return { ...before, at, rows: replaced(before, told) };
  }
  const rows = new Map(before.rows.map((row) => [rowKey(row), row]));
  for (const device of told) rows.set(rowKey(device), device);
  for (const key of leaving) rows.delete(key);
  return stateOf(at, [...rows.values()]);
}

/** The live line told of a change while the answer was under way; the next answer has it, too. */
function isOvertaken(device: FleetDevice, { rows, places }: FleetState): boolean {
  const known = rows[places.get(rowKey(device)) ?? -1];
  return (known?.statusSince ?? 0) > (device.statusSince ?? 0);
}

/** Takes what the live line tells of one device: a change of its status. */
export function patchFleet(state: FleetState, device: Device): FleetState {
  const place = state.places.get(rowKey(device));
  if (place === undefined) return state;
  const { code, cause, message, remedy, statusSince, lastPollAt, pollDurationMs, skipped } = device;
  const row: FleetDevice = {
    ...(isAnswering(code) ? state.rows[place]! : withoutFigures(state.rows[place]!)),
    ...(device.sysName === undefined ? {} : { sysName: device.sysName }),
    code,
    message: cause ?? message,
    remedy,
    statusSince,
    lastPollAt,
    pollDurationMs,
    skipped,
    lines: device.linesPerRound,
  };
  return { ...state, rows: replaced(state, [row]) };
}

/** Whether figures of the last poll still say how it is. */
const isAnswering = (code: string): boolean => code === "OK" || code === "WARNING";

function withoutFigures(row: FleetDevice): FleetDevice {
  const { cpuPercent: _cpu, memoryPercent: _memory, portsUp: _up, portsDown: _down, ...rest } = row;
  const { inBps: _in, outBps: _out, errorsPerMinute: _errors, ...left } = rest;
  return left;
}

function stateOf(at: number, devices: readonly FleetDevice[]): FleetState {
  const rows = devices.toSorted((a, b) => byNaturalOrder(nameOf(a), nameOf(b)));
  return { at, rows, places: new Map(rows.map((row, place) => [rowKey(row), place])) };
}

function replaced({ rows, places }: FleetState, devices: readonly FleetDevice[]): readonly FleetDevice[] {
  if (devices.length === 0) return rows;
  const next = [...rows];
  for (const device of devices) {
    const place = places.get(rowKey(device));
    if (place !== undefined) next[place] = device;
  }
  return next;
}
