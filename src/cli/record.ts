import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import {
  builtinCatalogue,
  connectAdHoc,
  createScrubber,
  type RecordOptions,
  recordDevice,
} from "../app/index.ts";
import { advancedOf, type DeviceFlags, deviceOf, usage } from "./device-options.ts";
import { rootOf } from "./oid-argument.ts";
import { EXIT, printError, progressLine } from "./output.ts";
import type { CommandContext } from "./program.ts";

interface RecordFlags extends DeviceFlags {
  readonly output?: string;
  readonly oid: readonly string[];
  readonly scrub?: true;
  readonly salt?: string;
}

/** Walks a device into a recording; the file takes shape while the walk goes on, so an end halfway keeps what was read. */
export async function record(host: string, flags: RecordFlags, context: CommandContext): Promise<number> {
  const { terminal, env, signal } = context;
  if (flags.salt !== undefined && flags.scrub !== true)
    throw usage("--salt belongs to --scrub.", "Add --scrub.");
  const roots = flags.oid.map((text) => rootOf(text, builtinCatalogue));
  const device = deviceOf(host, flags, env);
  const { client } = await connectAdHoc(device, advancedOf(flags));
  const file = flags.output === undefined ? undefined : await open(flags.output, "w", 0o600);
  const progress = progressLine(terminal.err);
  const options: RecordOptions = {
    client,
    signal,
    write: async (text) => {
      if (file === undefined) terminal.out.write(text);
      else await file.write(text);
    },
    onProgress: ({ root, instances }) => progress.show(`${instances} instances, below ${root} …`),
    ...(roots.length > 0 ? { roots } : {}),
    ...(flags.scrub === true ? { scrubber: scrubberOf(flags, device.authentication) } : {}),
  };
  try {
    const { instances, dropped, failures } = await recordDevice(options);
    progress.clear();
    for (const failure of failures.values()) printError(terminal, failure);
    const left = dropped > 0 ? `, ${dropped} left out as secret` : "";
    terminal.err.write(
      `${instances} instances${left}${flags.output === undefined ? "" : ` → ${flags.output}`}\n`,
    );
    return failures.size > 0 ? EXIT.someDevicesFailed : EXIT.ok;
  } finally {
    progress.clear();
    client.close();
    await file?.close();
  }
}

function scrubberOf(flags: RecordFlags, authentication: Readonly<Record<string, string>>) {
  const { community, authPassword, privPassword, userName } = authentication;
  const secrets = [community, authPassword, privPassword, userName].filter((text) => text !== undefined);
  return createScrubber({ salt: flags.salt ?? randomUUID(), secrets });
}
