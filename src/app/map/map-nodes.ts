import type { TopologyNodeJson } from "../../api/index.ts";
import type { Turns } from "../../base/index.ts";
import {
  isPartRelation,
  type LinkOptions,
  linksFrom,
  type MapLink,
  type Thing,
} from "../../topology/index.ts";
import { EDGE_ALIVE_MS } from "../entities/entity-json.ts";
import { hasText, mapNode } from "./map-node.ts";
import type { MapView } from "./map-view.ts";

/** What one map shows. */
export const NODES_MAX = 2_000;
/** Seeds of a search; what they are linked with comes along. */
const MATCHES_MAX = 200;
/** A device with its ports looked through, and an entity, in steps of `Turns`. */
const LINKS_STEPS = 3_000;
const ENTITY_STEPS = 60;

/** The things of one map, and the links between them. */
export class MapNodes {
  readonly #links: LinkOptions;
  readonly #view: MapView;
  readonly #turns: Turns;
  readonly #nowMs: number;
  readonly #nodes = new Set<Thing>();
  readonly #known = new Map<Thing, readonly MapLink[]>();
  #isTruncated = false;

  constructor({
    links,
    view,
    turns,
    nowMs,
  }: { readonly links: LinkOptions; readonly view: MapView; readonly turns: Turns; readonly nowMs: number }) {
    this.#links = links;
    this.#view = view;
    this.#turns = turns;
    this.#nowMs = nowMs;
  }

  get isTruncated(): boolean {
    return this.#isTruncated;
  }

  /** @returns undefined for what is not on the map */
  thingOf(id: string): Thing | undefined {
    const thing = this.#links.things.of(id);
    return thing !== undefined && this.#nodes.has(thing) ? thing : undefined;
  }

  /** The thing, or where it is not shown what it belongs to or is linked with. */
  shownFor(id: string): readonly Thing[] {
    const thing = this.#links.things.of(id);
    if (thing === undefined) return [];
    return thing.isShown ? [thing] : this.#linksOf(thing).map(({ to }) => to);
  }

  async addAll(types: readonly string[]): Promise<void> {
    for (const type of types) {
      for (const { id } of this.#view.ofType(type)) {
        if (this.#turns.isOver(ENTITY_STEPS)) await this.#turns.giveWay();
        if (!this.#add(this.#links.things.of(id))) return;
      }
    }
    await this.#dropLost();
  }

  async addMatching(text: string, types: readonly string[], depth: number): Promise<void> {
    const wanted = text.trim().toLowerCase();
    const found: Thing[] = [];
    for (const type of types) {
      for (const entity of this.#view.ofType(type)) {
        if (this.#turns.isOver(ENTITY_STEPS)) await this.#turns.giveWay();
        if (!hasText(entity, wanted)) continue;
        if (found.length >= MATCHES_MAX) {
          this.#isTruncated = true;
          break;
        }
        found.push(...this.shownFor(entity.id));
      }
    }
    await this.addAround(found, depth);
  }

  async addAround(first: readonly Thing[], depth: number): Promise<void> {
    let edge = first.filter((thing) => this.#add(thing));
    for (let away = 0; away < depth; away++) {
      const next = new Set<Thing>();
      for (const thing of edge) {
        if (this.#turns.isOver(LINKS_STEPS)) await this.#turns.giveWay();
        for (const { to } of this.#linksOf(thing)) if (!this.#nodes.has(to)) next.add(to);
      }
      for (const thing of next) if (!this.#add(thing)) return;
      edge = [...next];
    }
  }

  /** Links with both ends on the map. */
  async *links(): AsyncGenerator<MapLink, undefined> {
    for (const thing of this.#nodes) {
      if (this.#turns.isOver(LINKS_STEPS)) await this.#turns.giveWay();
      for (const link of this.#linksOf(thing)) if (this.#nodes.has(link.to)) yield link;
    }
  }

  *json(): Generator<TopologyNodeJson, undefined> {
    for (const { members } of this.#nodes) {
      const entities = members.flatMap(({ id }) => this.#view.entity(id) ?? []);
      if (entities.length > 0) yield mapNode(entities);
    }
  }

  /** @returns false when the map is full */
  #add(thing: Thing | undefined): boolean {
    if (thing === undefined || this.#nodes.has(thing)) return true;
    if (this.#nodes.size >= NODES_MAX) {
      this.#isTruncated = true;
      return false;
    }
    this.#nodes.add(thing);
    return true;
  }

  /** A host that was unplugged has no link any more, and nobody polls it: there is nothing to show. */
  async #dropLost(): Promise<void> {
    for (const thing of this.#nodes) {
      if (this.#turns.isOver(LINKS_STEPS)) await this.#turns.giveWay();
      if (this.#isLost(thing)) this.#nodes.delete(thing);
    }
  }

  #isLost(thing: Thing): boolean {
    const isSeen = thing.members.some(
      ({ id }) => (this.#view.entity(id)?.lastSeenMs ?? 0) >= this.#nowMs - EDGE_ALIVE_MS,
    );
    return (
      !isSeen && this.#linksOf(thing).length === 0 && !thing.members.some(({ id }) => this.#hasParts(id))
    );
  }

  #hasParts(id: string): boolean {
    for (const { type } of this.#view.edges(id, "to")) if (isPartRelation(type)) return true;
    return false;
  }

  #linksOf(thing: Thing): readonly MapLink[] {
    const known = this.#known.get(thing);
    if (known !== undefined) return known;
    const links = linksFrom(thing, this.#links);
    this.#known.set(thing, links);
    return links;
  }
}
