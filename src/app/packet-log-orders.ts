import { AppError } from "../base/index.ts";
import type { StateFolder } from "./state-folder.ts";

/** Below the data directory: what is to be logged, and the logs. */
export const PACKET_LOG_FOLDER = "packet-log";
/** A log ends by itself after this time, or when two full files have been written. */
const PACKET_LOG_MS = 60 * 60_000;
/** Of one file; it is rotated once, so a device has at most twice as much. */
export const PACKET_LOG_FILE_BYTES = 50_000_000;
/** Devices at the same time: 1.6 GB of logs at most. */
export const PACKET_LOGS_MAX = 16;

export const ORDERS_FILE = "orders.json";
const VERSION = 1;

/** A wish that the packets of a device be logged; the running service looks for it. */
export interface PacketLogOrder {
  /** `host:port` as configured. */
  readonly device: string;
  /** Wall clock; tells one order from the next for the same device. */
  readonly onAtMs: number;
  readonly untilMs: number;
}

/** The log of a device: `[2001:db8::1]:161` → `_2001_db8__1__161.log`. */
export function logName(device: string): string {
  return `${device.replaceAll(/[^A-Za-z0-9.-]/g, "_").slice(0, 200)}.log`;
}

/**
 * @returns no orders when there is no file
 * @throws {AppError} `app.packet-log` when the file is not ours
 */
export async function readOrders(folder: StateFolder): Promise<readonly PacketLogOrder[]> {
  const text = await folder.read(ORDERS_FILE);
  const orders = text === undefined ? [] : parseOrders(text);
  if (orders !== undefined) return orders;
  throw new AppError("app.packet-log", `${folder.path}/${ORDERS_FILE} is not readable as orders.`, {
    remedy: "Remove it, and switch the logs on again.",
  });
}

/**
 * Switches the log of a device on, for another hour if it is on already, or off.
 * @throws {AppError} `app.packet-log` when too many are on
 */
export async function orderPacketLog(
  folder: StateFolder,
  device: string,
  on: boolean,
  nowMs: number,
): Promise<PacketLogOrder | undefined> {
  const others = (await readOrders(folder)).filter(
    (order) => order.device !== device && order.untilMs > nowMs,
  );
  if (on && others.length >= PACKET_LOGS_MAX) {
    throw new AppError("app.packet-log", `the packets of ${others.length} devices are logged already.`, {
      remedy: `Switch one of them off first: ${others.map((order) => order.device).join(", ")}.`,
    });
  }
  const order = on ? { device, onAtMs: nowMs, untilMs: nowMs + PACKET_LOG_MS } : undefined;
  const orders = order === undefined ? others : [...others, order];
  await folder.replace(ORDERS_FILE, `${JSON.stringify({ version: VERSION, orders }, undefined, 2)}\n`);
  return order;
}

function parseOrders(text: string): readonly PacketLogOrder[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, orders } = (document ?? {}) as Readonly<Record<string, unknown>>;
  if (version !== VERSION || !Array.isArray(orders) || !orders.every(isOrder)) return undefined;
  return orders.slice(0, PACKET_LOGS_MAX);
}

function isOrder(value: unknown): value is PacketLogOrder {
  const { device, onAtMs, untilMs } = (value ?? {}) as Partial<PacketLogOrder>;
  return typeof device === "string" && typeof onAtMs === "number" && typeof untilMs === "number";
}
