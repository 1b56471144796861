import { setImmediate as nextTurn } from "node:timers/promises";
import { type Clock, Nap } from "../../base/index.ts";
import { type Deadline, DeadlineHeap } from "./deadline-heap.ts";

/** Wakes later than this are no jitter: the event loop stood still, or the whole process did. */
const STALL_MS = 100;
/** What one wait may get on top in all; what the kernel had at hand has been read by then. */
const GRACE_MAX_MS = 2_000;
/** A turn reads 32 datagrams a socket; after so many turns a flood shall not hold up time-outs further. */
const TURNS_MAX = 64;

interface DeadlinesHost {
  readonly clock: Clock;
  /** Grows with each datagram received. */
  readonly received: () => number;
  readonly onStall: (ms: number) => void;
  /** Called when something was due. */
  readonly onExpiry: () => void;
}

/**
 * The waits of all requests on one timer. Nearly all of them are cancelled by an answer, so the loop sleeps until the
 * first deadline there was and looks then, instead of setting a timer for each.
 *
 * A deadline that is due does not fire before the datagrams that wait in the kernel have been handled. When the loop
 * wakes late by more than 100 ms, it was not the devices that were slow: whatever is due gets that time again.
 */
export class Deadlines {
  readonly #host: DeadlinesHost;
  readonly #heap = new DeadlineHeap();
  #running = false;
  readonly #nap: Nap;

  constructor(host: DeadlinesHost) {
    this.#host = host;
    this.#nap = new Nap(host.clock);
  }

  add(waitMs: number, onDue: () => void): Deadline {
    const dueMs = this.#host.clock.monotonicMs() + waitMs;
    const deadline: Deadline = { dueMs, position: -1, graceMs: 0, onDue };
    this.#heap.push(deadline);
    if (!this.#running) void this.#run();
    else this.#nap.wakeBefore(dueMs);
    return deadline;
  }

  cancel(deadline: Deadline): void {
    this.#heap.remove(deadline);
  }

  /** Ends the sleep when nothing is waited for, so that the process may end. */
  rest(): void {
    if (this.#heap.first === undefined) this.#nap.wake();
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let first = this.#heap.first; first !== undefined; first = this.#heap.first) {
      const atMs = first.dueMs;
      if (!(await this.#nap.until(atMs))) continue;
      const lateMs = this.#host.clock.monotonicMs() - atMs;
      if (lateMs > STALL_MS) this.#host.onStall(lateMs);
      await this.#letArrive();
      this.#fire(lateMs > STALL_MS ? lateMs : 0);
    }
    this.#running = false;
  }

  /** Turns of the event loop until one brings no datagram. */
  async #letArrive(): Promise<void> {
    for (let turn = 0; turn < TURNS_MAX; turn++) {
      const before = this.#host.received();
      await nextTurn();
      if (this.#host.received() === before) return;
    }
  }

  #fire(stallMs: number): void {
    const nowMs = this.#host.clock.monotonicMs();
    let fired = false;
    for (let due = this.#heap.first; due !== undefined && due.dueMs <= nowMs; due = this.#heap.first) {
      this.#heap.remove(due);
      const graceMs = Math.min(stallMs, GRACE_MAX_MS - due.graceMs);
      if (graceMs > 0) {
        due.graceMs += graceMs;
        due.dueMs = nowMs + graceMs;
        this.#heap.push(due);
      } else {
        fired = true;
        due.onDue();
      }
    }
    if (fired) this.#host.onExpiry();
  }
}
