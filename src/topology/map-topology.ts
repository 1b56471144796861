import type { Dimensions, Sample } from "../mapping/index.ts";
import { type ExtractedEntity, extractLine, relationKey } from "./extract.ts";
import type { EntityObservation, RelationObservation, TopologyUpdate } from "./graph.ts";
import { isSameEntity } from "./line-entity.ts";
import { type EntityRelation, RelationList } from "./relation-list.ts";
import type { TopologyRules } from "./rules.ts";
import { isSameForClass, type KeyClass, type TopologyBasis } from "./topology-basis.ts";
import type { TopologyCache } from "./topology-cache.ts";

/**
 * What the samples of one poll say about entities: each observation and relation once, seen at the time of the
 * samples.
 * @param before  the update of the same task's poll before: while nothing changes it is taken over as it is, which
 *   costs one comparison a line
 */
export function mapTopology(
  rules: TopologyRules,
  samples: readonly Sample[],
  cache: TopologyCache,
  before?: Pick<TopologyUpdate, "basis">,
): TopologyUpdate {
  const last = before?.basis;
  const old = last?.rules === rules ? last : undefined;
  // A device that is silent has not said that its entities are gone.
  if (samples.length === 0) return { seenAtMs: 0, entities: [], relations: [], basis: last };
  const lines = linesOf(rules, samples, cache);
  const basis = takenOver(old, lines) ?? extractAll(rules, lines, cache, old);
  const { entities, relations } = basis;
  const replaces = last === undefined || last.entities === entities ? undefined : last.entities;
  return { seenAtMs: latestOf(samples), entities, relations, basis, replaces };
}

/** Each tuple of a poll with each class of keys it comes with, and a sample of them. */
interface Lines extends Pick<TopologyBasis, "tuples" | "classes"> {
  readonly samples: readonly Sample[];
}

function linesOf(rules: TopologyRules, samples: readonly Sample[], cache: TopologyCache): Lines {
  const tuples: Dimensions[] = [];
  const classes: KeyClass[] = [];
  const examples: Sample[] = [];
  // The samples of a row stand together and share their dimensions.
  let row: Dimensions | undefined;
  let rowStart = 0;
  for (const sample of samples) {
    if (sample.dimensions !== row) {
      row = sample.dimensions;
      rowStart = classes.length;
    }
    const keyClass = cache.classOf(rules, sample);
    if (keyClass === null || classes.includes(keyClass, rowStart)) continue;
    tuples.push(row);
    classes.push(keyClass);
    examples.push(sample);
  }
  return { tuples, classes, samples: examples };
}

/** What the poll before said, when this one says the same; undefined otherwise. */
function takenOver(old: TopologyBasis | undefined, { tuples, classes }: Lines): TopologyBasis | undefined {
  if (old?.tuples.length !== tuples.length) return undefined;
  let sameTuples = true;
  for (let i = 0; i < tuples.length; i++) {
    const [tuple, keyClass, before] = [tuples[i]!, classes[i]!, old.tuples[i]!];
    if (keyClass !== old.classes[i]) return undefined;
    if (tuple === before) continue;
    if (!isSameForClass(keyClass, tuple, before)) return undefined;
    sameTuples = false;
  }
  return sameTuples ? old : { ...old, tuples: tuples.slice() };
}

function extractAll(
  rules: TopologyRules,
  { tuples, classes, samples }: Lines,
  cache: TopologyCache,
  old: TopologyBasis | undefined,
): TopologyBasis {
  const known = new KnownFacts(old, cache);
  const entities = new Set<EntityObservation>();
  const relations = new Map<string, EntityRelation>();
  for (const { key, storedKey, dimensions } of samples) {
    const line = extractLine(rules, { source: "Metrics", keys: [key, storedKey], dimensions });
    for (const entity of line.entities) entities.add(known.entity(entity, dimensions));
    for (const relation of line.relations) relations.set(relationKey(relation), known.relation(relation));
  }
  // Copies have no room to grow in, which an array keeps: this is held for every task.
  return {
    rules,
    tuples: tuples.slice(),
    classes: cache.classList(classes),
    entities: [...entities],
    relations: new RelationList(relations.values()),
  };
}

/** What the task said in the poll before, and what any task said lately: said again, it is the same object. */
class KnownFacts {
  readonly #cache: TopologyCache;
  readonly #entities = new Map<string, EntityObservation[]>();

  constructor(old: TopologyBasis | undefined, cache: TopologyCache) {
    this.#cache = cache;
    for (const entity of old?.entities ?? []) this.#add(entity);
  }

  entity(extracted: ExtractedEntity, dimensions: Dimensions): EntityObservation {
    const same = this.#entities
      .get(extracted.observation.id)
      ?.find((known) => isSameEntity(known, extracted.observation));
    if (same !== undefined) return same;
    const entity = this.#cache.entity(extracted, dimensions);
    this.#add(entity);
    return entity;
  }

  /** Both its entities are on the line, and have been asked for. */
  relation({ type, fromId, toId }: RelationObservation): EntityRelation {
    return { type, from: this.#entities.get(fromId)![0]!, toId };
  }

  #add(entity: EntityObservation): void {
    const others = this.#entities.get(entity.id);
    if (others === undefined) this.#entities.set(entity.id, [entity]);
    else others.push(entity);
  }
}

function latestOf(samples: readonly Sample[]): number {
  let latest = 0;
  for (const { timestampMs } of samples) if (timestampMs > latest) latest = timestampMs;
  return latest;
}
