import type { RelationshipSpec, RelationType } from "../../manifest/index.ts";

/** Relations that begin at a part and end at the whole: an interface runs on its device. */
const PART_RELATIONS: ReadonlySet<RelationType> = new Set(["RUNS_ON", "PART_OF", "CHILD_OF"]);

/** Devices made by the API are parts of such a group, which is a list of them and no thing of its own. */
const GROUP_TYPE = "custom_device_group";

export const isPartRelation = (type: RelationType): boolean => PART_RELATIONS.has(type);

/**
 * Whether a map shows the type unless told otherwise: what is no part of something else, by the relations that
 * extensions declare. So devices and the neighbours that nobody polls are shown, interfaces and modules are not.
 */
export function shownByDefault(specs: readonly RelationshipSpec[]): (type: string) => boolean {
  const parts = new Set<string>([GROUP_TYPE]);
  for (const { typeOfRelation, fromType, toType } of specs)
    if (isPartRelation(typeOfRelation) && !isSameType(fromType, toType)) parts.add(fromType.toLowerCase());
  return (type) => !parts.has(type.toLowerCase());
}

/**
 * The types of which one part may lead to something else than its whole: those that are linked themselves, and wholes
 * of such. The many others, all interfaces of a switch say, need no look when a map is made.
 */
export function leadingOn(specs: readonly RelationshipSpec[]): (type: string) => boolean {
  const leading = new Set<string>();
  for (const { typeOfRelation, fromType, toType } of specs) {
    if (isPartRelation(typeOfRelation)) continue;
    leading.add(fromType.toLowerCase()).add(toType.toLowerCase());
  }
  const wholes = specs.filter(({ typeOfRelation }) => isPartRelation(typeOfRelation));
  for (let size = -1; size !== leading.size; ) {
    size = leading.size;
    for (const { fromType, toType } of wholes)
      if (leading.has(fromType.toLowerCase())) leading.add(toType.toLowerCase());
  }
  return (type) => leading.has(type.toLowerCase());
}

const isSameType = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
