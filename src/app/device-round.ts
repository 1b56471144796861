import type { PollTask } from "../plan/index.ts";

/** Polls groups of one device together. */
type PollTogether = (tasks: readonly PollTask[], signal: AbortSignal) => Promise<void>;

/**
 * Gathers the groups of one device that fall due at the same moment, so that they become one read: what several of
 * them need is asked for once. Groups that fall due while a round is under way are a round of their own.
 */
export class DeviceRound {
  readonly #poll: PollTogether;
  #due: PollTask[] = [];
  #round: Promise<void> | undefined;

  constructor(poll: PollTogether) {
    this.#poll = poll;
  }

  /** @returns the end of the round that polls the task */
  join(task: PollTask, signal: AbortSignal): Promise<void> {
    this.#due.push(task);
    this.#round ??= this.#begin(signal);
    return this.#round;
  }

  /** In the next turn: whoever is due now has joined by then. */
  async #begin(signal: AbortSignal): Promise<void> {
    await Promise.resolve();
    const tasks = this.#due;
    this.#due = [];
    this.#round = undefined;
    await this.#poll(tasks, signal);
  }
}
