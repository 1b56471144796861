import { systemClock } from "../base/index.ts";
import { loadDevices } from "../config/index.ts";
import { deviceId } from "../plan/index.ts";
import type { AdHocDevice } from "./adhoc.ts";
import { type Connection, DeviceSession } from "./device-session.ts";
import { COMMAND_LINE, rejectErrors } from "./extensions.ts";
import { createNameService } from "./names.ts";
import { openSnmp } from "./start.ts";

/**
 * Opens a client for one device of the command line; sends nothing yet.
 * @throws {AppError} when the credentials are not well-formed, or the name does not resolve
 */
export async function connectAdHoc({ host, ...device }: AdHocDevice): Promise<Connection> {
  const loaded = loadDevices(JSON.stringify({ devices: [{ ip: host, ...device }] }), COMMAND_LINE);
  rejectErrors(
    "The device",
    loaded.diagnostics.map((diagnostic) => ({ ...diagnostic, file: COMMAND_LINE })),
  );
  const config = loaded.value![0]!;
  const planned = { id: deviceId(config), config };
  return new DeviceSession(planned, createNameService(systemClock), openSnmp(systemClock)).connect();
}
