import type { Clock } from "../../base/index.ts";
import type { SnmpHost } from "../../snmp/index.ts";

type Network = NonNullable<SnmpHost["network"]>;
type Socket = ReturnType<Network>;

/** How many datagrams may leave: a token bucket. */
export interface PaceOptions {
  readonly clock: Clock;
  readonly perSecond: number;
  /** Datagrams that may leave at once after a rest. */
  readonly burst: number;
}

/**
 * Holds all datagrams of its sockets to a rate, first come, first served. Who begins a conversation waits for `turn`
 * before, so that requests wait here and not in the queue of a socket, where their time-outs run already. What was
 * not counted then, as repeats, waits in the queue.
 */
export class DatagramPace {
  readonly #options: PaceOptions;
  readonly #waiting: (() => void)[] = [];
  #tokens: number;
  #filledAtMs: number;
  /** Paid for by `turn`, not yet sent. */
  #paid = 0;
  #isServing = false;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#tokens = options.burst;
    this.#filledAtMs = options.clock.monotonicMs();
  }

  /** Resolves when one datagram may leave. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#ask(() => {
        this.#paid += 1;
        resolve();
      });
    });
  }

  /** The same network, with this pace. */
  over(network: Network): Network {
    return (options, events) => this.#paced(network(options, events));
  }

  #paced(socket: Socket): Socket {
    let isClosed = false;
    const sendLater = (send: () => void): void => {
      if (this.#paid > 0) {
        this.#paid -= 1;
        send();
      } else this.#ask(() => isClosed || send());
    };
    return {
      send: (bytes, port, address) => sendLater(() => socket.send(bytes, port, address)),
      localPort: () => socket.localPort(),
      close: () => {
        isClosed = true;
        socket.close();
      },
    };
  }

  #ask(grant: () => void): void {
    this.#fill();
    if (this.#waiting.length === 0 && this.#tokens >= 1) {
      this.#tokens -= 1;
      grant();
      return;
    }
    this.#waiting.push(grant);
    void this.#serve();
  }

  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    const { clock, perSecond } = this.#options;
    while (this.#waiting.length > 0) {
      this.#fill();
      while (this.#tokens >= 1 && this.#waiting.length > 0) {
        this.#tokens -= 1;
        this.#waiting.shift()?.();
      }
      if (this.#waiting.length === 0) break;
      await clock.sleepUntil(clock.monotonicMs() + ((1 - this.#tokens) * 1_000) / perSecond);
    }
    this.#isServing = false;
  }

  #fill(): void {
    const { clock, perSecond, burst } = this.#options;
    const nowMs = clock.monotonicMs();
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledAtMs) * perSecond) / 1_000);
    this.#filledAtMs = nowMs;
  }
}
