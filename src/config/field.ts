import { nearest, type Place, pathParts, type SourceNode } from "../source/index.ts";

// Values to be read, and what messages call and show of them.

const SHOWN_MAX = 100;
const INDEX = /^\d+$/;

/** A value to be read, with its place. The values of a confidential field and of all below never enter a finding. */
export interface Field extends Place {
  readonly node: SourceNode;
  readonly confidential: boolean;
}

export function rootField(node: SourceNode): Field {
  return { path: "", at: node.at, node, confidential: false };
}

/** The value as a finding may show it: short, on one line, and nothing of a confidential field. */
export function echo({ node, confidential }: Field): string | undefined {
  if (confidential || node.kind !== "scalar" || node.value === null) return undefined;
  return cut(String(node.value));
}

export function shown(text: string): string {
  return JSON.stringify(cut(text));
}

/** `; did you mean "x"?`, the end of a message, when a candidate is close to the word; else nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === undefined ? "" : `; did you mean ${shown(found)}?`;
}

/** What a message calls a place: its last key, `port`, or list and entry, `devices[3]`. */
export function nameOf({ path }: Place): string {
  const parts = pathParts(path);
  const from = parts.findLastIndex((part) => !INDEX.test(part));
  if (from < 0) return parts.length === 0 ? "the document" : `entry ${parts.join(".")}`;
  return parts.slice(from).reduce((name, part) => `${name}[${part}]`);
}

export function cut(text: string): string {
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
