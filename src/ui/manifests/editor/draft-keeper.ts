import { type DraftStorage, dropDraft, type Edited, keepDraft } from "./draft.ts";

/** Keeps what is typed: noted with each key, written when typing stops, and when the page is left before that. */
export class DraftKeeper {
  readonly #storage: DraftStorage;
  readonly #edited: Edited;
  /** Not written yet; its text is undefined when it is what is installed. */
  #noted: { readonly text: string | undefined } | undefined;
  #isKept = true;

  constructor(storage: DraftStorage, edited: Edited) {
    this.#storage = storage;
    this.#edited = edited;
  }

  /** @param text  undefined: there is nothing to keep, it is installed as it is */
  note(text: string | undefined): void {
    this.#noted = { text };
  }

  /** Writes what was noted. @returns whether the browser keeps it; false when it is full, or forbids it */
  flush(atMs: number): boolean {
    const noted = this.#noted;
    this.#noted = undefined;
    if (noted === undefined) return this.#isKept;
    if (noted.text === undefined) dropDraft(this.#storage, this.#edited);
    this.#isKept =
      noted.text === undefined || keepDraft(this.#storage, this.#edited, { text: noted.text, atMs });
    return this.#isKept;
  }

  /** It is installed: what was noted is not to be written any more. */
  drop(): void {
    this.#noted = undefined;
    dropDraft(this.#storage, this.#edited);
  }
}
