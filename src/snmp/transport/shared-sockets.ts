import { hashRatio } from "../../base/index.ts";
import type { EngineOptions } from "../engine-options.ts";
import { canonicalAddress, endpointKey } from "./address.ts";
import { type DatagramEvents, type DatagramSocket, isLoss, type OpenDatagramSocket } from "./network.ts";

/** Whom a socket error concerns. */
export interface SharedEvents {
  onDatagram: DatagramEvents["onDatagram"];
  /** One datagram could not be sent. */
  onSendError(endpoint: string, cause: NodeJS.ErrnoException): void;
  /** The socket is lost, and all that was asked through it; the next send opens another. */
  onSocketError(socket: SharedSocket, cause: NodeJS.ErrnoException): void;
}

interface Opening {
  readonly family: 4 | 6;
  readonly options: EngineOptions;
  readonly openSocket: OpenDatagramSocket;
  readonly events: SharedEvents;
}

/** A socket for many devices: opened by the first send, closed when the last of its users has gone. */
export class SharedSocket {
  readonly #opening: Opening;
  #socket: DatagramSocket | undefined;
  #users = 0;

  constructor(opening: Opening) {
    this.#opening = opening;
  }

  get port(): number | undefined {
    return this.#socket?.localPort();
  }

  acquire(): void {
    this.#users++;
  }

  release(): void {
    if (--this.#users === 0) this.#drop();
  }

  send(bytes: Uint8Array, port: number, address: string): void {
    (this.#socket ??= this.#open()).send(bytes, port, address);
  }

  #open(): DatagramSocket {
    const { family, options, openSocket, events } = this.#opening;
    const bindAddress = family === 4 ? options.bindAddress4 : options.bindAddress6;
    const socket = openSocket(
      { family, bindAddress, peer: undefined, receiveBufferBytes: options.receiveBufferBytes },
      {
        onDatagram: events.onDatagram,
        onError: (error) => {
          if (this.#socket === socket) this.#onError(error);
        },
      },
    );
    return socket;
  }

  #onError(error: NodeJS.ErrnoException): void {
    if (isLoss(error)) return;
    const endpoint = endpointOf(error);
    if (endpoint !== undefined) {
      this.#opening.events.onSendError(endpoint, error);
      return;
    }
    this.#drop();
    this.#opening.events.onSocketError(this, error);
  }

  #drop(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }
}

/** The few sockets of one address family, each device on one of them for good. */
export class SharedSockets {
  readonly #sockets: readonly SharedSocket[];

  constructor(opening: Opening) {
    this.#sockets = Array.from(
      { length: Math.max(1, opening.options.sockets) },
      () => new SharedSocket(opening),
    );
  }

  of(endpoint: string): SharedSocket {
    return this.#sockets[Math.floor(hashRatio(endpoint) * this.#sockets.length)]!;
  }

  /** Local ports of those that are open. */
  ports(): number[] {
    return this.#sockets.flatMap(({ port }) => port ?? []);
  }
}

/** Where a failed send was meant to go; undefined for an error of the socket itself. */
function endpointOf(
  error: NodeJS.ErrnoException & { readonly address?: unknown; readonly port?: unknown },
): string | undefined {
  const { syscall, address, port } = error;
  if (syscall !== "send" || typeof address !== "string" || typeof port !== "number") return undefined;
  return endpointKey(canonicalAddress(address), port);
}
