/** Does some work soon after it is asked for: once for all who ask until then, and never twice at a time. */
export class Soon {
  readonly #work: () => Promise<unknown>;
  readonly #waitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBusy = false;
  #isAskedAgain = false;

  constructor(work: () => Promise<unknown>, waitMs: number) {
    this.#work = work;
    this.#waitMs = waitMs;
  }

  ask(): void {
    // What began before may miss what came since; to begin anew each time could mean never to end.
    if (this.#isBusy) this.#isAskedAgain = true;
    else this.#timer ??= setTimeout(() => void this.#run(), this.#waitMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAskedAgain = false;
  }

  async #run(): Promise<void> {
    this.#timer = undefined;
    this.#isBusy = true;
    // What fails is told where it is shown.
    await this.#work().catch(() => undefined);
    this.#isBusy = false;
    if (!this.#isAskedAgain) return;
    this.#isAskedAgain = false;
    this.ask();
  }
}
