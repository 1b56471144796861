import { createInterface } from "node:readline/promises";

/**
 * Asks a person; only `y` and `yes` mean yes, the end of the input means no.
 * Rejects with the reason of `signal`.
 */
export async function confirm(
  question: string,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  const asking = createInterface({ input, output });
  // A terminal in raw mode gives Ctrl-C to whoever reads it: here it means what it means everywhere.
  asking.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  const ended = new Promise<string>((resolve) => asking.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([asking.question(`${question} [y/N] `), interrupted, ended]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}
