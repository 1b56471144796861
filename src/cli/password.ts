import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { Secret } from "../base/index.ts";
import { usage } from "./usage.ts";

const INPUT_MAX_BYTES = 10_000;

export interface PasswordSource {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * A new password: from a person, who types it twice and does not see it, or as it comes on the input.
 * @throws {UsageError} when nobody can be asked, or the two differ
 */
export async function newPassword(fromInput: boolean, source: PasswordSource): Promise<Secret> {
  if (fromInput) return readPassword(source.input);
  if (!source.input.isTTY) {
    throw usage("there is no terminal to ask for the password.", "Pipe it in with --password-stdin.");
  }
  const first = await askHidden("New password: ", source);
  const again = await askHidden("The same again: ", source);
  if (first.reveal() === again.reveal()) return first;
  throw usage("the two passwords differ.", "Try again.");
}

/** All of the input but the line end that `echo` adds. */
async function readPassword(input: NodeJS.ReadableStream): Promise<Secret> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > INPUT_MAX_BYTES) throw usage("what came on standard input is no password.", "Send it alone.");
    chunks.push(bytes);
  }
  return new Secret(
    Buffer.concat(chunks)
      .toString()
      .replace(/\r?\n$/, ""),
  );
}

/** What is typed goes nowhere; Ctrl-C and the end of the input end it. */
async function askHidden(question: string, { input, output, signal }: PasswordSource): Promise<Secret> {
  signal.throwIfAborted();
  output.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const asking = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  asking.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  const ended = new Promise<never>((_, reject) => {
    asking.once("close", () => reject(usage("no password was typed.", "Try again.")));
  });
  ended.catch(() => undefined);
  try {
    return new Secret(await Promise.race([asking.question(""), interrupted, ended]));
  } finally {
    asking.close();
    output.write("\n");
  }
}
