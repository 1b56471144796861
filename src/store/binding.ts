import type { Dimensions } from "../mapping/index.ts";

/** What the metric store asks about a line that it sees for the first time since the start. */
export interface LineBinder {
  /** Goes on when the rules have changed: then every line is bound anew. */
  readonly generation: number;
  bind(line: BoundLine): Binding;
}

export interface BoundLine {
  /** As sent, and as stored. */
  readonly key: string;
  readonly storedKey: string;
  readonly type: "gauge" | "count";
  readonly dimensions: Dimensions;
}

/** The entities of a line. Lines that say the same share one. */
export interface Binding {
  /** `dt.entity.<type>` of each entity of the line, sorted by key; often empty. */
  readonly dimensions: Dimensions;
  /** The line came again. Called at most once a minute and series, so it must be cheap. @param atMs  UTC */
  seen(atMs: number): void;
}
