/** One UDP socket as the transport uses it. The real one is `udp-network.ts`; tests play a network in virtual time. */
export interface DatagramSocket {
  /**
   * Hands one datagram to the network; it may be lost. `bytes` belong to the socket from then on.
   * On a connected socket, address and port are those of its peer.
   */
  send(bytes: Uint8Array, port: number, address: string): void;
  /** The port we send from; undefined before the system has given one. */
  localPort(): number | undefined;
  /** No event is delivered after this. Twice is harmless. */
  close(): void;
}

export interface DatagramEvents {
  /** `bytes` may be reused by the network once this returns. Never called from within `send`. */
  onDatagram(bytes: Uint8Array, address: string, port: number): void;
  /**
   * What the operating system says no to (`code` is the errno name); on a connected socket also ICMP errors. The
   * error of a single datagram has `syscall` "send" and, as `address` and `port`, where it was meant to go.
   */
  onError(error: NodeJS.ErrnoException): void;
}

export interface DatagramSocketOptions {
  readonly family: 4 | 6;
  /** The source address; undefined lets the system choose. */
  readonly bindAddress: string | undefined;
  /** Datagrams are taken from this peer alone, and ICMP errors are heard; undefined: from anybody, and none. */
  readonly peer: { readonly address: string; readonly port: number } | undefined;
  /** Asked of the kernel, which may give less (net.core.rmem_max). */
  readonly receiveBufferBytes: number;
}

/** No room in the send queue right now: as good as lost on the way, and the repeat will do. */
const LOSSES = new Set(["ENOBUFS", "ENOMEM", "EAGAIN"]);

export const isLoss = ({ code }: NodeJS.ErrnoException): boolean => LOSSES.has(code ?? "");

/** Opens a socket; never throws: a failure is an `onError` later. What is sent before it is ready is kept for it. */
export type OpenDatagramSocket = (options: DatagramSocketOptions, events: DatagramEvents) => DatagramSocket;
