import type { DeviceInterfaceJson, SeriesJson } from "../../api/index.ts";
import type { Grid } from "../../query/index.ts";
import type { ObjectRole } from "../../smi/index.ts";
import type { InterfaceLines } from "./interface-lines.ts";
import { bestOf } from "./interface-series.ts";
import { adminStatusWord, figureIn, operStatusWord, typeWord } from "./interface-words.ts";

const BITS = 8;
const SECONDS_A_MINUTE = 60;

/** What is counted on every interface. */
export const COUNTED_ROLES = [
  "in-octets",
  "out-octets",
  "in-errors",
  "out-errors",
  "in-discards",
  "out-discards",
] as const satisfies readonly ObjectRole[];

/** What is read for every interface. */
export const TABLE_ROLES: ReadonlySet<ObjectRole> = new Set([
  ...COUNTED_ROLES,
  "oper-status",
  "admin-status",
  "speed",
  "if-last-change",
]);
export const PACKET_ROLES: readonly ObjectRole[] = [
  "in-unicast",
  "in-multicast",
  "in-broadcast",
  "out-unicast",
  "out-multicast",
  "out-broadcast",
];

export interface InterfaceContext {
  readonly grid: Grid;
  /** When the device's agent began; undefined when it does not tell. */
  readonly bootMs: number | undefined;
  readonly nowMs: number;
  readonly withPackets: boolean;
}

/** An interface as the API shows it, without its neighbour. */
export function interfaceJson(
  one: InterfaceLines,
  entityId: string | undefined,
  context: InterfaceContext,
): DeviceInterfaceJson {
  const { said, names } = one;
  const { name, index, descr } = names;
  const inBps = rates(one, "in-octets", BITS);
  const outBps = rates(one, "out-octets", BITS);
  const speedBps = speedOf(one);
  return {
    key: one.key,
    name: [name, descr, one.key].find((text) => text !== undefined && text !== "") ?? `ifIndex ${index}`,
    index: figureIn(index),
    entityId,
    alias: said.get("if-alias"),
    description: name === undefined || descr === name ? undefined : descr,
    type: typeWord(said.get("if-type")),
    mac: said.get("if-mac"),
    mtu: figureIn(said.get("if-mtu")),
    duplex: wordBefore(said.get("if-duplex")),
    adminStatus: adminStatusWord(latest(one, "admin-status") ?? said.get("admin-status")),
    operStatus: operStatusWord(latest(one, "oper-status") ?? said.get("oper-status")),
    speedBps,
    lastChange: lastChange(one, context),
    lastSeen: one.lastMs,
    inBps,
    outBps,
    inErrors: rates(one, "in-errors", SECONDS_A_MINUTE),
    outErrors: rates(one, "out-errors", SECONDS_A_MINUTE),
    inDiscards: rates(one, "in-discards", SECONDS_A_MINUTE),
    outDiscards: rates(one, "out-discards", SECONDS_A_MINUTE),
    inUtilisation: share(inBps, speedBps),
    outUtilisation: share(outBps, speedBps),
    packets: context.withPackets ? packets(one) : undefined,
  };
}

function rates(one: InterfaceLines, role: ObjectRole, factor: number): SeriesJson | undefined {
  const series = bestOf(one.series.get(role) ?? []);
  const scale = series?.place.meaning?.scale ?? 1;
  return series?.rates(factor * scale, (slot) => wasRead(one, slot)).map(short);
}

/** States and speeds have a value at once, also when the counters beside them began anew. */
function wasRead({ series }: InterfaceLines, slot: number): boolean {
  for (const all of series.values()) if (all.some((one) => one.has(slot))) return true;
  return false;
}

/** Three digits behind the point say all there is, and make the answer half as long. */
const short = (value: number | null): number | null =>
  value === null ? null : Math.abs(value) >= 1_000 ? Math.round(value) : Math.round(value * 1_000) / 1_000;

const latest = (one: InterfaceLines, role: ObjectRole): number | undefined =>
  bestOf(one.series.get(role) ?? [])?.latest();

/** ifHighSpeed, unless it is 0: it rounds what is below 1 Mbit/s. ifSpeed at its end only says "more". */
function speedOf(one: InterfaceLines): number | undefined {
  const measured = (one.series.get("speed") ?? []).map((series) => ({
    bps: (series.latest() ?? 0) * (series.place.meaning?.scale ?? 1),
    rank: series.place.meaning?.rank ?? 0,
  }));
  const best = measured.filter(({ bps }) => bps > 0).toSorted((a, b) => b.rank - a.rank)[0]?.bps;
  const speed = best ?? figureIn(one.said.get("speed"));
  return speed === 0 ? undefined : speed;
}

function share(values: SeriesJson | undefined, speedBps: number | undefined): number | undefined {
  const bps = values?.findLast((value) => value !== null);
  if (bps === undefined || bps === null || speedBps === undefined) return undefined;
  return Math.round((bps / speedBps) * 1_000) / 10;
}

/** sysUpTime and what is told in its time begin anew after 497 days (RFC 2578 §7.1.8: 2³² ticks). */
const UPTIME_WRAP_MS = 2 ** 32 * 10;
/** Boot time is known to half a minute. */
const SLACK_MS = 120_000;

/** ifLastChange is the sysUpTime of the moment; 0 means that it has been so since the start. To the minute. */
function lastChange(
  one: InterfaceLines,
  { bootMs, nowMs }: { readonly bootMs: number | undefined; readonly nowMs: number },
): number | undefined {
  const series = bestOf(one.series.get("if-last-change") ?? []);
  const ticks = series?.latest();
  if (series === undefined || ticks === undefined || ticks === 0 || bootMs === undefined) return undefined;
  const told = bootMs + ticks * (series.place.meaning?.scale ?? 1) * 1_000;
  // What lies ahead was before sysUpTime began anew.
  const atMs = told > nowMs + SLACK_MS ? told - UPTIME_WRAP_MS : told;
  return Math.round(atMs / 60_000) * 60_000;
}

function packets(one: InterfaceLines): Readonly<Record<string, SeriesJson>> | undefined {
  const found = PACKET_ROLES.flatMap((role): [string, SeriesJson][] => {
    const series = rates(one, role, 1);
    return series === undefined ? [] : [[role, series]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** `fullDuplex(3)` → `fullDuplex`. */
const wordBefore = (text: string | undefined): string | undefined => text?.replace(/\(\d+\)$/, "");
