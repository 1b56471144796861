/** A MIB module as its text has it: names are not yet resolved, so that files can be read one by one. */
export interface ParsedModule {
  readonly name: string;
  readonly line: number;
  /** Imported symbol → the module it comes from. */
  readonly imports: ReadonlyMap<string, string>;
  readonly nodes: readonly ParsedNode[];
  readonly types: readonly ParsedType[];
}

/** Anything with an OID: `parent` is a symbol, or undefined when the arcs start at the root of the tree. */
export interface ParsedNode {
  readonly name: string;
  readonly line: number;
  readonly parent: string | undefined;
  readonly arcs: readonly number[];
  readonly syntax?: ParsedSyntax;
}

/** A textual convention or a plain type assignment. */
export interface ParsedType {
  readonly name: string;
  readonly syntax: ParsedSyntax;
}

export interface ParsedSyntax {
  /** The type's name: `INTEGER`, `OCTET STRING`, `TruthValue`. */
  readonly type: string;
  /** The named numbers that stand with it, if any. */
  readonly names?: readonly (readonly [number: number, name: string])[];
}

/** What could not be read, and where. */
export interface ParseProblem {
  readonly message: string;
  readonly line?: number;
}

/** What a file gives: the modules that could be read and what was wrong with the rest. */
export interface ParsedFile {
  readonly modules: readonly ParsedModule[];
  readonly problems: readonly ParseProblem[];
}
