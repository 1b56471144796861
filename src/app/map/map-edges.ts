import type { TopologyEdgeJson } from "../../api/index.ts";
import { RELATION_NAMES } from "../../manifest/index.ts";
import type { MapLink, Thing } from "../../topology/index.ts";
import { EDGE_ALIVE_MS } from "../entities/entity-json.ts";
import type { LinkLine } from "./link-lines.ts";
import type { MapView } from "./map-view.ts";
import type { PortNames } from "./port-names.ts";
import { SeenPorts } from "./seen-ports.ts";

/** Names of what lies between. */
const VIA_MAX = 32;

/** One edge between two things, whatever number of cables and ways there is. */
interface Pair {
  readonly from: Thing;
  readonly to: Thing;
  link: MapLink;
  readonly fromPorts: SeenPorts;
  readonly toPorts: SeenPorts;
  readonly via: Set<string>;
}

/** Edges of a map: links of either direction become one, with the names of ports that are known. */
export class MapEdges {
  readonly #view: MapView;
  readonly #ports: PortNames;
  readonly #pairs = new Map<string, Pair>();

  constructor(view: MapView, ports: PortNames) {
    this.#view = view;
    this.#ports = ports;
  }

  add(link: MapLink): void {
    const pair = this.#pairOf(link);
    // Seen from either end, and what was seen last counts.
    if (link.lastSeenMs > pair.link.lastSeenMs) pair.link = link;
    for (const id of link.via) {
      const part = this.#view.entity(id);
      if (part !== undefined && pair.via.size < VIA_MAX) pair.via.add(part.name);
    }
    this.#addPortsOf(link, pair);
  }

  /** @param thingOf  undefined for what is not on the map */
  addLine({ fromId, toId, fromPort, toPort }: LinkLine, thingOf: (id: string) => Thing | undefined): void {
    const [from, to] = [thingOf(fromId), thingOf(toId)];
    if (from === undefined || to === undefined) return;
    const pair = this.#pairs.get(keyOf(from, to));
    if (pair === undefined) return;
    portsAt(pair, from).add(toId, this.#ports.port(from, fromPort));
    portsAt(pair, to).add(toId, this.#ports.port(to, toPort));
  }

  /** @param nowMs  older sights are told, UTC */
  *json(nowMs: number): Generator<TopologyEdgeJson, undefined> {
    for (const { from, to, link, fromPorts, toPorts, via } of this.#pairs.values()) {
      yield {
        from: from.id,
        to: to.id,
        relation: RELATION_NAMES[link.relation],
        ...(fromPorts.isEmpty ? {} : { fromPorts: fromPorts.json() }),
        ...(toPorts.isEmpty ? {} : { toPorts: toPorts.json() }),
        ...(via.size > 0 ? { via: [...via] } : {}),
        ...(link.lastSeenMs < nowMs - EDGE_ALIVE_MS ? { lastSeen: link.lastSeenMs } : {}),
      };
    }
  }

  #pairOf(link: MapLink): Pair {
    const key = keyOf(link.from, link.to);
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    const { from, to } = link;
    const pair: Pair = {
      from,
      to,
      link,
      fromPorts: new SeenPorts(),
      toPorts: new SeenPorts(),
      via: new Set(),
    };
    this.#pairs.set(key, pair);
    return pair;
  }

  /** The first thing on a way down is a port of the one end, the last on a way up one of the other. */
  #addPortsOf({ from, to, via }: MapLink, pair: Pair): void {
    const [first, last] = [via[0], via.at(-1)];
    if (first !== undefined) portsAt(pair, from).add("", this.#ports.partOf(from, first));
    if (last !== undefined) portsAt(pair, to).add("", this.#ports.partOf(to, last));
  }
}

const portsAt = (pair: Pair, end: Thing): SeenPorts => (pair.from === end ? pair.fromPorts : pair.toPorts);

const keyOf = (a: Thing, b: Thing): string => (a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`);
