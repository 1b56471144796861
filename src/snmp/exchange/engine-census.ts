import type { EngineNotice } from "../engine-options.ts";
import { DuplicateEngines } from "../wire/usm-duplicates.ts";

/** Devices whose company is remembered; the longest told is forgotten, and may be told again. */
const TOLD_MAX = 10_000;

/** Which device has which engineID, over all devices; tells of those that share one. */
export class EngineCensus {
  readonly #engines = new DuplicateEngines();
  readonly #onNotice: (notice: EngineNotice) => void;
  /** What was told last, by device. */
  readonly #told = new Map<string, string>();

  constructor(onNotice: (notice: EngineNotice) => void) {
    this.#onNotice = onNotice;
  }

  /** A device uses this engineID from now on. The same company is told once. */
  note(device: string, engineId: Uint8Array): void {
    const others = this.#engines.note(device, engineId);
    if (others.length === 0) return;
    const name = Buffer.from(engineId).toString("hex");
    const company = [name, ...others].join(" ");
    if (this.#told.get(device) === company) return;
    this.#told.delete(device);
    this.#told.set(device, company);
    if (this.#told.size > TOLD_MAX) this.#told.delete(this.#told.keys().next().value ?? "");
    this.#onNotice({ kind: "duplicate-engine", device, engineId: name, others });
  }

  /** A device that is polled no more. */
  forget(device: string): void {
    this.#engines.forget(device);
  }
}
