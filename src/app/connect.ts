import { AppError, systemClock } from "../base/index.ts";
import { loadDevices } from "../config/index.ts";
import { deviceId } from "../plan/index.ts";
import type { AdHocDevice } from "./adhoc.ts";
import { type Connection, DeviceSession } from "./device-session.ts";
import { createNameService } from "./names.ts";
import { openSnmp } from "./shard-setup.ts";

/**
 * Opens a client for one device of the command line; sends nothing yet.
 * @throws {AppError} `app.wrong-device` when address, credentials or options are not well-formed, and what the name
 *   service says when the name does not resolve
 */
export async function connectAdHoc({ host, ...device }: AdHocDevice): Promise<Connection> {
  const loaded = loadDevices(JSON.stringify({ devices: [{ ip: host, ...device }] }));
  const errors = loaded.diagnostics.filter(({ severity }) => severity === "error");
  const config = loaded.value?.[0];
  if (errors.length > 0 || config === undefined) {
    throw new AppError("app.wrong-device", errors.map(({ message }) => message).join("; "));
  }
  const planned = { id: deviceId(config), config };
  const session = new DeviceSession(planned, "adhoc", {
    clock: systemClock,
    names: createNameService(systemClock),
    open: openSnmp(systemClock),
    labelRefreshMs: undefined,
  });
  return session.connect();
}
