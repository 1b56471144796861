import { around, type Scene } from "./scene.ts";

/** What stands out, and what steps back. */
export interface Marks {
  readonly selected: string | undefined;
  /** Selected or pointed at, and what is linked with that. */
  readonly lit: ReadonlySet<string>;
  /** What is not lit is dim. */
  readonly isDim: boolean;
}

export const NO_MARKS: Marks = { selected: undefined, lit: new Set(), isDim: false };

/** What is selected and what it is linked with stand out, and the rest steps back; what is pointed at stands out too. */
export function marksOf(scene: Scene, selected: string | undefined, pointed: string | undefined): Marks {
  const kept = around(selected, scene);
  const isDim = kept.size > 0;
  return {
    selected: isDim ? selected : undefined,
    lit: new Set([...kept, ...around(pointed, scene)]),
    isDim,
  };
}
