// Where a text stops being JSON (RFC 8259), in words. Browsers tell the place in some messages and not in others.

export interface JsonFault {
  /** Characters before it. */
  readonly at: number;
  readonly what: string;
}

/** @returns undefined for a text that is JSON */
export function jsonFault(text: string): JsonFault | undefined {
  try {
    new Reader(text).read();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}

class Stop extends Error {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(fault.what);
    this.fault = fault;
  }
}

const BLANK = /[\t\n\r ]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
/** What somebody took for a value, for the message. */
const WORD = /[^\s,:[\]{}"]+|[^]/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): void {
    this.#value();
    this.#take(BLANK);
    if (this.#at < this.#text.length)
      this.#fail("more follows after the end; several elements stand in [ ] with commas between them");
  }

  #value(): void {
    this.#take(BLANK);
    const begin = this.#text[this.#at];
    if (begin === "{") this.#list("}", () => this.#member());
    else if (begin === "[") this.#list("]", () => this.#value());
    else if (begin === '"') this.#string();
    else if (this.#take(SCALAR) === "") this.#fail(`a value is missing before ${this.#next()}`);
  }

  #list(end: "}" | "]", entry: () => void): void {
    const from = this.#at;
    this.#at += 1;
    this.#take(BLANK);
    if (this.#text[this.#at] === end) return this.#step();
    for (;;) {
      entry();
      this.#take(BLANK);
      const mark = this.#text[this.#at];
      if (mark === undefined) this.#fail(`this ${this.#text[from]} is never closed with ${end}`, from);
      if (mark !== "," && mark !== end) this.#fail(`a comma or ${end} is missing before ${this.#next()}`);
      const comma = this.#at;
      this.#step();
      if (mark === end) return;
      this.#take(BLANK);
      if (this.#text[this.#at] === end) this.#fail(`a comma before ${end} is one too many`, comma);
    }
  }

  #member(): void {
    this.#take(BLANK);
    if (this.#text[this.#at] !== '"') this.#fail(`a key in double quotes is missing before ${this.#next()}`);
    this.#string();
    this.#take(BLANK);
    if (this.#text[this.#at] !== ":") this.#fail(`a colon is missing before ${this.#next()}`);
    this.#step();
    this.#value();
  }

  #string(): void {
    if (this.#take(STRING) === "")
      this.#fail('this text does not end with " on its line, or holds a \\ that means nothing');
  }

  #step(): void {
    this.#at += 1;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += taken.length;
    return taken;
  }

  #next(): string {
    WORD.lastIndex = this.#at;
    const word = WORD.exec(this.#text)?.[0];
    return word === undefined ? "the end" : word.slice(0, 20);
  }

  #fail(what: string, at = this.#at): never {
    throw new Stop({ at, what });
  }
}
