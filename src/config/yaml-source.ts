import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import {
  duplicateKeyMessage,
  failed,
  type MapEntry,
  type ParsedSource,
  SOURCE_DEPTH_MAX,
  type SourceNode,
  type SyntaxProblem,
} from "./source-node.ts";

/** Reads YAML 1.2 (of which JSON with comments is a part) into nodes with positions. Never throws. */
export function readYaml(text: string): ParsedSource {
  let document: Document.Parsed;
  try {
    // Keys are compared below: the library's own check is quadratic and throws on some of them.
    document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "error" });
  } catch {
    // The library recurses; ten thousand open brackets end its stack.
    return failed(0, "the text is nested too deep to be read");
  }
  // Only the first: those after it are mostly what one wrong character leads to.
  const [error] = document.errors;
  if (error !== undefined) return failed(error.pos[0], explain(error.code));
  const reader = new YamlReader();
  const root = reader.node(document.contents, 0, 0);
  return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, root };
}

class YamlReader {
  readonly problems: SyntaxProblem[] = [];
  /** Nodes by anchor; an alias means the latest one before it. Shared, never copied, so aliases cannot explode. */
  readonly #anchors = new Map<string, SourceNode>();

  node(source: unknown, fallbackAt: number, depth: number): SourceNode {
    const at = offsetOf(source) ?? fallbackAt;
    if (depth > SOURCE_DEPTH_MAX) {
      return this.#broken(at, `lists and objects are nested more than ${SOURCE_DEPTH_MAX} deep`);
    }
    if (isAlias(source)) {
      const target = this.#anchors.get(source.source);
      return target ?? this.#broken(at, "the alias names no anchor that stands before it");
    }
    const node = this.#content(source, at, depth);
    const anchor = isMap(source) || isSeq(source) || isScalar(source) ? source.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #content(source: unknown, at: number, depth: number): SourceNode {
    if (isMap(source)) return this.#map(source, at, depth);
    if (isSeq(source)) return this.#list(source, at, depth);
    return { kind: "scalar", at, value: isScalar(source) ? plain(source.value, source.source) : null };
  }

  #list(source: YAMLSeq, at: number, depth: number): SourceNode {
    return { kind: "list", at, items: source.items.map((item) => this.node(item, at, depth + 1)) };
  }

  #map(source: YAMLMap, at: number, depth: number): SourceNode {
    const entries = new Map<string, MapEntry>();
    for (const { key, value } of source.items) {
      const keyAt = offsetOf(key) ?? at;
      if (!isScalar(key)) {
        this.#broken(keyAt, "a key must be plain text");
        continue;
      }
      const name = key.source ?? "";
      if (entries.has(name)) this.#broken(keyAt, duplicateKeyMessage(name));
      entries.set(name, { keyAt, node: this.node(value, keyAt, depth + 1) });
    }
    return { kind: "map", at, entries };
  }

  #broken(at: number, message: string): SourceNode {
    this.problems.push({ at, message });
    return { kind: "scalar", at, value: null };
  }
}

function offsetOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;
}

function plain(value: unknown, source: string | undefined): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : (source ?? "");
}

/** The library's own messages may quote the text, and with it a secret: only their codes are used. */
function explain(code: string): string {
  return (
    EXPLANATIONS[code] ?? "not valid JSON or YAML here. Check brackets, quotes and commas around this place"
  );
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  BAD_ALIAS: "an alias must be a name after `*`. Put the text in quotes if it is meant literally",
  BAD_DQ_ESCAPE: "unknown escape after `\\` in a text in double quotes. Write `\\\\` for a backslash",
  BAD_INDENT: "wrong indentation, or a bracket that is not closed. Align this line with its neighbours",
  BAD_SCALAR_START: "a plain text cannot start with this character. Put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a nested mapping cannot stand on the line of its key. Put it on a line of its own",
  BLOCK_IN_FLOW: "a comma or a closing quote is missing before this place",
  MISSING_CHAR: "a character is missing here: a closing bracket or quote, a comma, or a blank after a colon",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line and be followed by a colon",
  MULTIPLE_ANCHORS: "a value can have one anchor only",
  MULTIPLE_DOCS: "only one YAML document is allowed in a file. Split the file at `---`",
  TAB_AS_INDENT: "tabs cannot indent YAML. Use blanks",
  UNEXPECTED_TOKEN: "this does not belong here. Check brackets, quotes and commas before this place",
};
