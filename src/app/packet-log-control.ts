import { join } from "node:path";
import { deviceId } from "../plan/index.ts";
import { activationsWithoutSecrets } from "./activations.ts";
import {
  logName,
  orderPacketLog,
  PACKET_LOG_FOLDER,
  type PacketLogOrder,
  readOrders,
} from "./packet-log-orders.ts";
import { readServiceConfig } from "./service-file.ts";
import { stateFolder } from "./state-folder.ts";

/** The packet logs of a service, as another process switches them. */
export interface PacketLogOrders {
  /** Where the logs are. */
  readonly folder: string;
  /** `host:port` of all configured devices. */
  readonly devices: readonly string[];
  /** @throws {AppError} `app.packet-log` when the orders cannot be read */
  list(): Promise<readonly PacketLogOrder[]>;
  /** @returns the order, undefined when switched off. @throws {AppError} `app.packet-log` */
  order(device: string, on: boolean, nowMs: number): Promise<PacketLogOrder | undefined>;
  fileOf(device: string): string;
}

/** @throws {AppError} when the service configuration has errors */
export async function openPacketLogOrders(configPath: string): Promise<PacketLogOrders> {
  const { config } = await readServiceConfig(configPath);
  const activations = await activationsWithoutSecrets(config);
  const folder = stateFolder(join(config.dataDir, PACKET_LOG_FOLDER));
  return {
    folder: folder.path,
    devices: [...new Set(activations.flatMap(({ configuration }) => configuration.devices.map(deviceId)))],
    list: () => readOrders(folder),
    order: (device, on, nowMs) => orderPacketLog(folder, device, on, nowMs),
    fileOf: logName,
  };
}
