export type Severity = "error" | "warning" | "info";

/** One finding in a file that a user wrote: a manifest (M-codes), a monitoring configuration (C-codes) or our own. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** JSON pointer (RFC 6901) to the offending node; empty for the whole document. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
  readonly message: string;
  /** The offending text, when there is one. Never a secret. */
  readonly value?: string | undefined;
}

/** What a loader answers: the value when there is no error, and all findings at once, in file order. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}
