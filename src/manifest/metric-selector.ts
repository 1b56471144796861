import type { ParseFailure } from "./filter.ts";
import { LIMITS } from "./limits.ts";
import type { MetricExpression, MetricSelector } from "./metric-ast.ts";
import { parseTransformation } from "./metric-transformation.ts";
import { attempt, type Scanner } from "./scanner.ts";

/**
 * Parses a metric selector: keys with transformations (`:splitBy("a"):avg`), arithmetic, parentheses, and up to ten
 * of them joined by commas. Sections of a key that start with a digit need quotes: `cpu.loadavg."5min"`.
 * @param options.template  whether `$(entityConditions)` may stand in entity selectors, as in screens
 */
export function parseMetricSelector(
  text: string,
  options: { readonly template?: boolean } = {},
): { readonly ok: true; readonly selector: MetricSelector } | ParseFailure {
  const parsed = attempt(text, (scanner) => {
    const parser = new MetricSelectorParser(scanner, options.template === true);
    return parser.whole();
  });
  return parsed.ok ? { ok: true, selector: parsed.result } : parsed;
}

/** The metric keys a selector reads, in order, each once. */
export function metricKeysOf(selector: MetricSelector): readonly string[] {
  const keys = new Set<string>();
  const pending = selector.toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === "metric") keys.add(next.key);
    else if (next.kind === "negate") pending.push(next.operand);
    else if (next.kind === "binary") pending.push(next.right, next.left);
    else if (next.kind === "transform") pending.push(next.input);
  }
  return [...keys];
}

/** The operators in one chain without parentheses; a longer chain would make a tree too deep to walk. */
const CHAIN_MAX = 500;

const KEY_PREFIX = /(func|builtin|dsfm):/y;
const BARE_SECTION = /[A-Za-z_][A-Za-z0-9_-]*/y;
const NUMBER = /\d+(\.\d+)?([eE][+-]?\d+)?/y;

class MetricSelectorParser {
  readonly #scanner: Scanner;
  readonly #template: boolean;

  constructor(scanner: Scanner, template: boolean) {
    this.#scanner = scanner;
    this.#template = template;
  }

  whole(): MetricSelector {
    const expressions = [this.#sum()];
    while (this.#scanner.take(",")) expressions.push(this.#sum());
    const rest = this.#scanner.peek();
    if (rest !== "") this.#scanner.fail(`'${rest}' is not expected here; an operator or the end is`);
    if (expressions.length > LIMITS.selectorsPerText) {
      this.#scanner.fail(
        `${expressions.length} selectors in one text; at most ${LIMITS.selectorsPerText} are allowed`,
        0,
      );
    }
    return expressions;
  }

  #sum(): MetricExpression {
    return this.#chain(["+", "-"], () => this.#chain(["*", "/"], () => this.#unary()));
  }

  #chain(operators: readonly ("+" | "-" | "*" | "/")[], operand: () => MetricExpression): MetricExpression {
    let left = operand();
    for (let length = 1; ; length++) {
      const op = operators.find((candidate) => this.#scanner.take(candidate));
      if (op === undefined) return left;
      if (length >= CHAIN_MAX) this.#scanner.fail(`more than ${CHAIN_MAX} operators in a row`);
      left = { kind: "binary", op, left, right: operand() };
    }
  }

  #unary(): MetricExpression {
    if (!this.#scanner.take("-")) return this.#postfix();
    return this.#scanner.nested(() => ({ kind: "negate", operand: this.#postfix() }));
  }

  #postfix(): MetricExpression {
    let input = this.#primary();
    for (let length = 0; this.#scanner.take(":"); length++) {
      if (length >= CHAIN_MAX) this.#scanner.fail(`more than ${CHAIN_MAX} transformations in a row`);
      input = {
        kind: "transform",
        input,
        transformation: parseTransformation(this.#scanner, this.#template),
      };
    }
    return input;
  }

  #primary(): MetricExpression {
    const scanner = this.#scanner;
    if (scanner.take("(")) {
      return scanner.nested(() => {
        const inner = this.#sum();
        scanner.expect(")", "to close the parenthesis");
        return inner;
      });
    }
    const start = scanner.at;
    const number = scanner.match(NUMBER)?.[0];
    if (number === undefined) return { kind: "metric", key: this.#key() };
    if (/[A-Za-z_.]/.test(scanner.text.charAt(scanner.at))) {
      scanner.fail("a part of a metric key that starts with a digit needs quotes", start);
    }
    return { kind: "number", value: Number(number) };
  }

  #key(): string {
    const prefix = this.#scanner.match(KEY_PREFIX)?.[0] ?? "";
    const sections = [
      this.#section(prefix === "" ? "a metric key or number is expected" : `no key after '${prefix}'`),
    ];
    while (this.#scanner.text.charAt(this.#scanner.at) === ".") {
      this.#scanner.at += 1;
      sections.push(this.#section("a part of the metric key is missing after '.'"));
    }
    return prefix + sections.join(".");
  }

  #section(missing: string): string {
    const scanner = this.#scanner;
    if (scanner.text.charAt(scanner.at) === '"') {
      const start = scanner.at;
      const section = scanner.quoted();
      return section === "" ? scanner.fail("a part of the metric key is empty", start) : section;
    }
    const section = scanner.match(BARE_SECTION)?.[0];
    if (section !== undefined) return section;
    const bare = /[0-9][A-Za-z0-9_-]*/y;
    const digits = scanner.match(bare)?.[0];
    if (digits === undefined) return scanner.fail(missing);
    return scanner.fail(
      `'${digits}' starts with a digit and needs quotes: ."${digits}"`,
      scanner.at - digits.length,
    );
  }
}
