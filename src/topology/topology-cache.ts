import { matchesCondition, placeholdersOf } from "../manifest/index.ts";
import type { Dimensions } from "../mapping/index.ts";
import { HASH_START, hashText } from "./generations.ts";
import type { LineSources, TopologyRules } from "./rules.ts";

/** Far more metric keys than an environment of extensions has. */
const CACHED_KEYS_MAX = 20_000;

/** Metric keys that the same rules and relations apply to, and the dimensions these look at. */
export interface KeyClass {
  readonly number: number;
  /** Of all rules those that apply. */
  readonly rules: TopologyRules;
  /** Sorted, as the dimensions of a sample are. */
  readonly dimensions: readonly string[];
}

interface Keys {
  readonly key: string;
  readonly storedKey: string;
}

/** Which rules look at a metric key: worked out once for each key, not for each of a million lines. */
export class TopologyCache {
  #rules: TopologyRules | undefined;
  readonly #classByKey = new Map<
    string,
    { readonly storedKey: string; readonly keyClass: KeyClass | null }
  >();
  readonly #classes = new Map<string, KeyClass>();

  /** The class of a sample's key; null when no rule applies to it. Other rules than before empty the cache. */
  classOf(rules: TopologyRules, { key, storedKey }: Keys): KeyClass | null {
    if (this.#rules !== rules) this.#clear(rules);
    const known = this.#classByKey.get(key);
    // A gauge and a count of one key have different stored keys.
    if (known?.storedKey === storedKey) return known.keyClass;
    const keyClass = this.#classify(rules, { key, storedKey });
    if (this.#classByKey.size >= CACHED_KEYS_MAX) this.#classByKey.clear();
    this.#classByKey.set(key, { storedKey, keyClass });
    return keyClass;
  }

  #classify(rules: TopologyRules, { key, storedKey }: Keys): KeyClass | null {
    const applies = ({ metrics }: LineSources): boolean =>
      metrics.some((condition) => matchesCondition(condition, key, storedKey));
    const lineRules = rules.types.flatMap(({ roles }) => roles.flatMap((role) => role.rules));
    const applicable = new Set(lineRules.filter(({ sources }) => applies(sources)));
    if (applicable.size === 0) return null;
    const relations = rules.relations.filter(({ sources }) => applies(sources));
    const numbers = [
      ...[...applicable].map((rule) => lineRules.indexOf(rule)),
      ...relations.map((relation) => `r${rules.relations.indexOf(relation)}`),
    ].join();
    const known = this.#classes.get(numbers);
    if (known !== undefined) return known;
    const dimensions = [...new Set([...applicable].flatMap(dimensionsOf))].toSorted((a, b) =>
      a < b ? -1 : 1,
    );
    const types = rules.types.flatMap(({ name, roles }) => {
      const left = roles.map(({ role, rules: all }) => ({
        role,
        rules: all.filter((rule) => applicable.has(rule)),
      }));
      return left.some((role) => role.rules.length > 0) ? [{ name, roles: left }] : [];
    });
    const reduced = { types, relations, propertyRelations: [] };
    const keyClass = { number: this.#classes.size, rules: reduced, dimensions };
    this.#classes.set(numbers, keyClass);
    return keyClass;
  }

  #clear(rules: TopologyRules): void {
    this.#rules = rules;
    this.#classByKey.clear();
    this.#classes.clear();
  }
}

function dimensionsOf({ rule }: TopologyRules["types"][number]["roles"][number]["rules"][number]): string[] {
  return [
    ...placeholdersOf(rule.idPattern),
    ...placeholdersOf(rule.instanceNamePattern ?? []),
    ...placeholdersOf(rule.iconPattern ?? []),
    ...rule.requiredDimensions.map(({ key }) => key),
    ...rule.attributes.flatMap(({ pattern }) => placeholdersOf(pattern)),
  ];
}

/** Whether the dimensions that a class looks at are equal in both tuples. */
export function isSameForClass({ dimensions }: KeyClass, left: Dimensions, right: Dimensions): boolean {
  if (left === right) return true;
  let [leftAt, rightAt] = [0, 0];
  for (const key of dimensions) {
    while (leftAt < left.length && left[leftAt]![0] < key) leftAt++;
    while (rightAt < right.length && right[rightAt]![0] < key) rightAt++;
    const a = left[leftAt]?.[0] === key ? left[leftAt]![1] : undefined;
    const b = right[rightAt]?.[0] === key ? right[rightAt]![1] : undefined;
    if (a !== b) return false;
  }
  return true;
}

/** A hash of the dimensions that a class looks at: equal where `isSameForClass` holds. */
export function hashForClass({ number, dimensions }: KeyClass, tuple: Dimensions): number {
  let hash = HASH_START ^ number;
  let at = 0;
  for (const key of dimensions) {
    while (at < tuple.length && tuple[at]![0] < key) at++;
    hash = hashText(hash, tuple[at]?.[0] === key ? tuple[at]![1] : "");
  }
  return hash;
}
