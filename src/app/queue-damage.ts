import type { LogDamage } from "../ingest/index.ts";
import type { QueueView } from "./queue-view.ts";

/** Something in the queue's folder that cannot be read. */
export interface QueueDamage {
  readonly file: string;
  readonly what: string;
  /** That are lost, as far as one can tell. */
  readonly lines: number | undefined;
}

/** What was found damaged so far: files at once, records as they are read. */
export class DamageList {
  readonly damages: QueueDamage[];
  readonly #isInUse: boolean;

  constructor({ damages, servicePid }: QueueView) {
    this.damages = damages.map((damage) => ({ ...damage, lines: undefined }));
    this.#isInUse = servicePid !== undefined;
  }

  /** What is at the end is no damage while the service runs: it is being written. */
  add({ file, what, lines, isTail }: LogDamage): void {
    if (!isTail || !this.#isInUse) this.damages.push({ file, what, lines });
  }
}
