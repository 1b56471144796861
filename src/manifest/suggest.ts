import { nearest } from "../source/index.ts";

/** `; did you mean 'x'?`, the end of a message, when a known word is close to the one written; else nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const found = nearest(word, known);
  return found === undefined ? "" : `; did you mean '${found}'?`;
}
