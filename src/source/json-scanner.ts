import {
  duplicateKeyMessage,
  failed,
  type MapEntry,
  type ParsedSource,
  SOURCE_DEPTH_MAX,
  type SourceNode,
  type SyntaxProblem,
  TOO_DEEP,
} from "./node.ts";

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [34, 92, 91, 93, 123, 125];
const [COMMA, COLON, BLANK] = [44, 58, 32];

/**
 * Builds nodes from a text that `JSON.parse` has accepted: it checks no grammar, only finds where things stand.
 * A key given twice is a problem, since JSON readers differ in which one they take.
 */
export function scanJson(text: string): ParsedSource {
  const scanner = new JsonScanner(text);
  const root = scanner.value(0);
  if (scanner.tooDeepAt !== undefined) {
    return failed(scanner.tooDeepAt, TOO_DEEP);
  }
  return scanner.problems.length > 0 ? { ok: false, problems: scanner.problems } : { ok: true, root };
}

class JsonScanner {
  readonly problems: SyntaxProblem[] = [];
  tooDeepAt: number | undefined;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): SourceNode {
    this.#skipTo();
    const at = this.#at;
    switch (this.#text.charCodeAt(at)) {
      case QUOTE:
        return { kind: "scalar", at, value: this.#string() };
      case OPEN_LIST:
        return this.#list(depth + 1);
      case OPEN_MAP:
        return this.#map(depth + 1);
      default:
        return { kind: "scalar", at, value: this.#word() };
    }
  }

  #list(depth: number): SourceNode {
    const at = this.#at++;
    const items: SourceNode[] = [];
    if (this.#stopsAt(at, depth)) return { kind: "list", at, items };
    while (!this.#closes(CLOSE_LIST)) items.push(this.value(depth));
    this.#at++;
    return { kind: "list", at, items };
  }

  #map(depth: number): SourceNode {
    const at = this.#at++;
    const entries = new Map<string, MapEntry>();
    if (this.#stopsAt(at, depth)) return { kind: "map", at, entries };
    while (!this.#closes(CLOSE_MAP)) {
      const keyAt = this.#at;
      const key = this.#string();
      if (entries.has(key)) this.problems.push({ at: keyAt, message: duplicateKeyMessage(key) });
      entries.set(key, { keyAt, node: this.value(depth) });
    }
    this.#at++;
    return { kind: "map", at, entries };
  }

  /** Too deep: the scan ends here, as if the text did. */
  #stopsAt(at: number, depth: number): boolean {
    if (depth <= SOURCE_DEPTH_MAX && this.tooDeepAt === undefined) return false;
    this.tooDeepAt ??= at;
    this.#at = this.#text.length;
    return true;
  }

  /** Whether the next token is this bracket; the end of the text closes all that is open. */
  #closes(bracket: number): boolean {
    this.#skipTo();
    return this.#at >= this.#text.length || this.#text.charCodeAt(this.#at) === bracket;
  }

  /** Moves to the next token, past blanks, commas and colons. */
  #skipTo(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code > BLANK && code !== COMMA && code !== COLON) return;
    }
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    for (let at = start + 1; ; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === BACKSLASH) {
        escaped = true;
        at++;
      } else if (code === QUOTE || Number.isNaN(code)) {
        this.#at = at + 1;
        break;
      }
    }
    return escaped
      ? (JSON.parse(this.#text.slice(start, this.#at)) as string)
      : this.#text.slice(start + 1, this.#at - 1);
  }

  #word(): number | boolean | null {
    for (const [word, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0] ?? "";
    this.#at += Math.max(digits.length, 1);
    return Number(digits);
  }
}
