import { performance } from "node:perf_hooks";
import type { Clock } from "../base/index.ts";

/** How often the load is looked at. */
const LOOK_EVERY_MS = 250;
/** Above, this thread has no time left: more polls at once would only make each of them late. */
const BUSY_RATIO = 0.9;
const LESS_RATIO = 0.7;
const MORE_RATIO = 1.5;
/** So many are never too many. */
const AT_ONCE_MIN = 16;

/** Of the time since the last call: how much the event loop was busy, from 0 to 1. */
export type Utilization = () => number;

/** Of this thread's event loop. */
export function loopUtilization(): Utilization {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}

/**
 * How many polls may be under way at once: any number while the thread has time, fewer and fewer when it has not.
 * Without it, a thread with more to do than it can has all devices in flight, the kernel drops what nobody fetches in
 * time, and healthy devices look dead. With it, polls wait for their turn, whole and in order.
 */
export class Admission {
  readonly #clock: Clock;
  readonly #utilization: Utilization;
  readonly #waiting: (() => void)[] = [];
  #atOnceMax = Number.POSITIVE_INFINITY;
  #underWay = 0;
  #lookAtMs: number;

  constructor(clock: Clock, utilization: Utilization) {
    this.#clock = clock;
    this.#utilization = utilization;
    this.#lookAtMs = clock.monotonicMs() + LOOK_EVERY_MS;
  }

  /** Each that enters also leaves. @returns undefined when it may begin at once, else a promise of its turn */
  enter(): Promise<void> | undefined {
    this.#look();
    if (this.#waiting.length === 0 && this.#underWay < this.#atOnceMax) {
      this.#underWay++;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    this.#underWay--;
    this.#look();
    this.#letIn();
  }

  #letIn(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.#atOnceMax) {
      this.#underWay++;
      this.#waiting.shift()!();
    }
  }

  #look(): void {
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#lookAtMs) return;
    this.#lookAtMs = nowMs + LOOK_EVERY_MS;
    if (this.#utilization() > BUSY_RATIO) {
      const fewer = Math.min(this.#atOnceMax, this.#underWay) * LESS_RATIO;
      this.#atOnceMax = Math.max(AT_ONCE_MIN, Math.floor(fewer));
    } else if (this.#waiting.length === 0) {
      this.#atOnceMax = Number.POSITIVE_INFINITY;
    } else {
      this.#atOnceMax = Math.ceil(this.#atOnceMax * MORE_RATIO);
      this.#letIn();
    }
  }
}
