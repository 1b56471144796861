import { ApiError, type TopologyMapJson, type TopologyPort, type TopologyQuery } from "../../api/index.ts";
import { type Clock, Turns } from "../../base/index.ts";
import type { TopologySpec } from "../../manifest/index.ts";
import type { MetricSource } from "../../query/index.ts";
import type { EntityStore } from "../../store/index.ts";
import { type LinkOptions, leadingOn, SameThings, shownByDefault } from "../../topology/index.ts";
import { Alike } from "./alike.ts";
import { linkLines } from "./link-lines.ts";
import { MapEdges } from "./map-edges.ts";
import { MapNodes, NODES_MAX } from "./map-nodes.ts";
import { mapTypes } from "./map-types.ts";
import { MapView } from "./map-view.ts";
import { PortNames } from "./port-names.ts";

export interface TopologyPortOptions {
  readonly entities: EntityStore;
  readonly metrics: MetricSource;
  readonly clock: Clock;
  /** Topology of the extensions in force. */
  readonly specs: () => readonly TopologySpec[];
}

/** Maps of what is connected with what. */
export function createTopologyPort(options: TopologyPortOptions): TopologyPort {
  const recent = new RecentMaps(options.clock);
  return { map: async (query) => await recent.of(JSON.stringify(query), () => mapOf(query, options)) };
}

/** Several who look at one map, and whoever comes back to it, share what was made. */
class RecentMaps {
  readonly #clock: Clock;
  readonly #maps = new Map<string, { readonly untilMs: number; readonly map: Promise<TopologyMapJson> }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(key: string, make: () => Promise<TopologyMapJson>): Promise<TopologyMapJson> {
    const nowMs = this.#clock.monotonicMs();
    for (const [old, { untilMs }] of this.#maps) if (untilMs <= nowMs) this.#maps.delete(old);
    const known = this.#maps.get(key);
    if (known !== undefined) return known.map;
    const map = make();
    map.catch(() => this.#maps.delete(key));
    if (this.#maps.size < RECENT_MAX) this.#maps.set(key, { untilMs: nowMs + RECENT_MS, map });
    return map;
  }
}

const RECENT_MS = 4_000;
const RECENT_MAX = 8;

async function mapOf(query: TopologyQuery, options: TopologyPortOptions): Promise<TopologyMapJson> {
  const { entities, metrics, clock } = options;
  const nowMs = clock.wallMs();
  const relationships = options
    .specs()
    .flatMap((spec) => spec.relationships.filter(({ enabled }) => enabled));
  const types = mapTypes(entities, options.specs(), query.types ?? shownByDefault(relationships));
  const view = new MapView(entities, nowMs);
  const turns = new Turns();
  const alike = new Alike(view);
  const things = new SameThings(view, types.isShown, (id) => alike.of(id));
  const links: LinkOptions = { view, things, isShown: types.isShown, leadsOn: leadingOn(relationships) };
  const nodes = new MapNodes({ links, view, turns, nowMs });
  if (query.focus !== undefined) await nodes.addAround(focusOf(query.focus, view, nodes), query.depth);
  else if (query.text !== undefined && query.text.trim() !== "")
    await nodes.addMatching(query.text, types.shown, query.depth);
  else await nodes.addAll(types.shown);

  const ports = new PortNames(entities);
  const edges = new MapEdges(view, ports);
  for await (const link of nodes.links()) edges.add(link);
  const lastSeenMs = (id: string) =>
    nodes.thingOf(id) === undefined ? undefined : view.entity(id)?.lastSeenMs;
  for await (const line of linkLines(relationships, metrics, lastSeenMs, turns))
    edges.addLine(line, (id) => nodes.thingOf(id));
  return {
    nodes: [...nodes.json()],
    edges: [...edges.json(nowMs)],
    types: types.json,
    ...(nodes.isTruncated ? { truncated: TRUNCATED } : {}),
  };
}

const TRUNCATED = `Shown are ${NODES_MAX.toLocaleString("en")}; there are more. Search for a name, focus on one device, or choose fewer types.`;

function focusOf(id: string, view: MapView, nodes: MapNodes) {
  const found = nodes.shownFor(id);
  if (found.length > 0) return found;
  const name = view.entity(id)?.name;
  throw new ApiError(
    404,
    "api.not-on-map",
    name === undefined ? `there is no entity ${id}` : `${name} is not on this map`,
    {
      remedy: name === undefined ? "It may be gone. Show the whole map." : "Choose its type, too.",
    },
  );
}
