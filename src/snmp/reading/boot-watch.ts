/** sysUpTime counts hundredths of a second modulo 2³²: it wraps after 497 days (RFC 3418). */
const WRAP_TICKS = 2 ** 32;
const MS_PER_TICK = 10;
/** Agents round, and answers to requests side by side may change places. */
const SLACK_TICKS = 20;
const SLACK_ASIDE_TICKS = 1_000;
/** How far a clock may be off at the wrap, besides a hundredth of the time that has passed. */
const WRAP_SLACK_TICKS = 6_000;

export interface UptimeReading {
  readonly ticks: number;
  /** Monotonic ms. */
  readonly atMs: number;
}

/** Sees a reboot in the middle of a read by sysUpTime going back. */
export class BootWatch {
  #first: UptimeReading | undefined;
  #last: UptimeReading | undefined;
  #rebooted = false;

  get first(): UptimeReading | undefined {
    return this.#first;
  }

  get rebooted(): boolean {
    return this.#rebooted;
  }

  /** @param aside other requests were under way at the same time */
  see(ticks: number, atMs: number, aside: boolean): void {
    const last = this.#last;
    const reading = { ticks, atMs };
    this.#first ??= reading;
    const back = last !== undefined && ticks < last.ticks - (aside ? SLACK_ASIDE_TICKS : SLACK_TICKS);
    if (back && !wrapped(last, reading)) this.#rebooted = true;
    if (last === undefined || back || ticks > last.ticks) this.#last = reading;
  }

  /** What was read is thrown away, and this read begins once more. */
  startOver(): void {
    this.#first = undefined;
    this.#last = undefined;
    this.#rebooted = false;
  }
}

/** Whether the counter would have run past its end in the time between. */
export function wrapped(before: UptimeReading, after: UptimeReading): boolean {
  const elapsedTicks = (after.atMs - before.atMs) / MS_PER_TICK;
  const expected = before.ticks + elapsedTicks - WRAP_TICKS;
  return Math.abs(expected - after.ticks) <= WRAP_SLACK_TICKS + elapsedTicks * 0.01;
}
