import type { Dimensions, Sample } from "../mapping/index.ts";
import { extractTopology, relationKey } from "./extract.ts";
import type { EntityObservation, RelationObservation, TopologyUpdate } from "./graph.ts";
import type { TopologyRules } from "./rules.ts";
import type { KeyClass, TopologyCache } from "./topology-cache.ts";

/**
 * What samples say about entities, once: each observation and relation once, seen at the time of the samples. A
 * service, which sees the same lines again and again, binds them instead (`EntityGraph.statements`).
 */
export function mapTopology(
  rules: TopologyRules,
  samples: readonly Sample[],
  cache: TopologyCache,
): TopologyUpdate {
  const entities = new Map<string, EntityObservation>();
  const relations = new Map<string, RelationObservation>();
  const classes = new Set<KeyClass>();
  // The samples of a row stand together and share their dimensions.
  let row: Dimensions | undefined;
  let seenAtMs = 0;
  for (const { key, storedKey, dimensions, timestampMs } of samples) {
    if (timestampMs > seenAtMs) seenAtMs = timestampMs;
    if (dimensions !== row) classes.clear();
    row = dimensions;
    const keyClass = cache.classOf(rules, { key, storedKey });
    if (keyClass === null || classes.has(keyClass)) continue;
    classes.add(keyClass);
    const line = extractTopology(keyClass.rules, { source: "Metrics", keys: [key, storedKey], dimensions });
    for (const entity of line.entities) entities.set(contentOf(entity), entity);
    for (const relation of line.relations) relations.set(relationKey(relation), relation);
  }
  return { seenAtMs, entities: [...entities.values()], relations: [...relations.values()] };
}

const contentOf = ({ id, type, name, icon, attributes }: EntityObservation): string =>
  JSON.stringify([id, type, name, icon, [...attributes]]);
