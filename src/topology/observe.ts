import { type EntityRule, matchesFilter, renderPattern } from "../manifest/index.ts";
import { Attributes } from "./attributes.ts";
import type { EntityObservation } from "./graph.ts";

type Lookup = (key: string) => string | undefined;

/** What a line says by a rule, all but the id; undefined when the rule does not apply to it. */
export function observe(
  type: string,
  rule: EntityRule,
  lookup: Lookup,
): Omit<EntityObservation, "id"> | undefined {
  const required = rule.requiredDimensions.every(({ key, filter }) => {
    const value = lookup(key) ?? "";
    return value !== "" && matchesFilter(filter, value);
  });
  if (!required) return undefined;
  const id = renderPattern(rule.idPattern, lookup);
  if (id.missing.length > 0 || id.text === "") return undefined;
  const icon = rule.iconPattern === undefined ? undefined : renderPattern(rule.iconPattern, lookup);
  const attributes = new Map<string, string>();
  for (const { key, pattern } of rule.attributes) {
    const value = renderPattern(pattern, lookup);
    if (value.missing.length === 0 && value.text !== "") attributes.set(key, value.text);
  }
  return {
    type,
    name: nameOf(rule, lookup) ?? id.text,
    renderedId: id.text,
    icon: icon === undefined || icon.missing.length > 0 || icon.text === "" ? undefined : icon.text,
    attributes: new Attributes(attributes),
  };
}

/** The name; undefined when there is no pattern, empty when none of its placeholders has a value. */
function nameOf(rule: EntityRule, lookup: Lookup): string | undefined {
  if (rule.instanceNamePattern === undefined) return undefined;
  const { text, found, missing } = renderPattern(rule.instanceNamePattern, lookup);
  if (missing.length === 0) return text;
  return found === 0 ? "" : text.replace(/\s+/g, " ").trim();
}
