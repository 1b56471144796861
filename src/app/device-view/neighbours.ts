import type { NeighbourJson } from "../../api/index.ts";
import type { DimensionCondition, EntitySource, MetricSource, Tuple } from "../../query/index.ts";
import { plainPortName } from "./interface-words.ts";
import { dimensionWith, type MetricPlace } from "./metric-places.ts";
import { isOwn, type PolledEndpoint } from "./own-lines.ts";

// Who is at the other end. Tables of LLDP and CDP hold the local port in their index alone, which no line can carry: so the
// port is what the neighbour says of it, where that is polled, too; what a manifest knows besides; or what people wrote.

const ENTITY_PREFIX = "dt.entity.";
/** Neighbours are often read every five minutes; one that was not there three times is gone. */
const INTERVALS_ALIVE = 3;

/** A neighbour as a device's lines have it. */
export interface SeenNeighbour {
  readonly name: string;
  /** Its end of the link, as it calls it. */
  readonly port: string | undefined;
  /** Our end, where the line knows it. */
  readonly localPort: string | undefined;
  /** Of the neighbour; of the polled device that it is. */
  readonly entityId: string | undefined;
  readonly deviceId: string | undefined;
}

export interface NeighbourSources {
  readonly places: readonly MetricPlace[];
  readonly endpoint: PolledEndpoint;
  /** Entities that stand for the device itself, or that its interfaces have in common. */
  readonly deviceIds: ReadonlySet<string>;
  readonly metrics: MetricSource;
  readonly entities: EntitySource;
  readonly nowMs: number;
}

const tellsNeighbours = (place: MetricPlace): boolean =>
  place.table && dimensionWith(place, "neighbour-name") !== undefined;

/** The neighbours that the device sees now, each with its end of the link once. */
export async function seenNeighbours(sources: NeighbourSources): Promise<readonly SeenNeighbour[]> {
  const found = new Map<string, SeenNeighbour>();
  for (const place of sources.places.filter(tellsNeighbours)) {
    const condition = isOwn(place, sources.endpoint);
    if (condition === undefined) continue;
    for (const tuple of await alive(place, condition, sources)) {
      const seen = neighbourOf(place, tuple, sources);
      if (seen === undefined) continue;
      // Often both LLDP and CDP tell of one link.
      const key = JSON.stringify([shortName(seen.name), plainPortName(seen.port ?? "")]);
      if (found.get(key)?.deviceId === undefined) found.set(key, seen);
    }
  }
  return [...found.values()];
}

/** Without its domain, and the serial number that NX-OS puts behind it in CDP: `core-sw-1(EXC2402C001)`. */
export const shortName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\([^)]*\)$/, "")
    .split(".")[0]!;

async function alive(
  place: MetricPlace,
  condition: DimensionCondition,
  { metrics, nowMs }: Pick<NeighbourSources, "metrics" | "nowMs">,
): Promise<readonly Tuple[]> {
  const metric = metrics.metric(place.key);
  if (metric === undefined) return [];
  const tuples: Tuple[] = [];
  for await (const tuple of metrics.tuples(metric, [condition])) {
    if (tuple.lastWrittenMs >= nowMs - INTERVALS_ALIVE * place.intervalMs - 60_000) tuples.push(tuple);
  }
  return tuples;
}

function neighbourOf(
  place: MetricPlace,
  { dimensions }: Tuple,
  { deviceIds, entities }: NeighbourSources,
): SeenNeighbour | undefined {
  const texts = new Map(dimensions);
  const textOf = (role: Parameters<typeof dimensionWith>[1]): string | undefined => {
    const key = dimensionWith(place, role);
    return key === undefined ? undefined : texts.get(key);
  };
  const ids = dimensions.flatMap(([key, id]) =>
    key.startsWith(ENTITY_PREFIX) && !deviceIds.has(id) ? [id] : [],
  );
  const entityId = ids[0];
  const name = textOf("neighbour-name") ?? nameless(entityId, entities);
  if (name === undefined || name === "") return undefined;
  return {
    name,
    port: portIn(place, texts),
    localPort: textOf("neighbour-local-port") ?? textOf("if-name") ?? textOf("if-descr"),
    entityId,
    deviceId: entityId === undefined ? undefined : sameAs(entityId, entities),
  };
}

const MAC_AT_END = /(?:[\da-f]{2}[:-]){5}[\da-f]{2}$/i;

/** Hosts often tell no name: their entity is named by what its rule has, of which the address tells enough. */
function nameless(entityId: string | undefined, entities: EntitySource): string | undefined {
  const name = entityId === undefined ? undefined : entities.entity(entityId)?.name;
  return name === undefined ? undefined : (MAC_AT_END.exec(name)?.[0] ?? name);
}

/** The id of the port, unless that is a MAC address and the port has a description. */
function portIn(place: MetricPlace, texts: ReadonlyMap<string, string>): string | undefined {
  const ports = place.dimensions
    .filter(({ meaning }) => meaning?.role === "neighbour-port")
    .toSorted((a, b) => (b.meaning?.rank ?? 0) - (a.meaning?.rank ?? 0))
    .flatMap(({ key }) => texts.get(key) ?? []);
  return ports.find((port) => !/^([\da-f]{2}[:-]){5}[\da-f]{2}$/i.test(port)) ?? ports[0];
}

/** The entity that is the same thing, polled. */
function sameAs(id: string, entities: EntitySource): string | undefined {
  for (const { type, toId } of entities.edges(id, "from")) if (type === "SAME_AS") return toId;
  for (const { type, fromId } of entities.edges(id, "to")) if (type === "SAME_AS") return fromId;
  return undefined;
}

/**
 * At which ports a polled neighbour sees this device: our ends of the links, as we call them ourselves.
 * @param deviceId  entity of the neighbour
 */
export async function portsSeenBy(deviceId: string, sources: NeighbourSources): Promise<readonly string[]> {
  const type = sources.entities.entity(deviceId)?.type;
  if (type === undefined) return [];
  const condition = {
    dimension: `${ENTITY_PREFIX}${type.toLowerCase()}`,
    test: (value: string | undefined) => value === deviceId,
  };
  const ports = new Map<string, string>();
  for (const place of sources.places.filter(tellsNeighbours)) {
    for (const { dimensions } of await alive(place, condition, sources)) {
      const isUs = dimensions.some(
        ([key, id]) =>
          key.startsWith(ENTITY_PREFIX) &&
          id !== deviceId &&
          sources.deviceIds.has(sameAs(id, sources.entities) ?? ""),
      );
      const port = isUs ? portIn(place, new Map(dimensions)) : undefined;
      if (port !== undefined) ports.set(plainPortName(port), port);
    }
  }
  return [...ports.values()];
}

export const neighbourJson = (
  { name, port, entityId, deviceId }: SeenNeighbour,
  by: NeighbourJson["by"],
): NeighbourJson => ({ name, entityId: deviceId ?? entityId, port, by });
