import { counted } from "../words/counted.ts";
import type { MapModel } from "./map-model.ts";
import type { MapQuery } from "./map-query.ts";

// What is on the map, in words.

/** `18 nodes, 20 links, 1 device needs a look`. */
export function mapWords({ nodes, edges }: Pick<MapModel, "nodes" | "edges">): string {
  const worse = nodes.filter(({ tone }) => tone === "error" || tone === "warning").length;
  const words = [counted(nodes.length, "node"), counted(edges.length, "link")];
  if (worse > 0) words.push(counted(worse, "device needs", "devices need") + " a look");
  return words.join(", ");
}

/** Whether devices stand there without a single link, on a map that would show links: somebody has to be asked for them. */
export const lacksLinks = (
  { nodes, edges }: Pick<MapModel, "nodes" | "edges">,
  { types, focus, text }: Pick<MapQuery, "types" | "focus" | "text">,
): boolean =>
  nodes.length > 1 && edges.length === 0 && types === undefined && focus === undefined && text === undefined;
