import { type Command, Option } from "commander";
import { wholeNumber } from "./number-option.ts";
import type { CommandContext } from "./program.ts";
import { duration, moment } from "./time-option.ts";

const CONFIG = "snmpgate.yaml of the service";
const LINES_MAX = 100_000;

/** The commands below `snmpgate queue`. @param execute  runs a command and takes its exit code */
export function addQueueCommands(
  program: Command,
  context: CommandContext,
  execute: (command: Promise<number>) => Promise<void>,
): void {
  const queue = program
    .command("queue")
    .description("what waits on disk for the sinks; of a service that runs, too")
    .addHelpText(
      "after",
      `
status, inspect and export only read files: they may be used at any time. purge needs the service to be stopped.
Lines that a service holds in memory because its disk is full are not seen here.

Examples
  snmpgate queue status --config snmpgate.yaml
  snmpgate queue inspect --config snmpgate.yaml --sink dynatrace --grep 192.0.2.10
  snmpgate queue export --config snmpgate.yaml > lines.txt
  snmpgate queue purge --config snmpgate.yaml --sink dynatrace --older-than 30m`,
    );

  queue
    .command("status")
    .description("lines, octets and age of what waits for each sink, and the state of the files")
    .requiredOption("--config <file>", CONFIG)
    .option("--json", "print it as JSON, with exact figures")
    .addHelpText(
      "after",
      `
All files are read and their checksums verified.

Examples
  snmpgate queue status --config snmpgate.yaml
  snmpgate queue status --config snmpgate.yaml --json | jq '.sinks[] | select(.oldestAgeMs > 600000)'

Exit codes: 0 all can be read · 1 something is damaged`,
    )
    .action((flags) =>
      execute(import("./queue.ts").then(({ queueStatusCommand }) => queueStatusCommand(flags, context))),
    );

  queue
    .command("inspect")
    .description("print lines that wait, oldest first, with their time")
    .requiredOption("--config <file>", CONFIG)
    .option("--sink <name>", "what waits for this one (default: for any sink)")
    .addOption(wholeNumber("--limit <n>", "at most so many lines", { min: 1, max: LINES_MAX, byDefault: 20 }))
    .addOption(moment("--from <time>", "from then on: 30m (ago) or 2026-01-31T12:00, UTC"))
    .option("--grep <text>", "lines that this text occurs in")
    .option("--json", "print them as JSON")
    .addHelpText(
      "after",
      `
Examples
  snmpgate queue inspect --config snmpgate.yaml
  snmpgate queue inspect --config snmpgate.yaml --sink dynatrace --from 30m --grep 'device.address="192.0.2.10"'
  snmpgate queue inspect --config snmpgate.yaml --limit 1 --json

Exit codes: 0 fine · 1 some lines cannot be read`,
    )
    .action((flags) =>
      execute(import("./queue-inspect.ts").then(({ queueInspect }) => queueInspect(flags, context))),
    );

  queue
    .command("export")
    .description("write lines that wait to standard output, as they would be sent")
    .requiredOption("--config <file>", CONFIG)
    .option("--sink <name>", "what waits for this one (default: for any sink)")
    .addOption(new Option("--all", "all lines on disk, also those that all sinks have").conflicts("sink"))
    .addHelpText(
      "after",
      `
Nothing is taken out of the queue: the service still sends what was exported.

Examples
  snmpgate queue export --config snmpgate.yaml > lines.txt
  snmpgate queue export --config snmpgate.yaml --sink dynatrace | gzip > dynatrace.txt.gz
  snmpgate queue export --config snmpgate.yaml --all | cut -d, -f1 | sort | uniq -c

Exit codes: 0 fine · 1 some lines cannot be read`,
    )
    .action((flags) => execute(import("./queue.ts").then(({ queueExport }) => queueExport(flags, context))));

  queue
    .command("purge")
    .description("give up lines that wait for a sink; only while the service is stopped")
    .requiredOption("--config <file>", CONFIG)
    .requiredOption("--sink <name>", "whose lines")
    .addOption(duration("--older-than <time>", "only lines before the first younger one, e.g. 30m, 2h, 1d"))
    .option("--yes", "do not ask; needed without a terminal")
    .addHelpText(
      "after",
      `
Other sinks keep their lines. Files that no sink needs any more are deleted. Consider an export first.

Examples
  snmpgate queue purge --config snmpgate.yaml --sink dynatrace
  snmpgate queue purge --config snmpgate.yaml --sink dynatrace --older-than 30m --yes

Exit codes: 0 done, or nothing waits · 1 not done`,
    )
    .action((flags) => execute(import("./queue.ts").then(({ queuePurge }) => queuePurge(flags, context))));

  for (const command of queue.commands) {
    command.showHelpAfterError(`  → snmpgate queue ${command.name()} --help shows its flags`);
  }
}
