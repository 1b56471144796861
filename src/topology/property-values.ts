import type { MappingRule, TextTransformation } from "../manifest/index.ts";
import type { Entity } from "./graph.ts";

/** Built-in hosts call the addresses of an entity so; mapping rules may use either name. */
const SAME_PROPERTY: ReadonlyMap<string, string> = new Map([
  ["ipAddress", "dt.ip_addresses"],
  ["dt.ip_addresses", "ipAddress"],
]);

/** What a mapping rule compares of an entity that a relation goes from: the values of a list, or one, or none. */
export const sourceValues = (entity: Entity, rule: MappingRule): readonly string[] =>
  propertyOf(entity, rule.sourceProperty).map((value) => transformed(value, rule.sourceTransformation));

/** The same of an entity that a relation goes to. */
export const targetValues = (entity: Entity, rule: MappingRule): readonly string[] =>
  propertyOf(entity, rule.destinationProperty).map((value) =>
    transformed(value, rule.destinationTransformation),
  );

function propertyOf({ attributes }: Entity, name: string): readonly string[] {
  const value = attributes.get(name) ?? attributes.get(SAME_PROPERTY.get(name) ?? name);
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

function transformed(text: string, transformation: TextTransformation): string {
  switch (transformation) {
    case "Leave text as-is":
      return text;
    case "To upper case":
      return text.toUpperCase();
    case "To lower case":
      return text.toLowerCase();
    default:
      return transformation satisfies never;
  }
}
