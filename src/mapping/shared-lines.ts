import type { NoteBook } from "./notes.ts";
import type { Dimensions, Sample } from "./sample.ts";

interface Given {
  readonly subgroup: number;
  readonly fromCounter64: boolean;
  readonly positions: number[];
}

/**
 * Keeps apart what two subgroups of a task say about the same metric and tuple (M108): sent twice, a store would add
 * them up. One is kept, by preference the one that was read from a Counter64. Rows of one subgroup with equal tuples
 * stay: those are different things that a store may sum up.
 */
export class SharedLines {
  readonly #given = new Map<string, Given>();
  readonly #withdrawn = new Set<number>();
  readonly #notes: NoteBook;

  constructor(notes: NoteBook) {
    this.#notes = notes;
  }

  /** Whether a line may be added at `position` of the samples; an earlier one may be withdrawn for it. */
  admit(
    key: string,
    dimensions: Dimensions,
    from: { subgroup: number; fromCounter64: boolean },
    position: number,
  ): boolean {
    const identity = identityOf(key, dimensions);
    const given = this.#given.get(identity);
    if (given === undefined) {
      this.#given.set(identity, { ...from, positions: [position] });
      return true;
    }
    if (given.subgroup === from.subgroup) {
      given.positions.push(position);
      return true;
    }
    if (!from.fromCounter64 || given.fromCounter64) {
      this.#notes.duplicateLines += 1;
      return false;
    }
    this.#notes.duplicateLines += given.positions.length;
    for (const earlier of given.positions) this.#withdrawn.add(earlier);
    this.#given.set(identity, { ...from, positions: [position] });
    return true;
  }

  /** The samples without those that were withdrawn. */
  settle(samples: readonly Sample[]): readonly Sample[] {
    if (this.#withdrawn.size === 0) return samples;
    return samples.filter((_, position) => !this.#withdrawn.has(position));
  }
}

/** Keys hold no control characters and neither do normalised values, so NUL parts them. */
function identityOf(key: string, dimensions: Dimensions): string {
  let identity = key;
  for (const [name, value] of dimensions) identity += `\0${name}\0${value}`;
  return identity;
}
