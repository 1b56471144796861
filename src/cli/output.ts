import { AppError, messageOf } from "../base/index.ts";

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** Exit codes, the same for every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, someDevicesFailed: 3 } as const;

/** Prints an error with its remedy; never a stack, for what a user did is not a crash. */
export function printError(terminal: Terminal, error: unknown): void {
  terminal.err.write(`snmpgate: ${messageOf(error)}\n`);
  if (error instanceof AppError && error.remedy !== undefined) terminal.err.write(`  → ${error.remedy}\n`);
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
