import { readFile } from "node:fs/promises";
import type { Clock, Random } from "../../base/index.ts";
import { DEFAULT_ENGINE, type EngineNotice, type EngineOptions } from "../engine-options.ts";
import { AbortWatch } from "./abort-watch.ts";
import { canonicalAddress, endpointKey } from "./address.ts";
import { type Arrival, Channel, type ChannelEvents, type ChannelTarget, type Receiver } from "./channel.ts";
import { Deadlines } from "./deadlines.ts";
import { KernelDrops, type ReadProcFile } from "./kernel-drops.ts";
import { MessageHeader, readHeader, SNMP_V3 } from "./message-header.ts";
import type { OpenDatagramSocket } from "./network.ts";
import { OwnSocketBudget } from "./own-socket.ts";
import { PendingIds } from "./pending-ids.ts";
import { type SharedSocket, SharedSockets } from "./shared-sockets.ts";
import { openUdpSocket } from "./udp-network.ts";

export interface TransportHost {
  readonly clock: Clock;
  readonly random: Random;
  /** Default: the host's. */
  readonly openSocket?: OpenDatagramSocket | undefined;
  readonly options?: Partial<EngineOptions> | undefined;
  readonly onNotice?: ((notice: EngineNotice) => void) | undefined;
  /** For the kernel's counters; default: the host's. */
  readonly readProcFile?: ReadProcFile | undefined;
  /** Sockets of single devices that may be open at once. */
  readonly ownSocketsMax?: number | undefined;
}

/**
 * A few UDP sockets for all devices: who waits for which answer, and for how long. Nothing is open while no channel
 * is.
 */
export class Transport {
  readonly ids: PendingIds;
  readonly deadlines: Deadlines;
  readonly aborts = new AbortWatch();
  readonly ownSockets: OwnSocketBudget;
  readonly ownSocketHost: {
    readonly openSocket: OpenDatagramSocket;
    readonly options: EngineOptions;
    readonly budget: OwnSocketBudget;
  };
  readonly #shared: Readonly<Record<4 | 6, SharedSockets>>;
  /** By endpoint: more than one where a device is polled with several credentials. */
  readonly #channels = new Map<string, readonly Channel[]>();
  readonly #drops: KernelDrops;
  #received = 0;

  constructor(host: TransportHost) {
    const { clock, random, openSocket = openUdpSocket, onNotice = () => {} } = host;
    const options: EngineOptions = { ...DEFAULT_ENGINE, ...host.options };
    this.ids = new PendingIds(random);
    this.ownSockets = new OwnSocketBudget(host.ownSocketsMax);
    this.ownSocketHost = { openSocket, options, budget: this.ownSockets };
    const events = {
      onDatagram: this.onDatagram,
      onSendError: (endpoint: string, cause: NodeJS.ErrnoException) => this.#onSendError(endpoint, cause),
      onSocketError: (socket: SharedSocket, cause: NodeJS.ErrnoException) =>
        this.#onSocketError(socket, cause),
    };
    this.#shared = {
      4: new SharedSockets({ family: 4, options, openSocket, events }),
      6: new SharedSockets({ family: 6, options, openSocket, events }),
    };
    this.#drops = new KernelDrops({
      clock,
      readFile: host.readProcFile ?? ((path) => readFile(path, "latin1")),
      ports: () => ({ 4: this.#shared[4].ports(), 6: this.#shared[6].ports() }),
      onDrops: (datagrams) =>
        onNotice({ kind: "kernel-drops", datagrams, receiveBufferBytes: options.receiveBufferBytes }),
    });
    this.deadlines = new Deadlines({
      clock,
      received: () => this.#received,
      onStall: (ms) => onNotice({ kind: "stall", ms: Math.round(ms) }),
      // A reply that the kernel dropped shows as a time-out, so that is when to look.
      onExpiry: () => this.#drops.look(),
    });
  }

  open(target: ChannelTarget, events: ChannelEvents): Channel {
    const channel = new Channel(target, this, events);
    const others = this.#channels.get(channel.endpoint);
    this.#channels.set(channel.endpoint, others === undefined ? [channel] : [...others, channel]);
    return channel;
  }

  /** Called by the channel that closes. */
  remove(channel: Channel): void {
    const others = this.#channels.get(channel.endpoint)?.filter((other) => other !== channel) ?? [];
    if (others.length > 0) this.#channels.set(channel.endpoint, others);
    else this.#channels.delete(channel.endpoint);
    this.deadlines.rest();
  }

  sharedSockets(family: 4 | 6): SharedSockets {
    return this.#shared[family];
  }

  /** All sockets end here. */
  readonly onDatagram = (bytes: Uint8Array, address: string, port: number): void => {
    this.#received++;
    const { header } = this.#arrival;
    if (!readHeader(bytes, header)) {
      this.#onNoise(bytes, address, port);
      return;
    }
    const receiver = this.ids.get(header.version === SNMP_V3 ? "msgID" : "request-id", header.id);
    if (receiver !== undefined) this.#deliver(receiver, bytes, address, port);
  };

  /** One for all datagrams. */
  readonly #arrival: { -readonly [key in keyof Arrival]: Arrival[key] } = {
    bytes: new Uint8Array(0),
    header: new MessageHeader(),
    address: "",
    port: 0,
    fromPeer: false,
    mayBeElsewhere: false,
  };

  #deliver(receiver: Receiver, bytes: Uint8Array, address: string, port: number): void {
    const arrival = this.#arrival;
    arrival.bytes = bytes;
    arrival.address = address;
    arrival.port = port;
    arrival.fromPeer = receiver.channel.isPeer(address, port);
    arrival.mayBeElsewhere = receiver.channel.unconnected;
    receiver.receive(arrival);
  }

  #onNoise(bytes: Uint8Array, address: string, port: number): void {
    for (const channel of this.#channels.get(endpointKey(canonicalAddress(address), port)) ?? []) {
      channel.events.onNoise(bytes.length);
    }
  }

  #onSendError(endpoint: string, cause: NodeJS.ErrnoException): void {
    for (const channel of this.#channels.get(endpoint) ?? []) channel.events.onUnreachable(cause);
  }

  #onSocketError(socket: SharedSocket, cause: NodeJS.ErrnoException): void {
    for (const channels of this.#channels.values()) {
      for (const channel of channels)
        if (channel.waiting && channel.isOn(socket)) channel.events.onUnreachable(cause);
    }
  }
}
