import { createSocket, type Socket } from "node:dgram";
import type { DatagramEvents, DatagramSocket, DatagramSocketOptions, OpenDatagramSocket } from "./network.ts";

/** The host's network. */
export const openUdpSocket: OpenDatagramSocket = (options, events) => new UdpSocket(options, events);

type Lookup = (
  hostname: string,
  options: unknown,
  callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
) => void;

const ANY = { 4: "0.0.0.0", 6: "::" } as const;

/** Addresses are numeric: asking the resolver, even for nothing, costs a thread and a turn for every datagram. */
const lookupOf =
  (family: 4 | 6): Lookup =>
  (hostname, _options, callback) =>
    callback(null, hostname || ANY[family], family);

class UdpSocket implements DatagramSocket {
  readonly #socket: Socket;
  readonly #events: DatagramEvents;
  readonly #connected: boolean;
  #state: "opening" | "ready" | "failed" | "closed" = "opening";
  /** Sent before the socket was ready. */
  #kept: { readonly bytes: Uint8Array; readonly port: number; readonly address: string }[] = [];

  constructor(
    { family, bindAddress, peer, receiveBufferBytes }: DatagramSocketOptions,
    events: DatagramEvents,
  ) {
    this.#events = events;
    this.#connected = peer !== undefined;
    const socket = createSocket({
      type: family === 4 ? "udp4" : "udp6",
      lookup: lookupOf(family),
      recvBufferSize: receiveBufferBytes,
    });
    this.#socket = socket;
    socket.on("error", this.#onError);
    socket.on("message", (bytes, { address, port }) => {
      if (this.#state !== "closed") this.#events.onDatagram(bytes, address, port);
    });
    socket.once("listening", () => {
      if (peer === undefined) this.#onReady();
      else socket.connect(peer.port, peer.address);
    });
    socket.once("connect", () => this.#onReady());
    socket.bind({ port: 0, exclusive: true, ...(bindAddress !== undefined && { address: bindAddress }) });
  }

  send(bytes: Uint8Array, port: number, address: string): void {
    if (this.#state === "opening") this.#kept.push({ bytes, port, address });
    if (this.#state !== "ready") return;
    if (this.#connected) this.#socket.send(bytes, this.#onSent);
    else this.#socket.send(bytes, port, address, this.#onSent);
  }

  localPort(): number | undefined {
    try {
      return this.#socket.address().port;
    } catch {
      return undefined; // not bound, or closed
    }
  }

  close(): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#kept = [];
    this.#socket.close();
  }

  #onReady(): void {
    if (this.#state !== "opening") return;
    this.#state = "ready";
    const kept = this.#kept;
    this.#kept = [];
    for (const { bytes, port, address } of kept) this.send(bytes, port, address);
  }

  /** One function for all sends: a closure for each would be garbage. */
  readonly #onSent = (error: Error | null): void => {
    if (error !== null) this.#report(error);
  };

  /** Opening may fail before the caller has the socket in its hands, hence the microtask. */
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    if (this.#state === "opening") this.#state = "failed";
    queueMicrotask(() => this.#report(error));
  };

  #report(error: NodeJS.ErrnoException): void {
    if (this.#state !== "closed") this.#events.onError(error);
  }
}
