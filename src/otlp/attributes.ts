import { normaliseDimensionValue } from "../mapping/index.ts";
import { signedOf } from "./int64.ts";
import type { AnyValue, KeyValue, Maybe } from "./messages.ts";
import { dimensionKeyOf } from "./names.ts";

/** A point with more is not taken. */
const MAX_DIMENSIONS = 50;

/** Names as they are exported, or `prefix.*`. */
export const DEFAULT_RESOURCE_ALLOW_LIST: readonly string[] = [
  "service.name",
  "service.namespace",
  "service.instance.id",
  "host.name",
  "device.*",
  "dt.entity.*",
  "dt.security_context",
  "k8s.*",
];

export type Dimension = readonly [key: string, value: string];

/** Turns attributes into dimensions; keeps the names it has met, which are few and repeat. */
export class AttributeReader {
  readonly #keys = new Map<string, string | undefined>();
  readonly #allowed: (name: string) => boolean;

  constructor(allowList: readonly string[]) {
    this.#allowed = matcherOf(allowList);
  }

  /** Of a data point: all. */
  all(attributes: Maybe<readonly KeyValue[]>): Dimension[] {
    const dimensions: Dimension[] = [];
    for (const attribute of attributes ?? []) this.#add(dimensions, attribute);
    return dimensions;
  }

  /** Of a resource or scope: those on the allow list, each name once; no more than matter, since all points ask. */
  allowed(attributes: Maybe<readonly KeyValue[]>): Dimension[] {
    const all = this.all(attributes?.filter(({ key }) => this.#allowed(key ?? "")));
    const first = new Map(all.toReversed().map((dimension) => [dimension[0], dimension]));
    return [...first.values()].toReversed().slice(0, MAX_DIMENSIONS + 1);
  }

  #add(dimensions: Dimension[], { key: name, value }: KeyValue): void {
    const key = this.#keyOf(name ?? "");
    const text = key === undefined ? undefined : valueOf(value);
    if (key !== undefined && text !== undefined) dimensions.push([key, text]);
  }

  #keyOf(name: string): string | undefined {
    if (this.#keys.has(name)) return this.#keys.get(name);
    const key = dimensionKeyOf(name);
    this.#keys.set(name, key);
    return key;
  }
}

/**
 * Dimensions of one point, sorted by key: its own win over the scope's, and those over the resource's; of equal names
 * in one place the first wins. When they are too many, those of the resource go first.
 * @returns undefined when there are more than a point may have
 */
export function mergeDimensions(
  point: readonly Dimension[],
  scope: readonly Dimension[],
  resource: readonly Dimension[],
): readonly Dimension[] | undefined {
  const merged: Dimension[] = [];
  for (const dimensions of [point, scope]) {
    for (const dimension of dimensions) {
      insert(merged, dimension);
      if (merged.length > MAX_DIMENSIONS) return undefined;
    }
  }
  for (const dimension of resource) {
    if (merged.length === MAX_DIMENSIONS) break;
    insert(merged, dimension);
  }
  return merged;
}

/** Keeps the list sorted; nothing happens when the key is there. Lists are short, and exporters mostly sort them. */
function insert(sorted: Dimension[], dimension: Dimension): void {
  const [key] = dimension;
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]![0] > key) at -= 1;
  if (at > 0 && sorted[at - 1]![0] === key) return;
  if (at === sorted.length) sorted.push(dimension);
  else sorted.splice(at, 0, dimension);
}

/** Texts, truth and whole numbers; anything else makes no dimension. */
function valueOf(value: Maybe<AnyValue>): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value.stringValue === "string") return dimensionValueOf(value.stringValue);
  if (typeof value.boolValue === "boolean") return String(value.boolValue);
  return value.intValue === null || value.intValue === undefined
    ? undefined
    : String(signedOf(value.intValue));
}

const ASCII = /^[\x20-\x7e]*$/;
/** Far more than is kept: what lies beyond is not looked at. */
const VALUE_LOOKED_AT = 2_000;

/** Half a surrogate pair, which JSON can write, cannot be carried in UTF-8. */
export function dimensionValueOf(whole: string): string | undefined {
  const text = whole.slice(0, VALUE_LOOKED_AT);
  return normaliseDimensionValue(ASCII.test(text) ? text : text.replace(/\p{Cs}/gu, "\ufffd"));
}

function matcherOf(allowList: readonly string[]): (name: string) => boolean {
  const names = new Set(allowList.filter((entry) => !entry.endsWith("*")));
  const prefixes = allowList.filter((entry) => entry.endsWith("*")).map((entry) => entry.slice(0, -1));
  return (name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}
