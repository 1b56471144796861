import type { Command } from "commander";
import type { CommandContext } from "./program.ts";

const CONFIG = "snmpgate.yaml of the service";

/** The commands below `snmpgate secret`. @param execute  runs a command and takes its exit code */
export function addSecretCommands(
  program: Command,
  context: CommandContext,
  execute: (command: Promise<number>) => Promise<void>,
): void {
  const secret = program
    .command("secret")
    .description("communities and passwords in the files of a service: encrypt them, change the key")
    .addHelpText(
      "after",
      `
Keys are looked for in this order: secrets.key of snmpgate.yaml, the systemd credential snmpgate-key, SNMPGATE_KEY, and
a file below ~/.config/snmpgate that is made when first needed. Run the commands as the user of the service.

Examples
  snmpgate secret key
  snmpgate secret encrypt --config snmpgate.yaml --check
  snmpgate secret encrypt --config snmpgate.yaml
  snmpgate secret rotate --config snmpgate.yaml`,
    );

  secret
    .command("key")
    .description("make a key and print it, alone on standard output")
    .addHelpText(
      "after",
      `
Examples
  (umask 077; snmpgate secret key > /etc/snmpgate/key)        then in snmpgate.yaml: secrets: { key: { file: /etc/snmpgate/key } }
  (umask 077; { snmpgate secret key; cat /etc/snmpgate/key; } > key.new && mv key.new /etc/snmpgate/key)      a new key before the old one`,
    )
    .action(() => execute(import("./secret.ts").then(({ makeKeyCommand }) => makeKeyCommand(context))));

  secret
    .command("encrypt")
    .description(
      "encrypt in place what stands in clear text in configDir and in the files snmpgate.yaml names",
    )
    .requiredOption("--config <file>", CONFIG)
    .option("--check", "only list what stands in clear text; exit code 1 when something does")
    .addHelpText(
      "after",
      `
Comments and order of the files stay. A running service reads them again and polls on as before.

Examples
  snmpgate secret encrypt --config snmpgate.yaml --check
  snmpgate secret encrypt --config snmpgate.yaml`,
    )
    .action((flags) =>
      execute(import("./secret.ts").then(({ encryptSecrets }) => encryptSecrets(flags, context))),
    );

  secret
    .command("rotate")
    .description("encrypt with the current key, the first one, what older keys encrypted")
    .requiredOption("--config <file>", CONFIG)
    .addHelpText(
      "after",
      `
Put the new key on a line before the old one first, see snmpgate secret key --help. The service may run meanwhile; it
reads key files again. When the keys come by systemd or SNMPGATE_KEY, restart it with both keys before. Interrupted, the
command is simply run again. After it, remove the old key.

Examples
  snmpgate secret rotate --config snmpgate.yaml`,
    )
    .action((flags) =>
      execute(import("./secret.ts").then(({ rotateSecrets }) => rotateSecrets(flags, context))),
    );

  for (const command of secret.commands) {
    command.showHelpAfterError(`  → snmpgate secret ${command.name()} --help shows its flags`);
  }
}
