import type { DeviceInterface } from "../../api/contract/index.ts";
import { latestOf } from "../parts/time-chart-data.ts";
import { byNaturalOrder } from "../words/natural-order.ts";
import { type PortKind, parsePortName, portKind } from "./port-names.ts";

// An interface as the faceplate and the table show it.

/** `up` · `down`: switched on, no link · `disabled`: switched off · `other`: testing, dormant, waiting · `unknown`. */
export type PortState = "up" | "down" | "disabled" | "other" | "unknown";

export interface PortRow {
  readonly key: string;
  readonly name: string;
  readonly kind: PortKind;
  readonly state: PortState;
  /** `Up`, `No link`, `Disabled`. */
  readonly stateWords: string;
  /** Latest, bit/s; null: not measured lately. */
  readonly inBps: number | null;
  readonly outBps: number | null;
  /** Percent of the speed, the busier direction. */
  readonly utilisation: number | undefined;
  /** Of the time shown, in and out together; undefined: not collected. */
  readonly errors: number | undefined;
  readonly discards: number | undefined;
  /** Of the latest slot. */
  readonly errorsNow: number;
  readonly discardsNow: number;
  /** Place among the ports of the device, as they are numbered. */
  readonly order: number;
  readonly source: DeviceInterface;
}

export function portRow(source: DeviceInterface, resolutionMs: number): PortRow {
  const { key, name, inBps, outBps, inErrors, outErrors, inDiscards, outDiscards } = source;
  const state = portState(source);
  const loads = [source.inUtilisation, source.outUtilisation].flatMap((value) => value ?? []);
  return {
    key,
    name,
    kind: portKind(source),
    state,
    stateWords: stateWords(state, source),
    inBps: latestOf(inBps),
    outBps: latestOf(outBps),
    utilisation: loads.length === 0 ? undefined : Math.max(...loads),
    errors: totalOf([inErrors, outErrors], resolutionMs),
    discards: totalOf([inDiscards, outDiscards], resolutionMs),
    errorsNow: (latestOf(inErrors) ?? 0) + (latestOf(outErrors) ?? 0),
    discardsNow: (latestOf(inDiscards) ?? 0) + (latestOf(outDiscards) ?? 0),
    order: 0,
    source,
  };
}

export function portState({
  adminStatus,
  operStatus,
}: Pick<DeviceInterface, "adminStatus" | "operStatus">): PortState {
  if (adminStatus === "down") return "disabled";
  if (operStatus === "up") return "up";
  if (operStatus === "down" || operStatus === "lowerLayerDown" || operStatus === "notPresent") return "down";
  return operStatus === undefined || operStatus === "unknown" ? "unknown" : "other";
}

const OPER_WORDS: Readonly<Record<string, string>> = {
  lowerLayerDown: "Lower layer down",
  notPresent: "Not present",
  dormant: "Dormant",
  testing: "Testing",
};

function stateWords(state: PortState, { operStatus = "" }: DeviceInterface): string {
  switch (state) {
    case "up":
      return "Up";
    case "disabled":
      return "Disabled";
    case "down":
      return OPER_WORDS[operStatus] ?? "No link";
    case "other":
      return OPER_WORDS[operStatus] ?? operStatus;
    case "unknown":
      return "Unknown";
    default:
      return state satisfies never;
  }
}

/** What series of "per minute" add up to over the time. */
function totalOf(
  all: readonly (readonly (number | null)[] | undefined)[],
  resolutionMs: number,
): number | undefined {
  const known = all.filter((values) => values !== undefined);
  if (known.length === 0) return undefined;
  const minutes = resolutionMs / 60_000;
  return known.reduce((sum, values) => sum + values.reduce<number>((s, v) => s + (v ?? 0), 0) * minutes, 0);
}

export interface PortFilter {
  readonly text: string;
  readonly only: "all" | "up" | "down" | "errors";
  readonly withVirtual: boolean;
}

/** Text in name, description, neighbour, MAC address or type, without regard to case. */
export function filteredPorts(rows: readonly PortRow[], { text, only, withVirtual }: PortFilter): PortRow[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return rows.filter((row) => {
    if (!withVirtual && row.kind === "virtual") return false;
    if (only === "up" && row.state !== "up") return false;
    if (only === "down" && row.state !== "down" && row.state !== "other") return false;
    if (only === "errors" && (row.errors ?? 0) + (row.discards ?? 0) < 0.5) return false;
    if (words.length === 0) return true;
    const { alias, description, mac, type, neighbour } = row.source;
    const all = [row.name, alias, description, mac, type, neighbour?.name, neighbour?.port, row.stateWords]
      .join(" ")
      .toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

const KINDS: readonly PortKind[] = ["port", "management", "aggregate", "virtual"];

/**
 * As the ports are numbered, virtual ones last: by unit and slot, then by number, whatever the speed in front is called
 * (Gi1/0/24 before Te1/0/25). Where two of a slot have one number (gi1/0/1, te1/0/1), those with one prefix stand together.
 */
export function inPortOrder(rows: readonly PortRow[]): PortRow[] {
  const placed = rows.map((row) => ({ row, place: placeOf(row) }));
  const ambiguous = ambiguousSlots(placed.flatMap(({ place }) => place ?? []));
  const compare = (a: Placed, b: Placed): number => {
    const byKind = KINDS.indexOf(a.row.kind) - KINDS.indexOf(b.row.kind);
    if (byKind !== 0) return byKind;
    if (a.place === undefined || b.place === undefined) {
      const named = Number(a.place === undefined) - Number(b.place === undefined);
      return named === 0 ? byNaturalOrder(a.row.name, b.row.name) : named;
    }
    const byPrefix = ambiguous.has(a.place.slotKey) ? byNaturalOrder(a.place.prefix, b.place.prefix) : 0;
    const bySlot = compareSlots(a.place.slot, b.place.slot);
    return bySlot || byPrefix || a.place.number - b.place.number || byNaturalOrder(a.row.name, b.row.name);
  };
  return placed.toSorted(compare).map(({ row }, order) => ({ ...row, order }));
}

interface PortPlace {
  readonly slot: readonly number[];
  /** With the kind: a Po1 is not in the slot of Gi1. */
  readonly slotKey: string;
  readonly prefix: string;
  readonly number: number;
}

interface Placed {
  readonly row: PortRow;
  readonly place: PortPlace | undefined;
}

function placeOf({ name, kind }: PortRow): PortPlace | undefined {
  const parsed = parsePortName(name);
  if (parsed === undefined) return undefined;
  const { prefix, path } = parsed;
  const slot = path.slice(0, -1);
  return { slot, slotKey: `${kind} ${slot.join("/")}`, prefix, number: path.at(-1)! };
}

/** Slots in which a number stands twice. */
function ambiguousSlots(places: readonly PortPlace[]): ReadonlySet<string> {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const { slotKey, number } of places) {
    const key = `${slotKey} ${number}`;
    if (seen.has(key)) twice.add(slotKey);
    seen.add(key);
  }
  return twice;
}

/** A slot before those within it. */
function compareSlots(a: readonly number[], b: readonly number[]): number {
  for (const [i, number] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (number !== other) return number - other;
  }
  return a.length - b.length;
}
