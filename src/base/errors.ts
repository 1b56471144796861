/**
 * An error that a user can act on. Branch on `code` (`area.what-is-wrong`), never on the text.
 * The message says what happened; `remedy` says what to change.
 */
export class AppError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: { remedy?: string | undefined; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** The text of anything thrown, for a log line or a wrapped message. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Message and remedy as one text. */
export function withRemedy({ message, remedy }: Pick<AppError, "message" | "remedy">): string {
  if (remedy === undefined) return message;
  return /[.!?]$/.test(message) ? `${message} ${remedy}` : `${message}. ${remedy}`;
}

/** Keeps a `switch` over a closed union complete: the compiler rejects a call that can be reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
