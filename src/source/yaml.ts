import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
  type Scalar as YamlScalar,
} from "yaml";
import {
  duplicateKeyMessage,
  failed,
  type MapEntry,
  type MapNode,
  type ParsedSource,
  type Scalar,
  SOURCE_DEPTH_MAX,
  type SourceNode,
  type SyntaxProblem,
  TOO_DEEP,
} from "./node.ts";
import { childPath } from "./pointer.ts";
import { findExcess } from "./yaml-excess.ts";
import { explainYamlError } from "./yaml-explanations.ts";

/** What becomes of a scalar that has no tag. */
export interface ScalarReading<V extends Scalar> {
  readonly schema: "core" | "failsafe";
  readonly valueOf: (scalar: PlainScalar) => V;
}

type PlainScalar = Pick<YamlScalar, "value" | "type" | "source">;

/** As YAML 1.2 and JSON mean them: `1.230` is a number, `true` a boolean, nothing or `null` is null. */
export const TYPED_SCALARS: ScalarReading<Scalar> = {
  schema: "core",
  valueOf: ({ value, source }) => {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
    return value === null || value === undefined ? null : (source ?? "");
  },
};

/** As text in the spelling of the file: `1.230` stays `1.230`, `null` stays `null`; only nothing at all is null. */
export const TEXT_SCALARS: ScalarReading<string | null> = {
  schema: "failsafe",
  valueOf: ({ value, type }) => {
    const text = typeof value === "string" ? value : "";
    return text === "" && type === "PLAIN" ? null : text;
  },
};

export interface YamlBounds {
  /** Marks, words and blanks: some 200,000 are parsed in a second. */
  readonly tokensMax: number;
  /** Nodes, counted as if aliases were copies: a few lines of aliases can stand for billions. */
  readonly nodesMax: number;
  /** After one slip the parser stumbles at every line; the first errors tell where it was. */
  readonly syntaxErrorsMax: number;
}

/** Tags that the schema does not know: the value is read without them. */
export type ParsedYaml<V extends Scalar> = ParsedSource<V> & {
  readonly ignoredTags: readonly SyntaxProblem[];
};

/**
 * Reads YAML 1.2 (of which JSON is a part) into nodes with positions. Never throws, whatever the text nests.
 * Duplicate keys are problems, but the nodes are still built.
 */
export function parseYaml<V extends Scalar>(
  text: string,
  scalars: ScalarReading<V>,
  bounds: YamlBounds,
): ParsedYaml<V> {
  const excess = findExcess(text, bounds.tokensMax);
  if (excess !== undefined) return { ok: false, problems: [excess], ignoredTags: [] };
  const document = composed(text, scalars.schema);
  if (document === undefined) {
    return {
      ...failed(0, "the text is nested too deep to be read. Check for a bracket that is not closed"),
      ignoredTags: [],
    };
  }
  if (document.errors.length > 0) {
    return { ok: false, problems: syntaxProblems(document.errors, bounds.syntaxErrorsMax), ignoredTags: [] };
  }
  const parsed = new NodeBuilder(scalars, bounds.nodesMax).build(document.contents);
  const ignoredTags = document.warnings.map(({ pos, message }) => ({
    at: pos[0],
    message: "the YAML tag is not known. Remove it",
    libraryMessage: message,
  }));
  return { ...parsed, ignoredTags };
}

function composed(text: string, schema: "core" | "failsafe"): Document.Parsed | undefined {
  try {
    return parseDocument(text, {
      version: "1.2",
      schema,
      // The library compares every key with every other one, and throws on some; the builder does it in one pass.
      uniqueKeys: false,
      prettyErrors: false,
      // "silent" would also swallow that a second document follows.
      logLevel: "error",
    });
  } catch {
    // The library recurses; it must not, after the look at the tokens, but a stack may be nearly full already.
    return undefined;
  }
}

function syntaxProblems(errors: readonly YAMLError[], max: number): readonly SyntaxProblem[] {
  return errors.slice(0, max).map(({ code, message, pos }, index) => {
    const more = index === max - 1 ? errors.length - max : 0;
    const rest = more > 0 ? ` (${more} more errors follow)` : "";
    return { at: pos[0], message: explainYamlError(code) + rest, libraryMessage: message };
  });
}

/** Thrown and caught in this module alone, where reading on would be endless or make no sense. */
class Unreadable extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class NodeBuilder<V extends Scalar> {
  readonly #scalars: ScalarReading<V>;
  readonly #nodesMax: number;
  readonly #problems: SyntaxProblem[] = [];
  /** Nodes by anchor; an alias means the latest one before it. */
  readonly #anchors = new Map<string, SourceNode<V>>();
  /** Nodes in a list or object, aliases counted each time: the size of the copy that we never make. */
  readonly #sizes = new Map<SourceNode<V>, number>();

  constructor(scalars: ScalarReading<V>, nodesMax: number) {
    this.#scalars = scalars;
    this.#nodesMax = nodesMax;
  }

  build(contents: Node | null): ParsedSource<V> {
    try {
      const root = this.#node(contents, 0, "", 0);
      return this.#problems.length === 0 ? { ok: true, root } : { ok: false, problems: this.#problems, root };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return { ok: false, problems: [...this.#problems, { at: error.at, message: error.message }] };
    }
  }

  #node(source: Node | null, parentAt: number, path: string, depth: number): SourceNode<V> {
    const at = source?.range?.[0] ?? parentAt;
    if (depth > SOURCE_DEPTH_MAX) throw new Unreadable(at, TOO_DEEP);
    if (isAlias(source)) return this.#aliased(source, at);
    const node = this.#content(source, at, path, depth);
    if (source?.anchor !== undefined) this.#anchors.set(source.anchor, node);
    return node;
  }

  #aliased({ source }: Alias, at: number): SourceNode<V> {
    const target = this.#anchors.get(source);
    if (target !== undefined) return target;
    throw new Unreadable(at, "the alias names no anchor that stands, and ends, before it");
  }

  #content(source: Node | null, at: number, path: string, depth: number): SourceNode<V> {
    if (isMap(source)) return this.#sized(this.#map(source, at, path, depth));
    if (isSeq(source)) return this.#sized(this.#list(source, at, path, depth));
    return { kind: "scalar", at, value: this.#scalars.valueOf(isScalar(source) ? source : NOTHING) };
  }

  #list(source: YAMLSeq, at: number, path: string, depth: number): SourceNode<V> {
    const items = source.items.map((item, index) =>
      this.#node(item as Node | null, at, childPath(path, index), depth + 1),
    );
    return { kind: "list", at, items };
  }

  #map(source: YAMLMap, at: number, path: string, depth: number): MapNode<V> {
    const entries = new Map<string, MapEntry<V>>();
    for (const { key, value } of source.items as Pair<Node | null, Node | null>[]) {
      const keyAt = this.#node(key, at, path, depth + 1).at;
      const name = isScalar(key) && !isNothing(key) ? key.source : undefined;
      if (name === undefined) {
        this.#problems.push({ at: keyAt, path, message: "a key must be plain text. Put it in quotes" });
        continue;
      }
      const keyPath = childPath(path, name);
      if (entries.has(name))
        this.#problems.push({ at: keyAt, path: keyPath, message: duplicateKeyMessage(name) });
      entries.set(name, { keyAt, node: this.#node(value, keyAt, keyPath, depth + 1) });
    }
    return { kind: "map", at, entries };
  }

  #sized(node: SourceNode<V>): SourceNode<V> {
    let size = 1;
    for (const child of childrenOf(node)) size += this.#sizes.get(child) ?? 1;
    if (size > this.#nodesMax) {
      const message = `the text stands for more than ${this.#nodesMax} nodes when aliases are followed. Use fewer`;
      throw new Unreadable(node.at, message);
    }
    this.#sizes.set(node, size);
    return node;
  }
}

const NOTHING: PlainScalar = { value: null, type: "PLAIN", source: "" };

function isNothing({ type, source }: PlainScalar): boolean {
  return type === "PLAIN" && source === "";
}

function childrenOf<V extends Scalar>(node: SourceNode<V>): readonly SourceNode<V>[] {
  if (node.kind === "list") return node.items;
  return node.kind === "map" ? [...node.entries.values()].map((entry) => entry.node) : [];
}
