import type { Dimensions } from "../../mapping/index.ts";
import {
  dimensionKeyOf,
  type EntityGraph,
  extractTopology,
  Generations,
  hashForClass,
  isSameForClass,
  type KeyClass,
  type Statement,
  TopologyCache,
  type TopologyRules,
} from "../../topology/index.ts";
import type { Binding, BoundLine } from "../binding.ts";

/** Bindings remembered, so that the metrics of a row share one; the lines of a row come close together. */
const BINDINGS_MAX = 8_192;
/** What was said so lately is not said again. Half of the usual interval, so that none of its lines is left out. */
const CONFIRM_EVERY_MS = 30_000;

const NOTHING: Binding = { dimensions: [], seen: () => {} };

/** Binds lines to the entities that the rules in force see in them. */
export class LineBindings {
  readonly #graph: EntityGraph;
  readonly #classes = new TopologyCache();
  readonly #known = new Generations<Known>(BINDINGS_MAX);
  /** The metrics of a row come one after another. */
  #latest: Known | undefined;

  constructor(graph: EntityGraph) {
    this.#graph = graph;
  }

  /** Of other rules than before: what is remembered is of the old ones. */
  clear(): void {
    this.#known.clear();
    this.#latest = undefined;
  }

  bind(rules: TopologyRules, { key, storedKey, dimensions }: BoundLine): Binding {
    const keyClass = this.#classes.classOf(rules, { key, storedKey });
    if (keyClass === null) return NOTHING;
    const latest = this.#latest;
    if (latest !== undefined && latest.keyClass === keyClass && latest.dimensions === dimensions)
      return latest.binding;
    const binding =
      this.#knownOf(keyClass, dimensions) ?? this.#bindNew(keyClass, key, storedKey, dimensions);
    this.#latest = { keyClass, dimensions, binding };
    return binding;
  }

  /**
   * Log records are few beside lines: nothing is remembered of them. A rule without a name pattern names by the id, which
   * takes from nobody the name that the rule of its lines gives (traps have both rules).
   */
  bindLog(rules: TopologyRules, attributes: ReadonlyMap<string, string>): Binding {
    const { entities, relations } = extractTopology(rules, { source: "Logs", attributes });
    if (entities.length === 0) return NOTHING;
    const named = entities.map((one) =>
      one.name === one.renderedId ? { ...one, name: this.#graph.record(one.id)?.name ?? one.name } : one,
    );
    return new LineBinding(this.#graph, this.#graph.statements(named, relations));
  }

  #knownOf(keyClass: KeyClass, dimensions: Dimensions): Binding | undefined {
    return this.#known.get(
      hashForClass(keyClass, dimensions),
      (other) => other.keyClass === keyClass && isSameForClass(keyClass, other.dimensions, dimensions),
    )?.binding;
  }

  #bindNew(keyClass: KeyClass, key: string, storedKey: string, dimensions: Dimensions): Binding {
    const line = { source: "Metrics", keys: [key, storedKey], dimensions } as const;
    const { entities, relations } = extractTopology(keyClass.rules, line);
    const binding =
      entities.length === 0
        ? NOTHING
        : new LineBinding(this.#graph, this.#graph.statements(entities, relations));
    this.#known.set(hashForClass(keyClass, dimensions), { keyClass, dimensions, binding });
    return binding;
  }
}

interface Known {
  readonly keyClass: KeyClass;
  readonly dimensions: Dimensions;
  readonly binding: Binding;
}

/** There may be a million: it holds its statements, which others hold too, and nothing else. */
class LineBinding implements Binding {
  readonly #graph: EntityGraph;
  readonly #statements: readonly Statement[];

  constructor(graph: EntityGraph, statements: readonly Statement[]) {
    this.#graph = graph;
    this.#statements = statements;
  }

  /** Of two entities of one type, in two roles, the first: a tuple has a key once. */
  get dimensions(): Dimensions {
    const byKey = new Map<string, string>();
    for (const { entity } of this.#statements) {
      const key = dimensionKeyOf(entity.type);
      if (!byKey.has(key)) byKey.set(key, entity.id);
    }
    return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  seen(atMs: number): void {
    this.#graph.confirm(this.#statements, atMs, CONFIRM_EVERY_MS);
  }
}
