import { matchesCondition, placeholdersOf } from "../manifest/index.ts";
import type { Dimensions, Sample } from "../mapping/index.ts";
import type { ExtractedEntity } from "./extract.ts";
import { Generations, HASH_START, hashText } from "./generations.ts";
import type { EntityObservation } from "./graph.ts";
import { isSameEntity, LineEntity } from "./line-entity.ts";
import type { LineSources, TopologyRules } from "./rules.ts";
import type { KeyClass } from "./topology-basis.ts";

/** Observations remembered by default, beside those of the last poll of each task: of devices that go to and fro. */
const CACHED_TUPLES_MAX = 20_000;
/** Far more metric keys than an environment of extensions has. */
const CACHED_KEYS_MAX = 20_000;
/** Kinds of devices that differ in their rows. */
const CLASS_LISTS_MAX = 256;

/**
 * What is the same for all tasks: which rules look at a metric key, and what lines said lately, so that equal
 * observations are one object however many lines make them. Holds at most `tuplesMax` observations.
 */
export class TopologyCache {
  #rules: TopologyRules | undefined;
  readonly #classByKey = new Map<
    string,
    { readonly storedKey: string; readonly keyClass: KeyClass | null }
  >();
  readonly #classes = new Map<string, KeyClass>();
  readonly #classLists: (readonly KeyClass[])[] = [];
  readonly #entities: Generations<EntityObservation>;

  constructor(tuplesMax = CACHED_TUPLES_MAX) {
    this.#entities = new Generations(tuplesMax);
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

  /** The classes of a poll's lines as one list for all devices that have the same: those of one model do. */
  classList(classes: readonly KeyClass[]): readonly KeyClass[] {
    const same = this.#classLists.find(
      (known) => known.length === classes.length && known.every((keyClass, i) => keyClass === classes[i]),
    );
    if (same !== undefined) return same;
    if (this.#classLists.length >= CLASS_LISTS_MAX) this.#classLists.length = 0;
    const list = classes.slice();
    this.#classLists.push(list);
    return list;
  }

  /** The observation that was made before, when it says the same as this one. */
  entity(extracted: ExtractedEntity, dimensions: Dimensions): EntityObservation {
    const { observation, rule } = extracted;
    const hash = hashOfEntity(observation);
    const known = this.#entities.get(hash, (other) => isSameEntity(other, observation));
    if (known !== undefined) return known;
    const made = rule === undefined ? observation : new LineEntity(observation.id, rule, dimensions);
    this.#entities.set(hash, made);
    return made;
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

  #clear(rules: TopologyRules): void {
    this.#rules = rules;
    this.#classByKey.clear();
    this.#classes.clear();
    this.#classLists.length = 0;
    this.#entities.clear();
  }
}

function hashOfEntity({ id, name, icon, attributes }: EntityObservation): number {
  let hash = hashText(hashText(hashText(HASH_START, id), name), icon ?? "");
  for (const [key, value] of attributes) hash = hashText(hashText(hash, key), value);
  return hash;
}
