import type { Entity, ScreenCardOf } from "../../api/contract/index.ts";
import { propertyText } from "./property-value.ts";

// What an entity list asks for and shows, without how.

/** The fields that the columns of a list need. */
export function fieldsOf({ columns }: ScreenCardOf<"entities">): string {
  const keys = columns.flatMap(({ kind, key }) => (kind === "attribute" ? [`+properties.${key}`] : []));
  return [...new Set(keys), "+lastSeenTms"].join(",");
}

/** Rows that hold all words of a text, anywhere in name or columns, without regard to case. */
export function rowsWith(
  rows: readonly Entity[],
  text: string,
  columns: ScreenCardOf<"entities">["columns"],
): readonly Entity[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const told = columns.map(({ key, unit }) => propertyText(row.properties?.[key], unit));
    const all = [row.displayName, ...told].join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The selector narrowed to names that hold a text: for lists that are too long to be loaded whole. */
export const narrowed = (selector: string, text: string): string =>
  text.trim() === "" ? selector : `${selector},entityName("${text.trim().replaceAll(/[~"]/g, "~$&")}")`;

/** `$(entityConditions)` of a column is the row. */
export const rowSelector = (template: string, { type, entityId }: Entity): string =>
  template.replaceAll("$(entityConditions)", () => `type("${type}"),entityId("${entityId}")`);
