import type { Clock, Logger } from "../base/index.ts";
import type { TaskName } from "./shard-events.ts";

const SAID_EVERY_MS = 60_000;

/** Says once a minute for all: a fleet that is late must not fill the log; the status names each device. */
export class LatePolls {
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Ticks skipped by device since it was last said. */
  readonly #ticks = new Map<string, number>();
  #saidUntilMs = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  skipped({ deviceId, group }: Pick<TaskName, "deviceId" | "group">, ticks: number): void {
    this.#ticks.set(deviceId, (this.#ticks.get(deviceId) ?? 0) + ticks);
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#saidUntilMs) return;
    this.#saidUntilMs = nowMs + SAID_EVERY_MS;
    const [worst] = [...this.#ticks].toSorted((a, b) => b[1] - a[1]);
    const skipped = [...this.#ticks.values()].reduce((sum, n) => sum + n, 0);
    const fields = { devices: this.#ticks.size, ticks: skipped, worst: worst?.[0], group };
    this.#logger.warn(fields, "polls take longer than their interval; ticks are skipped");
    this.#ticks.clear();
  }
}
