import { assertNever } from "../base/index.ts";
import { entitySelectorFrom } from "./entity-selector.ts";
import {
  AGGREGATIONS,
  type Aggregation,
  COMPARISONS,
  type SeriesCondition,
  type SortDirection,
  type SortKey,
  type Span,
  TIME_UNITS,
  type Transformation,
} from "./metric-ast.ts";
import type { Scanner } from "./scanner.ts";
import { didYouMean } from "./suggest.ts";

const WORD = /[A-Za-z]+/y;
const SIGNED_NUMBER = /[+-]?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const INTEGER = /\d{1,9}/y;

const OTHER_TRANSFORMATIONS = [
  "splitBy",
  "merge",
  "filter",
  "sort",
  "limit",
  "last",
  "lastReal",
  "fold",
  "rate",
  "default",
  "delta",
  "setUnit",
  "toUnit",
  "timeshift",
  "names",
  "parents",
] as const;
const TRANSFORMATIONS = [...OTHER_TRANSFORMATIONS, ...AGGREGATIONS];

/** Reads what follows a colon in a metric selector. `template` allows `$(entityConditions)` in entity selectors. */
export function parseTransformation(scanner: Scanner, template: boolean): Transformation {
  const { name, start } = word(scanner, "a transformation such as splitBy() or avg");
  const aggregation = AGGREGATIONS.find((candidate) => candidate === name);
  if (aggregation !== undefined) return { op: "aggregate", aggregation: withRank(scanner, aggregation) };
  const op = OTHER_TRANSFORMATIONS.find((candidate) => candidate === name);
  if (op === undefined) {
    return scanner.fail(`'${name}' is not a known transformation${didYouMean(name, TRANSFORMATIONS)}`, start);
  }
  return new TransformationParser(scanner, template).read(op);
}

class TransformationParser {
  readonly #scanner: Scanner;
  readonly #template: boolean;

  constructor(scanner: Scanner, template: boolean) {
    this.#scanner = scanner;
    this.#template = template;
  }

  read(op: (typeof OTHER_TRANSFORMATIONS)[number]): Transformation {
    const scanner = this.#scanner;
    switch (op) {
      case "delta":
      case "names":
      case "parents":
        return this.#withoutArgument(op);
      case "last":
      case "lastReal":
      case "fold":
        return { op, aggregation: this.#optionalAggregation() };
      case "splitBy":
        this.#open(op);
        return { op, dimensions: scanner.list(() => scanner.value("a dimension key")) };
      case "merge":
        return { op, dimensions: this.#atLeastOne(() => scanner.value("a dimension key"), op) };
      case "filter":
        return { op, conditions: this.#atLeastOne(() => this.#condition(), op) };
      case "sort":
        return { op, keys: this.#atLeastOne(() => this.#sortKey(), op) };
      case "limit":
        return { op, count: this.#only(op, () => this.#integer()) };
      case "rate":
        return { op, per: this.#only(op, () => this.#span(false)) };
      case "timeshift":
        return { op, by: this.#only(op, () => this.#span(true)) };
      case "default":
        return { op, ...this.#only(op, () => this.#defaultValue()) };
      case "setUnit":
        return { op, unit: this.#only(op, () => scanner.value("a unit")) };
      case "toUnit":
        return { op, ...this.#only(op, () => this.#units()) };
      default:
        return assertNever(op);
    }
  }

  #condition(): SeriesCondition {
    return this.#scanner.nested(() => {
      const { name, start } = word(this.#scanner, "a condition such as eq(dimension,value)");
      switch (name) {
        case "eq":
        case "ne":
        case "prefix":
        case "suffix":
        case "contains":
          return { op: name, ...this.#only(name, () => this.#dimensionAndValue()) };
        case "existsKey":
          return { op: name, dimension: this.#only(name, () => this.#scanner.value("a dimension key")) };
        case "in":
          return this.#only(name, () => this.#inSelector());
        case "series":
          return this.#only(name, () => this.#series());
        case "and":
        case "or":
          return { op: name, parts: this.#atLeastOne(() => this.#condition(), name) };
        case "not":
          return { op: name, part: this.#only(name, () => this.#condition()) };
        default:
          return this.#scanner.fail(`'${name}' is not a condition${didYouMean(name, CONDITIONS)}`, start);
      }
    });
  }

  #dimensionAndValue(): { dimension: string; value: string } {
    const dimension = this.#scanner.value("a dimension key");
    this.#scanner.expect(",", "between dimension and value");
    return { dimension, value: this.#scanner.value("a value") };
  }

  #inSelector(): SeriesCondition {
    const scanner = this.#scanner;
    const dimension = scanner.value("a dimension key");
    scanner.expect(",", "before entitySelector");
    const { name, start } = word(scanner, 'entitySelector("…")');
    if (name !== "entitySelector") scanner.fail('write entitySelector("…") here', start);
    scanner.expect("(", "after 'entitySelector'");
    if (scanner.peek() !== '"') scanner.fail("an entity selector stands in quotes here");
    const quoteAt = scanner.at;
    const inner = entitySelectorFrom(scanner.quoted(), this.#template);
    if (!inner.ok) return scanner.fail(`entity selector: ${inner.message}`, quoteAt);
    scanner.expect(")", "to close 'entitySelector'");
    return { op: "in", dimension, selector: inner.selector };
  }

  #series(): SeriesCondition {
    const scanner = this.#scanner;
    const aggregation = this.#aggregation();
    scanner.expect(",", "before the comparison");
    const { name, start } = word(scanner, "a comparison such as gt(0)");
    const comparison = COMPARISONS.find((candidate) => candidate === name);
    if (comparison === undefined) {
      return scanner.fail(`'${name}' is not a comparison; there are ${COMPARISONS.join(", ")}`, start);
    }
    return { op: "series", aggregation, comparison, value: this.#only(name, () => this.#number()) };
  }

  #sortKey(): SortKey {
    const { name, start } = word(this.#scanner, "value(…) or dimension(…)");
    if (name === "value") {
      return this.#only(name, () => ({
        by: "value",
        aggregation: this.#aggregation(),
        direction: this.#direction(),
      }));
    }
    if (name !== "dimension") this.#scanner.fail("sort takes value(…) or dimension(…)", start);
    return this.#only(name, () => ({
      by: "dimension",
      dimension: this.#scanner.value("a dimension key"),
      direction: this.#direction(),
    }));
  }

  #direction(): SortDirection {
    this.#scanner.expect(",", "before ascending or descending");
    const { name, start } = word(this.#scanner, "ascending or descending");
    if (name === "ascending" || name === "descending") return name;
    return this.#scanner.fail("the direction is ascending or descending", start);
  }

  #optionalAggregation(): Aggregation | undefined {
    if (!this.#scanner.take("(")) return undefined;
    if (this.#scanner.take(")")) return undefined;
    const aggregation = this.#aggregation();
    this.#scanner.expect(")", "after the aggregation");
    return aggregation;
  }

  #aggregation(): Aggregation {
    const { name, start } = word(this.#scanner, "an aggregation such as avg");
    const known = AGGREGATIONS.find((candidate) => candidate === name);
    if (known !== undefined) return withRank(this.#scanner, known);
    return this.#scanner.fail(`'${name}' is not an aggregation; there are ${AGGREGATIONS.join(", ")}`, start);
  }

  /** `1s`, `5m`, or a unit alone; a shift may be negative. */
  #span(signed: boolean): Span {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    const sign = signed && scanner.take("-") ? -1 : 1;
    const start = scanner.at;
    const amount = scanner.match(INTEGER)?.[0];
    const { name } = word(scanner, `a unit of time (${TIME_UNITS.join(", ")})`);
    const unit = TIME_UNITS.find((candidate) => candidate === name);
    if (unit === undefined) {
      return scanner.fail(`'${name}' is not a unit of time; there are ${TIME_UNITS.join(", ")}`, start);
    }
    const value = amount === undefined ? 1 : Number(amount);
    if (value === 0 && !signed) scanner.fail("a rate per nothing; write 1 or more", start);
    return { amount: sign * value, unit };
  }

  #defaultValue(): { value: number; always: boolean } {
    const value = this.#number();
    if (!this.#scanner.take(",")) return { value, always: false };
    const { name, start } = word(this.#scanner, "always");
    if (name !== "always") this.#scanner.fail("the second argument of default is always", start);
    return { value, always: true };
  }

  #units(): { from: string; to: string } {
    const from = this.#scanner.value("the unit of the metric");
    this.#scanner.expect(",", "between the units");
    return { from, to: this.#scanner.value("the unit wanted") };
  }

  #number(): number {
    this.#scanner.skipBlanks();
    const number = this.#scanner.match(SIGNED_NUMBER)?.[0];
    return number === undefined ? this.#scanner.fail("a number is expected here") : Number(number);
  }

  #integer(): number {
    this.#scanner.skipBlanks();
    const number = this.#scanner.match(INTEGER)?.[0];
    return number === undefined ? this.#scanner.fail("a whole number is expected here") : Number(number);
  }

  #open(what: string): void {
    this.#scanner.expect("(", `after '${what}'`);
  }

  /** `(a, b, …)` with one entry or more. */
  #atLeastOne<T>(parse: () => T, what: string): readonly T[] {
    this.#open(what);
    const start = this.#scanner.at;
    const items = this.#scanner.list(parse);
    return items.length > 0 ? items : this.#scanner.fail(`${what} needs an argument`, start);
  }

  /** What stands between the parentheses of `what(…)`. */
  #only<T>(what: string, parse: () => T): T {
    this.#open(what);
    const value = parse();
    this.#scanner.expect(")", "after the last argument");
    return value;
  }

  /** `:delta` or `:delta()`. */
  #withoutArgument(op: "delta" | "names" | "parents"): Transformation {
    if (this.#scanner.take("(")) this.#scanner.expect(")", `for ${op} takes no argument`);
    return { op };
  }
}

const CONDITIONS = [
  "eq",
  "ne",
  "prefix",
  "suffix",
  "contains",
  "existsKey",
  "in",
  "series",
  "and",
  "or",
  "not",
];

function word(scanner: Scanner, expected: string): { name: string; start: number } {
  scanner.skipBlanks();
  const start = scanner.at;
  const name = scanner.match(WORD)?.[0];
  return name === undefined ? scanner.fail(`${expected} is expected here`) : { name, start };
}

function withRank(scanner: Scanner, name: (typeof AGGREGATIONS)[number]): Aggregation {
  if (name !== "percentile") return { name };
  scanner.expect("(", "after 'percentile', such as percentile(95)");
  scanner.skipBlanks();
  const rank = Number(scanner.match(/\d{1,3}(\.\d+)?/y)?.[0] ?? "NaN");
  if (!(rank >= 0 && rank <= 100)) scanner.fail("a percentile lies between 0 and 100");
  scanner.expect(")", "after the percentile");
  return { name, rank };
}
