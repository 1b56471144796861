import { AppError, messageOf } from "../base/index.ts";

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** Exit codes, the same for every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, someDevicesFailed: 3, interrupted: 130 } as const;

/**
 * Prints an error with its remedy; never a stack, for what a user did is not a crash.
 * @param wording  applied to both texts
 */
export function printError(
  { err }: Terminal,
  error: unknown,
  wording: (text: string) => string = (text) => text,
): void {
  err.write(`snmpgate: ${wording(messageOf(error))}\n`);
  if (error instanceof AppError && error.remedy !== undefined) err.write(`  → ${wording(error.remedy)}\n`);
}

/** One line on a terminal that replaces itself; nothing when the stream is no terminal. */
export function progressLine(stream: NodeJS.WriteStream): { show(text: string): void; clear(): void } {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  return {
    show: (text) => {
      stream.write(`\r\u001B[K${text.slice(0, stream.columns - 1)}`);
    },
    clear: () => {
      stream.write("\r\u001B[K");
    },
  };
}
