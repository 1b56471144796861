import type { OnboardingDevice, OnboardingJob } from "../../api/index.ts";
import type { Target } from "./targets.ts";

export type JobListener = (job: OnboardingJob) => void;

export interface JobStart {
  readonly id: string;
  /** UTC ms. */
  readonly startedAtMs: number;
  readonly targets: readonly Target[];
  readonly problems: readonly string[];
}

/** One check of many devices, as far as it has come. */
export class Job {
  readonly id: string;
  readonly #startedAtMs: number;
  readonly #problems: readonly string[];
  readonly #devices: OnboardingDevice[];
  readonly #listeners = new Set<JobListener>();
  readonly #stop = new AbortController();
  #state: OnboardingJob["state"] = "running";
  #checked = 0;
  #answering = 0;
  /** Monotonic; undefined while it runs. */
  #endedAtMs: number | undefined;

  constructor({ id, startedAtMs, targets, problems }: JobStart) {
    this.id = id;
    this.#startedAtMs = startedAtMs;
    this.#problems = problems;
    this.#devices = targets.map(({ text, port }) => ({ target: text, port, verdict: "pending" }));
  }

  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  checking(index: number): void {
    this.#replace(index, { verdict: "checking" });
  }

  /** The verdict on a device; it counts as checked from now on. */
  judged(index: number, found: Partial<OnboardingDevice> & Pick<OnboardingDevice, "verdict">): void {
    this.#checked += 1;
    if (found.verdict === "ok") this.#answering += 1;
    this.#replace(index, found);
  }

  /** What was found out after the verdict. */
  learned(index: number, found: Partial<OnboardingDevice>): void {
    if (Object.keys(found).length > 0) this.#replace(index, found);
  }

  /** Nothing is asked any more. @returns false when it was over already */
  cancel(nowMs: number): boolean {
    if (this.#state !== "running") return false;
    this.#stop.abort(new Error("the check was cancelled"));
    for (const [i, { verdict }] of this.#devices.entries()) {
      if (verdict === "checking") this.#devices[i] = { ...this.#devices[i]!, verdict: "pending" };
    }
    this.#end("cancelled", nowMs);
    return true;
  }

  /** @param nowMs  monotonic */
  done(nowMs: number): void {
    if (this.#state === "running") this.#end("done", nowMs);
  }

  follow(listener: JobListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  view(): OnboardingJob {
    return {
      id: this.id,
      state: this.#state,
      startedAt: this.#startedAtMs,
      total: this.#devices.length,
      checked: this.#checked,
      answering: this.#answering,
      devices: [...this.#devices],
      problems: this.#problems,
    };
  }

  #replace(index: number, found: Partial<OnboardingDevice>): void {
    if (this.#state !== "running") return;
    this.#devices[index] = { ...this.#devices[index]!, ...found };
    this.#tell();
  }

  #end(state: "done" | "cancelled", nowMs: number): void {
    this.#state = state;
    this.#endedAtMs = nowMs;
    this.#tell();
    this.#listeners.clear();
  }

  #tell(): void {
    if (this.#listeners.size === 0) return;
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }
}
