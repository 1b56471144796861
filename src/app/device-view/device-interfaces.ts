import type { DeviceInterfaceJson, DeviceInterfacesJson } from "../../api/index.ts";
import { type EntitySource, type Grid, type MetricSource, parseResolution } from "../../query/index.ts";
import type { ObjectRole } from "../../smi/index.ts";
import { bootTime } from "./boot-time.ts";
import { interfaceEntities } from "./interface-entities.ts";
import { isOfInterfaces } from "./interface-identity.ts";
import { interfaceJson, PACKET_ROLES, TABLE_ROLES } from "./interface-json.ts";
import { type InterfaceLines, readInterfaces } from "./interface-lines.ts";
import type { MetricPlace } from "./metric-places.ts";
import { type NeighbourSources, portsSeenBy, seenNeighbours } from "./neighbours.ts";
import type { PolledEndpoint } from "./own-lines.ts";
import { type PlacedNeighbours, placeNeighbours } from "./place-neighbours.ts";

const MINUTE_MS = 60_000;
/** Points of a sparkline, and of the charts of one port. */
const TABLE_POINTS = 60;
const CHART_POINTS = 240;

export interface DeviceSources {
  /** What is polled of the device, by all configurations that have it. */
  readonly places: readonly MetricPlace[];
  readonly endpoint: PolledEndpoint;
  readonly metrics: MetricSource;
  readonly entities: EntitySource;
}

export interface InterfacesWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** One interface alone. */
  readonly key?: string | undefined;
}

/** The interfaces of a device, from what is stored, by the roles of the objects that its manifests collect. */
export async function deviceInterfaces(
  sources: DeviceSources,
  window: InterfacesWindow,
): Promise<DeviceInterfacesJson> {
  const { places, endpoint, metrics } = sources;
  const isOne = window.key !== undefined;
  const grid = gridFor(window, places, isOne ? CHART_POINTS : TABLE_POINTS);
  const roles = isOne ? new Set<ObjectRole>([...TABLE_ROLES, ...PACKET_ROLES]) : TABLE_ROLES;
  const lines = (await readInterfaces(places, endpoint, roles, grid, metrics)).filter(isSeen);
  const bootMs = await bootTime(sources, window.nowMs);
  const { of: entityOf, shared } = interfaceEntities(lines);
  const context = { grid, bootMs, nowMs: window.nowMs, withPackets: isOne };
  const all = lines.map((one) => interfaceJson(one, entityOf(one), context));
  const placed = await placedNeighbours(all, shared, sources, window.nowMs);
  return {
    resolutionMs: grid.stepMs,
    timestamps: Array.from({ length: grid.slots }, (_, i) => grid.startMs + (i + 1) * grid.stepMs),
    interfaces: all
      .filter(({ key }) => window.key === undefined || key === window.key)
      .map((one) => ({ ...one, neighbour: placed.byInterface.get(one.key) })),
    unplaced: placed.unplaced,
  };
}

/** Lines that were written later than the time asked for say nothing about it. */
function isSeen({ series }: InterfaceLines): boolean {
  const all = [...series.values()].flat();
  return all.length === 0 || all.some((one) => !one.isEmpty);
}

async function placedNeighbours(
  all: readonly DeviceInterfaceJson[],
  shared: ReadonlySet<string>,
  { places, endpoint, metrics, entities }: DeviceSources,
  nowMs: number,
): Promise<PlacedNeighbours> {
  const sources: NeighbourSources = { places, endpoint, deviceIds: shared, metrics, entities, nowMs };
  const neighbours = await seenNeighbours(sources);
  const polled = new Set(neighbours.flatMap(({ deviceId }) => deviceId ?? []));
  const seenAt = new Map<string, readonly string[]>();
  for (const id of polled) seenAt.set(id, await portsSeenBy(id, sources));
  return placeNeighbours(all, neighbours, seenAt);
}

/** Slots are no shorter than the interval of the traffic: a count of five minutes in a slot of one would be a peak. */
function gridFor({ fromMs, toMs }: InterfacesWindow, places: readonly MetricPlace[], points: number): Grid {
  const { grid } = parseResolution(String(points), fromMs, toMs);
  const intervals = places.filter(isOfInterfaces).map(({ intervalMs }) => intervalMs);
  const longest = Math.max(MINUTE_MS, ...intervals);
  if (grid.stepMs >= longest) return grid;
  return parseResolution(`${Math.ceil(longest / MINUTE_MS)}m`, fromMs, toMs).grid;
}
