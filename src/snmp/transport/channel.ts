import { canonicalAddress, endpointKey, familyOf, isSameHost, sendAddress } from "./address.ts";
import type { MessageHeader } from "./message-header.ts";
import { OwnSocket } from "./own-socket.ts";
import type { IdSpace } from "./pending-ids.ts";
import type { SharedSocket } from "./shared-sockets.ts";
import type { Transport } from "./transport.ts";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A datagram that carries an id somebody waits for. True during `receive` alone. */
export interface Arrival extends Endpoint {
  readonly bytes: Uint8Array;
  readonly header: MessageHeader;
  /** From where we sent the request to, or from where the device is known to answer. */
  readonly fromPeer: boolean;
  /** The device is allowed to answer from another source, if what comes from there proves to be its. */
  readonly mayBeElsewhere: boolean;
}

/** Who waits for answers under an id. */
export interface Receiver {
  readonly channel: Channel;
  receive(arrival: Arrival): void;
}

export interface ChannelEvents {
  /** Octets from the device that are no SNMP message at all. */
  onNoise(bytes: number): void;
  /** The network, or the device's host, says no to everything that is sent there. */
  onUnreachable(cause: NodeJS.ErrnoException): void;
}

export interface ChannelTarget extends Endpoint {
  /** Answers may come from another source, and what the network says of the device is not believed. */
  readonly unconnected: boolean;
  /** Where else it is known to answer from. */
  readonly alternateSource: Endpoint | undefined;
}

/**
 * The way to one device and back. As long as a device has not answered, its requests go through a connected socket
 * of its own, which hears ICMP errors, so that nobody waits for a closed port; from its first answer on it uses a
 * socket that all share, until it falls silent.
 */
export class Channel {
  readonly endpoint: string;
  readonly unconnected: boolean;
  readonly events: ChannelEvents;
  readonly #peer: Endpoint;
  /** Of the peer, with its zone. */
  readonly #sendAddress: string;
  readonly #transport: Transport;
  #alternate: Endpoint | undefined;
  #own: OwnSocket | undefined;
  #shared: SharedSocket | undefined;
  #answers = false;
  #waiting = 0;
  #closed = false;

  constructor(target: ChannelTarget, transport: Transport, events: ChannelEvents) {
    this.#peer = { address: canonicalAddress(target.address), port: target.port };
    this.#sendAddress = sendAddress(target.address);
    this.endpoint = endpointKey(this.#peer.address, target.port);
    this.unconnected = target.unconnected;
    this.events = events;
    this.#transport = transport;
    if (target.unconnected) this.#alternate = target.alternateSource;
  }

  get alternateSource(): Endpoint | undefined {
    return this.#alternate;
  }

  get waiting(): boolean {
    return this.#waiting > 0;
  }

  /** An id of its own for the receiver, until `forget`. */
  await(space: IdSpace, receiver: Receiver): number {
    this.#waiting++;
    return this.#transport.ids.add(space, receiver);
  }

  forget(space: IdSpace, id: number): void {
    this.#transport.ids.remove(space, id);
    if (--this.#waiting === 0) this.#closeOwn();
  }

  /** @param bytes  the network's from here on */
  send(bytes: Uint8Array): void {
    if (this.#closed) return;
    const own = this.#own ?? (this.#answers || this.unconnected ? undefined : this.#openOwn());
    if (own !== undefined && !this.#answers) own.send(bytes);
    else this.#sendShared(bytes);
  }

  /** An answer of the device has been verified. */
  answered(): void {
    this.#answers = true;
  }

  /** All attempts of a request have passed: perhaps there is nobody any more, and the network says so. */
  fellSilent(): void {
    this.#answers = false;
  }

  isPeer(address: string, port: number): boolean {
    const peer = this.#peer;
    if (port === peer.port && isSameHost(peer.address, address)) return true;
    const other = this.#alternate;
    return other !== undefined && port === other.port && isSameHost(other.address, address);
  }

  /** A verified answer has come from there. */
  learnSource(address: string, port: number): void {
    if (this.unconnected) this.#alternate = { address: canonicalAddress(address), port };
  }

  isOn(socket: SharedSocket): boolean {
    return this.#shared === socket;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#closeOwn();
    this.#shared?.release();
    this.#shared = undefined;
    this.#transport.remove(this);
  }

  #sendShared(bytes: Uint8Array): void {
    if (this.#shared === undefined) {
      this.#shared = this.#transport.sharedSockets(familyOf(this.#peer.address)).of(this.endpoint);
      this.#shared.acquire();
    }
    this.#shared.send(bytes, this.#peer.port, this.#sendAddress);
  }

  #openOwn(): OwnSocket | undefined {
    if (!this.#transport.ownSockets.take()) return undefined;
    const peer = { address: this.#sendAddress, port: this.#peer.port };
    const own = new OwnSocket(peer, this.#transport.ownSocketHost, {
      onDatagram: this.#transport.onDatagram,
      onError: (cause) => {
        this.#closeOwn(); // whether it is of use any more is not known: the next request gets another
        this.events.onUnreachable(cause);
      },
      onExhausted: (unsent) => {
        this.#own = undefined;
        for (const bytes of unsent) this.#sendShared(bytes);
      },
    });
    this.#own = own;
    return own;
  }

  #closeOwn(): void {
    this.#own?.close();
    this.#own = undefined;
  }
}
