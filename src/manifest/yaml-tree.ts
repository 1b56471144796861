import { assertNever } from "../base/index.ts";
import {
  type MapNode,
  parseYaml,
  type SourceNode,
  type SyntaxProblem,
  TEXT_SCALARS,
} from "../source/index.ts";
import type { ManifestFindings } from "./findings.ts";
import { LIMITS } from "./limits.ts";

/** A manifest as YAML: scalars are text in the spelling of the file, null where nothing stands. */
export type Tree = SourceNode<string | null>;
export type Mapping = MapNode<string | null>;

const BOUNDS = {
  tokensMax: LIMITS.yamlTokens,
  nodesMax: LIMITS.nodesExpanded,
  syntaxErrorsMax: 3,
};

/**
 * Reads the YAML of a manifest and reports what is wrong with it (M001) or needless (M101).
 * @returns undefined when the text is not YAML or goes beyond a bound; a key given twice is reported, and read
 */
export function readTree(text: string, findings: ManifestFindings): Tree | undefined {
  if (text.length > LIMITS.fileChars) {
    const message = `the file has ${text.length} characters; at most ${LIMITS.fileChars} are read`;
    findings.error("M001", { path: "", at: 0 }, message);
    return undefined;
  }
  const parsed = parseYaml(text, TEXT_SCALARS, BOUNDS);
  for (const problem of parsed.ok ? [] : parsed.problems) {
    findings.error("M001", placeOf(problem), `not YAML as it should be: ${explain(problem)}`);
  }
  for (const tag of parsed.ignoredTags) {
    findings.warning("M101", placeOf(tag), `the value is read as text: ${explain(tag)}`);
  }
  return parsed.root;
}

function placeOf({ path = "", at }: SyntaxProblem): { path: string; at: number } {
  return { path, at };
}

/** A manifest holds no secrets, so the library may quote it. */
function explain({ message, libraryMessage }: SyntaxProblem): string {
  return libraryMessage === undefined ? message : `${message} (${libraryMessage})`;
}

/** The text of a scalar; undefined for anything else. */
export function scalarText(tree: Tree): string | undefined {
  return tree.kind === "scalar" ? (tree.value ?? undefined) : undefined;
}

/** The tree as plain data with text leaves. */
export function plainOf(tree: Tree): unknown {
  switch (tree.kind) {
    case "scalar":
      return tree.value;
    case "list":
      return tree.items.map(plainOf);
    case "map":
      // fromEntries defines own properties, so that a key such as __proto__ stays data.
      return Object.fromEntries([...tree.entries].map(([key, { node }]) => [key, plainOf(node)]));
    default:
      return assertNever(tree);
  }
}
