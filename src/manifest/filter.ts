import { assertNever } from "../base/index.ts";

/** A parsed filter expression (`$prefix(Gi)`, `$and(…)`): pure data, evaluated by `matchesFilter`. Case-sensitive. */
export type Filter =
  | { readonly op: "prefix" | "suffix" | "contains" | "eq"; readonly text: string }
  | { readonly op: "and" | "or"; readonly parts: readonly Filter[] }
  | { readonly op: "not"; readonly part: Filter };

/** Why a small expression (filter, condition, pattern, selector) does not parse. */
export interface ParseFailure {
  readonly ok: false;
  /** What is wrong and what to write instead. */
  readonly message: string;
  /** 0-based, in UTF-16 code units of the text given. */
  readonly position: number;
}

/** `tolerated` names the forms outside the grammar that were accepted; each is worth a warning (M101). */
export type FilterParse =
  | { readonly ok: true; readonly filter: Filter; readonly tolerated: readonly string[] }
  | ParseFailure;

/** How deep `$and`, `$or` and `$not` may nest; a deeper expression does not parse. */
export const FILTER_NESTING_MAX = 16;

/** What devices without a value for a dimension are called in filters: `$eq(n/a)` finds them, as `$eq()` does. */
const NOT_AVAILABLE = "n/a";

const FUNCTIONS = ["prefix", "suffix", "contains", "eq", "and", "or", "not"] as const;
type FilterFunction = (typeof FUNCTIONS)[number];

/**
 * Whether the rendered text of a dimension passes. A missing value counts as empty text, and as `n/a` for `$eq`.
 * @param filter  undefined passes everything: no filter was asked for
 */
export function matchesFilter(filter: Filter | undefined, text: string | undefined): boolean {
  if (filter === undefined) return true;
  const value = text ?? "";
  switch (filter.op) {
    case "prefix":
      return value.startsWith(filter.text);
    case "suffix":
      return value.endsWith(filter.text);
    case "contains":
      return value.includes(filter.text);
    case "eq":
      return value === filter.text || (value === "" && filter.text === NOT_AVAILABLE);
    case "and":
      return filter.parts.every((part) => matchesFilter(part, text));
    case "or":
      return filter.parts.some((part) => matchesFilter(part, text));
    case "not":
      return !matchesFilter(filter.part, text);
    default:
      return assertNever(filter);
  }
}

/**
 * Reads one expression: `$prefix|$suffix|$contains|$eq(arg)`, `$and|$or(expr, expr, …)`, `$not(expr)`.
 * In an argument `~` escapes `(`, `)`, `,` and itself. A bare literal is read as `$eq`, and unescaped parentheses
 * that balance (`$eq(up(1))`) as text; both are reported in `tolerated`.
 */
export function parseFilter(text: string): FilterParse {
  const tolerated: string[] = [];
  try {
    const parser = new FilterParser(text, tolerated);
    return { ok: true, filter: parser.whole(), tolerated };
  } catch (error) {
    if (error instanceof FilterSyntaxError) {
      return { ok: false, message: error.message, position: error.position };
    }
    throw error;
  }
}

/**
 * Reads the value of a variable that is used as a filter: empty text passes everything (`filter` is undefined), and
 * a leading `const:`, which belongs to the manifest, is forgiven.
 */
export function parseActivationFilter(
  text: string,
):
  | { readonly ok: true; readonly filter: Filter | undefined; readonly tolerated: readonly string[] }
  | ParseFailure {
  const lead = /^\s*(?:const:)?\s*/.exec(text)?.[0].length ?? 0;
  const expression = text.slice(lead);
  if (expression.trim() === "") return { ok: true, filter: undefined, tolerated: [] };
  const parsed = parseFilter(expression);
  return parsed.ok ? parsed : { ...parsed, position: parsed.position + lead };
}

/** Writes a literal as an argument that reads back as itself: `up(1)` → `up~(1~)`. */
export function escapeArgument(text: string): string {
  return text.replace(/[()~,]/g, "~$&");
}

/** Thrown and caught in this module alone: it ends a descent that may be sixteen calls deep. */
class FilterSyntaxError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

class FilterParser {
  readonly #text: string;
  readonly #tolerated: string[];
  #at = 0;

  constructor(text: string, tolerated: string[]) {
    this.#text = text;
    this.#tolerated = tolerated;
  }

  whole(): Filter {
    const filter = this.#expression(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) {
      this.#fail(
        `the filter ends before '${this.#text.slice(this.#at)}'; combine several with $and(…) or $or(…)`,
      );
    }
    return filter;
  }

  #expression(depth: number): Filter {
    this.#skipBlanks();
    if (this.#text[this.#at] !== "$") return this.#bareLiteral(depth);
    const start = this.#at;
    const name = /^\$([A-Za-z]*)\(/.exec(this.#text.slice(start, start + 40))?.[1];
    if (name === undefined)
      this.#fail("'$' starts a function: write $eq(…), $prefix(…), $suffix(…) or $contains(…)");
    const known = FUNCTIONS.find((candidate) => candidate === name);
    if (known === undefined) {
      this.#fail(`$${name} is not a filter function; there are ${FUNCTIONS.map((f) => `$${f}`).join(", ")}`);
    }
    this.#at = start + known.length + 2;
    return this.#call(known, depth);
  }

  #call(op: FilterFunction, depth: number): Filter {
    if (op !== "and" && op !== "or" && op !== "not") return { op, text: this.#argument(op) };
    if (depth >= FILTER_NESTING_MAX) this.#fail(`nested deeper than ${FILTER_NESTING_MAX} levels`);
    const opened = this.#at;
    const parts = [this.#expression(depth + 1)];
    this.#skipBlanks();
    while (this.#text[this.#at] === ",") {
      this.#at += 1;
      parts.push(this.#expression(depth + 1));
      this.#skipBlanks();
    }
    if (this.#text[this.#at] !== ")") this.#fail(`$${op}( is not closed: a ')' is missing`, opened);
    this.#at += 1;
    if (op !== "not") {
      if (parts.length < 2)
        this.#fail(`$${op} joins two or more filters; write the one filter without it`, opened);
      return { op, parts };
    }
    const [part, ...more] = parts;
    if (part === undefined || more.length > 0)
      this.#fail("$not takes one filter; join several with $and or $or", opened);
    return { op, part };
  }

  /** Up to the closing parenthesis, blanks kept; parentheses that balance are taken as text. */
  #argument(op: string): string {
    const opened = this.#at;
    let open = 0;
    let text = "";
    let unescaped = false;
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text.charAt(this.#at);
      if (char === "~") {
        text += this.#escaped();
        continue;
      }
      if (char === "(") {
        open += 1;
        unescaped = true;
      } else if (char === ")") {
        if (open === 0) {
          this.#at += 1;
          if (unescaped) this.#tolerateParentheses(text, op);
          return text;
        }
        open -= 1;
      }
      text += char;
    }
    return this.#fail(`$${op}( is not closed: a ')' is missing, or a '(' of the text lacks its '~'`, opened);
  }

  /** A literal where a function is expected ends at a comma or parenthesis that belongs to the call around it. */
  #bareLiteral(depth: number): Filter {
    const start = this.#at;
    let open = 0;
    let text = "";
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text.charAt(this.#at);
      if (char === "~") {
        text += this.#escaped();
        continue;
      }
      if (depth > 0 && open === 0 && (char === "," || char === ")")) break;
      if (char === "(") open += 1;
      if (char === ")") open -= 1;
      if (open < 0) this.#fail("this ')' has no '('; write ~) when it belongs to the text");
      text += char;
    }
    if (open > 0) this.#fail("a ')' is missing; write ~( when the parenthesis belongs to the text", start);
    const literal = text.trim();
    if (literal === "") this.#fail("a filter is expected here, such as $eq(…) or $prefix(…)", start);
    this.#tolerated.push(`'${literal}' is read as $eq(${escapeArgument(literal)}); write it so`);
    return { op: "eq", text: literal };
  }

  #escaped(): string {
    const next = this.#text.charAt(this.#at + 1);
    if (next === "" || !"()~,".includes(next)) {
      this.#fail("'~' escapes only ( ) , and itself; write ~~ for a tilde");
    }
    this.#at += 1;
    return next;
  }

  #tolerateParentheses(text: string, op: string): void {
    this.#tolerated.push(`the parentheses are read as text; write $${op}(${escapeArgument(text)})`);
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #fail(message: string, position: number = this.#at): never {
    throw new FilterSyntaxError(message, position);
  }
}
