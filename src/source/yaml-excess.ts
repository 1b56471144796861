import { CST, Lexer } from "yaml";
import { SOURCE_DEPTH_MAX, type SyntaxProblem, TOO_DEEP } from "./node.ts";

type Token = ReturnType<typeof CST.tokenType>;

/** An indentation of one blank a level and a mark on each would need two. */
const LINE_DEPTH_MAX = 4 * SOURCE_DEPTH_MAX;

/**
 * Finds brackets or block marks nested so deep that the recursive YAML parser would run out of stack, which ends
 * the process, past every `catch`, when it happens inside a regular expression. The lexer is flat, so it can look
 * first. It also counts tokens, which cost far more time than characters.
 * @returns what is too much and where, or undefined; depths between this coarse bound and the exact one remain
 */
export function findExcess(text: string, tokensMax: number): SyntaxProblem | undefined {
  const nesting = new Nesting();
  let at = 0;
  let tokens = 0;
  let isScalarText = false;
  for (const token of new Lexer().lex(text)) {
    // What follows the marker `scalar` is text, whatever it looks like.
    const type: Token = isScalarText ? null : CST.tokenType(token);
    isScalarText = type === "scalar";
    nesting.take(type, token.length);
    if (nesting.isTooDeep) return { at, message: TOO_DEEP };
    tokens += 1;
    if (tokens > tokensMax) {
      return { at, message: `the text has more than ${tokensMax} YAML tokens and is not read. Split it` };
    }
    if (!isMarker(type)) at += token.length;
  }
  return undefined;
}

/** How deep a token stands at least: in open brackets, and by the blanks and marks that its line begins with. */
class Nesting {
  #brackets = 0;
  #line = 0;
  #inIndentation = true;

  get isTooDeep(): boolean {
    return this.#brackets > SOURCE_DEPTH_MAX || this.#line > LINE_DEPTH_MAX;
  }

  take(type: Token, length: number): void {
    if (type === "newline") {
      this.#line = 0;
      this.#inIndentation = true;
    } else if (this.#inIndentation && type === "space") {
      this.#line += length;
    } else if (type === "seq-item-ind" || type === "explicit-key-ind" || type === "map-value-ind") {
      this.#line += 1;
    } else if (type === "flow-seq-start" || type === "flow-map-start") {
      this.#brackets += 1;
    } else if (type === "flow-seq-end" || type === "flow-map-end") {
      this.#brackets = Math.max(0, this.#brackets - 1);
    } else if (!isMarker(type)) {
      this.#inIndentation = false;
    }
  }
}

/** Markers of the lexer stand for no character of the text. */
function isMarker(type: Token): boolean {
  return type === "scalar" || type === "doc-mode" || type === "flow-error-end";
}
