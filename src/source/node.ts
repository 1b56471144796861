export type Scalar = string | number | boolean | null;

/**
 * A value of a JSON or YAML text that knows where it stands; `at` is an offset into the text. A YAML node that
 * aliases refer to is shared, not copied. Null is also what stands behind `key:` when nothing does.
 */
export type SourceNode<V extends Scalar = Scalar> = MapNode<V> | ListNode<V> | ScalarNode<V>;

export interface MapNode<V extends Scalar = Scalar> {
  readonly kind: "map";
  readonly at: number;
  readonly entries: ReadonlyMap<string, MapEntry<V>>;
}

export interface MapEntry<V extends Scalar = Scalar> {
  readonly keyAt: number;
  readonly node: SourceNode<V>;
}

export interface ListNode<V extends Scalar = Scalar> {
  readonly kind: "list";
  readonly at: number;
  readonly items: readonly SourceNode<V>[];
}

export interface ScalarNode<V extends Scalar = Scalar> {
  readonly kind: "scalar";
  readonly at: number;
  readonly value: V;
}

export interface SyntaxProblem {
  readonly at: number;
  /** What is wrong and what to do. It names keys, but quotes nothing else of the text: a secret may stand there. */
  readonly message: string;
  /** JSON pointer (RFC 6901), where it is known. */
  readonly path?: string;
  /** The same in the words of the YAML library, which may quote the text. */
  readonly libraryMessage?: string;
}

export type ParsedSource<V extends Scalar = Scalar> =
  | { readonly ok: true; readonly root: SourceNode<V> }
  | {
      readonly ok: false;
      readonly problems: readonly SyntaxProblem[];
      /** There when the text can be read all the same: of a key given twice the later one counts. */
      readonly root?: SourceNode<V>;
    };

/** Far deeper than any of our formats (published manifests need 13); keeps recursion off the end of the stack. */
export const SOURCE_DEPTH_MAX = 64;
export const TOO_DEEP = `lists and objects are nested more than ${SOURCE_DEPTH_MAX} deep. Check for a bracket that is not closed`;

export function failed(at: number, message: string): { readonly ok: false; problems: SyntaxProblem[] } {
  return { ok: false, problems: [{ at, message }] };
}

export function duplicateKeyMessage(key: string): string {
  return `key ${JSON.stringify(key.slice(0, 60))} is given twice in the same object. Keep one of them`;
}
