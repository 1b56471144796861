import type { Turns } from "../../base/index.ts";
import { type Condition, matchesCondition, type RelationshipSpec } from "../../manifest/index.ts";
import type { MetricSource, Tuple } from "../../query/index.ts";
import { dimensionKeyOf, isPartRelation } from "../../topology/index.ts";
import { EDGE_ALIVE_MS } from "../entities/entity-json.ts";

/** What a line says of a link between two entities. */
export interface LinkLine {
  readonly fromId: string;
  readonly toId: string;
  /** What the port at each end is called, best first. */
  readonly fromPort: readonly string[];
  readonly toPort: readonly string[];
}

/** By the keys that extensions give such dimensions: `neighbour.port.id`, and `local.port.id` for the one that was asked. */
const PORT_KEY = /(?:^|\.)port\.(?:id|name|description)$/;
const LOCAL_KEY = /(?:^|\.)local\./;
const OWN_PORT_KEYS: ReadonlySet<string> = new Set(["if.name", "interface.name"]);
/** An id before a description: `port.id` comes after `port.description` by name. */
const isDescription = (key: string): boolean => key.endsWith("description");

const TUPLE_STEPS = 300;
/** One network has some thousands of links; a map shows no more. */
const LINES_MAX = 20_000;

interface LineLink {
  readonly from: string;
  readonly to: string;
  readonly conditions: readonly Condition[];
}

/**
 * The lines that made links. An entity keeps only the port that was seen last; of two cables between the same switches
 * each has a line of its own.
 * @param lastSeenMs  of an entity whose links are wanted; undefined for others
 */
export async function* linkLines(
  specs: readonly RelationshipSpec[],
  metrics: MetricSource,
  lastSeenMs: (id: string) => number | undefined,
  turns: Turns,
): AsyncGenerator<LinkLine, undefined> {
  let left = LINES_MAX;
  const links = specs.flatMap(lineLink);
  for (const metric of metrics.metrics()) {
    for (const { from, to, conditions } of links) {
      if (!conditions.some((condition) => matchesCondition(condition, metric.key))) continue;
      const meant = {
        dimension: from,
        test: (id: string | undefined) => id !== undefined && lastSeenMs(id) !== undefined,
      };
      const some = { dimension: to, test: (id: string | undefined) => id !== undefined };
      for await (const tuple of metrics.tuples(metric, [meant, some])) {
        if (turns.isOver(TUPLE_STEPS)) await turns.giveWay();
        const line = linkLine(tuple, from, to);
        // As for edges: what was there when the device was seen last.
        if (tuple.lastWrittenMs < (lastSeenMs(line.fromId) ?? 0) - EDGE_ALIVE_MS) continue;
        if (left-- <= 0) return;
        yield line;
      }
    }
  }
}

function lineLink({
  enabled,
  typeOfRelation,
  fromType,
  toType,
  sources,
}: RelationshipSpec): readonly LineLink[] {
  if (!enabled || isPartRelation(typeOfRelation) || typeOfRelation === "SAME_AS") return [];
  const conditions = sources.flatMap((source) =>
    source.sourceType === "Metrics" && "condition" in source && source.condition !== undefined
      ? [source.condition]
      : [],
  );
  return [{ from: dimensionKeyOf(fromType), to: dimensionKeyOf(toType), conditions }];
}

function linkLine({ dimensions }: Tuple, from: string, to: string): LinkLine {
  const values = new Map(dimensions);
  const ports = dimensions
    .filter(([key, value]) => PORT_KEY.test(key) && value !== "")
    .toSorted(([a], [b]) => Number(isDescription(a)) - Number(isDescription(b)));
  const own = dimensions.filter(([key]) => OWN_PORT_KEYS.has(key));
  const texts = (pairs: typeof ports): readonly string[] => pairs.map(([, value]) => value);
  return {
    fromId: values.get(from) ?? "",
    toId: values.get(to) ?? "",
    fromPort: texts([...own, ...ports.filter(([key]) => LOCAL_KEY.test(key))]),
    toPort: texts(ports.filter(([key]) => !LOCAL_KEY.test(key))),
  };
}
