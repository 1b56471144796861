import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { DEVICE_HELP, withDeviceFlags } from "./device-options.ts";
import type { Terminal } from "./output.ts";

/** What a command gets besides its flags. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
}

type ExitCode = number;

/**
 * All commands with their help. A command's code is imported when it runs, so that `--help` is instant.
 * @param done takes the exit code of the command that ran
 */
export function buildProgram(context: CommandContext, done: (code: ExitCode) => void): Command {
  const program = new Command("snmpgate")
    .description(
      "Polls switches over SNMP as an extension.yaml says; delivers metric lines, entities and relationships.",
    )
    .version(packageVersion(), "-V, --version")
    .configureOutput({
      writeOut: (text) => context.terminal.out.write(text),
      writeErr: (text) => context.terminal.err.write(text),
    })
    .showHelpAfterError("(snmpgate --help shows how)")
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples
  snmpgate poll --manifest extension.yaml --device 192.0.2.10 --community public
  snmpgate check extension.yaml
  snmpgate run --config snmpgate.yaml
  snmpgate demo

Exit codes: 0 fine · 1 errors found or failed · 2 wrong usage · 3 some devices did not answer`,
    );

  program
    .command("check")
    .description("check manifests: one finding a line as file:line:column severity CODE message")
    .argument("<manifest...>", "extension.yaml, package folder or extension.zip")
    .option("--config <file>", "also check this activation JSON against the manifest")
    .option("--mib-dir <folder>", "MIB files for names in the manifest; may be repeated", collect, [])
    .option("--json", "print the findings as JSON")
    .option("--strict", "warnings fail the check, too")
    .addHelpText(
      "after",
      "\nExamples\n  snmpgate check extension.yaml\n  snmpgate check --json extension.zip other/extension.yaml\n  snmpgate check extension.yaml --config switches.json",
    )
    .action(async (manifests, flags) =>
      done(await (await import("./check.ts")).check(manifests, flags, context)),
    );

  program
    .command("plan")
    .description("print what would be asked of the devices, and what becomes of the answers")
    .requiredOption("--manifest <path>", "extension.yaml, package folder or extension.zip")
    .requiredOption("--config <file>", "activation JSON: devices, credentials, feature sets, vars")
    .option("--feature-sets <list>", "comma-separated, or all; instead of the configuration's", list)
    .option("--var <id=value>", "set a variable; may be repeated", collect, [])
    .option("--mib-dir <folder>", "MIB files for names in the manifest; may be repeated", collect, [])
    .option("--json", "print the plan as JSON")
    .addHelpText(
      "after",
      "\nExamples\n  snmpgate plan --manifest extension.yaml --config switches.json\n  snmpgate plan --manifest extension.yaml --config switches.json --json | jq '.groups[].columns'",
    )
    .action(async (flags) => done(await (await import("./plan.ts")).plan(flags, context)));

  withDeviceFlags(
    program
      .command("poll")
      .description("poll devices now and print the metric lines; only the result goes to standard output")
      .requiredOption("--manifest <path>", "extension.yaml, package folder or extension.zip")
      .option("--config <file>", "activation JSON: devices, credentials, feature sets, vars")
      .option("--device <host[:port]>", "a device to poll; may be repeated", collect, [])
      .option("--feature-sets <list>", "comma-separated, or all (default: only metrics without a set)", list)
      .option("--var <id=value>", "set a variable; may be repeated", collect, [])
      .addOption(new Option("--polls <n>", "how often to poll; counts need 2").argParser(Number).default(1))
      .addOption(new Option("--interval-ms <ms>", "from poll to poll").argParser(Number).default(10_000))
      .addOption(
        new Option("--format <form>", "what to print").choices(["lines", "json", "table"]).default("lines"),
      )
      .option("--entities", "also print the entities and relationships that were found")
      .option("--mib-dir <folder>", "MIB files for names in the manifest; may be repeated", collect, []),
  )
    .addHelpText(
      "after",
      `${DEVICE_HELP}\n\nExamples\n  snmpgate poll --manifest extension.yaml --device 192.0.2.10\n  snmpgate poll --manifest extension.yaml --device sw1.example.net --feature-sets all --polls 2 --format table\n  snmpgate poll --manifest extension.yaml --config switches.json --entities --format json\n\nExit codes: 0 every device answered · 1 invalid manifest or configuration · 3 some devices did not answer`,
    )
    .action(async (flags) => done(await (await import("./poll.ts")).poll(flags, context)));

  program
    .command("run")
    .description("the service: poll on schedule and deliver until SIGTERM or SIGINT")
    .requiredOption("--config <file>", "snmpgate.yaml: extensions, monitoringConfigurations, sinks")
    .addHelpText(
      "after",
      `
The file
  extensions: [extension.yaml]            # paths count from this file
  monitoringConfigurations: [switches.json]
  dataDir: ./data
  sinks:
    - { type: dynatrace, url: https://abc123.live.dynatrace.com, token: { env: DT_TOKEN } }
    - { type: lines, path: "-" }

Examples
  snmpgate run --config snmpgate.yaml`,
    )
    .action(async (flags) => done(await (await import("./run.ts")).run(flags, context)));

  withDeviceFlags(
    program
      .command("walk")
      .description("print everything below an OID as OID = TYPE: value")
      .argument("<host[:port]>")
      .argument("[oid...]", "numeric or by name", ["1.3.6.1.2.1"])
      .option("--mib-dir <folder>", "MIB files for names; may be repeated", collect, [])
      .option("--numeric", "no names"),
  )
    .addHelpText(
      "after",
      `${DEVICE_HELP}\n\nExamples\n  snmpgate walk 192.0.2.10\n  snmpgate walk 192.0.2.10 IF-MIB::ifName 1.3.6.1.2.1.1`,
    )
    .action(async (host, oids, flags) =>
      done(await (await import("./walk.ts")).walk(host, oids, flags, context)),
    );

  withDeviceFlags(
    program
      .command("record")
      .description("walk a whole device into a .snmprec recording, for tests and for the simulator")
      .argument("<host[:port]>")
      .option("-o, --output <file>", "where to write (default: standard output)")
      .option("--oid <oid>", "start here instead of the usual roots; may be repeated", collect, [])
      .option("--scrub", "replace names, addresses, serials and secrets consistently")
      .option("--salt <text>", "with --scrub: the same salt gives the same replacements"),
  )
    .addHelpText(
      "after",
      `${DEVICE_HELP}\n\nExamples\n  snmpgate record 192.0.2.10 -o sw1.snmprec\n  snmpgate record 192.0.2.10 --scrub -o sw1.snmprec   # safe to send to others`,
    )
    .action(async (host, flags) => done(await (await import("./record.ts")).record(host, flags, context)));

  program
    .command("simulate")
    .description("replay .snmprec recordings as SNMP agents on loopback")
    .argument("<path...>", ".snmprec files or folders of them")
    .option("--address <address>", "listen here", "127.0.0.1")
    .addOption(new Option("--port <n>", "first (or only) UDP port").argParser(Number).default(1161))
    .addOption(
      new Option(
        "--layout <layout>",
        "where agents listen: one port, community or v3 context names the recording; a port each; an address each",
      )
        .choices(["shared-port", "port-per-agent", "address-per-agent"])
        .default("shared-port"),
    )
    .addOption(
      new Option("--count <n>", "that many devices, dealt out over the recordings").argParser(Number),
    )
    .option("--v3 <user>", "also answer SNMPv3 for this USM user")
    .option("--auth <protocol:password>", "its authentication, e.g. SHA256:secret-auth")
    .option("--priv <protocol:password>", "its privacy, e.g. AES:secret-priv")
    .addOption(new Option("--delay-ms <ms>", "wait before each reply").argParser(Number).default(0))
    .addOption(
      new Option("--loss <ratio>", "share of requests to ignore, 0 to 1").argParser(Number).default(0),
    )
    .addOption(new Option("--max-reply-bytes <n>", "largest reply").argParser(Number).default(1_472))
    .addOption(new Option("--seed <n>", "the same seed loses the same requests").argParser(Number).default(1))
    .option("--still", "counters stay as recorded")
    .addHelpText(
      "after",
      "\nExamples\n  snmpgate simulate snmpsim-data\n  snmpgate simulate switch.snmprec --count 1000 --layout address-per-agent --port 1161\n  snmpgate simulate snmpsim-data --loss 0.05 --delay-ms 20 --seed 7",
    )
    .action(async (paths, flags) =>
      done(await (await import("./simulate.ts")).simulate(paths, flags, context)),
    );

  program
    .command("demo")
    .description("simulated switches, our own extension and a live table; nothing else needed")
    .option("--for <time>", "end by itself after this, e.g. 20s or 2m")
    .addOption(
      new Option("--interval-ms <ms>", "poll this often in place of each minute")
        .argParser(Number)
        .default(5_000),
    )
    .addHelpText("after", "\nExamples\n  snmpgate demo\n  snmpgate demo --for 20s")
    .action(async (flags) => done(await (await import("./demo.ts")).demo(flags, context)));

  return program;
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function list(value: string): string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function packageVersion(): string {
  const file: { version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return file.version;
}
