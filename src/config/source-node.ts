/** A value of a JSON or YAML text that knows where it stands; `at` is an offset into the text. */
export type SourceNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: "map";
  readonly at: number;
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly keyAt: number;
  readonly node: SourceNode;
}

export interface ListNode {
  readonly kind: "list";
  readonly at: number;
  readonly items: readonly SourceNode[];
}

export interface ScalarNode {
  readonly kind: "scalar";
  readonly at: number;
  readonly value: string | number | boolean | null;
}

/** Why a text cannot be read. The message never quotes the text: a secret may stand there. */
export interface SyntaxProblem {
  readonly at: number;
  readonly message: string;
}

export type ParsedSource =
  | { readonly ok: true; readonly root: SourceNode }
  | { readonly ok: false; readonly problems: readonly SyntaxProblem[] };

/** Twice what 20 000 devices with long credentials need, indented. */
export const SOURCE_LENGTH_MAX = 64 * 1024 * 1024;

/** Far deeper than any of our formats; keeps recursion off the end of the stack. */
export const SOURCE_DEPTH_MAX = 64;

export function failed(at: number, message: string): ParsedSource & { ok: false } {
  return { ok: false, problems: [{ at, message }] };
}

export function duplicateKeyMessage(key: string): string {
  return `key ${JSON.stringify(key.slice(0, 60))} is given twice in the same object. Keep one of them`;
}
