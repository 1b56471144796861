import type { EntityCriterion, EntitySelector } from "../manifest/index.ts";

/**
 * Puts what a screen shows in the place of `$(entityConditions)`, however deep it stands (spec 4 §5.3): on a page of
 * one entity `type(t),entityId("id")`, on a list `type(t)` and the filters that are set.
 * @param conditions  what the placeholder stands for, `shownEntity` or `shownList`
 */
export function withEntityConditions(
  selector: EntitySelector,
  conditions: readonly EntityCriterion[],
): EntitySelector {
  return { criteria: selector.criteria.flatMap((criterion) => substituted(criterion, conditions)) };
}

export const shownEntity = (type: string, id: string): readonly EntityCriterion[] => [
  { kind: "type", type },
  { kind: "entityId", ids: [id] },
];

export const shownList = (
  type: string,
  filters: readonly EntityCriterion[] = [],
): readonly EntityCriterion[] => [{ kind: "type", type }, ...filters];

function substituted(
  criterion: EntityCriterion,
  conditions: readonly EntityCriterion[],
): readonly EntityCriterion[] {
  if (criterion.kind === "entityConditions") return conditions;
  if (criterion.kind === "not") {
    return substituted(criterion.criterion, conditions).map((inner) => ({ kind: "not", criterion: inner }));
  }
  if (criterion.kind !== "relationship") return [criterion];
  return [{ ...criterion, selector: withEntityConditions(criterion.selector, conditions) }];
}
