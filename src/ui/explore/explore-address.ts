// What the page shows, as the query of its address: a link shows somebody else the same.

export const VIEWS = ["chart", "table", "top"] as const;
export type View = (typeof VIEWS)[number];
export const SHAPES = ["line", "area", "column"] as const;
export type Shape = (typeof SHAPES)[number];

export interface ExploreState {
  /** Metric selectors of A, B and so on; an empty one is not chosen yet. */
  readonly queries: readonly string[];
  /** An entity selector; empty: all. */
  readonly entities: string;
  readonly view: View;
  readonly shape: Shape;
  readonly stacked: boolean;
  /** `5m`; empty: as fits the time. */
  readonly resolution: string;
}

/** As many as letters that fit beside them; the service takes ten metrics in one question. */
export const QUERIES_MAX = 8;

export const queryName = (i: number): string => String.fromCodePoint(65 + i);

export function readAddress(params: URLSearchParams): ExploreState {
  const queries = params.getAll("q").slice(0, QUERIES_MAX);
  return {
    queries: queries.length === 0 ? [""] : queries,
    entities: params.get("entities") ?? "",
    view: oneOf(VIEWS, params.get("view")),
    shape: oneOf(SHAPES, params.get("shape")),
    stacked: params.get("stacked") === "1",
    resolution: params.get("resolution") ?? "",
  };
}

/** Changes what belongs to the page, and leaves the range and whatever else is there. What is usual is left out. */
export function writeAddress(before: URLSearchParams, state: ExploreState): URLSearchParams {
  const after = new URLSearchParams(before);
  after.delete("q");
  const isFresh = state.queries.every((query) => query === "");
  if (!isFresh || state.queries.length > 1) for (const query of state.queries) after.append("q", query);
  set(after, "entities", state.entities, "");
  set(after, "view", state.view, VIEWS[0]);
  set(after, "shape", state.shape, SHAPES[0]);
  set(after, "stacked", state.stacked ? "1" : "", "");
  set(after, "resolution", state.resolution, "");
  return after;
}

function set(params: URLSearchParams, key: string, value: string, usual: string): void {
  if (value === usual) params.delete(key);
  else params.set(key, value);
}

const oneOf = <T extends string>(list: readonly [T, ...T[]], text: string | null): T =>
  list.find((one) => one === text) ?? list[0];
