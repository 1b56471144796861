import type { ParseFailure } from "./filter.ts";

/** Ends the descent of a selector parser; caught by `attempt`, never seen outside this folder. */
class SelectorSyntaxError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

/** Runs a parser over a text and turns its syntax error into a result. */
export function attempt<T>(
  text: string,
  parse: (scanner: Scanner) => T,
): { readonly ok: true; readonly result: T } | ParseFailure {
  try {
    return { ok: true, result: parse(new Scanner(text)) };
  } catch (error) {
    if (!(error instanceof SelectorSyntaxError)) throw error;
    return { ok: false, message: error.message, position: error.position };
  }
}

/** How deep parentheses and calls may nest in a selector. */
const SELECTOR_NESTING_MAX = 64;

/** Reads a selector character by character: metric and entity selectors share quotes, escapes and blanks. */
export class Scanner {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  fail(message: string, position: number = this.at): never {
    throw new SelectorSyntaxError(message, position);
  }

  /** Runs a nested part; refuses those that would cost the stack. */
  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > SELECTOR_NESTING_MAX) this.fail(`nested deeper than ${SELECTOR_NESTING_MAX} levels`);
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  skipBlanks(): void {
    while (this.at < this.text.length && /\s/.test(this.text.charAt(this.at))) this.at += 1;
  }

  /** The next character after blanks; empty at the end. */
  peek(): string {
    this.skipBlanks();
    return this.text.charAt(this.at);
  }

  /** Takes the character when it comes next, blanks before it skipped. */
  take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  expect(char: string, where: string): void {
    if (this.take(char)) return;
    const found = this.peek();
    this.fail(`'${char}' is expected ${where}, not ${found === "" ? "the end" : `'${found}'`}`);
  }

  /** Takes what the sticky expression matches here; blanks are not skipped. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.at;
    const match = sticky.exec(this.text);
    if (match === null) return undefined;
    this.at += match[0].length;
    return match;
  }

  /** `"…"` with `~"` and `~~`, or a bare text up to a comma or parenthesis, trimmed. */
  value(what: string): string {
    if (this.peek() === '"') return this.quoted();
    const start = this.at;
    let text = "";
    while (this.at < this.text.length) {
      const char = this.text.charAt(this.at);
      if (char === "," || char === "(" || char === ")") break;
      // The last character has nothing behind it to escape.
      if (char === "~" && this.at + 1 < this.text.length) this.at += 1;
      text += this.text.charAt(this.at);
      this.at += 1;
    }
    if (text.trim() === "") this.fail(`${what} is missing`, start);
    return text.trim();
  }

  quoted(): string {
    const start = this.at;
    let text = "";
    for (this.at += 1; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at);
      if (char === '"') {
        this.at += 1;
        return text;
      }
      if (char === "~") this.at += 1;
      text += this.text.charAt(this.at);
    }
    return this.fail('the quote " is not closed; write ~" when it belongs to the text', start);
  }

  /** `(a, b, …)` after its opening parenthesis was taken; may be empty. */
  list<T>(parse: () => T): readonly T[] {
    if (this.take(")")) return [];
    const items = [parse()];
    while (this.take(",")) items.push(parse());
    this.expect(")", "to close the list");
    return items;
  }
}
