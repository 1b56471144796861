import { join } from "node:path";
import { deviceId, nearest, openPacketLogOrders, type PacketLogOrders } from "../app/index.ts";
import { AppError, systemClock } from "../base/index.ts";
import { parseEndpoint } from "./endpoint-argument.ts";
import { EXIT } from "./output.ts";
import type { CommandContext } from "./program.ts";
import { alignColumns } from "./table.ts";
import { usage } from "./usage.ts";

const ACTIONS = ["on", "off", "list"] as const;

/** Switches packet logs of a running service, or of the next one that runs with this configuration. */
export async function packetLog(
  action: string,
  host: string | undefined,
  flags: { readonly config: string },
  { terminal }: CommandContext,
): Promise<number> {
  const known = ACTIONS.find((name) => name === action);
  if (known === undefined) throw usage(`packet-log does not know "${action}".`, "Write on, off or list.");
  if ((known === "list") !== (host === undefined)) {
    const example = `For example snmpgate packet-log ${known} 192.0.2.10 --config snmpgate.yaml.`;
    throw usage(known === "list" ? "list takes no device." : `packet-log ${known} needs a device.`, example);
  }
  const orders = await openPacketLogOrders(flags.config);
  const lines =
    host === undefined ? await listed(orders) : await switched(orders, deviceOf(host, orders), known);
  for (const line of lines) terminal.out.write(`${line}\n`);
  return EXIT.ok;
}

async function switched(orders: PacketLogOrders, device: string, action: string): Promise<string[]> {
  const order = await orders.order(device, action === "on", systemClock.wallMs());
  if (order === undefined) return [`${device}: the packet log is off`];
  const until = new Date(order.untilMs).toLocaleTimeString();
  return [`${device}: packets are logged until ${until} into ${join(orders.folder, orders.fileOf(device))}`];
}

async function listed(orders: PacketLogOrders): Promise<string[]> {
  const nowMs = systemClock.wallMs();
  const standing = (await orders.list()).filter(({ untilMs }) => untilMs > nowMs);
  if (standing.length === 0) return ["no packets are logged"];
  const rows = standing.map(({ device, untilMs }) => [
    device,
    new Date(untilMs).toLocaleTimeString(),
    join(orders.folder, orders.fileOf(device)),
  ]);
  return alignColumns([["device", "until", "file"], ...rows]);
}

/** @throws {AppError} `cli.unknown-device` for one that no configuration names: its order would wait for nothing */
function deviceOf(text: string, { devices }: PacketLogOrders): string {
  const device = deviceId(parseEndpoint(text, 161));
  if (devices.includes(device)) return device;
  const similar = nearest(device, devices);
  throw new AppError("cli.unknown-device", `no configuration names a device ${device}.`, {
    remedy: similar === undefined ? "Write it as the activation JSON does." : `Did you mean ${similar}?`,
  });
}
