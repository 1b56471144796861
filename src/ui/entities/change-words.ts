import type { EntityChange } from "../../api/contract/index.ts";

const ENTITY_ID = /^[A-Z][A-Z_]*-[0-9A-F]{16}$/;

/** What changed of an entity, in a few words; before and after stand beside it. */
export function changeWords({ kind, what = "" }: EntityChange): string {
  switch (kind) {
    case "created":
      return "First seen";
    case "renamed":
      return "Renamed";
    case "attribute":
      return what;
    case "relationship-added":
      return `Connected: ${plainRelation(what)}`;
    case "relationship-removed":
      return `No longer connected: ${plainRelation(what)}`;
    case "tag":
      return `Tag ${what}`;
    default:
      return `${kind} ${what}`.trim();
  }
}

/** `isChildOf` → `child of`. */
const plainRelation = (name: string): string =>
  name
    .replace(/^is(?=[A-Z])/, "")
    .replaceAll(/(?<=[a-z])[A-Z]/g, " $&")
    .toLowerCase();

/** The entities that changes name, each once. */
export const entityIdsIn = (changes: readonly EntityChange[]): readonly string[] => [
  ...new Set(
    changes.flatMap(({ before, after }) =>
      [before, after].flatMap((text) => (text !== undefined && ENTITY_ID.test(text) ? [text] : [])),
    ),
  ),
];
