import type { RelationType } from "../../manifest/index.ts";
import type { GraphView, MapEdge } from "./graph-view.ts";
import { isPartRelation } from "./relations.ts";
import type { SameThings, Thing } from "./same-things.ts";

/** A way from one shown thing to another that passes no third one. */
export interface MapLink {
  readonly from: Thing;
  readonly to: Thing;
  /** Of the edges on the way the one that tells most: a link between things before a part of a whole. */
  readonly relation: RelationType;
  /** Ids of the things on the way that are not shown, from `from` to `to`. */
  readonly via: readonly string[];
  /** Of the edge on the way that was seen longest ago. */
  readonly lastSeenMs: number;
}

export interface LinkOptions {
  readonly view: GraphView;
  readonly things: SameThings;
  readonly isShown: (type: string) => boolean;
  /** Whether a part of this type may lead on: see `leadingOn`. */
  readonly leadsOn: (type: string) => boolean;
}

/** Device, port, port, device, and one to spare. */
const VIA_MAX = 4;
/** What has more links than that and is not shown joins nobody: every two of its neighbours would be linked. */
const LINKS_THROUGH_MAX = 8;
/** Links of one thing. */
const LINKS_MAX = 500;

/** Down to a part, across to something else, up to a whole: a way goes on in this order, and never back. */
const STEPS = ["down", "across", "up"] as const;
type Step = (typeof STEPS)[number];

interface Place {
  readonly thing: Thing;
  readonly step: Step;
  readonly via: readonly Thing[];
  readonly relation: RelationType | undefined;
  readonly lastSeenMs: number;
}

/**
 * The links that begin at a thing. What is not shown is gone through: device ← port → port → device is one link, by way
 * of the two ports. Down into a whole's other parts no way leads, or all ports of a switch that is not shown would be
 * linked with each other.
 * @returns each link once for each way, shortest first
 */
export function linksFrom(from: Thing, options: LinkOptions): readonly MapLink[] {
  const links: MapLink[] = [];
  const seen = new Set([`down ${from.id}`]);
  const places: Place[] = [
    { thing: from, step: "down", via: [], relation: undefined, lastSeenMs: Number.POSITIVE_INFINITY },
  ];
  for (const place of places) {
    for (const next of placesAfter(place, options)) {
      if (links.length >= LINKS_MAX) return links;
      const { thing, via, relation, lastSeenMs } = next;
      if (thing.isShown && thing !== from && relation !== undefined) {
        links.push({ from, to: thing, relation, via: via.map(({ id }) => id), lastSeenMs });
      } else if (mayPass(next, options, seen)) {
        seen.add(`${next.step} ${thing.id}`);
        places.push({ ...next, via: [...via, thing] });
      }
    }
  }
  return links;
}

function mayPass(
  { thing, step, via }: Place,
  { leadsOn, view }: LinkOptions,
  seen: ReadonlySet<string>,
): boolean {
  if (thing.isShown || via.length >= VIA_MAX || seen.has(`${step} ${thing.id}`)) return false;
  if (step === "up") return true;
  return (
    thing.members.some(({ type }) => leadsOn(type)) &&
    (step === "down" || linkCount(thing, view) <= LINKS_THROUGH_MAX)
  );
}

function* placesAfter(place: Place, options: LinkOptions): Generator<Place, undefined> {
  for (const { id } of place.thing.members) {
    for (const side of ["from", "to"] as const) {
      for (const edge of options.view.edges(id, side)) {
        const next = placeAfter(place, edge, side, options);
        if (next !== undefined) yield next;
      }
    }
  }
}

function placeAfter(
  before: Place,
  edge: MapEdge,
  side: "from" | "to",
  { view, things, isShown, leadsOn }: LinkOptions,
): Place | undefined {
  const isSame = edge.type === "SAME_AS";
  const step = stepOf(edge, side);
  if (STEPS.indexOf(step) < STEPS.indexOf(before.step) || (isSame && before.relation !== undefined))
    return undefined;
  const otherId = side === "from" ? edge.toId : edge.fromId;
  const type = view.entity(otherId)?.type;
  if (type === undefined || (step === "down" && !isShown(type) && !leadsOn(type))) return undefined;
  const thing = things.of(otherId);
  // Where SAME_AS joined nothing, since nobody knows which of several it is, it is a link to each.
  if (thing === undefined || thing === before.thing || (isSame && !thing.isShown)) return undefined;
  const lastSeenMs = Math.min(before.lastSeenMs, edge.lastSeenMs);
  return { thing, step, via: before.via, relation: telling(before.relation, edge.type), lastSeenMs };
}

function stepOf({ type }: MapEdge, side: "from" | "to"): Step {
  if (!isPartRelation(type)) return "across";
  return side === "from" ? "up" : "down";
}

const telling = (before: RelationType | undefined, next: RelationType): RelationType =>
  before === undefined || (isPartRelation(before) && !isPartRelation(next)) ? next : before;

function linkCount({ members }: Thing, view: GraphView): number {
  let count = 0;
  for (const { id } of members)
    for (const side of ["from", "to"] as const)
      for (const { type } of view.edges(id, side))
        if (!isPartRelation(type) && type !== "SAME_AS") count += 1;
  return count;
}
