import type { EditorOption } from "./option.ts";
import type { SchemaNode } from "./schema-node.ts";
import type { YamlPlace } from "./yaml-walk.ts";

/** Keys that may stand in the mapping at a place; those that it has already are left out. */
export function keyOptions(
  node: SchemaNode,
  { indent, inFlow }: YamlPlace,
  present: ReadonlySet<string>,
): readonly EditorOption[] {
  const required = new Set(node.required);
  return Object.entries(node.properties ?? {}).flatMap(([key, below], i) => {
    if (present.has(key) || below.deprecated === true) return [];
    return [
      {
        label: key,
        kind: "property" as const,
        detail: required.has(key) ? "needed" : undefined,
        info: below.description,
        insert: `${key}:${inFlow ? " " : opening(below, indent)}`,
        boost: (required.has(key) ? 50 : 0) - i,
      },
    ];
  });
}

/** What follows a key: a list begins on the next line, a mapping, too. */
function opening(node: SchemaNode, indent: number): string {
  if (node.type === "array") return `\n${" ".repeat(indent + 2)}- `;
  return node.type === "object" ? `\n${" ".repeat(indent + 2)}` : " ";
}
