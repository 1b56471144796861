import { Command, Help, Option } from "commander";
import { programVersion } from "../base/index.ts";
import { DEVICE_HELP, withDeviceFlags } from "./device-flags.ts";
import { decimal, wholeNumber } from "./number-option.ts";
import { EXIT, printError, type Terminal } from "./output.ts";
import { addQueueCommands } from "./queue-program.ts";
import { addSecretCommands } from "./secret-program.ts";
import { addTokenCommands } from "./token-program.ts";
import { addUserCommands } from "./user-program.ts";

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
  const { terminal, signal } = context;
  const execute = async (command: Promise<ExitCode>): Promise<void> => {
    try {
      done(await command);
    } catch (error) {
      if (!signal.aborted) throw error;
      printError(terminal, signal.reason);
      done(EXIT.interrupted);
    }
  };
  const program = new Command("snmpgate")
    .description(
      "Polls switches over SNMP as an extension.yaml says; delivers metric lines, entities and relationships.",
    )
    .version(programVersion(), "-V, --version")
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, "snmpgate: ")),
    })
    .showHelpAfterError("  → snmpgate --help lists the commands")
    .exitOverride()
    .configureHelp({ optionDescription: describeOption })
    .addHelpText(
      "after",
      `
Examples
  snmpgate poll --manifest extension.yaml --device 192.0.2.10 --community public
  snmpgate check extension.yaml
  snmpgate run --config snmpgate.yaml
  snmpgate demo

Exit codes: 0 fine · 1 errors found or failed · 2 wrong usage · 3 some devices did not answer · 130 interrupted`,
    );

  program
    .command("check")
    .description("check manifests or a service: one finding a line as file:line:column severity CODE message")
    .argument("[manifest...]", "extension.yaml, package folder or extension.zip")
    .option(
      "--config <file>",
      "also check this activation JSON against the manifest; without one, all that this snmpgate.yaml loads",
    )
    .option("--mib-dir <folder>", "MIB files for names in the manifest; may be repeated", collect, [])
    .option("--json", "print the findings as JSON")
    .option("--strict", "warnings fail the check, too")
    .addHelpText(
      "after",
      "\nExamples\n  snmpgate check extension.yaml\n  snmpgate check --json extension.zip other/extension.yaml\n  snmpgate check extension.yaml --config switches.json\n  snmpgate check --config snmpgate.yaml   # everything it loads, with the service's user and environment",
    )
    .action((manifests, flags) =>
      execute(import("./check.ts").then(({ check }) => check(manifests, flags, context))),
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
    .action((flags) => execute(import("./plan.ts").then(({ plan }) => plan(flags, context))));

  withDeviceFlags(
    program
      .command("poll")
      .description("poll devices now and print the metric lines; only the result goes to standard output")
      .requiredOption("--manifest <path>", "extension.yaml, package folder or extension.zip")
      .option("--config <file>", "activation JSON: devices, credentials, feature sets, vars")
      .option("--device <host[:port]>", "a device to poll; may be repeated", collect, [])
      .option("--feature-sets <list>", "comma-separated, or all (default: only metrics without a set)", list)
      .option("--var <id=value>", "set a variable; may be repeated", collect, [])
      .addOption(
        wholeNumber("--polls <n>", "how often to poll; counts need 2", { min: 1, max: 1e6, byDefault: 1 }),
      )
      .addOption(
        wholeNumber("--interval-ms <ms>", "from poll to poll", { min: 0, max: DAY_MS, byDefault: 10_000 }),
      )
      .addOption(
        new Option("--format <form>", "what to print").choices(["lines", "json", "table"]).default("lines"),
      )
      .option("--entities", "also print the entities and relationships that were found")
      .addOption(
        new Option(
          "--trace [form]",
          "tell each packet on standard error; full: each varbind on a line of its own",
        )
          .choices(["folded", "full"])
          .preset("folded"),
      )
      .option("--mib-dir <folder>", "MIB files for names in the manifest; may be repeated", collect, []),
  )
    .addHelpText(
      "after",
      `${DEVICE_HELP}\n\nExamples\n  snmpgate poll --manifest extension.yaml --device 192.0.2.10\n  snmpgate poll --manifest extension.yaml --device sw1.example.net --feature-sets all --polls 2 --format table\n  snmpgate poll --manifest extension.yaml --config switches.json --entities --format json\n  snmpgate poll --manifest extension.yaml --device 192.0.2.10 --polls 2 --trace   # what was asked, and why\n\nExit codes: 0 every device answered · 1 invalid manifest or configuration · 3 some devices did not answer`,
    )
    .action((flags) => execute(import("./poll.ts").then(({ poll }) => poll(flags, context))));

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
    .action((flags) => execute(import("./run.ts").then(({ run }) => run(flags, context))));

  withDeviceFlags(
    program
      .command("explain")
      .description("from a metric back to each packet: what was asked, what came, why a row has no line")
      .argument("<host[:port]>", "with --config: a device of the configuration")
      .argument("<metric>", "metric key, or a part of one")
      .requiredOption("--manifest <path>", "extension.yaml, package folder or extension.zip")
      .option("--config <file>", "activation JSON: credentials, feature sets, vars")
      .option("--feature-sets <list>", "comma-separated, or all (default: all)", list)
      .option("--var <id=value>", "set a variable; may be repeated", collect, [])
      .addOption(
        wholeNumber("--interval-ms <ms>", "between the two polls that a count needs", {
          min: 0,
          max: DAY_MS,
          byDefault: 2_000,
        }),
      )
      .option("--mib-dir <folder>", "MIB files for names in the manifest; may be repeated", collect, []),
  )
    .addHelpText(
      "after",
      `${DEVICE_HELP}\n\nExamples\n  snmpgate explain 192.0.2.10 if.bytes_in --manifest extension.yaml\n  snmpgate explain sw1.example.net com.dynatrace.extension.network_device.if.bytes_in.count --manifest extension.yaml --config switches.json\n\nExit codes: 0 every row has its line · 1 the metric or manifest is unknown · 3 lines are missing, with the cause`,
    )
    .action((host, metric, flags) =>
      execute(import("./explain.ts").then(({ explain }) => explain(host, metric, flags, context))),
    );

  program
    .command("packet-log")
    .description("log the packets of single devices while the service runs")
    .argument("<action>", "on, off or list")
    .argument("[host[:port]]", "as the configuration names the device")
    .requiredOption("--config <file>", "snmpgate.yaml of the service")
    .addHelpText(
      "after",
      `
A log is taken up by the running service within two seconds and ends by itself after an hour or 100 MB. It holds no
community and no keys, but all values that the device tells.

Examples
  snmpgate packet-log on 192.0.2.10 --config snmpgate.yaml
  snmpgate packet-log list --config snmpgate.yaml
  snmpgate packet-log off 192.0.2.10 --config snmpgate.yaml`,
    )
    .action((action, host, flags) =>
      execute(import("./packet-log.ts").then(({ packetLog }) => packetLog(action, host, flags, context))),
    );

  addQueueCommands(program, context, execute);
  addSecretCommands(program, context, execute);
  addTokenCommands(program, context, execute);
  addUserCommands(program, context, execute);

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
    .action((host, oids, flags) =>
      execute(import("./walk.ts").then(({ walk }) => walk(host, oids, flags, context))),
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
    .action((host, flags) =>
      execute(import("./record.ts").then(({ record }) => record(host, flags, context))),
    );

  program
    .command("simulate")
    .description("replay .snmprec recordings as SNMP agents on loopback")
    .argument("<path...>", ".snmprec files or folders of them")
    .option("--address <address>", "listen here", "127.0.0.1")
    .addOption(
      wholeNumber("--port <n>", "first (or only) UDP port; 0 takes a free one", {
        min: 0,
        max: 65_535,
        byDefault: 1161,
      }),
    )
    .addOption(
      new Option(
        "--layout <layout>",
        "where agents listen: one port, community or v3 context names the recording; a port each; an address each",
      )
        .choices(["shared-port", "port-per-agent", "address-per-agent"])
        .default("shared-port"),
    )
    .addOption(
      wholeNumber("--count <n>", "that many devices, dealt out over the recordings", { min: 1, max: 1e6 }),
    )
    .option("--v3 <user>", "also answer SNMPv3 for this USM user")
    .option("--auth <protocol:password>", "its authentication, e.g. SHA256:secret-auth")
    .option("--priv <protocol:password>", "its privacy, e.g. AES:secret-priv")
    .addOption(
      wholeNumber("--delay-ms <ms>", "wait before each reply", { min: 0, max: DAY_MS, byDefault: 0 }),
    )
    .addOption(
      decimal("--loss <ratio>", "share of requests to ignore, 0 to 1", { min: 0, max: 1, byDefault: 0 }),
    )
    .addOption(
      wholeNumber("--max-reply-bytes <n>", "largest reply", { min: 484, max: 65_507, byDefault: 1_472 }),
    )
    .addOption(
      wholeNumber("--seed <n>", "the same seed loses the same requests", {
        min: 0,
        max: 2 ** 32 - 1,
        byDefault: 1,
      }),
    )
    .addOption(new Option("--still", "counters stay as recorded").conflicts("lively"))
    .option(
      "--lively",
      "traffic in waves and bursts around what was recorded; CPU, memory and sensors wander",
    )
    .addHelpText(
      "after",
      "\nExamples\n  snmpgate simulate snmpsim-data\n  snmpgate simulate switch.snmprec --count 1000 --layout address-per-agent --port 1161\n  snmpgate simulate snmpsim-data --loss 0.05 --delay-ms 20 --seed 7",
    )
    .action((paths, flags) =>
      execute(import("./simulate.ts").then(({ simulate }) => simulate(paths, flags, context))),
    );

  program
    .command("demo")
    .description("simulated switches, our own extension, the web UI and a live table; nothing else needed")
    .option("--for <time>", "end by itself after this, e.g. 20s or 2m")
    .addOption(
      wholeNumber("--interval-ms <ms>", "poll this often in place of each minute", {
        min: 1_000,
        max: DAY_MS,
        byDefault: 5_000,
      }),
    )
    .option(
      "--listen <address>",
      "where the UI and the API answer (default: 127.0.0.1:9999, or any free port)",
    )
    .option("--empty", "poll none of the switches, to try how one is added")
    .addHelpText(
      "after",
      "\nExamples\n  snmpgate demo\n  snmpgate demo --for 20s\n  snmpgate demo --empty --listen 127.0.0.1:8080",
    )
    .action((flags) => execute(import("./demo.ts").then(({ demo }) => demo(flags, context))));

  for (const command of program.commands) {
    command.showHelpAfterError(`  → snmpgate ${command.name()} --help shows its flags`);
  }
  return program;
}

const DAY_MS = 86_400_000;

/** As commander does it, but an empty list is no default worth telling. */
function describeOption(option: Option): string {
  return Array.isArray(option.defaultValue) ? option.description : new Help().optionDescription(option);
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
