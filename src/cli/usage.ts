import { AppError } from "../base/index.ts";

/** A mistake in how the command was called: exit code 2. */
export class UsageError extends AppError {}

export function usage(message: string, remedy: string): UsageError {
  return new UsageError("cli.usage", message, { remedy });
}
