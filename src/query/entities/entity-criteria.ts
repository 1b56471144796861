import { assertNever } from "../../base/index.ts";
import type { EntityCriterion, TagMatcher } from "../../manifest/index.ts";
import type { StoredEntity, Tag } from "../sources.ts";

type NameCriterion = Extract<EntityCriterion, { kind: "entityName" }>;
type FirstSeenCriterion = Extract<EntityCriterion, { kind: "firstSeen" }>;

/** Names without case, unless told otherwise; every form but `in` has one value (spec 4 §5.3). */
export function hasName(name: string, { match, values, caseSensitive }: NameCriterion): boolean {
  const folded = (text: string): string => (caseSensitive ? text : text.toLowerCase());
  const own = folded(name);
  return values.some((value) => {
    const wanted = folded(value);
    switch (match) {
      case "contains":
        return own.includes(wanted);
      case "startsWith":
        return own.startsWith(wanted);
      case "equals":
      case "in":
        return own === wanted;
      default:
        return assertNever(match);
    }
  });
}

/** With case. Without a context, a matcher means any; so it does without a value. */
export function hasTag(tags: readonly Tag[], { context, key, value }: TagMatcher): boolean {
  return tags.some(
    (tag) =>
      tag.key === key &&
      (context === undefined || tag.context === context) &&
      (value === undefined || (tag.value ?? "") === value),
  );
}

/** The name without case, the value exactly; of a list any element. */
export function hasAttribute(entity: StoredEntity, name: string, values: readonly string[]): boolean {
  return attributesOf(entity, name).some((own) => values.includes(own));
}

export function attributesOf({ attributes, name: ownName }: StoredEntity, name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const found: string[] = [];
  for (const [key, value] of attributes) {
    if (key.toLowerCase() !== wanted) continue;
    if (typeof value === "string") found.push(value);
    else found.push(...value);
  }
  // Answers show it among the properties, so it can be asked for (spec 4 §5.1).
  if (found.length === 0 && wanted === "detectedname") found.push(ownName);
  return found;
}

export function wasFirstSeen(firstSeenMs: number, { comparison, atMs }: FirstSeenCriterion): boolean {
  switch (comparison) {
    case "lte":
      return firstSeenMs <= atMs;
    case "lt":
      return firstSeenMs < atMs;
    case "gte":
      return firstSeenMs >= atMs;
    case "gt":
      return firstSeenMs > atMs;
    default:
      return assertNever(comparison);
  }
}
