import { keyOptions } from "./key-options.ts";
import type { ObjectWish, Offer } from "./option.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { type SchemaNode, schemaAt } from "./schema-node.ts";
import { valueOffer } from "./value-options.ts";
import { type YamlPlace, yamlPlace } from "./yaml-walk.ts";

/** What an editor offers at a place of a manifest. @param cursor  characters before it */
export function offerAt(text: string, cursor: number, schema: SchemaNode): Offer | ObjectWish | undefined {
  const place = yamlPlace(text.slice(0, cursor));
  const node = schemaAt(schema, place.path);
  if (node === undefined) return undefined;
  const outline = outlineOf(text);
  if (place.kind === "value") return valueOffer(node, place.path, place.written, outline);
  if (node.properties === undefined) return valueOffer(node, place.path, place.written, outline);
  if (!/^[\w-]*$/.test(place.written)) return undefined;
  const options = keyOptions(node, place, present(outline, place));
  return options.length === 0 ? undefined : { replaced: place.written.length, options };
}

function present({ entries }: Outline, { mapping, written }: YamlPlace): ReadonlySet<string> {
  return new Set(
    entries.flatMap((entry) => (entry.mapping === mapping && entry.key !== written ? [entry.key] : [])),
  );
}
