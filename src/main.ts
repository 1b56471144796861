import { tuneHeap } from "./base/index.ts";
import { buildProgram, EXIT, printError, type Terminal, UsageError } from "./cli/index.ts";

tuneHeap();
const terminal: Terminal = { out: process.stdout, err: process.stderr };
const stop = new AbortController();

// The first signal asks for an orderly end, a second one is meant.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error(`stopped by ${signal}`));
  });
}
// `snmpgate poll … | head`: the reader left, there is nobody to write for. The service goes on: standard output is one
// of its sinks, and that sink says what became of its lines.
const isService = process.argv[2] === "run";
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (isService) return;
  if (error.code !== "EPIPE")
    printError(terminal, new Error(`standard output cannot be written: ${error.message}`));
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.failed);
});
// Nowhere to complain to is no reason to stop.
process.stderr.on("error", () => undefined);

function exitCodeOf(error: unknown): number {
  if (typeof error === "object" && error !== null && "exitCode" in error) {
    // commander printed it already; its own code for wrong usage is 1
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  printError(terminal, error);
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

const program = buildProgram({ terminal, env: process.env, signal: stop.signal }, (code) => {
  process.exitCode = code;
});
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
