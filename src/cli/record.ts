import { randomUUID } from "node:crypto";
import { builtinCatalogue, createScrubber, type RecordOptions, recordDevice } from "../app/index.ts";
import { counted } from "./counted.ts";
import type { DeviceFlags } from "./device-flags.ts";
import { deviceOf } from "./device-options.ts";
import { inFlagWords } from "./flag-words.ts";
import { rootsOf } from "./oid-argument.ts";
import { openDevice } from "./open-device.ts";
import { EXIT, printError, progressLine } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { openRecordingFile, type RecordingFile } from "./recording-file.ts";
import { usage } from "./usage.ts";

interface RecordFlags extends DeviceFlags {
  readonly output?: string;
  readonly oid: readonly string[];
  readonly scrub?: true;
  readonly salt?: string;
}

/** Walks a device into a recording. An end halfway keeps what was read, scrubbed recordings aside: they are written at the end. */
export async function record(host: string, flags: RecordFlags, context: CommandContext): Promise<number> {
  const { terminal, env, signal } = context;
  if (flags.salt !== undefined && flags.scrub !== true)
    throw usage("--salt belongs to --scrub.", "Add --scrub.");
  const roots = flags.oid.flatMap((text) => rootsOf(text, builtinCatalogue));
  const client = await openDevice(host, flags, env);
  const progress = progressLine(terminal.err);
  let file: RecordingFile | undefined;
  let written = false;
  try {
    file = flags.output === undefined ? undefined : await openRecordingFile(flags.output);
    const { instances, dropped, failures } = await recordDevice({
      client,
      signal,
      write: async (text) => {
        if (file === undefined) terminal.out.write(text);
        else await file.write(text);
        written ||= text !== "";
      },
      onProgress: ({ root, instances: sofar }) =>
        progress.show(`${counted(sofar, "instance")}, below ${root} …`),
      ...(roots.length > 0 ? { roots } : {}),
      ...scrubberOf(host, flags, env),
    });
    progress.clear();
    for (const failure of failures.values()) printError(terminal, failure, inFlagWords);
    const left = dropped > 0 ? `, ${dropped} left out as secret` : "";
    terminal.err.write(`${counted(instances, "instance")}${left}${destination(flags, instances)}\n`);
    return failures.size > 0 ? EXIT.someDevicesFailed : EXIT.ok;
  } finally {
    progress.clear();
    client.close();
    if (written) await file?.keep();
    await file?.close();
  }
}

function destination({ output }: RecordFlags, instances: number): string {
  if (output === undefined) return "";
  return instances > 0 ? ` → ${output}` : `; ${output} is left as it was`;
}

function scrubberOf(
  host: string,
  flags: RecordFlags,
  env: CommandContext["env"],
): Pick<RecordOptions, "scrubber"> {
  if (flags.scrub !== true) return {};
  const { community, authPassword, privPassword, userName } = deviceOf(host, flags, env).authentication;
  const secrets = [community, authPassword, privPassword, userName].filter((text) => text !== undefined);
  return { scrubber: createScrubber({ salt: flags.salt ?? randomUUID(), secrets }) };
}
