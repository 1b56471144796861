import { RE2JS } from "re2js";

/** A regular expression of a manifest that matches a text as a whole. */
export type VarPattern =
  | { readonly ok: true; readonly matches: (text: string) => boolean }
  | { readonly ok: false; readonly reason: string };

/** A pattern describes a value of a form; none that people write comes near. */
const PATTERN_CHARS_MAX = 2_000;

/** `[a-z&&[^b]]` and `[a[b]]`: RE2 would read them in another way, and refuse good values. */
const JAVA_SETS = /\[(?:[^\]\\]|\\.)*(?:&&|\[(?!:))/;

/**
 * Reads the pattern of a variable. Patterns come with packages, from others, and JavaScript's own engine takes
 * minutes for `(a+)+$` and fifty characters; RE2 takes a time that grows with both lengths and no faster. It reads
 * most of Java's forms (the platform's engine is Java's), except look-around and back-references.
 */
export function readVarPattern(pattern: string): VarPattern {
  if (pattern.length > PATTERN_CHARS_MAX) {
    return { ok: false, reason: `it is longer than ${PATTERN_CHARS_MAX} characters` };
  }
  if (JAVA_SETS.test(pattern)) return { ok: false, reason: "sets within sets are Java's alone" };
  try {
    const compiled = RE2JS.compile(pattern);
    return { ok: true, matches: (text) => compiled.matches(text) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
