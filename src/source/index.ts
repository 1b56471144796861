export type { Diagnostic, Loaded, Severity } from "./diagnostic.ts";
export { Findings, type Place } from "./findings.ts";
export { nearest } from "./nearest.ts";
export type { MapNode, ScalarNode, SourceNode, SyntaxProblem } from "./node.ts";
export { parseSource } from "./parse-source.ts";
export { childPath, pathParts } from "./pointer.ts";
export { parseYaml, TEXT_SCALARS } from "./yaml.ts";
