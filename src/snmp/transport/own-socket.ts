import type { EngineOptions } from "../engine-options.ts";
import { familyOf } from "./address.ts";
import { type DatagramEvents, type DatagramSocket, isLoss, type OpenDatagramSocket } from "./network.ts";

/** Each takes a file descriptor; who comes later goes without, and a closed port takes all attempts to show. */
const OWN_SOCKETS_MAX = 512;
/** No descriptor left: no reason to give up, for the shared sockets are open already. */
const EXHAUSTED = new Set(["EMFILE", "ENFILE"]);

/** How many own sockets are open, over all devices. */
export class OwnSocketBudget {
  readonly #max: number;
  #taken = 0;

  constructor(max: number = OWN_SOCKETS_MAX) {
    this.#max = max;
  }

  take(): boolean {
    if (this.#taken >= this.#max) return false;
    this.#taken++;
    return true;
  }

  give(): void {
    this.#taken--;
  }
}

interface OwnSocketHost {
  readonly openSocket: OpenDatagramSocket;
  readonly options: EngineOptions;
  readonly budget: OwnSocketBudget;
}

interface OwnSocketEvents extends DatagramEvents {
  /** There is no socket to be had: what was given to `send` is to go another way. */
  onExhausted(unsent: readonly Uint8Array[]): void;
}

/** A connected socket to one device: it alone hears from the network that nobody is there. */
export class OwnSocket {
  readonly #socket: DatagramSocket;
  readonly #budget: OwnSocketBudget;
  readonly #events: OwnSocketEvents;
  readonly #peer: { readonly address: string; readonly port: number };
  readonly #sent: Uint8Array[] = [];
  #closed = false;

  /** The budget has been taken from; `close` gives it back. */
  constructor(
    peer: { readonly address: string; readonly port: number },
    { openSocket, options, budget }: OwnSocketHost,
    events: OwnSocketEvents,
  ) {
    this.#peer = peer;
    this.#budget = budget;
    this.#events = events;
    const family = familyOf(peer.address);
    const bindAddress = family === 4 ? options.bindAddress4 : options.bindAddress6;
    this.#socket = openSocket(
      { family, bindAddress, peer, receiveBufferBytes: options.receiveBufferBytes },
      {
        onDatagram: (bytes, address, port) => this.#events.onDatagram(bytes, address, port),
        onError: (error) => this.#onError(error),
      },
    );
  }

  send(bytes: Uint8Array): void {
    this.#sent.push(bytes); // few: the socket is closed with the first answer, or when patience ends
    this.#socket.send(bytes, this.#peer.port, this.#peer.address);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#budget.give();
    this.#socket.close();
  }

  #onError(error: NodeJS.ErrnoException): void {
    if (this.#closed || isLoss(error)) return;
    if (!EXHAUSTED.has(error.code ?? "")) {
      this.#events.onError(error);
      return;
    }
    this.close();
    this.#events.onExhausted(this.#sent);
  }
}
