import { type BuiltQuery, emptyQuery, FILTER_OPS, type Filter, type FilterOp } from "./selector.ts";

// From a selector back to what the builder shows. This is no parser of selectors: the service has that. What is beyond
// the builder stays text, and so does what is wrong.

/** The steps in the order in which the builder writes them. */
const STEPS = ["filter", "splitBy", "aggregation", "rate", "sort", "limit", "names"] as const;
type Step = (typeof STEPS)[number];

/** @returns undefined for a selector that says more than the builder can show, or cannot be read */
export function readSelector(text: string): BuiltQuery | undefined {
  const reader = new Reader(text);
  try {
    return whole(reader);
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

class Beyond extends Error {}

function whole(reader: Reader): BuiltQuery {
  let query: BuiltQuery = emptyQuery(metricKey(reader));
  let before = -1;
  while (reader.take(":")) {
    const word = reader.match(/[A-Za-z]+/y);
    const step = stepOf(word);
    const rank = STEPS.indexOf(step);
    if (rank <= before) throw new Beyond();
    before = rank;
    query = { ...query, ...readStep(reader, step, word, query) };
  }
  if (!reader.isAtEnd()) throw new Beyond();
  return query;
}

const AGGREGATIONS = new Set(["auto", "avg", "min", "max", "sum", "count", "value", "median", "percentile"]);

function stepOf(word: string): Step {
  if (AGGREGATIONS.has(word)) return "aggregation";
  const step = STEPS.find((one) => one === word && one !== "aggregation");
  if (step === undefined) throw new Beyond();
  return step;
}

function readStep(reader: Reader, step: Step, word: string, query: BuiltQuery): Partial<BuiltQuery> {
  switch (step) {
    case "filter":
      return { filters: reader.list(() => filter(reader)) };
    case "splitBy":
      return { split: reader.list(() => reader.value()) };
    case "aggregation":
      return { aggregation: word === "percentile" ? word + reader.match(/\(\d{1,3}(?:\.\d+)?\)/y) : word };
    case "rate":
      return { rate: reader.match(/\(\d*[a-zA-Z]+\)/y).slice(1, -1) };
    case "sort":
      return { order: order(reader, query) };
    case "limit":
      return { limit: Number(reader.match(/\(\d{1,6}\)/y).slice(1, -1)) };
    case "names":
      return {};
    default:
      return step satisfies never;
  }
}

function metricKey(reader: Reader): string {
  reader.skipBlanks();
  const prefix = reader.optional(/(?:func|builtin|dsfm):/y) ?? "";
  const sections = [section(reader)];
  while (reader.optional(/\./y) !== undefined) sections.push(section(reader));
  return prefix + sections.join(".");
}

const section = (reader: Reader): string => reader.optional(/[A-Za-z_][\w-]*/y) ?? reader.quoted();

function filter(reader: Reader): Filter {
  const op = reader.match(/[A-Za-z]+/y);
  if (!isFilterOp(op)) throw new Beyond();
  const values = reader.list(() => reader.value());
  if (values.length !== 2) throw new Beyond();
  return { op, dimension: values[0]!, value: values[1]! };
}

const isFilterOp = (word: string): word is FilterOp => FILTER_OPS.some((op) => op === word);

/** Only by what is shown: another order is another statement. */
function order(reader: Reader, { aggregation = "auto" }: BuiltQuery): BuiltQuery["order"] {
  const text = reader
    .match(/\( *value\( *[a-z]+(?:\([\d.]+\))? *, *(?:ascending|descending) *\) *\)/y)
    .replaceAll(" ", "");
  const [, by, direction] = /^\(value\((.+),(ascending|descending)\)\)$/.exec(text) ?? [];
  if (by !== aggregation) throw new Beyond();
  return direction === "ascending" ? "ascending" : "descending";
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#peek() === "";
  }

  take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at += 1;
    return true;
  }

  /** What the sticky expression matches here. */
  optional(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  match(sticky: RegExp): string {
    this.#peek();
    const found = this.optional(sticky);
    if (found === undefined) throw new Beyond();
    return found;
  }

  /** In quotes, or bare up to a comma or parenthesis. */
  value(): string {
    return this.#peek() === '"' ? this.quoted() : this.match(/[^,()~"]+/y).trim();
  }

  quoted(): string {
    const found = this.match(/"(?:[^"~]|~.)*"/sy);
    return found.slice(1, -1).replaceAll(/~(.)/gs, "$1");
  }

  list<T>(read: () => T): readonly T[] {
    const items: T[] = [];
    if (!this.take("(")) throw new Beyond();
    if (this.take(")")) return items;
    do items.push(read());
    while (this.take(","));
    if (!this.take(")")) throw new Beyond();
    return items;
  }

  skipBlanks(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #peek(): string {
    this.skipBlanks();
    return this.#text.charAt(this.#at);
  }
}
