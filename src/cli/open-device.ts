import { connectAdHoc } from "../app/index.ts";
import { AppError } from "../base/index.ts";
import type { SnmpClient } from "../snmp/index.ts";
import type { DeviceFlags } from "./device-flags.ts";
import { deviceOf } from "./device-options.ts";
import { inFlagWords } from "./flag-words.ts";
import { UsageError } from "./usage.ts";

/**
 * Opens a client for the one device that walk and record ask.
 * @throws {UsageError} when host or flags are not well-formed
 */
export async function openDevice(
  host: string,
  flags: DeviceFlags,
  env: Parameters<typeof deviceOf>[2],
): Promise<SnmpClient> {
  try {
    return (await connectAdHoc(deviceOf(host, flags, env))).client;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "app.wrong-device") throw error;
    throw new UsageError("cli.usage", inFlagWords(error.message), { cause: error });
  }
}
