import {
  type Alias,
  CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isSeq,
  Lexer,
  type Node,
  type ParsedNode,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
  type YAMLSeq,
} from "yaml";
import { assertNever, messageOf } from "../base/index.ts";
import { LIMITS } from "./limits.ts";
import { childPath } from "./pointer.ts";

/**
 * A YAML document as far as a manifest needs it: every scalar is text with its source spelling (`1.230` stays
 * `1.230`, `yes` stays `yes`), and everything knows its offset in the file. Aliases are followed: a node that is
 * referred to twice is shared, and the whole is bounded as if it were copied.
 */
export type Tree = TextTree | MapTree | ListTree | EmptyTree;

export interface TextTree {
  readonly kind: "text";
  readonly at: number;
  readonly text: string;
}
export interface MapTree {
  readonly kind: "map";
  readonly at: number;
  readonly entries: ReadonlyMap<string, { readonly keyAt: number; readonly value: Tree }>;
}
export interface ListTree {
  readonly kind: "list";
  readonly at: number;
  readonly items: readonly Tree[];
}
/** `key:` with nothing behind it. */
export interface EmptyTree {
  readonly kind: "empty";
  readonly at: number;
}

export interface YamlProblem {
  readonly severity: "error" | "warning";
  /** JSON pointer, as far as it is known. */
  readonly path: string;
  readonly at: number;
  readonly message: string;
  readonly value: string | undefined;
}

export interface YamlText {
  /** Undefined when the text is not YAML, or goes beyond a bound. */
  readonly root: Tree | undefined;
  readonly problems: readonly YamlProblem[];
}

/** Parses YAML 1.2 with text scalars. Duplicate keys are problems, but the tree (last one wins) is still built. */
export function parseYamlTree(text: string): YamlText {
  if (text.length > LIMITS.fileChars) {
    return broken(0, `the file has ${text.length} characters; at most ${LIMITS.fileChars} are read`);
  }
  const excess = findExcess(text);
  if (excess !== undefined) return broken(excess.at, excess.message);
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      version: "1.2",
      schema: "failsafe",
      // The library compares every key with every other one; TreeBuilder does it in one pass, and names the first.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
  } catch (error) {
    return broken(0, `the YAML parser gave up: ${messageOf(error)}`);
  }
  if (document.errors.length > 0) return { root: undefined, problems: syntaxProblems(document.errors) };
  const builder = new TreeBuilder();
  const root = builder.build(document.contents);
  const tags = document.warnings.map((warning) =>
    problem(
      "warning",
      warning.pos[0],
      `the YAML tag is ignored and the value read as text (${warning.message})`,
    ),
  );
  return { root, problems: [...builder.problems, ...tags] };
}

/** After one slip of indentation the parser stumbles at every line; the first few errors tell where it was. */
const SYNTAX_ERRORS_SHOWN = 3;

/** What usually is behind an error of the YAML library, by its code. */
const SYNTAX_REMEDIES: Readonly<Record<string, string>> = {
  BAD_INDENT: "align this line with its neighbours, with blanks only",
  BLOCK_AS_IMPLICIT_KEY: "check the indentation, or put the text in quotes if it contains ': '",
  MISSING_CHAR: "close the quote or bracket, or write the missing ':' after the key",
  MULTIPLE_DOCS: "a manifest is one document: remove the line '---'",
  TAB_AS_INDENT: "indent with blanks instead of tabs",
  UNEXPECTED_TOKEN: "put the text in quotes if it begins with a special character",
};

function syntaxProblems(errors: readonly YAMLParseError[]): readonly YamlProblem[] {
  return errors.slice(0, SYNTAX_ERRORS_SHOWN).map((error, index) => {
    const remedy = SYNTAX_REMEDIES[error.code];
    const cause = remedy === undefined ? "" : `; ${remedy}`;
    const more = errors.length - SYNTAX_ERRORS_SHOWN;
    const rest = index === SYNTAX_ERRORS_SHOWN - 1 && more > 0 ? ` (${more} more errors follow)` : "";
    return problem("error", error.pos[0], `not YAML: ${error.message}${cause}${rest}`);
  });
}

const TOO_DEEP = `mappings and lists are nested deeper than ${LIMITS.nestingLevels} levels`;

/**
 * Finds brackets or block indicators nested so deep that the recursive parser would run out of stack, which ends
 * the process when it happens inside a regular expression. The lexer is flat, so it can look first.
 * It also counts tokens, which cost far more time than characters.
 * @returns what is too much and where, or undefined; what lies between this coarse bound and the exact one is for TreeBuilder
 */
function findExcess(text: string): { at: number; message: string } | undefined {
  let at = 0;
  let tokens = 0;
  let flowDepth = 0;
  let lineDepth = 0;
  let structural = true;
  let isScalarText = false;
  for (const token of new Lexer().lex(text)) {
    const type: ReturnType<typeof CST.tokenType> = isScalarText ? null : CST.tokenType(token);
    isScalarText = type === "scalar";
    // These markers of the lexer stand for no character of the text.
    const isMarker = type === "scalar" || type === "doc-mode" || type === "flow-error-end";
    if (type === "newline") {
      lineDepth = 0;
      structural = true;
    } else if (structural && type === "space") {
      lineDepth += token.length;
    } else if (type === "seq-item-ind" || type === "explicit-key-ind" || type === "map-value-ind") {
      lineDepth += 1;
    } else if (type === "flow-seq-start" || type === "flow-map-start") {
      flowDepth += 1;
    } else if (type === "flow-seq-end" || type === "flow-map-end") {
      flowDepth = Math.max(0, flowDepth - 1);
    } else if (!isMarker) {
      structural = false;
    }
    if (flowDepth > LIMITS.nestingLevels || lineDepth > 4 * LIMITS.nestingLevels) {
      return { at, message: TOO_DEEP };
    }
    tokens += 1;
    if (tokens > LIMITS.yamlTokens) {
      return { at, message: `the file has more than ${LIMITS.yamlTokens} YAML tokens; it is not read` };
    }
    if (!isMarker) at += token.length;
  }
  return undefined;
}

/** Thrown and caught in this module alone, where reading on would be endless. */
class Unreadable extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class TreeBuilder {
  readonly problems: YamlProblem[] = [];
  readonly #anchors = new Map<string, Tree>();
  /** Nodes below a tree, aliases counted each time: the size of the copy that we never make. */
  readonly #sizes = new Map<Tree, number>();

  build(contents: ParsedNode | null): Tree | undefined {
    try {
      return this.#tree(contents, 0, "", 0);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.problems.push(problem("error", error.at, error.message));
      return undefined;
    }
  }

  #tree(node: Node | null | undefined, parentAt: number, path: string, depth: number): Tree {
    if (node === null || node === undefined) return { kind: "empty", at: parentAt };
    const at = node.range?.[0] ?? parentAt;
    if (depth > LIMITS.nestingLevels) throw new Unreadable(at, TOO_DEEP);
    if (isAlias(node)) return this.#aliased(node, at);
    if (isMap(node)) return this.#sized(this.#map(node, at, path, depth), node);
    if (isSeq(node)) return this.#sized(this.#list(node, at, path, depth), node);
    return this.#sized(scalarTree(node, at), node);
  }

  #aliased(alias: Alias, at: number): Tree {
    const target = this.#anchors.get(alias.source);
    if (target !== undefined) return target;
    throw new Unreadable(at, `the alias *${alias.source} has no finished anchor &${alias.source} before it`);
  }

  #map(map: YAMLMap, at: number, path: string, depth: number): MapTree {
    const entries = new Map<string, { keyAt: number; value: Tree }>();
    for (const pair of map.items) {
      if (!isPair(pair)) continue;
      const key = this.#tree(pair.key as Node | null, at, path, depth + 1);
      const keyPath = key.kind === "text" ? childPath(path, key.text) : path;
      const value = this.#tree(pair.value as Node | null, key.at, keyPath, depth + 1);
      if (key.kind !== "text") {
        this.problems.push(problem("error", key.at, "a key must be a plain text", undefined, path));
        continue;
      }
      const earlier = entries.get(key.text);
      if (earlier !== undefined) {
        const message = `the key '${key.text}' stands twice in this mapping; remove or rename one of the two`;
        this.problems.push(problem("error", key.at, message, key.text, keyPath));
      }
      entries.set(key.text, { keyAt: key.at, value });
    }
    return { kind: "map", at, entries };
  }

  #list(seq: YAMLSeq, at: number, path: string, depth: number): ListTree {
    return {
      kind: "list",
      at,
      items: seq.items.map((item, index) =>
        this.#tree(item as Node | null, at, childPath(path, index), depth + 1),
      ),
    };
  }

  #sized(tree: Tree, node: Node): Tree {
    let size = 1;
    for (const child of childrenOf(tree)) size += this.#sizes.get(child) ?? 1;
    if (size > LIMITS.nodesExpanded) {
      throw new Unreadable(
        tree.at,
        `with its aliases followed the file has more than ${LIMITS.nodesExpanded} nodes`,
      );
    }
    this.#sizes.set(tree, size);
    if ("anchor" in node && typeof node.anchor === "string") this.#anchors.set(node.anchor, tree);
    return tree;
  }
}

function scalarTree(scalar: Scalar, at: number): Tree {
  const value = scalar.value;
  const text = typeof value === "string" ? value : "";
  return text === "" && scalar.type === "PLAIN" ? { kind: "empty", at } : { kind: "text", at, text };
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === "list") return tree.items;
  if (tree.kind === "map") return [...tree.entries.values()].map((entry) => entry.value);
  return [];
}

/** The tree as plain data with text leaves; an empty node is null. */
export function plainOf(tree: Tree): unknown {
  switch (tree.kind) {
    case "text":
      return tree.text;
    case "empty":
      return null;
    case "list":
      return tree.items.map(plainOf);
    case "map":
      // fromEntries defines own properties, so that a key such as __proto__ stays data.
      return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plainOf(value)]));
    default:
      return assertNever(tree);
  }
}

function problem(
  severity: "error" | "warning",
  at: number,
  message: string,
  value?: string,
  path = "",
): YamlProblem {
  return { severity, path, at, message, value };
}

function broken(at: number, message: string): YamlText {
  return { root: undefined, problems: [problem("error", at, message)] };
}
