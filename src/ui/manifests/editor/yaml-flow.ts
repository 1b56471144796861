import { plain, started, unquoted } from "./yaml-scalar.ts";

// Flow style of YAML ({ }, [ ]), over one or more lines.

interface FlowFrame {
  readonly list: boolean;
  key: string | undefined;
  readonly mapping: number;
}

/** A `key: value`, its path from the first bracket. */
export interface FlowEntry {
  readonly path: readonly string[];
  readonly key: string;
  readonly value: string;
  readonly mapping: number;
}

/** Where the text ends, inside of brackets. */
export interface FlowPlace {
  readonly kind: "key" | "value";
  readonly path: readonly string[];
  readonly written: string;
  readonly mapping: number;
}

/** Brackets that were opened, and what was written in them. */
export class YamlFlow {
  readonly #nextMapping: () => number;
  #frames: FlowFrame[] = [];
  #token = "";
  #found: FlowEntry[] = [];

  constructor(nextMapping: () => number) {
    this.#nextMapping = nextMapping;
  }

  get isOpen(): boolean {
    return this.#frames.length > 0;
  }

  close(): void {
    this.#frames = [];
  }

  /** Reads on. @returns what was completed on this line */
  read(text: string): readonly FlowEntry[] {
    this.#found = [];
    for (let at = 0; at < text.length; at++) {
      const char = text[at]!;
      const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(text.slice(at))?.[0];
      if (quoted !== undefined && this.#token.trim() === "") {
        this.#token = quoted;
        at += quoted.length - 1;
      } else if (char === "#" && /\s/.test(text[at - 1] ?? " ")) break;
      else if (!this.#structure(char, text[at + 1])) this.#token += char;
    }
    return this.#found;
  }

  /** @returns undefined outside of brackets */
  place(): FlowPlace | undefined {
    const top = this.#frames.at(-1);
    const written = started(this.#token.trimStart());
    // A plain value ends with the line as far as places go.
    this.#token = this.#token.trimEnd();
    if (top === undefined) return undefined;
    const kind = top.list || top.key === undefined ? "key" : "value";
    return { kind, path: this.#path(), written, mapping: top.mapping };
  }

  /** @returns whether the character is a part of the structure */
  #structure(char: string, next: string | undefined): boolean {
    const top = this.#frames.at(-1);
    if (char === "{" || char === "[") {
      this.#frames.push({ list: char === "[", key: undefined, mapping: this.#nextMapping() });
      this.#token = "";
    } else if (top === undefined) return false;
    else if (char === "}" || char === "]") {
      this.#entry();
      this.#frames.pop();
    } else if (char === ",") {
      this.#entry();
      top.key = undefined;
    } else if (char === ":" && top.key === undefined && !top.list && (next === undefined || next === " ")) {
      top.key = unquoted(this.#token.trim());
      this.#token = "";
    } else return false;
    return true;
  }

  #entry(): void {
    const top = this.#frames.at(-1);
    const value = plain(this.#token.trim());
    this.#token = "";
    if (top?.key === undefined) return;
    this.#found.push({ path: this.#path(), key: top.key, value, mapping: top.mapping });
  }

  #path(): string[] {
    return this.#frames.flatMap(({ list, key }) => (list ? ["*"] : key === undefined ? [] : [key]));
  }
}
