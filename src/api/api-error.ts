import { AppError, withRemedy } from "../base/index.ts";
import type { Violation } from "./ports.ts";

/** A request that is refused. Message, remedy and violations reach the sender, so none holds a secret. */
export class ApiError extends AppError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The single values that are at fault, as far as they are known. */
  readonly violations: readonly Violation[];

  constructor(
    status: number,
    code: string,
    message: string,
    options: {
      readonly remedy?: string | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
      readonly violations?: readonly Violation[] | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, message, options);
    this.name = "ApiError";
    this.status = status;
    this.headers = options.headers ?? {};
    this.violations = options.violations ?? [];
  }
}

/** The `ErrorEnvelope` of spec 2 §3 and spec 3 §3.1 as JSON text. */
export function envelope(status: number, message: string, violations: readonly Violation[] = []): string {
  const constraintViolations = violations.length === 0 ? undefined : violations;
  return JSON.stringify({ error: { code: status, message, constraintViolations } });
}

/** What the sender reads: what is wrong, and what to change. */
export function textOf(error: ApiError): string {
  return withRemedy(error);
}
