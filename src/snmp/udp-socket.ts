import { createSocket, type Socket } from "node:dgram";

/** What a socket tells its owner. Neither is called after `close()`. */
export interface UdpEvents {
  onDatagram(datagram: Buffer): void;
  /** The operating system or an ICMP message says no; `code` is the errno name. */
  onError(error: NodeJS.ErrnoException): void;
}

export interface UdpPeer {
  readonly address: string;
  readonly port: number;
  /**
   * A connected socket takes datagrams from the peer's address and port alone and reports ICMP errors; an
   * unconnected one takes them from anyone (devices that answer from another interface) and stays silent.
   */
  readonly connected: boolean;
}

/** A UDP socket to one peer, opened by the first `send`. Errors arrive as events, never as exceptions. */
export class UdpSocket {
  readonly #peer: UdpPeer;
  readonly #events: UdpEvents;
  #socket: Socket | undefined;
  #ready = false;
  #waiting: Uint8Array | undefined;
  #closed = false;

  constructor(peer: UdpPeer, events: UdpEvents) {
    this.#peer = peer;
    this.#events = events;
  }

  /** Sends, or keeps the datagram until the socket is connected; a later datagram then replaces it. */
  send(datagram: Uint8Array): void {
    if (this.#closed) return;
    const socket = (this.#socket ??= this.#open());
    if (!this.#ready) {
      this.#waiting = datagram;
      return;
    }
    const done = (error: Error | null) => {
      if (error !== null) this.#fail(error);
    };
    if (this.#peer.connected) socket.send(datagram, done);
    else socket.send(datagram, this.#peer.port, this.#peer.address, done);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#waiting = undefined;
    this.#socket?.close();
  }

  #open(): Socket {
    const { address, port, connected } = this.#peer;
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    socket.on("error", (error) => this.#fail(error));
    socket.on("message", (datagram) => {
      if (!this.#closed) this.#events.onDatagram(datagram);
    });
    if (connected) {
      socket.once("connect", () => this.#flush());
      socket.connect(port, address);
    } else {
      queueMicrotask(() => this.#flush());
    }
    return socket;
  }

  #flush(): void {
    this.#ready = true;
    const datagram = this.#waiting;
    this.#waiting = undefined;
    if (datagram !== undefined) this.send(datagram);
  }

  #fail(error: NodeJS.ErrnoException): void {
    if (this.#closed) return;
    if (!this.#ready) {
      // Not connected, so not usable: the next send opens a new one.
      const broken = this.#socket;
      this.#socket = undefined;
      this.#waiting = undefined;
      broken?.removeAllListeners("connect");
      queueMicrotask(() => broken?.close());
    }
    this.#events.onError(error);
  }
}
