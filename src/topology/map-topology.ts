import { matchesCondition, placeholdersOf } from "../manifest/index.ts";
import type { Dimensions, Sample } from "../mapping/index.ts";
import { type Extraction, extractTopology } from "./extract.ts";
import { Generations, HASH_START, hashText } from "./generations.ts";
import type { EntityObservation, RelationObservation, TopologyUpdate } from "./graph.ts";
import type { LineSources, TopologyRules } from "./rules.ts";

/** Tuples remembered by default; a device with 20 interfaces has about 25. */
export const CACHED_TUPLES_MAX = 200_000;
/** Far more metric keys than an environment of extensions has. */
const CACHED_KEYS_MAX = 20_000;

/** Metric keys that the same rules and relations apply to, and the dimensions these look at. */
interface KeyClass {
  readonly number: number;
  /** Sorted, as the dimensions of a sample are. */
  readonly dimensions: readonly string[];
}

interface CachedExtraction {
  readonly keyClass: KeyClass;
  readonly values: readonly string[];
  readonly extraction: Extraction;
}

/**
 * What lines said before: an unchanged line costs one look-up. Lines are told apart by the rules that apply to their
 * key and the values of the dimensions these rules read, not by other dimensions. Equal observations are one object
 * however many lines make them. Holds at most `tuplesMax` tuples, and as many observations and relations.
 */
export class TopologyCache {
  #rules: TopologyRules | undefined;
  readonly #classByKey = new Map<
    string,
    { readonly storedKey: string; readonly keyClass: KeyClass | null }
  >();
  readonly #classes = new Map<string, KeyClass>();
  readonly #extractions: Generations<CachedExtraction>;
  readonly #entities: Generations<EntityObservation>;
  readonly #relations: Generations<RelationObservation>;

  constructor(tuplesMax = CACHED_TUPLES_MAX) {
    this.#extractions = new Generations(tuplesMax);
    this.#entities = new Generations(tuplesMax);
    this.#relations = new Generations(tuplesMax);
  }

  /** The class of a sample's key; null when no rule applies to it. Other rules than before empty the cache. */
  classOf(rules: TopologyRules, sample: Sample): KeyClass | null {
    if (this.#rules !== rules) this.#clear(rules);
    const known = this.#classByKey.get(sample.key);
    // A gauge and a count of one key have different stored keys.
    if (known?.storedKey === sample.storedKey) return known.keyClass;
    const keyClass = this.#classify(rules, sample);
    if (this.#classByKey.size >= CACHED_KEYS_MAX) this.#classByKey.clear();
    this.#classByKey.set(sample.key, { storedKey: sample.storedKey, keyClass });
    return keyClass;
  }

  extraction(rules: TopologyRules, keyClass: KeyClass, sample: Sample): Extraction {
    const values = valuesOf(keyClass, sample.dimensions);
    const hash = values.reduce((sum, value) => hashText(sum, value), HASH_START ^ keyClass.number);
    const known = this.#extractions.get(
      hash,
      (cached) => cached.keyClass === keyClass && cached.values.every((value, i) => value === values[i]),
    );
    if (known !== undefined) return known.extraction;
    const { key, storedKey, dimensions } = sample;
    const extraction = this.#interned(
      extractTopology(rules, { source: "Metrics", keys: [key, storedKey], dimensions }),
    );
    this.#extractions.set(hash, { keyClass, values: values.slice(), extraction });
    return extraction;
  }

  #classify(rules: TopologyRules, { key, storedKey }: Sample): KeyClass | null {
    const applies = ({ metrics }: LineSources): boolean =>
      metrics.some((condition) => matchesCondition(condition, key, storedKey));
    const lineRules = rules.types.flatMap(({ roles }) => roles.flatMap((role) => role.rules));
    const applicable = lineRules.filter(({ sources }) => applies(sources));
    if (applicable.length === 0) return null;
    const numbers = [
      ...applicable.map((rule) => lineRules.indexOf(rule)),
      ...rules.relations.flatMap(({ sources }, i) => (applies(sources) ? [`r${i}`] : [])),
    ].join();
    const known = this.#classes.get(numbers);
    if (known !== undefined) return known;
    const dimensions = new Set(
      applicable.flatMap(({ rule }) => [
        ...placeholdersOf(rule.idPattern),
        ...placeholdersOf(rule.instanceNamePattern ?? []),
        ...placeholdersOf(rule.iconPattern ?? []),
        ...rule.requiredDimensions.map(({ key: required }) => required),
        ...rule.attributes.flatMap(({ pattern }) => placeholdersOf(pattern)),
      ]),
    );
    const sorted = [...dimensions].toSorted((a, b) => (a < b ? -1 : 1));
    const keyClass = { number: this.#classes.size, dimensions: sorted };
    this.#classes.set(numbers, keyClass);
    return keyClass;
  }

  #interned({ entities, relations }: Extraction): Extraction {
    return {
      entities: entities.map((entity) => intern(this.#entities, hashOfEntity(entity), entity, isSameEntity)),
      relations: relations.map((relation) =>
        intern(this.#relations, hashOfRelation(relation), relation, isSameRelation),
      ),
    };
  }

  #clear(rules: TopologyRules): void {
    this.#rules = rules;
    this.#classByKey.clear();
    this.#classes.clear();
    this.#extractions.clear();
    this.#entities.clear();
    this.#relations.clear();
  }
}

/**
 * What the samples of one poll say about entities: each observation and relation once, seen at the time of the
 * samples. The observations of unchanged lines are the same objects as in the poll before.
 */
export function mapTopology(
  rules: TopologyRules,
  samples: readonly Sample[],
  cache: TopologyCache,
): TopologyUpdate {
  const entities = new Set<EntityObservation>();
  const relations = new Set<RelationObservation>();
  let seenAtMs = 0;
  // The samples of a row stand together and share their dimensions: each class of keys is looked up once a row.
  let row: Dimensions | undefined;
  let done: (KeyClass | null)[] = [];
  for (const sample of samples) {
    if (sample.timestampMs > seenAtMs) seenAtMs = sample.timestampMs;
    if (sample.dimensions !== row) {
      row = sample.dimensions;
      done = [];
    }
    const keyClass = cache.classOf(rules, sample);
    if (keyClass === null || done.includes(keyClass)) continue;
    done.push(keyClass);
    const extraction = cache.extraction(rules, keyClass, sample);
    for (const entity of extraction.entities) entities.add(entity);
    for (const relation of extraction.relations) relations.add(relation);
  }
  return { seenAtMs, entities: [...entities], relations: [...relations] };
}

/** The values that matter to a class, in its order; a missing one is empty, as none that is there. */
function valuesOf({ dimensions }: KeyClass, of: Dimensions): string[] {
  const values: string[] = [];
  let at = 0;
  for (const key of dimensions) {
    while (at < of.length && of[at]![0] < key) at++;
    values.push(at < of.length && of[at]![0] === key ? of[at]![1] : "");
  }
  return values;
}

function intern<T>(known: Generations<T>, hash: number, value: T, isSame: (a: T, b: T) => boolean): T {
  const same = known.get(hash, (other) => isSame(other, value));
  if (same === undefined) known.set(hash, value);
  return same ?? value;
}

function hashOfEntity({ id, name, icon, attributes }: EntityObservation): number {
  let hash = hashText(hashText(hashText(HASH_START, id), name), icon ?? "");
  for (const [key, value] of attributes) hash = hashText(hashText(hash, key), value);
  return hash;
}

function isSameEntity(a: EntityObservation, b: EntityObservation): boolean {
  const head =
    a.id === b.id &&
    a.type === b.type &&
    a.renderedId === b.renderedId &&
    a.name === b.name &&
    a.icon === b.icon &&
    a.attributes.size === b.attributes.size;
  if (!head) return false;
  for (const [key, value] of a.attributes) if (b.attributes.get(key) !== value) return false;
  return true;
}

const hashOfRelation = ({ type, fromId, toId }: RelationObservation): number =>
  hashText(hashText(hashText(HASH_START, type), fromId), toId);

const isSameRelation = (a: RelationObservation, b: RelationObservation): boolean =>
  a.type === b.type && a.fromId === b.fromId && a.toId === b.toId;
