import { assertNever } from "../base/index.ts";
import type { ParseFailure } from "./filter.ts";

/** A text with `{dimension}` placeholders, taken apart: literal texts and dimension keys in turn. */
export type Pattern = readonly ({ readonly text: string } | { readonly dimension: string })[];

/** A topology condition on a metric key. */
export type Condition = { readonly op: "eq" | "prefix"; readonly text: string } | { readonly op: "exists" };

export interface RenderedPattern {
  /** Missing placeholders are left out. */
  readonly text: string;
  /** How many placeholders had a value, and which had none. */
  readonly found: number;
  readonly missing: readonly string[];
}

/**
 * Takes a pattern apart: `if_{device.address}-{if.idx}`. Braces neither nest nor can be escaped.
 * A pattern without placeholders is legal here; where one is needed, `placeholdersOf` tells.
 */
export function parsePattern(text: string): { readonly ok: true; readonly pattern: Pattern } | ParseFailure {
  const parts: ({ text: string } | { dimension: string })[] = [];
  let at = 0;
  while (at < text.length) {
    const brace = text.slice(at).search(/[{}]/);
    if (brace < 0) {
      parts.push({ text: text.slice(at) });
      break;
    }
    const open = at + brace;
    if (text[open] === "}")
      return failure("this '}' has no '{'; braces stand only around a dimension key", open);
    const length = text.slice(open + 1).search(/[{}]/);
    const close = open + 1 + length;
    if (length < 0) return failure("this '{' is not closed; write {dimension.key}", open);
    if (text[close] === "{") return failure("braces do not nest; close the first '{' before this one", close);
    if (length === 0)
      return failure("an empty placeholder; write the dimension's key between the braces", open);
    if (open > at) parts.push({ text: text.slice(at, open) });
    parts.push({ dimension: text.slice(open + 1, close) });
    at = close + 1;
  }
  return { ok: true, pattern: parts };
}

/** The dimension keys of a pattern, in order, repeated ones included. */
export function placeholdersOf(pattern: Pattern): readonly string[] {
  return pattern.flatMap((part) => ("dimension" in part ? [part.dimension] : []));
}

/**
 * Fills the placeholders with raw values; a value that is undefined or empty is missing and leaves no text.
 * What a missing value means is the caller's: an id does not apply, a name goes on without it.
 */
export function renderPattern(
  pattern: Pattern,
  lookup: (dimension: string) => string | undefined,
): RenderedPattern {
  const missing: string[] = [];
  let text = "";
  let found = 0;
  for (const part of pattern) {
    if ("text" in part) {
      text += part.text;
      continue;
    }
    const value = lookup(part.dimension);
    if (value === undefined || value === "") {
      missing.push(part.dimension);
    } else {
      text += value;
      found += 1;
    }
  }
  return { text, found, missing };
}

/** Reads `$eq(key)`, `$prefix(text)` or `$exists()`; `~` escapes `(`, `)`, `,` and itself in the argument. */
export function parseCondition(
  text: string,
): { readonly ok: true; readonly condition: Condition } | ParseFailure {
  const match = /^\s*\$(eq|prefix|exists)\((.*)\)\s*$/s.exec(text);
  if (match === null) {
    return failure("a condition is $eq(metric.key), $prefix(metric.) or $exists()", 0);
  }
  const op = match[1] as "eq" | "prefix" | "exists";
  const argument = match[2] ?? "";
  const start = text.indexOf("(") + 1;
  if (op === "exists") {
    if (argument.trim() !== "")
      return failure("$exists() takes no argument; write $eq(…) or $prefix(…)", start);
    return { ok: true, condition: { op } };
  }
  let literal = "";
  for (let i = 0; i < argument.length; i++) {
    const char = argument.charAt(i);
    if (char === "(" || char === ")") {
      return failure(
        `write ~${char} when the parenthesis belongs to the text; a condition is one function`,
        start + i,
      );
    }
    if (char !== "~") {
      literal += char;
      continue;
    }
    i += 1;
    const escaped = argument.charAt(i);
    if (escaped === "" || !"()~,".includes(escaped)) {
      return failure("'~' escapes only ( ) , and itself; write ~~ for a tilde", start + i - 1);
    }
    literal += escaped;
  }
  return { ok: true, condition: { op, text: literal } };
}

/**
 * Whether one of the names of a metric satisfies the condition: pass the collected and the stored key.
 * A prefix needs no dot boundary: `$prefix(com.x.if)` also holds for `com.x.ifoo`.
 */
export function matchesCondition(condition: Condition, ...metricKeys: readonly string[]): boolean {
  switch (condition.op) {
    case "exists":
      return true;
    case "eq":
      return metricKeys.includes(condition.text);
    case "prefix":
      return metricKeys.some((key) => key.startsWith(condition.text));
    default:
      return assertNever(condition);
  }
}

function failure(message: string, position: number): ParseFailure {
  return { ok: false, message, position };
}
