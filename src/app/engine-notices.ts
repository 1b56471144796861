import type { Clock, Logger } from "../base/index.ts";
import type { EngineNotice } from "../snmp/index.ts";

/** A host that is short of CPU stalls several times a second: said at once, then once a minute for all. */
const STALLS_SAID_EVERY_MS = 60_000;

/** Tells an operator what he should know of the engine, with what to do about it. */
export function createNoticeLog(logger: Logger, clock: Clock): (notice: EngineNotice) => void {
  const stalls = new StallLog(logger, clock);
  return (notice) => {
    switch (notice.kind) {
      case "duplicate-engine": {
        const { device, engineId, others } = notice;
        logger.warn(
          { code: "snmp.duplicate-engine", device, engineId, others },
          "devices share an SNMPv3 engineID; they are polled all the same. Give each its own: other managers mix up their clocks, and one's keys open the others",
        );
        return;
      }
      case "kernel-drops": {
        const { datagrams, receiveBufferBytes } = notice;
        logger.warn(
          { code: "snmp.kernel-drops", datagrams, receiveBufferBytes },
          "the kernel dropped replies, which looks like devices that do not answer. Raise net.core.rmem_max to the receive buffer asked for, or poll fewer devices on this host",
        );
        return;
      }
      case "stall":
        stalls.note(notice.ms);
        return;
      default:
        notice satisfies never;
    }
  };
}

class StallLog {
  readonly #logger: Logger;
  readonly #clock: Clock;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  /** Since it was last said. */
  #times = 0;
  #longestMs = 0;

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  note(ms: number): void {
    this.#times += 1;
    this.#longestMs = Math.max(this.#longestMs, ms);
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < this.#quietUntilMs) return;
    this.#logger.warn(
      { code: "snmp.stall", times: this.#times, longestMs: this.#longestMs },
      "the process stood still; requests in flight were given that time on top. Give it more CPU if this repeats",
    );
    this.#quietUntilMs = nowMs + STALLS_SAID_EVERY_MS;
    [this.#times, this.#longestMs] = [0, 0];
  }
}
