import type { SyntaxProblem } from "./node.ts";

/** What may stand at the next token. */
type Expected = "value" | "valueOrEnd" | "key" | "keyOrEnd" | "colon" | "commaOrEnd" | "nothing";

const BLANKS = /[ \t\r\n]*/y;
const WORD = /[^\s,:[\]{}"]+/y;
const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const ESCAPE = /["\\/bfnrt]|u[\dA-Fa-f]{4}/y;

/**
 * The first place where a text stops being JSON (RFC 8259), with what is expected there; undefined when it is JSON.
 * The YAML reader could tell too, but of a missing comma it says that YAML cannot be indented there.
 */
export function jsonProblem(text: string): SyntaxProblem | undefined {
  return new JsonChecker(text).run();
}

class JsonChecker {
  readonly #text: string;
  /** The closing bracket of every list and object that is open. */
  readonly #open: ("]" | "}")[] = [];
  #expected: Expected = "value";
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): SyntaxProblem | undefined {
    let problem: SyntaxProblem | undefined;
    while (problem === undefined) {
      this.#at += matchAt(BLANKS, this.#text, this.#at);
      if (this.#at >= this.#text.length) return this.#expected === "nothing" ? undefined : this.#wrong();
      problem = this.#token(this.#text.charAt(this.#at));
    }
    return problem;
  }

  #token(first: string): SyntaxProblem | undefined {
    const wantsValue = this.#expected === "value" || this.#expected === "valueOrEnd";
    const wantsKey = this.#expected === "key" || this.#expected === "keyOrEnd";
    if (first === '"' && (wantsValue || wantsKey))
      return this.#string(wantsKey ? "colon" : this.#afterValue());
    if ((first === "[" || first === "{") && wantsValue) return this.#opens(first);
    if (first === this.#open.at(-1) && !["value", "key", "colon"].includes(this.#expected))
      return this.#closes();
    if (first === ":" && this.#expected === "colon") return this.#step(1, "value");
    if (first === "," && this.#expected === "commaOrEnd") {
      return this.#step(1, this.#open.at(-1) === "}" ? "key" : "value");
    }
    const length = matchAt(WORD, this.#text, this.#at);
    if (length === 0 || !wantsValue) return this.#wrong();
    if (LITERAL.test(this.#text.slice(this.#at, this.#at + length)))
      return this.#step(length, this.#afterValue());
    return this.#wrong("only numbers, true, false and null stand without quotes. Put text in double quotes");
  }

  #string(next: Expected): SyntaxProblem | undefined {
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const char = this.#text.charAt(at);
      if (char === '"') return this.#step(at + 1 - this.#at, next);
      if (char < " ") break;
      if (char !== "\\") continue;
      const length = matchAt(ESCAPE, this.#text, at + 1);
      if (length === 0)
        return { at, message: "unknown escape after \\ in a text. Write \\\\ for a backslash" };
      at += length;
    }
    return this.#wrong("the text that begins here is not closed in its line. Add the closing quote");
  }

  #opens(bracket: "[" | "{"): undefined {
    this.#open.push(bracket === "[" ? "]" : "}");
    return this.#step(1, bracket === "[" ? "valueOrEnd" : "keyOrEnd");
  }

  #closes(): undefined {
    this.#open.pop();
    return this.#step(1, this.#afterValue());
  }

  #afterValue(): Expected {
    return this.#open.length === 0 ? "nothing" : "commaOrEnd";
  }

  #step(length: number, expected: Expected): undefined {
    this.#at += length;
    this.#expected = expected;
    return undefined;
  }

  #wrong(message = `${EXPECTATIONS[this.#expected]}${this.#atEnd()}`): SyntaxProblem {
    return { at: this.#at, message: message.replace("END", this.#open.at(-1) ?? "") };
  }

  #atEnd(): string {
    return this.#at < this.#text.length ? "" : ", but the text ends";
  }
}

const EXPECTATIONS: Readonly<Record<Expected, string>> = {
  value: "a value is expected here",
  valueOrEnd: "a value or END is expected here",
  key: "a key in double quotes is expected here",
  keyOrEnd: "a key in double quotes or END is expected here",
  colon: "a colon is expected here, between key and value",
  commaOrEnd: "a comma or END is expected here",
  nothing: "nothing may follow the closing bracket. Check whether there is one too many",
};

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
