import { makeKey, openSecrets, type SecretFileReport } from "../app/index.ts";
import { createLogger } from "../base/index.ts";
import { counted } from "./counted.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";

interface ConfigFlag {
  readonly config: string;
}

export function makeKeyCommand({ terminal }: CommandContext): number {
  terminal.err.write(
    "  → Keep it in a file with mode 600 outside dataDir and configDir, and a copy in a safe place.\n",
  );
  terminal.out.write(`${makeKey().reveal()}\n`);
  return EXIT.ok;
}

/** @returns 1 when secrets stand in clear text after it */
export async function encryptSecrets(
  flags: ConfigFlag & { readonly check?: true },
  context: CommandContext,
): Promise<number> {
  const secrets = await openSecrets(flags.config, context.env, createLogger("warn"));
  const files = await (flags.check === true ? secrets.list() : secrets.encrypt());
  tell(files, "encrypted", context);
  const left = files.reduce((sum, file) => sum + file.left.length, 0);
  if (files.length === 0) context.terminal.out.write("no secret stands in clear text\n");
  if (left > 0) {
    const remedy =
      flags.check === true
        ? `snmpgate secret encrypt --config ${flags.config} encrypts them`
        : "Write those as JSON text in double quotes, or as { env: NAME } or { file: path }";
    context.terminal.err.write(`${counted(left, "secret")} in clear text\n  → ${remedy}\n`);
  }
  return left > 0 || hasProblems(files) ? EXIT.failed : EXIT.ok;
}

/** @returns 1 when something could not be decrypted: the old key is still needed then */
export async function rotateSecrets(flags: ConfigFlag, context: CommandContext): Promise<number> {
  const secrets = await openSecrets(flags.config, context.env, createLogger("warn"));
  const { key, place, files } = await secrets.rotate();
  tell(files, "encrypted anew", context);
  if (hasProblems(files)) return EXIT.failed;
  context.terminal.out.write(`everything is encrypted with key ${key}; older keys may go from ${place}\n`);
  return EXIT.ok;
}

const hasProblems = (files: readonly SecretFileReport[]): boolean =>
  files.some(({ problems }) => problems.length > 0);

function tell(files: readonly SecretFileReport[], done: string, { terminal }: CommandContext): void {
  for (const { path, changed, left, problems } of files) {
    if (changed > 0) terminal.out.write(`${path}: ${counted(changed, "secret")} ${done}\n`);
    for (const secret of left)
      terminal.out.write(`${path}:${secret.line}: ${secret.path} is in clear text\n`);
    for (const problem of problems) terminal.err.write(`${path}: ${problem}\n`);
  }
}
