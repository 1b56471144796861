import { restartedBetween, type UpTime } from "../../smi/index.ts";

/** Agents round, and answers to requests side by side may change places. */
const SLACK_TICKS = 20;
const SLACK_ASIDE_TICKS = 1_000;

/** Sees a reboot in the middle of a read by sysUpTime going back. */
export class BootWatch {
  #first: UpTime | undefined;
  #last: UpTime | undefined;
  #rebooted = false;

  get first(): UpTime | undefined {
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
    if (back && restartedBetween(last, reading)) this.#rebooted = true;
    if (last === undefined || back || ticks > last.ticks) this.#last = reading;
  }

  /** What was read is thrown away, and this read begins once more. */
  startOver(): void {
    this.#first = undefined;
    this.#last = undefined;
    this.#rebooted = false;
  }
}
