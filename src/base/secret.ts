import { inspect } from "node:util";

/** What a secret shows wherever it is printed. */
export const SECRET_MASK = "***";

/**
 * A text that cannot be printed by accident: JSON, templates, string concatenation and `inspect` all show `***`.
 * The value is read in one named call, `reveal()`.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The clear text; hand it to the wire or the cipher, never to a message. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return SECRET_MASK;
  }

  toJSON(): string {
    return SECRET_MASK;
  }

  [inspect.custom](): string {
    return SECRET_MASK;
  }
}
