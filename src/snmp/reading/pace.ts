import type { Clock } from "../../base/index.ts";
import type { EngineOptions } from "../engine-options.ts";
import { ServiceTime } from "./service-time.ts";

/** Below that an agent is as good as idle, and a timer costs more than it spares. */
const MATERIAL_MS = 5;
/** Only a long way is worth more than one request under way. */
const FAR_MS = 20;
/** The agent is quick when its own time is less than so much of the round trip. */
const QUICK_RATIO = 0.25;
/** RFC 6298 §2. */
const WEIGHT = 0.125;

/**
 * How politely one device is read: how many requests may be under way, and how long it is left alone in between.
 */
export class Pace {
  readonly #clock: Clock;
  readonly #engine: EngineOptions;
  #window = 1;
  readonly #service: ServiceTime;
  #srttMs: number | undefined;
  #busyMs = 0;
  #readStartMs = 0;
  #readBusyMs = 0;
  #notBeforeMs = 0;

  constructor(
    clock: Clock,
    engine: EngineOptions,
    learned: { readonly serviceMsPerVarbind: number | undefined },
  ) {
    this.#clock = clock;
    this.#engine = engine;
    this.#service = new ServiceTime(learned.serviceMsPerVarbind);
  }

  get window(): number {
    return this.#window;
  }

  get srttMs(): number | undefined {
    return this.#srttMs;
  }

  /** Time the device has spent on us. */
  get busyMs(): number {
    return this.#busyMs;
  }

  get serviceMsPerVarbind(): number | undefined {
    return this.#service.perVarbindMs;
  }

  /** How long a request of so many varbinds keeps us from the next one, as far as is known. */
  requestMs(varbinds: number): number {
    const serviceMs = (this.#service.perVarbindMs ?? 0) * varbinds;
    const restedMs = serviceMs <= MATERIAL_MS ? 0 : serviceMs / this.#engine.busyShareRatio;
    return Math.max(this.#srttMs ?? 0, restedMs) + this.#engine.minGapMs;
  }

  readStarted(): void {
    this.#readStartMs = this.#clock.monotonicMs();
    this.#readBusyMs = 0;
  }

  /** When the next request may leave, in monotonic ms. */
  get notBeforeMs(): number {
    return this.#notBeforeMs;
  }

  /**
   * Waits until the next request may leave, or until `deadlineMs`.
   * @returns undefined when that is now
   */
  turn(deadlineMs: number, signal: AbortSignal | undefined): Promise<void> | undefined {
    const atMs = Math.min(this.#notBeforeMs, deadlineMs);
    return atMs > this.#clock.monotonicMs() ? this.#clock.sleepUntil(atMs, signal) : undefined;
  }

  /**
   * @param rttMs undefined when it is ambiguous: then each attempt is taken to have cost what is usual
   * @param attempts datagrams sent until then
   */
  answered(rttMs: number | undefined, varbinds: number, attempts: number): void {
    this.#notBeforeMs = this.#clock.monotonicMs() + this.#engine.minGapMs;
    if (rttMs === undefined) {
      this.#worked((this.#service.perVarbindMs ?? 0) * varbinds * attempts);
      return;
    }
    this.#srttMs = this.#srttMs === undefined ? rttMs : this.#srttMs + (rttMs - this.#srttMs) * WEIGHT;
    this.#worked(this.#service.of(rttMs, varbinds));
  }

  #worked(serviceMs: number): void {
    this.#busyMs += serviceMs;
    this.#readBusyMs += serviceMs;
    if (serviceMs <= MATERIAL_MS) return;
    const restedMs = this.#readStartMs + this.#readBusyMs / this.#engine.busyShareRatio;
    this.#notBeforeMs = Math.max(this.#notBeforeMs, restedMs);
  }

  /** An answer came after its time-out: what it took is the agent's own time until more is known. */
  overloaded(rttMs: number, varbinds: number): void {
    this.#service.assume(rttMs / Math.max(1, varbinds));
  }

  /** Something was lost, or the agent is overloaded: one at a time again. */
  lost(): void {
    this.#window = 1;
  }

  readEnded(requests: number, clean: boolean): void {
    if (!clean) this.#window = 1;
    else if (requests > this.#window && this.#isFar(requests)) {
      this.#window = Math.min(this.#window + 1, Math.max(1, this.#engine.inFlightMax));
    }
  }

  #isFar(requests: number): boolean {
    const { minRttMs } = this.#service;
    return minRttMs > FAR_MS && minRttMs < Infinity && this.#readBusyMs / requests < minRttMs * QUICK_RATIO;
  }
}
