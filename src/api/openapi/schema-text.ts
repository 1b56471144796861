import { isRecord } from "../../base/index.ts";
import { type JsonSchema, referenced } from "./document.ts";
import { type Html, html, prose } from "./html.ts";

/** A type in few words, with links to the shapes that have a name: `list of Entity`, `text or null`. */
export function typeText(schema: JsonSchema): Html {
  const name = referenced(schema);
  if (name !== undefined) return html`<a href="#schema-${name}">${name}</a>`;
  const { anyOf, oneOf, enum: values, const: value, type, items } = schema;
  const choices = [anyOf, oneOf].find(Array.isArray) as readonly JsonSchema[] | undefined;
  if (choices !== undefined) return joined(choices.map(typeText));
  if (Array.isArray(values)) return html`${values.map((one) => JSON.stringify(one)).join(" | ")}`;
  if (value !== undefined) return html`${JSON.stringify(value)}`;
  if (type === "array") return isRecord(items) ? html`list of ${typeText(items)}` : html`list`;
  if (type === "object") return objectText(schema);
  return html`${typeof type === "string" ? (NAMES[type] ?? type) : "anything"}${rangeText(schema)}`;
}

const NAMES: Readonly<Record<string, string>> = { string: "text", boolean: "true or false" };
/** What zod writes for a whole number without bounds of its own. */
const LARGEST = Number.MAX_SAFE_INTEGER;

function joined(texts: readonly Html[]): Html {
  return html`${texts.map((text, i) => (i === 0 ? text : html` or ${text}`))}`;
}

function objectText({ additionalProperties: values, properties }: JsonSchema): Html {
  if (isRecord(properties)) return html`object`;
  return isRecord(values) && Object.keys(values).length > 0
    ? html`map of text to ${typeText(values)}`
    : html`object`;
}

function rangeText({ minimum, maximum }: JsonSchema): string {
  const low = typeof minimum === "number" && minimum > -LARGEST ? minimum : undefined;
  const high = typeof maximum === "number" && maximum < LARGEST ? maximum : undefined;
  if (low === undefined && high === undefined) return "";
  return high === undefined ? ` from ${low}` : ` ${low ?? ""}–${high}`;
}

/** The fields of an object as a table, those of objects and lists inside it indented below. */
export function fieldsTable(schema: JsonSchema): Html {
  const rows = fieldRows(schema, "");
  return rows.length === 0
    ? html`<p>${typeText(schema)}</p>`
    : html`<table><thead><tr><th>Field</th><th>Type</th><th></th></tr></thead><tbody>${rows}</tbody></table>`;
}

function fieldRows(schema: JsonSchema, prefix: string): Html[] {
  const { properties, required } = schema;
  if (!isRecord(properties)) return [];
  const always = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties).flatMap(([name, field]) => {
    if (!isRecord(field)) return [];
    const path = `${prefix}${name}`;
    const optional = always.has(name) ? "" : html` <small>optional</small>`;
    const text = typeof field["description"] === "string" ? prose(field["description"]) : "";
    const row = html`<tr><td><code>${path}</code>${optional}</td><td>${typeText(field)}</td><td>${text}</td></tr>`;
    return [row, ...fieldRows(field, `${path}.`), ...itemRows(field, path)];
  });
}

function itemRows({ items }: JsonSchema, path: string): Html[] {
  return isRecord(items) ? fieldRows(items, `${path}[].`) : [];
}
