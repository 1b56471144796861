import type { Command } from "commander";
import type { CommandContext } from "./program.ts";

const CONFIG = "snmpgate.yaml of the service";
const STDIN = "--password-stdin";
const STDIN_TEXT = "read the password from standard input instead of asking for it";
const ROLE_TEXT = "viewer, operator or admin";

/** The commands below `snmpgate user`. @param execute  runs a command and takes its exit code */
export function addUserCommands(
  program: Command,
  context: CommandContext,
  execute: (command: Promise<number>) => Promise<void>,
): void {
  const user = program
    .command("user")
    .description("users who may log in to the service")
    .addHelpText(
      "after",
      `
A viewer sees everything but users and tokens; an operator also changes extensions, configurations and credentials; an
admin may do all. The running service takes up a change within two seconds, and another password or role logs the user
out. Passwords are kept as scrypt hashes, in users.json of the data directory.

Examples
  snmpgate user add ops --role operator --config snmpgate.yaml
  snmpgate user passwd admin --config snmpgate.yaml
  snmpgate user list --config snmpgate.yaml`,
    );

  user
    .command("add")
    .description("make a user")
    .argument("<name>", "letters, digits, dots, hyphens, underscores or @")
    .requiredOption("--config <file>", CONFIG)
    .requiredOption("--role <role>", ROLE_TEXT)
    .option(STDIN, STDIN_TEXT)
    .addHelpText(
      "after",
      `
Examples
  snmpgate user add ops --role operator --config snmpgate.yaml
  pass show snmpgate/ops | snmpgate user add ops --role operator --config snmpgate.yaml --password-stdin`,
    )
    .action((name, flags) =>
      execute(import("./user.ts").then(({ addUser }) => addUser(name, flags, context))),
    );

  user
    .command("list")
    .description("print name, role and time of all users")
    .requiredOption("--config <file>", CONFIG)
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExamples\n  snmpgate user list --config snmpgate.yaml --json")
    .action((flags) => execute(import("./user.ts").then(({ listUsers }) => listUsers(flags, context))));

  user
    .command("passwd")
    .description("set another password; the user is logged out everywhere")
    .argument("<name>")
    .requiredOption("--config <file>", CONFIG)
    .option(STDIN, STDIN_TEXT)
    .addHelpText("after", "\nExamples\n  snmpgate user passwd admin --config snmpgate.yaml")
    .action((name, flags) =>
      execute(import("./user.ts").then(({ setPassword }) => setPassword(name, flags, context))),
    );

  user
    .command("role")
    .description("give a user another role; the user is logged out everywhere")
    .argument("<name>")
    .argument("<role>", ROLE_TEXT)
    .requiredOption("--config <file>", CONFIG)
    .addHelpText("after", "\nExamples\n  snmpgate user role ops viewer --config snmpgate.yaml")
    .action((name, role, flags) =>
      execute(import("./user.ts").then(({ setRole }) => setRole(name, role, flags, context))),
    );

  user
    .command("remove")
    .description("remove a user, who is logged out everywhere")
    .argument("<name>")
    .requiredOption("--config <file>", CONFIG)
    .addHelpText("after", "\nExamples\n  snmpgate user remove ops --config snmpgate.yaml")
    .action((name, flags) =>
      execute(import("./user.ts").then(({ removeUser }) => removeUser(name, flags, context))),
    );

  for (const command of user.commands) {
    command.showHelpAfterError(`  → snmpgate user ${command.name()} --help shows its flags`);
  }
}
