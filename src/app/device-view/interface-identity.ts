import type { Tuple } from "../../query/index.ts";
import { dimensionWith, type MetricPlace } from "./metric-places.ts";

// Which lines are about the same interface. A status is a dimension, and so may be name and description: an interface has
// several tuples over time, and other tables may know it by another of its names.

/** What a line calls its interface. */
export interface InterfaceNames {
  /** ifName: unique on nearly all devices, and stays when the device counts its interfaces anew. */
  readonly name: string | undefined;
  readonly index: string | undefined;
  readonly descr: string | undefined;
}

export interface SeenInterface {
  readonly names: InterfaceNames;
  /** When its line was last written, UTC. */
  readonly lastMs: number;
}

const NAMING = ["if-name", "if-index", "if-descr"] as const;

/** Whether each line of a metric is about one interface. */
export const isOfInterfaces = (place: MetricPlace): boolean =>
  place.table &&
  NAMING.some((role) => dimensionWith(place, role) !== undefined) &&
  !place.dimensions.some(({ meaning }) => meaning?.role === "neighbour-name");

export function namesOf(place: MetricPlace, { dimensions }: Tuple): InterfaceNames {
  const valueOf = (role: (typeof NAMING)[number]): string | undefined => {
    const key = dimensionWith(place, role);
    return key === undefined ? undefined : dimensions.find(([own]) => own === key)?.[1];
  };
  return { name: valueOf("if-name"), index: valueOf("if-index"), descr: valueOf("if-descr") };
}

/** Lines of one poll are written within a minute; with an interval between two tables. */
const SAME_TIME_MS = 15 * 60_000;

/**
 * Gives each interface one key: its name, or else its description, with the index where several are called alike; else the
 * index. Where another line knows the name of an index or of a description, that is the one.
 */
export class InterfaceKeys {
  readonly #nameOfIndex = new Map<string, { readonly name: string; readonly lastMs: number }>();
  readonly #descrOfIndex = new Map<string, string>();
  readonly #nameOfDescr = new Map<string, string>();
  readonly #shared: ReadonlySet<string>;

  constructor(seen: readonly SeenInterface[]) {
    for (const { names, lastMs } of seen) this.#learn(names, lastMs);
    for (const { names } of seen) {
      const name = this.#nameOf(names);
      if (names.descr !== undefined && name !== undefined) this.#nameOfDescr.set(names.descr, name);
    }
    this.#shared = sharedNames(seen.map((one) => ({ ...one, called: this.#calledIn(one.names) })));
  }

  keyOf(names: InterfaceNames): string {
    const called = this.#calledIn(names);
    const { index } = names;
    if (called === undefined) return index === undefined ? "" : `#${index}`;
    return index !== undefined && this.#shared.has(called) ? `${called}#${index}` : called;
  }

  #learn({ name, index, descr }: InterfaceNames, lastMs: number): void {
    if (index === undefined) return;
    if (descr !== undefined) this.#descrOfIndex.set(index, descr);
    if (name === undefined) return;
    const before = this.#nameOfIndex.get(index);
    if (before === undefined || before.lastMs <= lastMs) this.#nameOfIndex.set(index, { name, lastMs });
  }

  #nameOf({ name, index }: InterfaceNames): string | undefined {
    return name ?? (index === undefined ? undefined : this.#nameOfIndex.get(index)?.name);
  }

  #calledIn(names: InterfaceNames): string | undefined {
    const name = this.#nameOf(names);
    if (name !== undefined) return name;
    if (names.index !== undefined) return names.descr ?? this.#descrOfIndex.get(names.index);
    return names.descr === undefined ? undefined : (this.#nameOfDescr.get(names.descr) ?? names.descr);
  }
}

interface CalledInterface extends SeenInterface {
  readonly called: string | undefined;
}

/** What interfaces with different indexes are called at the same time. */
function sharedNames(seen: readonly CalledInterface[]): ReadonlySet<string> {
  const indexes = new Map<string, Map<string, number>>();
  for (const { called, names, lastMs } of seen) {
    if (called === undefined || names.index === undefined) continue;
    const own = indexes.get(called) ?? new Map<string, number>();
    own.set(names.index, Math.max(own.get(names.index) ?? 0, lastMs));
    indexes.set(called, own);
  }
  const shared = new Set<string>();
  for (const [called, own] of indexes) {
    const latest = Math.max(...own.values());
    const together = [...own.values()].filter((lastMs) => latest - lastMs <= SAME_TIME_MS);
    if (together.length > 1) shared.add(called);
  }
  return shared;
}
