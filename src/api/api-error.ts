import { AppError, withRemedy } from "../base/index.ts";

/** A request that is refused. Message and remedy reach the sender, so neither holds a secret. */
export class ApiError extends AppError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: {
      readonly remedy?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, message, options);
    this.name = "ApiError";
    this.status = status;
    this.headers = options.headers ?? {};
  }
}

/** The `ErrorEnvelope` of spec 3 §3.1 as JSON text. */
export function envelope(status: number, message: string): string {
  return JSON.stringify({ error: { code: status, message } });
}

/** What the sender reads: what is wrong, and what to change. */
export function textOf(error: ApiError): string {
  return withRemedy(error);
}
