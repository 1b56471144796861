import { createSocket, type Socket } from "node:dgram";
import { isIPv4, isIPv6 } from "node:net";
import { AppError, messageOf } from "../base/index.ts";

/** A UDP socket that serves; errors of single datagrams (an ICMP answer, a full buffer) are the peer's loss. */
export interface BoundSocket {
  readonly address: string;
  readonly port: number;
  /** @param otherPort send from another port of the same address, as a misconfigured device does */
  send(bytes: Uint8Array, port: number, host: string, otherPort: boolean): void;
  close(): Promise<void>;
}

/** Bursts of many clients must not be lost before they are read; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** @throws {AppError} `simulator.cannot-bind` */
export async function bindSocket(
  address: string,
  port: number,
  onMessage: (message: Uint8Array, port: number, host: string) => void,
): Promise<BoundSocket> {
  const socket = await open(address, port);
  let other: Promise<Socket> | undefined;
  let closing: Promise<void> | undefined;
  socket.on("message", (message, from) => onMessage(message, from.port, from.address));
  const transmit = (from: Socket, bytes: Uint8Array, toPort: number, host: string): void => {
    if (closing === undefined) from.send(bytes, toPort, host, () => undefined);
  };
  return {
    address,
    port: socket.address().port,
    send: (bytes, toPort, host, otherPort) => {
      if (!otherPort) {
        transmit(socket, bytes, toPort, host);
        return;
      }
      other ??= open(address, 0);
      other.then((from) => transmit(from, bytes, toPort, host)).catch(() => undefined);
    },
    close: () => (closing ??= closeBoth(socket, other)),
  };
}

async function closeBoth(socket: Socket, other: Promise<Socket> | undefined): Promise<void> {
  const second = await other?.catch(() => undefined);
  for (const each of [socket, second]) {
    if (each !== undefined) await new Promise<void>((resolve) => void each.close(() => resolve()));
  }
}

/**
 * Consecutive addresses from the first one.
 * @throws {AppError} `simulator.bad-options` when it is not IPv4 or the addresses run out
 */
export function addressesFrom(first: string, count: number): readonly string[] {
  const start = first.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  if (!isIPv4(first) || start + count > 0xffff_ffff) {
    throw new AppError("simulator.bad-options", `no ${count} consecutive IPv4 addresses begin at ${first}`, {
      remedy: "Use an IPv4 address such as 127.1.0.1, or the layout port-per-agent.",
    });
  }
  return Array.from({ length: count }, (_, i) =>
    [24, 16, 8, 0].map((shift) => ((start + i) >>> shift) & 0xff).join("."),
  );
}

async function open(address: string, port: number): Promise<Socket> {
  const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind({ address, port, exclusive: true }, resolve);
    });
  } catch (error) {
    socket.close();
    throw new AppError("simulator.cannot-bind", `UDP ${address} port ${port}: ${messageOf(error)}`, {
      cause: error,
      remedy: "Choose a free port of an address of this host; ports below 1024 need more rights.",
    });
  }
  socket.removeAllListeners("error");
  socket.on("error", () => undefined);
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // The system's limit stays; then more datagrams are lost under load, as on a real network.
  }
  return socket;
}
