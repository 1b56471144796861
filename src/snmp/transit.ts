import { AppError, type Clock } from "../base/index.ts";
import type { SnmpTarget } from "./client.ts";
import { type MessageHeader, readHeader } from "./message-header.ts";
import { UdpSocket } from "./udp-socket.ts";

/** Why a datagram that carried our id was not taken as the answer. */
export type RejectReason = "undecodable" | "level" | "digest" | "decryption";

/** What one datagram means for the request in flight; undefined when it is not meant for it. */
export type Verdict<T> = { readonly done: T } | { readonly rejected: RejectReason } | undefined;

/** How sending and waiting ended. */
export type Landing<T> =
  | { readonly kind: "done"; readonly value: T }
  /** All attempts passed; `rejected` counts what came instead of an answer. */
  | { readonly kind: "silent"; readonly rejected: ReadonlyMap<RejectReason, number> }
  | { readonly kind: "unreachable"; readonly cause: NodeJS.ErrnoException }
  | { readonly kind: "unencodable"; readonly cause: unknown };

export interface Flight<T> {
  /** Called for each attempt. */
  readonly encode: () => Uint8Array;
  /** Must not throw. */
  readonly judge: (header: MessageHeader, datagram: Buffer) => Verdict<T>;
  readonly attempts: number;
  readonly signal: AbortSignal | undefined;
}

interface Receiver {
  receive(datagram: Buffer): void;
  unreachable(cause: NodeJS.ErrnoException): void;
  end(reason: unknown): void;
}

/** Sends datagrams to one device, waits and repeats. One flight at a time: the caller sees to that. */
export class Transit {
  readonly #target: SnmpTarget;
  readonly #clock: Clock;
  readonly #socket: UdpSocket;
  readonly #counts = { requests: 0, retries: 0, timeouts: 0 };
  #lastRttMs: number | undefined;
  #receiver: Receiver | undefined;
  #closed = false;

  constructor(target: SnmpTarget, clock: Clock) {
    this.#target = target;
    this.#clock = clock;
    const { address, port, options } = target;
    this.#socket = new UdpSocket(
      { address, port, connected: !options.enableUnconnectedUdp },
      {
        onDatagram: (datagram) => this.#receiver?.receive(datagram),
        onError: (cause) => this.#receiver?.unreachable(cause),
      },
    );
  }

  stats() {
    return { ...this.#counts, lastRttMs: this.#lastRttMs };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
    this.#receiver?.end(this.#closedError());
  }

  /**
   * Carries a request through its attempts.
   * A datagram that is not the answer never ends the wait: it may be forged, late or a duplicate.
   * @throws the signal's reason, or AppError `snmp.closed`
   */
  async carry<T>(flight: Flight<T>): Promise<Landing<T>> {
    flight.signal?.throwIfAborted();
    if (this.#closed) throw this.#closedError();
    const reception = openReception(flight.judge);
    const onAbort = () => reception.end(flight.signal?.reason);
    flight.signal?.addEventListener("abort", onAbort, { once: true });
    this.#receiver = reception;
    try {
      return await this.#attempt(flight, reception);
    } finally {
      this.#receiver = undefined;
      flight.signal?.removeEventListener("abort", onAbort);
    }
  }

  async #attempt<T>(flight: Flight<T>, reception: Reception<T>): Promise<Landing<T>> {
    const timers = new AbortController();
    const startMs = this.#clock.monotonicMs();
    this.#counts.requests++;
    try {
      for (let sent = 0; sent < flight.attempts; sent++) {
        if (sent > 0) this.#counts.retries++;
        const datagram = encoded(flight.encode);
        if (!(datagram instanceof Uint8Array)) return { kind: "unencodable", cause: datagram.cause };
        this.#socket.send(datagram);
        const landing = await Promise.race([reception.landing, this.#timeout(timers.signal)]);
        if (landing === undefined) continue;
        // From the first attempt: which attempt an answer belongs to cannot be told.
        if (landing.kind === "done") this.#lastRttMs = this.#clock.monotonicMs() - startMs;
        return landing;
      }
      this.#counts.timeouts++;
      return { kind: "silent", rejected: reception.rejected };
    } finally {
      timers.abort(ANSWERED);
    }
  }

  /** One attempt's time, and one turn of the event loop more: after a stall the answer waits in the socket. */
  async #timeout(signal: AbortSignal): Promise<undefined> {
    try {
      await this.#clock.sleepUntil(this.#clock.monotonicMs() + this.#target.options.timeoutMs, signal);
      await new Promise((resolve) => setImmediate(resolve));
    } catch {
      // The wait is over by other means.
    }
    return undefined;
  }

  #closedError(): AppError {
    return new AppError("snmp.closed", `${this.#target.device}: the client was closed`);
  }
}

interface Reception<T> extends Receiver {
  readonly landing: Promise<Landing<T>>;
  readonly rejected: ReadonlyMap<RejectReason, number>;
}

function openReception<T>(judge: Flight<T>["judge"]): Reception<T> {
  const rejected = new Map<RejectReason, number>();
  const reject = (reason: RejectReason) => rejected.set(reason, (rejected.get(reason) ?? 0) + 1);
  let land!: (landing: Landing<T>) => void;
  let end!: (reason: unknown) => void;
  const landing = new Promise<Landing<T>>((resolve, rejectPromise) => {
    land = resolve;
    end = rejectPromise;
  });
  landing.catch(() => {}); // whoever waits for it gets the rejection; without a waiter it is no accident
  return {
    landing,
    rejected,
    end,
    unreachable: (cause) => land({ kind: "unreachable", cause }),
    receive: (datagram) => {
      const header = readHeader(datagram);
      const verdict = header === undefined ? UNDECODABLE : judge(header, datagram);
      if (verdict === undefined) return;
      if ("done" in verdict) land({ kind: "done", value: verdict.done });
      else reject(verdict.rejected);
    },
  };
}

/** Why a wait for an answer ends; made once, for an error of its own would cost its stack each time. */
const ANSWERED = new Error("answered");

const UNDECODABLE = { rejected: "undecodable" } as const;

function encoded(encode: () => Uint8Array): Uint8Array | { readonly cause: unknown } {
  try {
    return encode();
  } catch (cause) {
    return { cause };
  }
}
