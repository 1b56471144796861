import type { SourceNode } from "../source/index.ts";

/** A text as it was read, without places: what `JSON.parse` gives for JSON, and the same for YAML and comments. */
export function plainValue(node: SourceNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plainValue(entry.node)]));
}
