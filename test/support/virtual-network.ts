import { hashRatio, type Random, seededRandom } from "../../src/base/index.ts";
import type {
  DatagramEvents,
  DatagramSocket,
  DatagramSocketOptions,
  OpenDatagramSocket,
} from "../../src/snmp/transport/network.ts";
import type { FakeClock } from "./fake-clock.ts";

/** The way between the poller and one device; both directions are alike. */
export interface Link {
  /** One way. */
  readonly delayMs: number;
  /** On top of it, evenly spread; more than the gap between two datagrams reorders them. */
  readonly jitterMs: number;
  readonly lossRatio: number;
  readonly duplicateRatio: number;
  /** This share is held back for `reorderMs`. */
  readonly reorderRatio: number;
  readonly reorderMs: number;
  /** IP packets above it vanish: fragments that a firewall drops. */
  readonly mtuBytes: number;
  /** Nothing passes: a cable cut. */
  readonly cut: boolean;
}

export const GOOD_LINK: Link = {
  delayMs: 1,
  jitterMs: 0,
  lossRatio: 0,
  duplicateRatio: 0,
  reorderRatio: 0,
  reorderMs: 20,
  mtuBytes: 65_535,
  cut: false,
};

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What a link has carried. */
export interface LinkCounts {
  /** Handed to the network, whatever became of them. */
  toDevice: number;
  toPoller: number;
  lost: number;
  tooLong: number;
  /** The longest datagram that the device sent, and the longest that got through. */
  longestSentBytes: number;
  longestArrivedBytes: number;
}

/** Takes what arrives at a device. `bytes` are its own. */
export type OnArrival = (bytes: Buffer, from: Endpoint) => void;

export interface Attached extends Endpoint {
  link: Link;
  readonly counts: LinkCounts;
  /** @param source  another address or port than the device's own, as NAT and some agents have it */
  send(bytes: Uint8Array, to: Endpoint, source?: Endpoint): void;
  /** From now on the host is there but the port is closed: connected sockets hear ICMP errors. */
  refuse(): void;
  /** Nobody is there any more, and nobody says so. */
  detach(): void;
}

const IP_UDP_HEADER_BYTES = 28;
/** What delivered octets turn into once the receiver has returned: it must not have kept them. */
const REUSED = 0xa5;
const POLLER4 = "198.51.100.1";
const POLLER6 = "2001:db8::1";

/**
 * UDP in virtual time. Every link has a random source of its own, made of the network's seed and its address: the
 * same seed and the same traffic give the same run, and trouble on one link does not change another.
 */
export class VirtualNetwork {
  /** Hand it to the engine as its network. */
  readonly open: OpenDatagramSocket;
  /** Every datagram that the poller handed to the network. */
  sent = 0;
  /** What the poller threw at a datagram: nothing ever may. */
  readonly thrown: unknown[] = [];
  readonly #seed: number;
  readonly #events: EventQueue;
  readonly #devices = new Map<string, Device>();
  readonly #sockets = new Map<string, VirtualSocket>();
  #port = 40_000;

  constructor(clock: FakeClock, { seed = 1 }: { readonly seed?: number } = {}) {
    this.#seed = seed;
    this.#events = new EventQueue(clock);
    this.open = (options, events) => this.#openSocket(options, events);
  }

  /** Sockets that are open now, with the ports they send from: what an attacker would have to guess. */
  get sockets(): readonly Endpoint[] {
    return [...this.#sockets.values()];
  }

  /** Runs something at a time of the virtual clock, in order with the datagrams. */
  at(atMs: number, run: () => void): void {
    this.#events.add(atMs, run);
  }

  attach({ address, port }: Endpoint, onArrival: OnArrival, link: Partial<Link> = {}): Attached {
    const key = keyOf(address, port);
    const device = new Device({ address, port }, onArrival, { ...GOOD_LINK, ...link }, this.#randomOf(key));
    this.#devices.set(key, device);
    return {
      address,
      port,
      counts: device.counts,
      get link() {
        return device.link;
      },
      set link(changed) {
        device.link = changed;
      },
      send: (bytes, to, source = { address, port }) => {
        device.counts.toPoller += 1;
        device.counts.longestSentBytes = Math.max(device.counts.longestSentBytes, bytes.length);
        this.#carry(device, bytes, (copy) => this.#toSocket(copy, source, to, device));
      },
      refuse: () => {
        device.onArrival = undefined;
      },
      detach: () => {
        this.#devices.delete(key);
      },
    };
  }

  /** A datagram from an attacker to every open socket, or to one of them; source as he likes. */
  forge(bytes: Uint8Array, source: Endpoint, to: readonly Endpoint[] = this.sockets): void {
    for (const socket of to) {
      this.#events.add(this.#events.nowMs, () => this.#toSocket(bytes, source, socket, undefined));
    }
  }

  #openSocket(options: DatagramSocketOptions, events: DatagramEvents): DatagramSocket {
    const address = options.bindAddress ?? (options.family === 4 ? POLLER4 : POLLER6);
    const port = this.#port++;
    const socket = new VirtualSocket({ address, port }, options.peer, events, {
      send: (bytes, to) => this.#fromSocket(socket, bytes, to),
      closed: () => this.#sockets.delete(keyOf(address, port)),
    });
    this.#sockets.set(keyOf(address, port), socket);
    return socket;
  }

  #fromSocket(socket: VirtualSocket, bytes: Uint8Array, to: Endpoint): void {
    this.sent += 1;
    const device = this.#devices.get(keyOf(to.address, to.port));
    if (device === undefined) return; // nobody there: silence
    device.counts.toDevice += 1;
    const from = { address: socket.address, port: socket.port };
    this.#carry(device, bytes, (copy) => {
      if (device.onArrival !== undefined) return device.onArrival(copy, from);
      this.#events.add(this.#events.nowMs + device.link.delayMs, () => socket.refused(to));
    });
  }

  #carry(device: Device, bytes: Uint8Array, arrive: (copy: Buffer) => void): void {
    const { link, random, counts } = device;
    const lost = random.next() < link.lossRatio || link.cut;
    const tooLong = bytes.length + IP_UDP_HEADER_BYTES > link.mtuBytes;
    if (lost) counts.lost += 1;
    else if (tooLong) counts.tooLong += 1;
    if (lost || tooLong) return;
    for (let copies = random.next() < link.duplicateRatio ? 2 : 1; copies > 0; copies--) {
      const heldMs = random.next() < link.reorderRatio ? link.reorderMs : 0;
      const delayMs = link.delayMs + random.next() * link.jitterMs + heldMs;
      this.#events.add(this.#events.nowMs + delayMs, () => arrive(Buffer.from(bytes)));
    }
  }

  #toSocket(bytes: Uint8Array, from: Endpoint, to: Endpoint, device: Device | undefined): void {
    if (device !== undefined)
      device.counts.longestArrivedBytes = Math.max(device.counts.longestArrivedBytes, bytes.length);
    try {
      this.#sockets.get(keyOf(to.address, to.port))?.arrive(bytes, from);
    } catch (error) {
      this.thrown.push(error);
    }
  }

  #randomOf(key: string): Random {
    return seededRandom(Math.floor(hashRatio(`${this.#seed} ${key}`) * 4_294_967_296));
  }
}

const keyOf = (address: string, port: number): string => `${address}|${port}`;

class Device {
  readonly endpoint: Endpoint;
  readonly random: Random;
  readonly counts: LinkCounts = {
    toDevice: 0,
    toPoller: 0,
    lost: 0,
    tooLong: 0,
    longestSentBytes: 0,
    longestArrivedBytes: 0,
  };
  link: Link;
  /** Undefined: the port is closed. */
  onArrival: OnArrival | undefined;

  constructor(endpoint: Endpoint, onArrival: OnArrival, link: Link, random: Random) {
    this.endpoint = endpoint;
    this.onArrival = onArrival;
    this.link = link;
    this.random = random;
  }
}

interface SocketHost {
  send(bytes: Uint8Array, to: Endpoint): void;
  closed(): void;
}

class VirtualSocket implements DatagramSocket, Endpoint {
  readonly address: string;
  readonly port: number;
  readonly #peer: Endpoint | undefined;
  readonly #events: DatagramEvents;
  readonly #host: SocketHost;
  #open = true;

  constructor(
    { address, port }: Endpoint,
    peer: Endpoint | undefined,
    events: DatagramEvents,
    host: SocketHost,
  ) {
    this.address = address;
    this.port = port;
    this.#peer = peer;
    this.#events = events;
    this.#host = host;
  }

  send(bytes: Uint8Array, port: number, address: string): void {
    if (this.#open) this.#host.send(bytes, this.#peer ?? { address, port });
  }

  localPort(): number {
    return this.port;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#host.closed();
  }

  arrive(bytes: Uint8Array, from: Endpoint): void {
    const peer = this.#peer;
    if (
      !this.#open ||
      (peer !== undefined && keyOf(peer.address, peer.port) !== keyOf(from.address, from.port))
    )
      return;
    const lent = Buffer.from(bytes);
    this.#events.onDatagram(lent, from.address, from.port);
    lent.fill(REUSED);
  }

  /** ICMP port unreachable: the kernel tells connected sockets alone. */
  refused(peer: Endpoint): void {
    if (!this.#open || this.#peer === undefined) return;
    const error: NodeJS.ErrnoException = new Error(`recvmsg ECONNREFUSED ${peer.address}:${peer.port}`);
    error.code = "ECONNREFUSED";
    error.syscall = "recvmsg";
    this.#events.onError(error);
  }
}

interface NetworkEvent {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** What happens when, as one sleeper of the clock however much is under way. A binary heap by time, then by order. */
class EventQueue {
  readonly #clock: FakeClock;
  readonly #heap: NetworkEvent[] = [];
  #order = 0;
  #wakeAtMs = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get nowMs(): number {
    return this.#clock.monotonicMs();
  }

  add(atMs: number, run: () => void): void {
    const event = { atMs: Math.max(atMs, this.nowMs), order: this.#order++, run };
    let at = this.#heap.push(event) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && isBefore(event, this.#heap[parent]!); parent = (at - 1) >> 1) {
      this.#heap[at] = this.#heap[parent]!;
      at = parent;
    }
    this.#heap[at] = event;
    if (event.atMs < this.#wakeAtMs) this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const first = this.#heap[0];
    this.#wakeAtMs = first?.atMs ?? Number.POSITIVE_INFINITY;
    if (first !== undefined) this.#cancel = this.#clock.callAt(first.atMs, () => this.#runDue());
  }

  #runDue(): void {
    this.#cancel = undefined;
    // Later arms wait for the end of this round.
    this.#wakeAtMs = Number.NEGATIVE_INFINITY;
    while (this.#heap[0] !== undefined && this.#heap[0].atMs <= this.nowMs) this.#take().run();
    this.#arm();
  }

  #take(): NetworkEvent {
    const first = this.#heap[0]!;
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.#heap.length) break;
      const right = this.#heap[child + 1];
      if (right !== undefined && isBefore(right, this.#heap[child]!)) child += 1;
      if (!isBefore(this.#heap[child]!, last)) break;
      this.#heap[at] = this.#heap[child]!;
      at = child;
    }
    this.#heap[at] = last;
    return first;
  }
}

const isBefore = (a: NetworkEvent, b: NetworkEvent): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
