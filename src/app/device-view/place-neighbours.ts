import type { DeviceInterfaceJson, NeighbourJson } from "../../api/index.ts";
import { plainPortName } from "./interface-words.ts";
import { neighbourJson, type SeenNeighbour, shortName } from "./neighbours.ts";

export interface PlacedNeighbours {
  /** By key of the interface. */
  readonly byInterface: ReadonlyMap<string, NeighbourJson>;
  readonly unplaced: readonly NeighbourJson[];
}

/**
 * Puts each neighbour to the port it is at: the one that its line names; the one at which it sees us, when there is one
 * link between both; or the only one whose description names it.
 * @param seenAt  our ports as a polled neighbour tells them, by its entity
 */
export function placeNeighbours(
  interfaces: readonly DeviceInterfaceJson[],
  neighbours: readonly SeenNeighbour[],
  seenAt: ReadonlyMap<string, readonly string[]>,
): PlacedNeighbours {
  const byInterface = new Map<string, NeighbourJson>();
  const rest: SeenNeighbour[] = [];
  const finder = new PortFinder(interfaces);
  const links = countBy(neighbours, linkOf);
  for (const one of neighbours) {
    const seen = one.deviceId === undefined ? [] : (seenAt.get(one.deviceId) ?? []);
    const port = one.localPort ?? (seen.length === 1 && links.get(linkOf(one)) === 1 ? seen[0] : undefined);
    const found = port === undefined ? undefined : finder.named(port);
    if (found === undefined) rest.push(one);
    else byInterface.set(found.key, neighbourJson(one, "neighbour"));
  }
  return { byInterface, unplaced: placeByDescription(rest, finder, byInterface) };
}

/** Descriptions that name the port of the neighbour, too, then as many as name a neighbour that has so many links. */
function placeByDescription(
  rest: readonly SeenNeighbour[],
  finder: PortFinder,
  byInterface: Map<string, NeighbourJson>,
): readonly NeighbourJson[] {
  const left = rest.filter((one) => {
    const found = finder.describing(one).filter(({ key }) => !byInterface.has(key));
    const exact = finder.naming(found, one.port);
    if (exact.length === 1) byInterface.set(exact[0]!.key, neighbourJson(one, "description"));
    return exact.length !== 1;
  });
  const links = countBy(left, linkOf);
  return left
    .filter((one) => {
      const found = finder.describing(one).filter(({ key }) => !byInterface.has(key));
      const isAll = found.length > 0 && found.length === links.get(linkOf(one));
      // Which end belongs to which is not told.
      const known = found.length === 1 ? one : { ...one, port: undefined };
      if (isAll) byInterface.set(found[0]!.key, neighbourJson(known, "description"));
      if (isAll) links.set(linkOf(one), found.length - 1);
      return !isAll;
    })
    .map((one) => neighbourJson(one, "unplaced"));
}

const linkOf = ({ name }: SeenNeighbour): string => shortName(name);

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

class PortFinder {
  readonly #byName = new Map<string, DeviceInterfaceJson>();
  readonly #described: readonly { readonly one: DeviceInterfaceJson; readonly words: string }[];

  constructor(interfaces: readonly DeviceInterfaceJson[]) {
    for (const one of interfaces) {
      for (const name of [one.description, one.name]) {
        if (name !== undefined) this.#byName.set(plainPortName(name), one);
      }
    }
    this.#described = interfaces.flatMap((one) =>
      one.alias === undefined || one.alias === "" ? [] : [{ one, words: one.alias.toLowerCase() }],
    );
  }

  named(port: string): DeviceInterfaceJson | undefined {
    return this.#byName.get(plainPortName(port));
  }

  /** Those whose description holds the neighbour's name as a word. */
  describing({ name }: SeenNeighbour): readonly DeviceInterfaceJson[] {
    const short = shortName(name);
    if (short.length < 3) return [];
    const word = new RegExp(`(?<![a-z0-9-])${short.replaceAll(/[^a-z0-9]/g, "\\$&")}(?![a-z0-9-])`);
    return this.#described.filter(({ words }) => word.test(words)).map(({ one }) => one);
  }

  /** Of those the ones whose description names the port, too. */
  naming(found: readonly DeviceInterfaceJson[], port: string | undefined): readonly DeviceInterfaceJson[] {
    if (port === undefined || port === "") return [];
    const plain = plainPortName(port);
    return found.filter(({ alias = "" }) =>
      alias.split(/[\s,;()]+/).some((part) => plainPortName(part) === plain),
    );
  }
}
