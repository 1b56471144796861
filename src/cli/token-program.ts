import type { Command } from "commander";
import type { CommandContext } from "./program.ts";

const CONFIG = "snmpgate.yaml of the service";

/** The commands below `snmpgate token`. @param execute  runs a command and takes its exit code */
export function addTokenCommands(
  program: Command,
  context: CommandContext,
  execute: (command: Promise<number>) => Promise<void>,
): void {
  const token = program
    .command("token")
    .description("tokens of those who may send to the service, or call its API")
    .addHelpText(
      "after",
      `
A token has scopes: metrics.ingest, logs.ingest, openTelemetryTrace.ingest to send; metrics.read, entities.read and
others to read and change through the API; docs/security.md has them all.
The running service takes up a change within two seconds. Only hashes are kept, in tokens.json of the data directory.

Examples
  snmpgate token create --config snmpgate.yaml --name backup-script --scopes metrics.ingest
  snmpgate token list --config snmpgate.yaml
  snmpgate token revoke --config snmpgate.yaml backup-script`,
    );

  token
    .command("create")
    .description("make a token and print it once, alone on standard output")
    .requiredOption("--config <file>", CONFIG)
    .requiredOption("--name <name>", "what it is for; shown in the list")
    .requiredOption("--scopes <list>", "comma-separated, e.g. metrics.ingest,logs.ingest", words)
    .addHelpText(
      "after",
      `
Examples
  snmpgate token create --config snmpgate.yaml --name collector --scopes metrics.ingest,logs.ingest
  TOKEN=$(snmpgate token create --config snmpgate.yaml --name script --scopes metrics.ingest)
  curl -H "Authorization: Api-Token $TOKEN" --data-binary 'my.metric,host="a" 42' http://localhost:9999/api/v2/metrics/ingest`,
    )
    .action((flags) => execute(import("./token.ts").then(({ createToken }) => createToken(flags, context))));

  token
    .command("list")
    .description("print name, id, time and scopes of all tokens")
    .requiredOption("--config <file>", CONFIG)
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExamples\n  snmpgate token list --config snmpgate.yaml --json")
    .action((flags) => execute(import("./token.ts").then(({ listTokens }) => listTokens(flags, context))));

  token
    .command("revoke")
    .description("forget a token; its sender is refused from then on")
    .argument("<name-or-id>", "as token list shows it")
    .requiredOption("--config <file>", CONFIG)
    .addHelpText("after", "\nExamples\n  snmpgate token revoke --config snmpgate.yaml collector")
    .action((nameOrId, flags) =>
      execute(import("./token.ts").then(({ revokeToken }) => revokeToken(nameOrId, flags, context))),
    );

  for (const command of token.commands) {
    command.showHelpAfterError(`  → snmpgate token ${command.name()} --help shows its flags`);
  }
}

function words(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
